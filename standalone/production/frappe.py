"""What a release of Frappe says of itself in its repository, before anything of it is installed; and whether it may be."""

import json
import re
import subprocess
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

from esaylov.core import framework_versions
from esaylov.core.framework_versions import SUPPORTED, Advisory
from standalone.paths import APP, ROOT
from standalone.production import checks
from standalone.production.layout import Layout
from standalone.steps import Failure

ADVISORIES = ROOT / APP / "setup" / "framework_advisories.json"


@dataclass(frozen=True)
class Release:
	"""Its version, and which Python and Node it runs on."""

	version: str
	python: str
	node: str


def read(address: str, branch: str) -> Release:
	"""What stands in a branch or tag of a repository, of which as little as possible is fetched. Raises Failure."""
	source = Path(address).resolve().as_uri() if Path(address).is_dir() else address
	with tempfile.TemporaryDirectory(prefix="esaylov-frappe-") as folder:
		# root looks at a repository of any owner; nothing of it is run
		clone = ["git", "-c", "safe.directory=*", "clone", "--quiet", "--depth", "1", "--no-checkout"]
		done = subprocess.run(
			[*clone, "--branch", branch, source, folder],
			capture_output=True,
			text=True,
			stdin=subprocess.DEVNULL,
		)
		if done.returncode:
			line = (done.stderr.strip().splitlines() or ["git failed"])[-1]
			raise Failure(f"no branch or tag {branch} of Frappe at {address}: {line}")
		return parsed(
			*(_file(folder, name) for name in ("frappe/__init__.py", "pyproject.toml", "package.json"))
		)


def _file(folder: str, name: str) -> str:
	done = subprocess.run(["git", "-C", folder, "show", f"HEAD:{name}"], capture_output=True, text=True)
	return done.stdout if done.returncode == 0 else ""


def parsed(package: str, project: str, npm: str) -> Release:
	"""The same from the texts of three files, "" for one that is not there. Raises Failure where there is no version."""
	found = re.search(r"""^__version__ = ["']([^"']+)["']""", package, re.MULTILINE)
	if not found:
		raise Failure("what was named as Frappe has no version in frappe/__init__.py")
	limits = tomllib.loads(project).get("project", {}).get("requires-python", "")
	engines = json.loads(npm or "{}").get("engines", {}).get("node", "")
	return Release(found[1], str(limits), str(engines))


def check(release: Release, accepted: str = "") -> str:
	"""What it is; Failure for a series that the app does not run on, or known weaknesses. accepted: the one taken all the same."""
	version = release.version
	series = framework_versions.read(version)[0]
	if series not in SUPPORTED:
		raise Failure(f"{APP} runs on Frappe {' and '.join(map(str, SUPPORTED))}, this is {version}")
	known = framework_versions.open_in(version, advisories())
	if known and accepted != version:
		floor = framework_versions.floor(series, advisories())
		raise Failure(
			f"Frappe {version} has known weaknesses ({', '.join(one.id for one in known)}): take {floor} or later, "
			f"or say in writing that you take them on: --accept-frappe {version}"
		)
	return f"Frappe {version}" + (f", with {len(known)} known weaknesses taken on" if known else "")


def advisories() -> tuple[Advisory, ...]:
	"""All that are known."""
	return framework_versions.parsed(ADVISORIES.read_text(encoding="utf-8"))


def suits(layout: Layout, accepted: str) -> str:
	"""What would be installed, in words; Failure for an old Frappe, or a Python or Node that it does not run on."""
	release = read(layout.frappe, layout.branch)
	told = check(release, accepted)
	python = checks.python(layout.python, release.python)
	return f"{told}, {python}, {checks.node(layout.node / 'node', release.node)}"
