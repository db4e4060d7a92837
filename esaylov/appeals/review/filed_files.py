"""Filed papers are compared with their hashes: whoever points a File record at other bytes, or changes them on the disk, is found.

By night all of them (`verify_all`), and each one when it is read: in the cabinet, and by the address that the Desk opens.
"""

import time
from collections.abc import Mapping, Sequence
from typing import Any

import frappe

from esaylov.appeals.corrections.law import ATTACHMENT
from esaylov.core.procedure.lifecycle import State
from esaylov.framework import clock
from esaylov.framework.errors import LawBroken, NotPermitted
from esaylov.framework.files import content_store
from esaylov.permissions.configuration.waiting import notices
from esaylov.registers.entries import latest_filing
from esaylov.trust.chains import chain

KIND = "file.changed"
"""Of the event in the chain of the commission that holds the paper; written once for a file."""
HOLDERS: Mapping[str, tuple[str, dict[str, Any]]] = {
	"Appeal": ("recipient", {"status": ["!=", State.DRAFT.value]}),
	latest_filing.CORRECTION: ("commission", {"status": latest_filing.FILED}),
	"Expert Conclusion": ("commission", {}),
	"Agenda Item": ("commission", {}),
}
"""Documents with attachments: the column of their commission, and which of them are past their drafts."""
BY_ENDPOINT = frozenset({"Election Archive"})
"""Documents whose files no address of theirs hands out."""
HASHES = ("sha256", "stored_sha256")
SCAN = ("field", "scan", "scan_found")
HELD = {"Waiting": "file_waits", "Infected": "file_quarantined"}
"""Attachments that nobody reads, by what their row says of the scan: the code of the refusal."""
ERRORS = {
	KIND: "A stored file is not what was stored",
	"file.quarantined": "A scanner found something in a filed paper",
}
BATCH = 50
"""So few that a night ends soon after its time."""
TURN_SECONDS = 20 * 60
"""The queue's jobs end after 25 minutes; what a night leaves, the next one begins with."""
NAME = "esaylov_file_name"
"""Flag of a request: what the file is called that it asks for."""
REACHED = "esaylov_files_compared_to"

Row = Any


def verify_all() -> list[str]:
	"""Job: names of the Files of filed papers that are missing or hold other bytes than were attached.

	Each leaves an event `file.changed` in the chain of its commission, and a line for the operator in the Error Log.
	"""
	ends, reached = time.monotonic() + TURN_SECONDS, str(frappe.db.get_global(REACHED) or "")
	found: list[Row] = []
	pause = content_store.pace()
	while rows := _after(reached):
		found += content_store.not_as_attached(rows, pause)
		reached = rows[-1].name
		if time.monotonic() >= ends:
			break
	frappe.db.set_global(REACHED, reached if rows else "")
	return _told(found)


def check_read() -> None:
	"""Hook `auth_hooks`: a paper that is no longer what was attached is not handed out by its address. Raises LawBroken."""
	path = frappe.local.request.path
	url = path if path.startswith("/private/files/") else frappe.local.form_dict.get("file_url")
	if not isinstance(url, str) or not url:
		return
	files = frappe.get_all("File", {"file_url": url}, content_store.COLUMNS, order_by="name asc")
	frappe.flags[NAME] = files[0].file_name if files else ""
	require_readable(files)


def require_readable(files: Sequence[Row]) -> None:
	"""Raise LawBroken, as `require_unchanged`, where one of these Files (`content_store.COLUMNS`) is not handed out; NotPermitted where that
	is for an endpoint, which leaves a trace of it."""
	if not files:
		return
	if any(row.attached_to_doctype in BY_ENDPOINT for row in files):
		raise NotPermitted(code="archive_by_button")
	names = [row.name for row in files]
	rows = frappe.get_all(ATTACHMENT, {"file": ["in", names]}, ["file", *HASHES, *SCAN], order_by="name asc")
	require_unchanged(rows)
	attached = {row.file for row in rows}
	others = {row.file_url: row for row in files if row.name not in attached}
	if changed := content_store.changed([*others.values()]):
		content_store.refuse(changed[0])


def require_unchanged(rows: Sequence[Row]) -> None:
	"""Raise LawBroken where the bytes of an attachment (`file`, its hashes, `SCAN`) are not those that were attached (`file_changed`), or
	a scanner has not seen them (`file_waits`) or found something in them (`file_quarantined`)."""
	for row in rows:
		if code := HELD.get(row.get("scan") or ""):
			raise LawBroken({"found": row.get("scan_found") or ""}, code=code)
	if changed := content_store.not_as_attached(rows):
		content_store.refuse(changed[0].file)


def holder_of(file: str) -> tuple[str, dict[str, str]] | None:
	"""The commission of the document with a filed paper, and what its chain is told of it; None where no filed document names the File."""
	rows = frappe.get_all(ATTACHMENT, {"file": file}, ["file", "parent", "parenttype"], order_by="name asc")
	return _holders(rows).get(file)


def is_changed(file: str) -> bool:
	"""Whether a File that a document names as attached holds other bytes than were attached."""
	return bool(content_store.not_as_attached(frappe.get_all(ATTACHMENT, {"file": file}, ["file", *HASHES])))


def tell(
	commission: str, body: Mapping[str, str], kind: str = KIND, code: str = "file_found_changed"
) -> None:
	"""Say what was found of a file (`document`, `file`) once to auditors, in their Desk and in the chain of a commission, and each
	time to the operator in the Error Log. code: of the sentence."""
	frappe.log_error(ERRORS[kind], f"{body['document']}: {body['file']}")
	if not chain.was_recorded(commission, kind, body):
		notices.tell([body["file"]], code, "File")
		chain.record(commission, kind, body, clock.now())


def _after(name: str) -> list[Row]:
	fields = ["name", "file", *HASHES, "parent", "parenttype"]
	return frappe.get_all(ATTACHMENT, {"name": [">", name]}, fields, order_by="name asc", limit=BATCH)


def _told(changed: Sequence[Row]) -> list[str]:
	told = _holders(changed)
	for _file, (commission, body) in sorted(told.items(), key=lambda each: (each[1][0], each[0])):
		tell(commission, body)
	return sorted(told)


def _holders(changed: Sequence[Row]) -> dict[str, tuple[str, dict[str, str]]]:
	told: dict[str, tuple[str, dict[str, str]]] = {}
	for doctype, (column, filed) in HOLDERS.items():
		named = {row.parent: row.file for row in changed if row.parenttype == doctype}
		holders = frappe.get_all(
			doctype, {"name": ["in", [*named, ""]], **filed}, ["name", column], order_by="name asc"
		)
		for holder in holders:
			body = {"document": holder.name, "file": named[holder.name]}
			told.setdefault(body["file"], (holder[column], body))
	return told
