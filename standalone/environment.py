"""The parts of the bench that are built once: Python and npm packages, the framework, the assets."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from functools import cache, partial
from pathlib import Path

from standalone import complete, driver, fetch
from standalone.packages import Need, install_missing, program
from standalone.paths import APP, ROOT, STANDALONE, Bench
from standalone.steps import Failure, fingerprint, run, step, together

LOCK = STANDALONE / "requirements.lock"
SECOND_OPINIONS = STANDALONE / "second-opinions.lock"
"""What long runs ask besides: vectors of 56 MB, and other people's programs for the same bytes."""
NODE_LOCKS = (STANDALONE / "assets" / "package-lock.json", ROOT / "package-lock.json")
SUPPORTED = ((3, 11), (3, 13))
OF_SYSTEM = Path("/usr/bin")


def build(bench: Bench) -> None:
	"""Do every step whose inputs changed."""
	bench.make_folders()
	check_python()
	if fetch.has_pip():
		together(lambda: _python_packages(bench), lambda: _framework(bench))
	else:  # the framework is fetched with the pip of the environment
		_python_packages(bench)
		_framework(bench)


def _python_packages(bench: Bench) -> None:
	step(bench, "Python packages", fingerprint(LOCK, edition()), lambda: make_environment(bench))
	driver.add(bench, interpreter(), install_locked)


def _framework(bench: Bench) -> None:
	"""The framework's sources and everything that Node makes of them: needs none of the Python packages."""
	sources = (STANDALONE / "fetch.py", STANDALONE / "complete.py", STANDALONE / "overlay")
	step(bench, "Frappe", fingerprint(*sources), lambda: make_framework(bench))
	step(bench, "npm packages", fingerprint(*NODE_LOCKS), lambda: install_node_packages(bench))
	build_assets(bench)


@cache
def interpreter() -> str:
	"""The Python of every environment: the one that runs this, or the distribution's own of the same version where that is quicker.

	A Python built from its source without `--enable-optimizations`, as by pyenv's defaults, takes half as long again for the
	same work as Debian's, which is built with them.
	"""
	own = OF_SYSTEM / f"python{_version()}"
	is_own = Path(sys.base_prefix) == OF_SYSTEM.parent
	is_plain = "--enable-optimizations" not in (sysconfig.get_config_var("CONFIG_ARGS") or "")
	if own.exists() and (is_own or (is_plain and _makes_environments(str(own)))):
		return str(own)
	return sys.executable


def edition() -> str:
	"""What an environment is made anew for: another version of Python, or the distribution's in place of another."""
	python = Path(interpreter())
	return str(python) if python.parent == OF_SYSTEM else _version()


def _version() -> str:
	return f"{sys.version_info.major}.{sys.version_info.minor}"


def _makes_environments(python: str) -> bool:
	"""Whether an interpreter is there with what makes environments, which Debian has in a package of its own."""
	return subprocess.run([python, "-c", "import ensurepip, venv"], capture_output=True).returncode == 0


def check_python() -> None:
	"""Failure unless this Python is one that the framework runs on."""
	lowest, highest = (".".join(map(str, version)) for version in SUPPORTED)
	if not SUPPORTED[0] <= sys.version_info[:2] <= SUPPORTED[1]:
		raise Failure(f"Python {lowest} to {highest} is needed; this is {sys.version.split()[0]}")


