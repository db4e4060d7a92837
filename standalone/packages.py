"""Debian packages: what is missing is installed, and nothing else is touched."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from standalone.paths import Bench
from standalone.steps import Failure, run, timed


@dataclass(frozen=True)
class Need:
	"""A Debian package and the files that show it is there: a program's name, or paths of which one suffices."""

	package: str
	program: str = ""
	paths: tuple[str, ...] = ()

	def missing(self) -> bool:
		if self.program:
			return shutil.which(self.program, path=search_path()) is None
		return not any(match for path in self.paths for match in Path("/").glob(path.lstrip("/")))


LIBRARIES = "usr/lib/*-linux-gnu*"
NEEDS = (
	Need("mariadb-server", "mariadbd"),
	Need("mariadb-client", "mariadb"),
	Need("redis-server", "redis-server"),
	Need("nodejs", "node"),
	Need("npm", "npm"),
	# what PDFs are drawn with
	Need("libpango-1.0-0", paths=(f"{LIBRARIES}/libpango-1.0.so.0",)),
	Need("libpangoft2-1.0-0", paths=(f"{LIBRARIES}/libpangoft2-1.0.so.0",)),
	Need("libharfbuzz-subset0", paths=(f"{LIBRARIES}/libharfbuzz-subset.so.0",)),
	# hashes what is signed with Oʻz DSt; without it long content is refused, and its tests are skipped
	Need("libgcrypt20", paths=(f"{LIBRARIES}/libgcrypt.so.20",)),
	Need("fonts-dejavu-core", paths=("usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",)),
)
FOR_TESTS = (
	Need("chromium", "chromium"),
	# reads texts out of PDFs, and draws them, independently of what made them
	Need("poppler-utils", "pdftotext"),
	# serves the built pages of the portal as in production, on the loopback
	Need("nginx", "nginx"),
)


def search_path() -> str:
	"""PATH with the folders that hold Debian's servers, which a user's own PATH may lack."""
	return os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin", "/usr/local/sbin"])


def program(name: str) -> str:
	"""The full path of an installed program; Failure when it is not there."""
	found = shutil.which(name, path=search_path())
	if not found:
		raise Failure(f"the program {name} is missing although its package is installed; is PATH right?")
	return found


def install_missing(bench: Bench, needs: tuple[Need, ...]) -> None:
	"""Install the missing packages, as root or by sudo; Failure with the command to type where neither works."""
	missing = [need.package for need in needs if need.missing()]
	if not missing:
		return
	names = " ".join(missing)
	if shutil.which("apt-get") is None:
		raise Failure(
			f"missing packages: {names}; this system has no apt-get, so install them by hand and run again"
		)
	with timed(f"Debian packages ({names})"):
		prefix = _as_root(names)
		log = bench.logs / "apt.log"
		hint = f"Or run yourself: apt-get install {names}"
		run([*prefix, "apt-get", "-qq", "update"], log, "apt-get update", hint)
		# no recommended packages, and no service of the machine is started by an installation
		options = ["-y", "-qq", "--no-install-recommends", "-o", "Dpkg::Use-Pty=0"]
		environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
		run(
			[*prefix, "apt-get", "install", *options, *missing],
			log,
			f"Installing {names}",
			hint,
			env=environment,
		)


def _as_root(names: str) -> list[str]:
	if os.geteuid() == 0:
		return []
	if shutil.which("sudo") is None:
		raise Failure(f"missing packages: {names}; there is no sudo, so run as root: apt-get install {names}")
	if subprocess.run(["sudo", "-v"]).returncode:
		raise Failure(f"missing packages: {names}; sudo refused, so run as root: apt-get install {names}")
	return ["sudo", "env", "DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1"]
