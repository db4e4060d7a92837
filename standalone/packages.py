"""Debian packages: what is missing is installed, and nothing else is touched."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from standalone.paths import Bench
from standalone.steps import Failure, run, step, timed


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
OF_DATABASES = (
	Need("haproxy", "haproxy"),
	Need("etcd-server", "etcd"),
)
"""What finds out which of several databases is the primary, and sends to it."""
FOR_TESTS = (
	Need("chromium", "chromium"),
	# reads texts out of PDFs, and draws them, independently of what made them
	Need("poppler-utils", "pdftotext"),
	# serves the built pages of the portal as in production, on the loopback
	Need("nginx", "nginx"),
	# seals backups, and opens them again
	Need("gpg", "gpg"),
	Need("gpg-agent", "gpg-agent"),
	# promtool, which tries the alarms for operators
	Need("prometheus", "promtool"),
	*OF_DATABASES,
)
FOR_ALERTS = (
	Need("prometheus", "prometheus"),
	Need("prometheus-alertmanager", "prometheus-alertmanager"),
)
"""What `script/test --long alerts` needs besides."""
FOR_CLUSTER = (
	*OF_DATABASES,
	# how a database that has gone another way gets its data anew
	Need("mariadb-backup", "mariadb-backup"),
)
"""What script/cluster needs besides."""
FOR_ENCRYPTION = (
	Need("gocryptfs", "gocryptfs"),
	Need("fuse3", "fusermount3"),
)
"""What `script/test --long encryption` needs besides: a file store that is sealed without a device."""
QUICKER = (
	# Chromium without its window: the same pages for less processor time (`tests/conftest.py` takes it where it is there)
	Need("chromium-headless-shell", "chromium-headless-shell"),
)
"""What makes tests quicker, and what none of them needs."""
QUIETLY = ("APT::Get::Remove=false", "Acquire::Retries=0", "Acquire::http::Timeout=20")
"""Options of apt-get for what nothing waits for: it takes no package away, and gives a silent server up soon."""


def search_path() -> str:
	"""PATH with the folders that hold Debian's servers, which a user's own PATH may lack."""
	return os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin", "/usr/local/sbin"])


def program(name: str) -> str:
	"""The full path of an installed program; Failure when it is not there."""
	found = shutil.which(name, path=search_path())
	if not found:
		raise Failure(f"the program {name} is missing although its package is installed; is PATH right?")
	return found


def install_missing(bench: Bench, needs: tuple[Need, ...], settings: tuple[str, ...] = ()) -> None:
	"""Install the missing packages, as root or by sudo; Failure with the command to type where neither works.

	settings: more of apt-get's own, `NAME=VALUE` each.
	"""
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
		more = [word for setting in settings for word in ("-o", setting)]
		run([*prefix, "apt-get", "-qq", *more, "update"], log, "apt-get update", hint)
		# no recommended packages, and no service of the machine is started by an installation
		options = ["-y", "-qq", "--no-install-recommends", "-o", "Dpkg::Use-Pty=0"]
		environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
		run(
			[*prefix, "apt-get", "install", *options, *more, *missing],
			log,
			f"Installing {names}",
			hint,
			env=environment,
		)


def try_to_install(bench: Bench, needs: tuple[Need, ...]) -> None:
	"""Install what is missing, once for a bench and where no password is asked for it; where that fails, it is said and nothing stops."""
	missing = tuple(need for need in needs if need.missing())
	if not missing or not _is_root_at_once():
		return
	names = " ".join(need.package for need in missing)

	def install() -> None:
		try:
			install_missing(bench, missing, QUIETLY)
		except Failure as problem:
			print(f"• without {names}: {problem}", flush=True)

	step(bench, f"quicker by {names}", names, install)


def _is_root_at_once() -> bool:
	if os.geteuid() == 0:
		return True
	return (
		bool(shutil.which("sudo"))
		and not subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode
	)


def _as_root(names: str) -> list[str]:
	if os.geteuid() == 0:
		return []
	if shutil.which("sudo") is None:
		raise Failure(f"missing packages: {names}; there is no sudo, so run as root: apt-get install {names}")
	if subprocess.run(["sudo", "-v"]).returncode:
		raise Failure(f"missing packages: {names}; sudo refused, so run as root: apt-get install {names}")
	return ["sudo", "env", "DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1"]