def make_environment(bench: Bench) -> None:
	"""A virtual environment with exactly the packages of the lock file, each checked by its hash."""
	log = bench.logs / "python-packages.log"
	if not _makes_environments(interpreter()):
		install_missing(bench, (Need("python3-venv", paths=("nowhere",)),))
	shutil.rmtree(bench.env, ignore_errors=True)
	run([interpreter(), "-m", "venv", str(bench.env)], log, "Making the virtual environment")
	installer = bench.config / "uv.txt"
	installer.write_text(locked("uv"))
	pip = [str(bench.python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
	run([*pip, "--require-hashes", "-r", str(installer)], log, "Fetching uv from PyPI", "Is PyPI reachable?")
	install_locked(bench, LOCK, bench.python, log)
	folder = next((bench.env / "lib").glob("python3*/site-packages"))
	(folder / "bench.pth").write_text("".join(f"{bench.apps / app}\n" for app in ("frappe", APP)))


def install_locked(
	bench: Bench, lock: Path, python: Path, log: Path, *options: str, more: dict[str, str] | None = None
) -> None:
	"""Install what a lock file names into the environment of a Python, each package checked by its hash.

	options: uv's own; more: of its process's environment.
	"""
	uv = [str(bench.env / "bin" / "uv"), "pip", "install", "--python", str(python), "--link-mode", "copy"]
	step = [*uv, *options, "--require-hashes", "-r", str(lock)]
	run(step, log, "Installing Python packages", "Is PyPI reachable?", env=os.environ | (more or {}))


def add_second_opinions(bench: Bench) -> None:
	"""The packages with which long runs compare what ours says; what these need besides is Frappe's and stays of its version."""
	log = bench.logs / "python-packages.log"
	inputs = fingerprint(SECOND_OPINIONS, (bench.stamps / "Python-packages").read_text())
	packages = partial(install_locked, bench, SECOND_OPINIONS, bench.python, log, "--no-deps")
	step(bench, "second opinions", inputs, packages)


def locked(package: str) -> str:
	"""The lock file's entry of one package, with its hashes."""
	lines = LOCK.read_text().splitlines(keepends=True)
	start = next(number for number, line in enumerate(lines) if line.startswith(f"{package}=="))
	rest = (number for number in range(start + 1, len(lines)) if not lines[number].startswith(" "))
	return "".join(lines[start : next(rest, len(lines))])


def make_framework(bench: Bench) -> None:
	"""Fetch, unpack, rename and complete Frappe, and put the app beside it."""
	wheel = fetch.fetch(bench)
	part = bench.apps / "frappe.part"
	shutil.rmtree(part, ignore_errors=True)
	fetch.unpack(wheel, part)
	complete.complete(part)
	# of the same version as the environment's own
	subprocess.run([interpreter(), "-m", "compileall", "-q", str(part)], capture_output=True)
	shutil.rmtree(bench.apps / "frappe", ignore_errors=True)
	part.rename(bench.apps / "frappe")
	link = bench.apps / APP
	link.unlink(missing_ok=True)
	link.symlink_to(ROOT)
	(bench.sites / "apps.txt").write_text(f"frappe\n{APP}\n")
	apps = {
		"frappe": {"version": "16.0.0-dev", "is_repo": False, "required": []},
		APP: {"required": ["frappe"]},
	}
	(bench.sites / "apps.json").write_text(json.dumps(apps, indent=4))


def install_node_packages(bench: Bench) -> None:
	"""npm packages of the front end and of the app, from their lock files."""
	program("npm")
	command = [program("node"), str(STANDALONE / "assets" / "packages.mjs"), "--bench", str(bench.root)]
	run(command, bench.logs / "npm.log", "Installing npm packages", "Is the npm registry reachable?")


def build_assets(bench: Bench) -> None:
	"""The bundles of each app whose sources changed; the app's own are quick and are built alone."""
	builder = fingerprint(STANDALONE / "assets", *NODE_LOCKS, (bench.stamps / "Frappe").read_text())
	step(bench, "assets of frappe", builder, lambda: bundle(bench, "frappe"))
	# another checkout for the same bench, or one that was cleaned
	if not (ROOT / APP / "public" / "dist").is_dir():
		(bench.stamps / f"assets-of-{APP}").unlink(missing_ok=True)
	step(bench, f"assets of {APP}", fingerprint(builder, *asset_sources()), lambda: bundle(bench, APP))


def asset_sources() -> list[Path]:
	"""The files that the app's bundles are made of."""
	public = ROOT / APP / "public"
	return [path for path in sorted(public.rglob("*")) if path.is_file() and "dist" not in path.parts]


def bundle(bench: Bench, app: str) -> None:
	"""Build one app's bundles."""
	command = [
		program("node"),
		str(STANDALONE / "assets" / "build.mjs"),
		"--bench",
		str(bench.root),
		"--apps",
		app,
	]
	run(command, bench.logs / f"assets-{app}.log", f"Building the assets of {app}")
