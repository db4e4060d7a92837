"""Room on the disks, and whether the database takes a write: a full disk lets reads through and has writes wait."""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from time import monotonic
from typing import Final

import frappe

LIMIT_SECONDS: Final = 2.0
"""A write that takes longer is none [ours]; balancers wait this long for an answer."""
FRESH_SECONDS: Final = 5.0
"""So long a process keeps the answer: each probe is a commit, and a balancer asks every second."""
HANGING_SECONDS: Final = 10.0
"""After this a write waits for room; one that only takes long, on a busy evening, refuses nobody [ours]."""
LEAST_BYTES: Final = 64 * 1024 * 1024
"""With less room a statement that makes a table grow fails or waits, although small ones succeed [ours]."""
PROBE: Final = (
	"insert into `tabSeries` (name, `current`) values ('esaylov-probe', 1)"
	" on duplicate key update `current` = (`current` + 1) % 1000000"
)


@dataclass
class Probe:
	"""A write in a thread and a connection of its own: one that waits for room holds no request up."""

	site: str
	sites_path: str
	begun: float
	folder: str = ""
	"""Of the files of the database, "" until it has said so."""
	is_written: bool = False

	def __post_init__(self) -> None:
		self.thread = Thread(target=self._write, daemon=True)
		self.thread.start()

	def _write(self) -> None:
		with suppress(Exception):  # whatever is wrong: nothing was written
			frappe.init(self.site, sites_path=self.sites_path)
			frappe.connect(set_admin_as_user=False)
			((self.folder,),) = frappe.db.sql("select @@datadir")
			frappe.db.sql(PROBE)
			frappe.db.commit()  # on a connection of its own: what is tried is that a write lasts
			self.is_written = True
		with suppress(Exception):
			frappe.destroy()

	def answer(self) -> bool:
		"""Whether the write has succeeded within its time."""
		self.thread.join(max(0.0, self.begun + LIMIT_SECONDS - monotonic()))
		return self.is_written and not self.thread.is_alive()

	@property
	def is_hanging(self) -> bool:
		"""Whether the write waits for room."""
		return self.thread.is_alive() and monotonic() > self.begun + HANGING_SECONDS

	@property
	def has_room(self) -> bool:
		"""Whether the disk of the database has LEAST_BYTES, where that is known."""
		free = _free_bytes(self.folder) if self.folder else None
		return free is None or free >= LEAST_BYTES

	@property
	def is_due(self) -> bool:
		"""Whether another one may begin: never beside one that waits, which would take a connection each time."""
		return not self.thread.is_alive() and monotonic() > self.begun + FRESH_SECONDS


_probes: dict[str, Probe] = {}


def can_write() -> bool:
	"""Whether the database takes writes: a commit succeeded within LIMIT_SECONDS, and its disk has LEAST_BYTES where that is known."""
	probe = _current_probe()
	return probe.answer() and probe.has_room


def is_full() -> bool:
	"""Whether a write would fail or wait for room. Every request asks this: it waits for nothing and makes no query of its own."""
	probe = _current_probe()
	return probe.is_hanging or not probe.has_room


def _current_probe() -> Probe:
	"""The newest probe of this site; another one begins where it is due."""
	site = frappe.local.site
	probe = _probes.get(site)
	if probe is None or probe.is_due:
		folder = probe.folder if probe else ""
		probe = _probes[site] = Probe(site, str(frappe.local.sites_path), monotonic(), folder)
	return probe


def free_bytes() -> dict[str, int]:
	"""Free bytes of the disks of the database, where it is on this machine, of the stored files, and of the logs."""
	((folder,),) = frappe.db.sql("select @@datadir")
	site = Path(frappe.get_site_path())
	places = {"database": folder, "files": site / "private", "logs": site / "logs"}
	found = {name: _free_bytes(path) for name, path in places.items()}
	return {name: count for name, count in found.items() if count is not None}


def _free_bytes(path: str | Path) -> int | None:
	"""Free bytes of the disk of a path; None where it is on another machine, or closed to this user."""
	try:
		state = os.statvfs(path)
	except OSError:
		return None
	return state.f_bavail * state.f_frsize
