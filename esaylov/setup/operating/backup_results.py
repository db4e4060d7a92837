"""When the backups of a production machine succeeded and failed: `script/production-backup` and systemd touch one file for each.

The time of a file is the time of the result. No query and no write of the database: each write would be one more row of
the binary log, which the next backup seals.
"""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import frappe

KINDS: Final = ("full", "log")
FOLDER: Final = "backup_results"
"""Of the site, beside `private`: no backup contains it. standalone/production/units.py names it, too."""


@dataclass(frozen=True)
class Result:
	"""Seconds since the epoch of the last success and of the last failure of a kind of backup; 0 for none."""

	done_at: float
	failed_at: float

	@property
	def has_failed(self) -> bool:
		"""Whether the last backup failed."""
		return self.failed_at > self.done_at


def read_results() -> dict[str, Result]:
	"""Kind to its result, for the kinds of which a backup was tried."""
	folder = Path(frappe.get_site_path(FOLDER))
	found = {kind: Result(_time(folder / f"{kind}.done"), _time(folder / f"{kind}.failed")) for kind in KINDS}
	return {kind: result for kind, result in found.items() if result.done_at or result.failed_at}


def _time(path: Path) -> float:
	with suppress(OSError):
		return path.stat().st_mtime
	return 0.0
