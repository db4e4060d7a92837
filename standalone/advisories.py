"""Known vulnerabilities of the locked packages: the signed snapshot of OSV records, pip-audit and npm audit, in script/test.

The snapshot (`advisory_snapshot.py`) needs no network: a finding in it that nobody accepted fails the run, and so
does a snapshot that
somebody changed. One older than seven days, or without records of an ecosystem, is printed: its silence proves
nothing about later advisories.

A service that answers "nothing found" about everything would be a silent pass (a package mirror may carry no advisories),
so each is asked first about a package that is known to be vulnerable. One that cannot tell is said aloud, with the dated
reason of `security/advisories.toml`; one that can, and finds what that file does not accept, fails the run.
"""

import json
import subprocess
import tempfile
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from standalone import documents, tools
from standalone.environment import LOCK, NODE_LOCKS
from standalone.packages import program
from standalone.paths import ROOT, Bench
from standalone.steps import timed

ACCEPTED = ROOT / "security" / "advisories.toml"
OLDEST_DAYS = 7
"""A snapshot that is older raises an alarm."""
SECONDS = 120
"""How long a service may take for one lock file."""
PIP_PROBE = "jinja2==2.10"
"""Has CVE-2019-10906 (PYSEC-2019-217) and others."""
NPM_PROBE = ("lodash", "4.17.4")
"""Has GHSA-jf85-cpcp-j695 and others."""
PYTHON_LOCKS = (LOCK, tools.LOCK, tools.GENERATOR, documents.LOCK)
NPM_LOCKS = (*NODE_LOCKS, tools.LINTERS / "package-lock.json")


@dataclass(frozen=True, order=True)
class Found:
	"""A package and the ids of its advisories; `ids` empty: the service did not know the package."""

	package: str
	ids: tuple[str, ...]


@dataclass(frozen=True)
class Service:
	"""A service: what it says of its probe and of a lock file; None: it did not answer."""

	name: str
	probe: Callable[[], list[Found] | None]
	locks: Sequence[Path]
	ask: Callable[[Path], list[Found] | None]


def check(bench: Bench, today: date) -> int:
	"""Look into the snapshot and ask both services; the number of those that found what nobody accepted."""
	known = tomllib.loads(ACCEPTED.read_text(encoding="utf-8"))
	return check_snapshot(bench, known, today) + sum(
		asked(service, known, today) for service in services(bench)
	)


def check_snapshot(bench: Bench, known: Mapping[str, Any], today: date) -> int:
	"""1 where the snapshot names what is not accepted today, or is not what was signed, else 0."""
	words = [str(bench.python), "-m", "standalone.advisory_snapshot", "check"]
	with timed("OSV snapshot"):
		done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS)
	if done.returncode:
		print(f"  the snapshot cannot be used: {done.stderr.strip()[-300:]}", flush=True)
		return 1
	return judge_snapshot(json.loads(done.stdout), known, today)


def judge_snapshot(answer: Mapping[str, Any], known: Mapping[str, Any], today: date) -> int:
	"""1 where a finding is not accepted today, else 0; the age of the data is printed when it is above OLDEST_DAYS."""
	age = (today - date.fromisoformat(answer["taken_on"])).days
	if age > OLDEST_DAYS:
		print(
			f"  ALARM: the snapshot is {age} days old ({answer['taken_on']}): script/advisory-snapshot",
			flush=True,
		)
	for ecosystem in answer["without_records"]:
		print(f"  the snapshot has no record of {ecosystem}", flush=True)
	found = [Found(package, tuple(ids)) for package, ids in answer["found"]]
	bad = refused(found, known.get("accepted", []), today)
	for one in bad:
		print(f"  {one.package}: {', '.join(one.ids)}", flush=True)
	return int(bool(bad))


def services(bench: Bench) -> tuple[Service, ...]:
	"""pip-audit and npm audit."""
	audit = str(bench.root / "tools" / "bin" / "pip-audit")
	return (
		Service("pip-audit", lambda: pip_probe(audit), PYTHON_LOCKS, lambda lock: pip_audit(audit, lock)),
		Service("npm audit", npm_probe, NPM_LOCKS, lambda lock: npm_audit(lock.parent)),
	)


