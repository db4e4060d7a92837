"""The job that has held files scanned once the scanner answers again, and says what it found."""

import time
from collections.abc import Sequence
from typing import Any, Final

import frappe

from esaylov.appeals import filed_files
from esaylov.appeals.law import ATTACHMENT
from esaylov.appeals.scanning import CLEAN, INFECTED, WAITING
from esaylov.framework import stored_files
from esaylov.framework.errors import EsaylovError
from esaylov.integrations import antivirus
from esaylov.integrations.base import ProviderError, Unreachable

BATCH: Final = 100
"""Files of one job: the next minute has the next ones."""
TURN_SECONDS: Final = 120
"""The queue's jobs end after five minutes, and with them what was not written yet."""
TRIES: Final = 3
"""Files in a job that get no answer before it ends: then the scanner is away, or it breaks off at them."""
KIND: Final = "file.quarantined"


def run() -> int:
	"""Job: scan what waits; how many were. A scanner that is away ends it, and the next minute goes on.

	What got no answer goes to the end of the line, so that it keeps no others waiting.
	"""
	if not antivirus.is_on():
		return 0
	ends, tries = time.monotonic() + TURN_SECONDS, TRIES
	columns = ["name", "file", "field"]
	rows = frappe.get_all(
		ATTACHMENT, {"scan": WAITING}, columns, order_by="modified asc, name asc", limit=BATCH
	)
	seen: list[tuple[Any, str]] = []
	later = []
	for row in rows:
		try:
			seen.append((row, antivirus.scan(stored_files.content(row.file))))
		except (ProviderError, EsaylovError, OSError, frappe.DoesNotExistError) as problem:
			later.append(row.name)
			tries -= isinstance(problem, Unreachable)
			if not isinstance(problem, Unreachable):
				frappe.log_error("A file could not be scanned", f"{row.file}: {problem!r}")
		if not tries or time.monotonic() >= ends:
			break
	_settle(
		[row.name for row, found in seen if not found], [(row, found) for row, found in seen if found], later
	)
	return len(seen)


def _settle(clean: Sequence[str], infected: Sequence[tuple[Any, str]], later: Sequence[str]) -> None:
	"""Technical marks of rows of documents that may be filed."""
	if later:
		frappe.db.set_value(ATTACHMENT, {"name": ["in", later]}, "scan", WAITING)  # changed now: the last one
	if clean:
		frappe.db.set_value(ATTACHMENT, {"name": ["in", clean]}, "scan", CLEAN, update_modified=False)
	for row, found in infected:
		frappe.db.set_value(
			ATTACHMENT, row.name, {"scan": INFECTED, "scan_found": found}, update_modified=False
		)
	for row, found in infected:  # chains last
		if holder := filed_files.holder_of(row.file):
			filed_files.tell(holder[0], {**holder[1], "found": found}, KIND, "file_found_infected")
