"""Filed papers are compared with their hashes: whoever points a File record at other bytes, or changes them on the disk, is found.

By night all of them (`verify_all`), and each one when it is read: in the cabinet, and by the address that the Desk opens.
"""

import time
from collections.abc import Mapping, Sequence
from typing import Any

import frappe

from esaylov.appeals import attachments
from esaylov.appeals.law import ATTACHMENT
from esaylov.core.lifecycle import State
from esaylov.framework import clock
from esaylov.framework.errors import LawBroken
from esaylov.registers import latest_filing
from esaylov.trust import service as trust

KIND = "file.changed"
"""Of the event in the chain of the commission that holds the paper; written once for a file."""
HOLDERS: Mapping[str, tuple[str, dict[str, Any]]] = {
	"Appeal": ("recipient", {"status": ["!=", State.DRAFT.value]}),
	latest_filing.CORRECTION: ("commission", {"status": latest_filing.FILED}),
	"Expert Conclusion": ("commission", {}),
	"Agenda Item": ("commission", {}),
}
"""Documents with attachments: the column of their commission, and which of them are past their drafts."""
HASHES = ("sha256", "stored_sha256")
BATCH = 500
TURN_SECONDS = 20 * 60
"""The queue's jobs end after 25 minutes; what a night leaves, the next one begins with."""
REACHED = "esaylov_files_compared_to"

Row = Any


def verify_all() -> list[str]:
	"""Job: names of the Files of filed papers that are missing or hold other bytes than were attached.

	Each leaves an event `file.changed` in the chain of its commission, and a line for the operator in the Error Log.
	"""
	ends, reached = time.monotonic() + TURN_SECONDS, str(frappe.db.get_global(REACHED) or "")
	found: list[Row] = []
	while rows := _after(reached):
		found += attachments.changed(rows)
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
	files = frappe.get_all("File", {"file_url": url}, pluck="name", order_by="name asc")
	rows = frappe.get_all(ATTACHMENT, {"file": ["in", files]}, ["file", *HASHES]) if files else []
	require_unchanged(rows)


def require_unchanged(rows: Sequence[Row]) -> None:
	"""Raise LawBroken (`file_changed`) where the bytes of an attachment (`file`, its hashes) are not those that were attached."""
	if changed := attachments.changed(rows):
		frappe.log_error("A filed paper is not what was filed", changed[0].file, defer_insert=True)
		raise LawBroken({"name": changed[0].file}, code="file_changed")


def _after(name: str) -> list[Row]:
	fields = ["name", "file", *HASHES, "parent", "parenttype"]
	return frappe.get_all(ATTACHMENT, {"name": [">", name]}, fields, order_by="name asc", limit=BATCH)


def _told(changed: Sequence[Row]) -> list[str]:
	told: dict[str, tuple[str, dict[str, str]]] = {}
	for doctype, (column, filed) in HOLDERS.items():
		named = {row.parent: row.file for row in changed if row.parenttype == doctype}
		holders = frappe.get_all(
			doctype, {"name": ["in", [*named, ""]], **filed}, ["name", column], order_by="name asc"
		)
		for holder in holders:
			body = {"document": holder.name, "file": named[holder.name]}
			told.setdefault(body["file"], (holder[column], body))
	for file, (commission, body) in sorted(told.items(), key=lambda each: (each[1][0], each[0])):
		frappe.log_error("A filed paper is not what was filed", f"{body['document']}: {file}")
		if not trust.was_recorded(commission, KIND, body):
			trust.record(commission, KIND, body, clock.now())
	return sorted(told)
