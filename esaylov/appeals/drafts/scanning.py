"""Attached files pass a virus scanner, where the site has one (`integrations.antivirus`).

What it finds something in is not stored, and its sender is told what. While it is away, files are taken and held: nobody reads them
before it has seen them, and a job asks again. What is found then stays in quarantine: read by nobody, named in the chain of the
commission, and its reason told to whoever wants to read it.
"""

from collections.abc import Iterable
from typing import Any, Final

from esaylov.core.findings import Finding, Severity
from esaylov.framework import queues
from esaylov.framework.errors import FileInWork, FormInvalid
from esaylov.framework.files.file_processes import waiting_thread
from esaylov.integrations import antivirus
from esaylov.integrations.base import ProviderError

WAITING, CLEAN, INFECTED = "Waiting", "Clean", "Infected"
JOB: Final = "esaylov.appeals.review.scan_jobs.run"


def of(content: bytes, field: str) -> dict[str, str]:
	"""What the row of an attachment says of its scan (`scan`), before its file is stored. Raises FormInvalid (`file_infected`).

	A web thread waits briefly, and few of them at once: the job scans what they leave.
	"""
	if not antivirus.is_on():
		return {"scan": ""}
	try:
		with waiting_thread() as seconds:
			found = antivirus.scan(content, seconds)
	except (ProviderError, FileInWork):
		queues.wake(JOB, queues.DOCUMENTS, key=JOB)
		return {"scan": WAITING}
	if found:
		raise FormInvalid([Finding("file_infected", field, params={"found": found})])
	return {"scan": CLEAN}


def findings(rows: Iterable[Any]) -> list[Finding]:
	"""What keeps attachments (`field`, `scan`, `scan_found`) from being read: an error where something was found, else a warning."""
	return [
		Finding("file_infected", row.field, params={"found": row.scan_found or "-"})
		if row.scan == INFECTED
		else Finding("file_held", row.field, Severity.WARNING)
		for row in rows
		if row.get("scan") in (WAITING, INFECTED)
	]
