"""The life of an appeal type: Draft, Checked, Published, Withdrawn; and its versions, compared in words.

The state follows from the type itself and is written by nobody: `published` is ticked or not, a type that may be
published is Checked, one that was published and says what its last version says is Withdrawn. No Workflow holds these
rows: Frappe refuses a new document in any but the first state, and types come published from the shipped data, from an
import and by REST.
"""

from enum import StrEnum
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.appeals.types import consistency, definitions, extent, finding_words
from esaylov.appeals.types.definitions import TYPE, VERSION
from esaylov.core import appeal_types
from esaylov.core.findings import Finding, blocking
from esaylov.core.procedure.lifecycle import State
from esaylov.framework import titles
from esaylov.framework.errors import NotFound, shown
from esaylov.framework.persistence import table_cache


class TypeState(StrEnum):
	"""Equal to the options of Appeal Type.status."""

	DRAFT = "Draft"
	CHECKED = "Checked"
	PUBLISHED = "Published"
	WITHDRAWN = "Withdrawn"


def validate_type(document: Document) -> None:
	"""Called from Appeal Type.validate: it can be read, and a published one holds together. Raises FormInvalid.

	A shipped type is published as it is: a test holds each of them, and a number of the law that a site has lost must
	not stop its migration.
	"""
	with shown():
		extent.check(document)
		definitions.validate_type(document)
		if document.published and not document.flags.shipped:
			consistency.check_publishing(document)
	document.status = _state(document).value


def _state(document: Document) -> TypeState:
	if document.published:
		return TypeState.PUBLISHED
	_, last_hash = definitions.last_version(document.name)
	if last_hash and last_hash == definitions.hash_of(definitions.definition_of(document)):
		return TypeState.WITHDRAWN
	return TypeState.DRAFT if blocking(consistency.check(document)) else TypeState.CHECKED


def publish(code: str) -> int:
	"""Publish a type; the number of its version, 0 while another administrator has to confirm it. Raises NotFound,
	FormInvalid with the errors."""
	document = _writable(code)
	document.published = 1
	document.save()
	return int(document.version) if document.published else 0


def unpublish(code: str) -> None:
	"""Take a type back: nobody files it any more, open appeals keep their version. Repeatable. Raises NotFound."""
	document = _writable(code)
	document.published = 0
	document.save()


def taken_back(appeal: Document) -> list[Finding]:
	"""`type_withdrawn` for a draft whose type is no longer published."""
	if appeal.status != State.DRAFT:
		return []
	row = table_cache.record(TYPE, appeal.appeal_type)
	return [] if row and row.published else [Finding("type_withdrawn")]


def history(code: str) -> list[dict[str, Any]]:
	"""The frozen versions of a type, newest first: version, frozen_at, frozen_by (a name). Raises NotFound."""
	_exists(code)
	rows = frappe.get_all(
		VERSION,
		filters={"appeal_type": code},
		fields=["version", "creation", "owner"],
		order_by="version desc",
	)
	names = titles.of(("User", row.owner) for row in rows).get("User", {})
	return [
		{"version": row.version, "frozen_at": row.creation, "frozen_by": names.get(row.owner, "")}
		for row in rows
	]


def compare(code: str, older: int, newer: int, lang: str) -> list[Finding]:
	"""What changed from one version to another; 0 is the type as it is saved now. Raises NotFound."""
	_exists(code)
	before, after = _definition(code, older), _definition(code, newer)
	changes = appeal_types.compare(before, after, lang)
	return finding_words.changes_in_words(changes, [*before["fields"], *after["fields"]], _titles(lang))


def _titles(lang: str) -> dict[str, str]:
	"""Titles of the numbers of the law and of the stages of the calendar, by their keys."""
	column = {"ru": "title_ru", "en": "title_en"}.get(lang, "title_uz")
	return {
		row.key: row[column]
		for doctype in ("Statute", "Election Stage")
		for row in frappe.get_all(doctype, fields=["key", column], order_by=f"`tab{doctype}`.`key` asc")
		if row[column]
	}


def _definition(code: str, version: int) -> Any:
	if version:
		return definitions.load(code, version).data
	return definitions.definition_of(frappe.get_doc(TYPE, code))


def _exists(code: str) -> None:
	if not frappe.db.exists(TYPE, code):
		raise NotFound({"doctype": TYPE})


def _writable(code: str) -> Document:
	"""The type, locked; saving it asks the permission of the user."""
	_exists(code)
	return frappe.get_doc(TYPE, code, for_update=True)
