"""A search of the log files for personal numbers: it shows a record that was written past the redaction of records."""

import time
from collections.abc import Iterator
from pathlib import Path

import frappe

from esaylov.core.people.redaction import without_persons

KEY = "esaylov_personal_log_lines"
RECENT_SECONDS = 86_400
"""Age of a log file's last line; older files were searched before."""


def scan_logs() -> None:
	"""Job: store how many lines of the recent logs contain a PINFL or a passport number, for the metric and its alert."""
	frappe.cache.set_value(KEY, sum(count_personal_lines(path) for path in _recent_logs()))


def personal_log_lines() -> int | None:
	"""The number that the last search found; None before the first search."""
	found = frappe.cache.get_value(KEY, expires=True)
	return None if found is None else int(found)


def count_personal_lines(path: Path) -> int:
	"""How many lines of a file contain a PINFL or a passport number."""
	with path.open(encoding="utf-8", errors="replace") as lines:
		return sum(without_persons(line) != line for line in lines)


def _recent_logs() -> Iterator[Path]:
	oldest = time.time() - RECENT_SECONDS
	for folder in (
		Path(frappe.local.sites_path).resolve().parent / "logs",
		Path(frappe.get_site_path("logs")),
	):
		yield from (path for path in folder.glob("*.log*") if path.stat().st_mtime >= oldest)
