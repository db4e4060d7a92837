"""The search index of candidates' names: one in each process, made at the first question, kept up to date by each.

It lies in memory and not in a table: 30,000 names are built in half a second, and a question takes a millisecond.
"""

import threading
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import frappe

from esaylov.core.people.search import Names

FRESH = 1.0
"""Seconds for which a process asks no more whether names were added."""
LATE, LATE_LOOKS = timedelta(minutes=30), 60.0
"""How long before its commit a row may have been given its moment (a long import), and seconds between looks so far back."""
SOON = timedelta(seconds=20)
"""The same for what commits at once, looked for each time."""


@dataclass
class _Kept:
	index: Names = field(default_factory=Names)
	seen: datetime | None = None
	looked: float = -FRESH
	looked_back: float = -LATE_LOOKS


_lock = threading.Lock()
_kept: dict[tuple[str, str], _Kept] = {}


def find(election: str, question: str, limit: int) -> list[str]:
	"""Names (ids) of the candidates of an election whose name is like the question, the best first."""
	with _lock:
		kept = _kept.setdefault((frappe.local.site, election), _Kept())
		if time.monotonic() - kept.looked > FRESH:
			_refresh(kept, election)
		return kept.index.find(question, limit)


def forget() -> None:
	"""Begin anew: for who takes back what this process has read, as a test does with its rows."""
	with _lock:
		_kept.clear()


def _refresh(kept: _Kept, election: str) -> None:
	"""Read what was modified since the last look. Counted from the look and not from the newest row: after an import all
	rows have one moment, and would be read again at every look.
	"""
	candidate = frappe.qb.DocType("Candidate")
	query = (
		frappe.qb.from_(candidate)
		.select(candidate.name, candidate.full_name)
		.where(candidate.election == election)
	)
	now, moment = time.monotonic(), frappe.utils.now_datetime()
	looks_back = now - kept.looked_back > LATE_LOOKS
	if kept.seen:
		query = query.where(candidate.modified >= kept.seen - (LATE if looks_back else SOON))
	if looks_back:
		kept.looked_back = now
	for name, full_name in query.run():
		kept.index.put(name, full_name)
	kept.looked, kept.seen = now, moment
