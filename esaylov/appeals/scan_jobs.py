"""The job that has held files scanned once the scanner answers again, and says what it found."""

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
TRIES: Final = 3
"""Files in a job that get no answer before it ends: one that the scanner breaks off at keeps no others waiting."""
KIND: Final = "file.quarantined"


def run() -> int:
	"""Job: scan what waits; how many were. A scanner that is away ends it, and the next minute goes on."""
	if not antivirus.is_on():
		return 0
	columns = ["name", "file", "field"]
	rows = frappe.get_all(
		ATTACHMENT, {"scan": WAITING}, columns, order_by="modified asc, name asc", limit=BATCH
	)
	clean, infected, tries = [], [], TRIES
	for row in rows:
		try:
			found = antivirus.scan(stored_files.content(row.file))
		except Unreachable:
			tries -= 1
			if not tries:
				break
			continue
		except (ProviderError, EsaylovError, OSError, frappe.DoesNotExistError) as problem:
			frappe.log_error("A file could not be scanned", f"{row.file}: {problem!r}")
			continue  # it stays held, and others are not kept waiting by it
		if found:
			infected.append((row, found))
		else:
			clean.append(row.name)
	_settle(clean, infected)
	return len(clean) + len(infected)


def _settle(clean: Sequence[str], infected: Sequence[tuple[Any, str]]) -> None:
	"""Technical marks of rows of documents that may be filed."""
	if clean:
		frappe.db.set_value(ATTACHMENT, {"name": ["in", clean]}, "scan", CLEAN, update_modified=False)
	for row, found in infected:
		frappe.db.set_value(
			ATTACHMENT, row.name, {"scan": INFECTED, "scan_found": found}, update_modified=False
		)
	for row, found in infected:  # chains last
		if holder := filed_files.holder_of(row.file):
			filed_files.tell(holder[0], {**holder[1], "found": found}, KIND, "file_found_infected")
