"""A machine for production: where everything of it lies, and how much of its memory each part may take."""

import ipaddress
import re
from dataclasses import dataclass
from pathlib import Path

from standalone.paths import ROOT
from standalone.steps import Failure

USER = "esaylov"
"""Who web, workers, scheduler and realtime run as; nobody logs in as them."""
AS_USER = ("setpriv", f"--reuid={USER}", f"--regid={USER}", "--init-groups", "--")
"""What makes a command of root one of theirs; without PAM, which a unit's sandbox would not let through."""
STORES = {"cache": 13000, "queue": 11000}
"""Redis for -> its port on the loopback."""
WEB, REALTIME, DATABASE = 8000, 9000, 3306
QUEUES = ("default", "short", "long")
SETTINGS = Path("/etc/esaylov")
STATE = Path("/var/lib/esaylov-install")
"""What was done, so that it is done once."""
BACKUPS = Path("/var/backups/esaylov")
HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?:\.(?!-)[a-z0-9-]{1,63})+")
MEGABYTES_OF_A_WEB_PROCESS = 250
"""With four threads at work and what it has read [measured on the stand-in, rounded up]."""
AT_WORK = 14
"""Threads of a web process that may be connected to the database at once: `AT_ONCE` of esaylov/setup/thread_shares.py, a test compares them."""


@dataclass(frozen=True)
class Layout:
	"""What an operator says of the machine, and what follows from it. memory: MB. debian: its release, 12 or 13."""

	site: str
	certificate: Path
	key: Path
	recipient: Path
	frappe: str
	branch: str
	app: str = str(ROOT)
	app_branch: str = ""
	python: str = "/usr/bin/python3"
	node: Path = Path("/usr/bin")
	home: Path = Path("/srv/esaylov")
	memory: int = 4096
	cores: int = 2
	debian: int = 13

	@property
	def bench(self) -> Path:
		return self.home / "bench"

	@property
	def sites(self) -> Path:
		return self.bench / "sites"

	@property
	def folder(self) -> Path:
		"""The site's own."""
		return self.sites / self.site

	@property
	def tools(self) -> Path:
		"""bench itself and yarn."""
		return self.home / "tools"

	@property
	def programs(self) -> str:
		"""PATH of everything that runs as the bench's user."""
		return f"{self.tools}/bin:{self.node}:/usr/local/bin:/usr/bin:/bin"

	@property
	def common(self) -> Path:
		return self.sites / "common_site_config.json"

	# --- sizes, for a machine that has everything on it [ours: to be read again with a load test] ---

	@property
	def buffer_pool(self) -> int:
		"""MB that MariaDB keeps pages in: two fifths of the memory."""
		return max(256, self.memory * 2 // 5)

	@property
	def redo_log(self) -> int:
		"""MB: a quarter of the pool, so that a busy hour is not written out all the time; no more than a restart reads in a minute."""
		return min(2048, max(96, self.buffer_pool // 4))

	@property
	def cache(self) -> int:
		"""MB of the cache's Redis."""
		return min(1024, max(128, self.memory // 20))

	@property
	def web_processes(self) -> int:
		"""Two for a core and one, as long as a third of the memory holds them."""
		return max(2, min(2 * self.cores + 1, self.memory // 3 // MEGABYTES_OF_A_WEB_PROCESS))

	@property
	def workers(self) -> dict[str, int]:
		"""Queue -> processes: what somebody watches (`default`) and messages (`short`) first."""
		return {
			"default": min(2, max(1, self.cores // 2)),
			"short": min(4, max(1, self.cores // 2)),
			"long": min(2, max(1, self.cores // 4)),
		}

	@property
	def connections(self) -> int:
		"""Of MariaDB: each thread of the web that may work, each worker, and as many again for jobs and people at a console."""
		return max(100, 2 * (AT_WORK * self.web_processes + sum(self.workers.values())))


def checked_host(name: str) -> str:
	"""A site's name, which is its host name too. Raises Failure for one that no browser could ask for."""
	if not HOST.fullmatch(name) or _is_address(name):
		raise Failure(f"{name!r} is no host name: --site is the name that people type, in small letters")
	return name


def _is_address(name: str) -> bool:
	try:
		ipaddress.ip_address(name)
	except ValueError:
		return False
	return True
