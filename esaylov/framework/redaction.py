"""No number of a person in what the framework keeps of faults, of changes and of deleted documents, and no secret in what it keeps of faults.

Its Error Log, a failed job's log and a failed report hold the values of each function on the way to a fault, its Deleted Document every
field, its Version both values of one that changed. Some are written past hooks, one of them into Redis first, so those documents
themselves leave PINFLs, passports and phones out from the moment that they are made; the others at an event.

What stands there from before is gone over by `redact_stored`.
"""

import gzip
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import frappe
from frappe.core.doctype.deleted_document.deleted_document import DeletedDocument as StockDeletedDocument
from frappe.core.doctype.error_log.error_log import ErrorLog as StockErrorLog
from frappe.core.doctype.scheduled_job_log.scheduled_job_log import ScheduledJobLog as StockScheduledJobLog
from frappe.model.document import Document

from esaylov.core.people.redaction import without_numbers, without_persons, without_secrets
from esaylov.framework.files import stored_files
from esaylov.framework.persistence import rows

OF_FAULTS: Final = frozenset({"debug_log", "details", "error", "error_message", "metadata", "traceback"})
"""Columns with the values of functions, in which such names stand."""
KEPT: Final[Mapping[str, tuple[str, ...]]] = {
	"Activity Log": ("full_name", "subject", "user"),  # of a failed login, what somebody typed
	"Deleted Document": ("data",),
	"Error Log": ("error", "metadata", "method"),
	"Patch Log": ("traceback",),
	"Prepared Report": ("error_message", "filters"),
	"Scheduled Job Log": ("details", "debug_log"),
	"Version": ("data",),
}
"""DocTypes of the framework that keep what was somewhere else -> columns with text of it; not each version has each."""
OFFICES: Final = frozenset(
	{
		"E-saylov Settings",
		"Election Commission",
		"Participant Organization",
		"Party Branch",
		"Polling Station",
	}
)
"""Of whose changes the phone stays: it is an office's, which the portal shows."""
WAITING: Final = ("Queued", "Started")
"""Of a report that a job still makes, by its filters."""
REPORT: Final = "Prepared Report"
BATCH: Final = 500


def leave_out(document: Document, method: str | None = None) -> None:
	"""Event of the DocTypes of `KEPT`, and step of those that are written past events."""
	for field, text in _redacted(document.doctype, document).items():
		document.set(field, text)


class ErrorLog(StockErrorLog):
	"""Error Log of the framework (hook `override_doctype_class`)."""

	def __init__(self, *args: Any, **kwargs: Any) -> None:
		super().__init__(*args, **kwargs)
		leave_out(self)


class DeletedDocument(StockDeletedDocument):
	"""Deleted Document of the framework: it says that there was one; who restores it types numbers anew."""

	def __init__(self, *args: Any, **kwargs: Any) -> None:
		super().__init__(*args, **kwargs)
		leave_out(self)


class ScheduledJobLog(StockScheduledJobLog):
	"""Scheduled Job Log of the framework, which writes the values of a job that failed past all events."""

	def db_set(self, fieldname: Any, value: Any = None, *args: Any, **kwargs: Any) -> None:
		if isinstance(fieldname, str) and isinstance(value, str):
			value = without_secrets(without_numbers(value))
		super().db_set(fieldname, value, *args, **kwargs)


def redact_stored() -> dict[str, int]:
	"""Leave the numbers out of the rows that stand already, and of files of prepared reports; DocType -> how many held some.

	Safe to repeat and to break off: what was gone over is committed batch by batch. Nothing else of a row changes, nor when it was modified.

		bench --site SITE esaylov-redact-stored
	"""
	found = {doctype: _redact_rows(doctype) for doctype in KEPT}
	found[REPORT] += _redact_files()
	return {doctype: count for doctype, count in found.items() if count}


def _redacted(doctype: str, row: Mapping[str, Any] | Document) -> dict[str, str]:
	"""Columns of a row, and what they are without numbers, where that differs."""
	is_public = doctype == "Version" and row.get("ref_doctype") in OFFICES
	waits = doctype == REPORT and row.get("status") in WAITING
	found = {}
	for field in KEPT[doctype]:
		text = row.get(field)
		if not isinstance(text, str) or (waits and field == "filters"):
			continue
		left = without_persons(text) if is_public else without_numbers(text)
		if field in OF_FAULTS:
			left = without_secrets(left)
		if left != text:
			found[field] = left
	return found


def _redact_rows(doctype: str) -> int:
	"""How many rows of a DocType held numbers."""
	count = 0
	for batch in _batches(doctype):
		held = [str(row.name) for row in batch if _redacted(doctype, row)]
		changed = {str(row.name): left for row in _locked(doctype, held) if (left := _redacted(doctype, row))}
		count += len(changed)
		for alike in _by_columns(changed):
			rows.update_all(doctype, alike)
		frappe.db.commit()  # an Error Log may be large: what is done stays done
	return count


def _by_columns(changed: Mapping[str, dict[str, str]]) -> Iterator[dict[str, rows.Row]]:
	"""Rows of which the same columns change, which one statement can write."""
	for columns in {tuple(values) for values in changed.values()}:
		yield {name: values for name, values in changed.items() if tuple(values) == columns}


def _batches(doctype: str) -> Iterator[Sequence[Any]]:
	"""All rows with the columns that tell, in the order of their names."""
	fields, last = _fields(doctype), ""
	while found := frappe.get_all(doctype, {"name": [">", last]}, fields, order_by="name asc", limit=BATCH):
		yield found
		last = found[-1].name


def _locked(doctype: str, names: list[str]) -> Sequence[Any]:
	"""Rows as they stand now, which nobody changes until the commit: somebody may have written to one since it was read, or removed it."""
	asked = {"name": ["in", names]}
	return (
		frappe.db.get_values(doctype, asked, _fields(doctype), as_dict=True, for_update=True) if names else []
	)


def _fields(doctype: str) -> list[str]:
	meta = frappe.get_meta(doctype)
	return ["name", *(name for name in ("ref_doctype", "status", *KEPT[doctype]) if meta.has_field(name))]


def _redact_files() -> int:
	"""How many files with a report's rows held numbers: a file without them takes its place."""
	asked = {"attached_to_doctype": REPORT, "file_name": ["like", "%.gz"]}
	count = 0
	fields = ["name", "file_name", "attached_to_name"]
	for row in frappe.get_all("File", asked, fields, order_by="name asc", limit=0):
		left = _without_numbers_in(row.name)
		if left is None or not frappe.db.get_value("File", row.name, for_update=True):
			continue  # or another run has put one in its place meanwhile
		stored_files.hang(REPORT, row.attached_to_name, row.file_name, left)
		frappe.delete_doc(
			"File",
			row.name,
			force=True,
			ignore_permissions=True,  # an operator runs it
			delete_permanently=True,
		)
		frappe.db.commit()  # the bytes of the former one are swept with those of all deleted files
		count += 1
	return count


def _without_numbers_in(file: str) -> bytes | None:
	"""The bytes that are to take the place of a packed file's; None where it may stay, or is none."""
	try:
		text = gzip.decompress(stored_files.content(file)).decode()
	except (OSError, EOFError, UnicodeDecodeError, frappe.ValidationError):
		return None  # it is not there, or not what the framework packs: nobody reads it as a report either
	left = without_numbers(text)
	return gzip.compress(left.encode()) if left != text else None
