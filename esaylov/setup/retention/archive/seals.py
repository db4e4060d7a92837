"""What is in a sealed archive stays as it is: rows are not changed or deleted, and neither are their papers or the archive itself.

Asked by events of documents, so by REST, the Desk, imports, bulk steps and our own services that save documents; Administrator too. What
is written past documents in the database is found by the comparisons of the night (`setup/operating`).
"""

from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.framework.errors import LawBroken, shown
from esaylov.framework.persistence.write_guard import WriteGuard
from esaylov.setup.retention.archive import orders, parts
from esaylov.setup.retention.rules import held

REMOVING = WriteGuard("rows that an archive has and the tables need no more")


def hold(document: Document, event: str = "", *names: Any) -> None:
	"""Events `validate`, `on_trash` and `before_rename` of what a rule seals: nothing of a row that a sealed archive has. Raises LawBroken."""
	if document.is_new() or REMOVING.is_writing:
		return
	before = document.get_doc_before_save() or document
	if title := _held_by(document.doctype, before):
		with shown():
			raise LawBroken({"archive": title}, code="archive_sealed")


def hold_file(file: Document, event: str = "") -> None:
	"""Event `on_trash` of File: an archive, and papers of rows that one has. Raises LawBroken."""
	doctype, name = file.attached_to_doctype, file.attached_to_name
	if REMOVING.is_writing or doctype not in (*held(), orders.ARCHIVE) or file.flags.new_file:
		return
	row = frappe.db.get_value(doctype, name, "*", as_dict=True) if name else None
	title = row and (row.title if doctype == orders.ARCHIVE else _held_by(doctype, row))
	if title:
		with shown():
			raise LawBroken({"archive": title}, code="archive_sealed")


def _held_by(doctype: str, row: Any) -> str:
	"""The title of the archive that has a row as it stands in the database; "" for none."""
	rule = held()[doctype]
	if rule.statuses and row.get("status") not in rule.statuses:
		return ""
	election = parts.election_of(rule, row)
	return orders.holding(election, row.get("creation")) if election else ""