def asked(service: Service, known: Mapping[str, Any], today: date) -> int:
	"""1 where the service found something that is not accepted today, else 0; what it could not say is printed."""
	with timed(service.name):
		can_tell = any(found.ids for found in service.probe() or ())
		answers = [service.ask(lock) for lock in service.locks] if can_tell else []
	if not can_tell or None in answers:
		why = known["unreachable"][service.name]
		print(f"  not asked: {why['reason']} (seen {why['seen'].isoformat()})", flush=True)
		return 0
	found = [one for answer in answers for one in answer or ()]
	for one in found:
		if not one.ids:
			print(f"  {service.name} does not know {one.package}", flush=True)
	bad = refused(found, known.get("accepted", []), today)
	for one in bad:
		print(f"  {one.package}: {', '.join(one.ids)}", flush=True)
	return int(bool(bad))


def refused(found: Sequence[Found], accepted: Sequence[Mapping[str, Any]], today: date) -> list[Found]:
	"""What was found and has no row of acceptance that still holds."""
	holds = {(row["package"], row["id"]) for row in accepted if today <= row["until"]}
	left = (
		Found(one.package, tuple(name for name in one.ids if (one.package, name) not in holds))
		for one in found
	)
	return sorted({one for one in left if one.ids})


def pip_probe(audit: str) -> list[Found] | None:
	"""What the service of pip-audit says of the package that is known to be vulnerable."""
	with tempfile.TemporaryDirectory() as folder:
		path = Path(folder) / "probe.txt"
		path.write_text(f"{PIP_PROBE}\n")
		return pip_audit(audit, path, "--no-deps")


def pip_audit(audit: str, lock: Path, *options: str) -> list[Found] | None:
	"""What it says of a lock file."""
	words = [
		audit,
		"-r",
		str(lock),
		"--disable-pip",
		"--format",
		"json",
		"--progress-spinner",
		"off",
		*options,
	]
	return of_pip(said(words, ROOT))


def of_pip(text: str) -> list[Found] | None:
	"""The findings in its JSON; None for anything else, as it prints where its service fails."""
	answer = _object(text)
	rows = answer.get("dependencies") if answer else None
	if not isinstance(rows, list):
		return None
	found = [Found(row["name"], tuple(sorted(one["id"] for one in row.get("vulns", ())))) for row in rows]
	skipped = {row["name"] for row in rows if "skip_reason" in row}
	return [one for one in found if one.ids or one.package in skipped]


def npm_probe() -> list[Found] | None:
	"""What npm's service says of the package that is known to be vulnerable."""
	name, version = NPM_PROBE
	needs = {"name": "probe", "version": "1.0.0", "dependencies": {name: version}}
	lock = {"": needs, f"node_modules/{name}": {"version": version}}
	with tempfile.TemporaryDirectory() as folder:
		(Path(folder) / "package.json").write_text(json.dumps(needs))
		content = {"name": "probe", "version": "1.0.0", "lockfileVersion": 3, "packages": lock}
		(Path(folder) / "package-lock.json").write_text(json.dumps(content))
		return npm_audit(Path(folder))


def npm_audit(folder: Path) -> list[Found] | None:
	"""What it says of the lock file in a folder."""
	return of_npm(said([program("npm"), "audit", "--json", "--package-lock-only"], folder))


def of_npm(text: str) -> list[Found] | None:
	"""The findings in its JSON; None for anything else, such as the answer of a registry without advisories."""
	answer = _object(text)
	if not answer or "auditReportVersion" not in answer:
		return None
	found = []
	for name, row in answer.get("vulnerabilities", {}).items():
		# a text in `via` names another package, which has a row of its own
		ids = {one["url"].rpartition("/")[2] for one in row["via"] if isinstance(one, dict)}
		if ids:
			found.append(Found(name, tuple(sorted(ids))))
	return found


def said(words: list[str], folder: Path) -> str:
	"""What a program prints; nothing where it takes too long."""
	try:
		return subprocess.run(words, cwd=folder, capture_output=True, text=True, timeout=SECONDS).stdout
	except subprocess.TimeoutExpired:
		return ""


def _object(text: str) -> dict[str, Any] | None:
	try:
		answer = json.loads(text)
	except ValueError:
		return None
	return answer if isinstance(answer, dict) else None
