"""The database's driver: Frappe 16's own where a compiler and headers are there, PyMySQL everywhere else.

mysqlclient speaks to MariaDB through its C library, PyMySQL reads each answer in Python: a fifth of what Python computes in tests on
a site. PyPI has no binary of it for Linux, so it is built. Nothing needs it: where that does not succeed, PyMySQL does the same work.
"""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from standalone.packages import Need
from standalone.paths import STANDALONE, Bench
from standalone.steps import Failure, fingerprint, step

CONFIGURATION = "mariadb_config"
HEADERS = Need("libmariadb-dev", CONFIGURATION)
LOCK, BUILT_WITH = STANDALONE / "driver.lock", STANDALONE / "driver-build.lock"
ASKS = "import sysconfig; print(sysconfig.get_paths()['include'])"


def is_there(bench: Bench) -> bool:
	"""Whether the environment has mysqlclient."""
	return any((bench.env / "lib").glob("python3*/site-packages/MySQLdb/_mysql*.so"))


def may_be_built(python: str) -> bool:
	"""Whether a compiler is there, and the headers of an interpreter; MariaDB's own come by a package."""
	headers = subprocess.run([python, "-c", ASKS], capture_output=True, text=True).stdout.strip()
	return shutil.which("cc") is not None and (Path(headers) / "Python.h").is_file()


def add(bench: Bench, python: str, install: Callable[..., None]) -> None:
	"""Build mysqlclient, once for an environment; where that fails, it is said and nothing stops.

	install: as `environment.install_locked`.
	"""
	if HEADERS.missing() or not may_be_built(python):
		return

	def build() -> None:
		log = bench.logs / "driver.log"
		options = ("--build-constraints", str(BUILT_WITH))
		try:
			install(bench, LOCK, bench.python, log, *options, more=_flags())
		except Failure as problem:
			print(f"• without mysqlclient: {problem}", flush=True)

	inputs = fingerprint(LOCK, BUILT_WITH, (bench.stamps / "Python-packages").read_text())
	step(bench, "driver of the database", inputs, build)


def _flags() -> dict[str, str]:
	"""What the build asks pkg-config for, which a machine may lack."""
	kinds = {"MYSQLCLIENT_CFLAGS": "--cflags", "MYSQLCLIENT_LDFLAGS": "--libs"}
	return {
		name: subprocess.run([CONFIGURATION, kind], capture_output=True, text=True).stdout.strip()
		for name, kind in kinds.items()
	}
