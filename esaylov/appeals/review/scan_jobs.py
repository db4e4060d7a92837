"""The job that has held files scanned once the scanner answers again, and says what it found."""

import time
from collections.abc import Sequence
from typing import Any, Final

import frappe

from esaylov.appeals.corrections.law import ATTACHMENT
from esaylov.appeals.drafts.scanning import CLEAN, INFECTED, WAITING
from esaylov.appeals.review import filed_files
from esaylov.core.findings import Finding
from esaylov.framework import clock
from esaylov.framework.errors import EsaylovError, FormInvalid, LawBroken
from esaylov.framework.files import stored_files
from esaylov.integrations import antivirus
from esaylov.integrations.base import ProviderError, Unreachable
from esaylov.trust.chains import chain

BATCH: Final = 100
"""Files of one job: the next minute has the next ones."""
TURN_SECONDS: Final = 120
"""The queue's jobs end after five minutes, and with them what was not written yet."""
TRIES: Final = 3
"""Files in a job that get no answer before it ends: then the scanner is away, or it breaks off at them."""
KIND, RELEASED = "file.quarantined", "file.released"
SAID: Final = "esaylov_held_files_said_on"


def run() -> int:
	"""Job: scan what waits; how many were. A scanner that is away ends it, and the next minute goes on.

	What got no answer goes to the end of the line, so that it keeps no others waiting.
	"""
	if not antivirus.is_on():
		_say_held()
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


def release(reason: str) -> int:
	"""For the operator of a site that has no scanner any more: what is held is read from now on, unscanned; how many files.

	Each chain of a commission that holds some has an event with the reason, the Error Log a line. Raises LawBroken while the
	site has a scanner, FormInvalid without a reason.
	"""
	if antivirus.is_on():
		raise LawBroken({"field": antivirus.SETTING})
	why = " ".join(reason.split())[:200]
	if not why:
		raise FormInvalid([Finding("required", "reason")])
	rows = frappe.get_all(ATTACHMENT, {"scan": WAITING}, ["name", "file"], order_by="name asc", limit=0)
	frappe.db.set_value(
		ATTACHMENT, {"name": ["in", [*(row.name for row in rows), ""]]}, "scan", "", update_modified=False
	)
	holders = [holder for row in rows if (holder := filed_files.holder_of(row.file))]
	frappe.log_error("Held files are read unscanned", f"{len(rows)}: {why}")
	for commission, body in sorted(holders, key=lambda each: (each[0], each[1]["file"])):  # chains last
		chain.record(commission, RELEASED, {**body, "reason": why}, clock.now())
	return len(rows)


def _say_held() -> None:
	"""Once a day, where the setting was taken away while files waited: they stay held until the scanner is back, or `release`."""
	today = str(clock.today())
	if frappe.db.get_global(SAID) == today or not frappe.db.exists(ATTACHMENT, {"scan": WAITING}):
		return
	frappe.db.set_global(SAID, today)
	number = frappe.db.count(ATTACHMENT, {"scan": WAITING})
	frappe.log_error(
		"Files wait for a scanner that this site does not have", f"{number}: docs/operators/files.md"
	)


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
