"""What a change says to who reads it: its document in words; where the log tells a hash only, rows of tables and lines of long texts."""

import difflib
import json
from typing import Any, Final

import frappe
from frappe import _
from frappe.model.document import Document

from esaylov.framework.titles import read as title_of
from esaylov.permissions.configuration.rules import disclosure
from esaylov.permissions.configuration.rules.guarded import TWO_PERSONS
from esaylov.permissions.configuration.rules.watched import WATCHED
from esaylov.permissions.configuration.waiting import entries
from esaylov.permissions.configuration.waiting.entries import PROPOSED

MOST: Final = 200
"""So many lines of one field are shown on each side."""
Sides = dict[str, dict[str, list[str]]]
"""Field to what goes (`removed`) and what comes (`added`)."""


def heading(change: Document) -> str:
	"""What a change is called to the reader: the kind of its document, and that document."""
	kind, document = str(_(change.reference_doctype)), called(change)
	return kind if document in (kind, change.reference_doctype) else f"{kind}: {document}"


def called(change: Document) -> str:
	"""What its document is called to the reader, a login with its address; one that is there no more, or not for them to read, by its name."""
	doctype, name = str(change.reference_doctype), str(change.reference_name)
	if name == entries.MANY:
		return str(_("Several documents"))
	if name == doctype:  # there is one of its kind
		return str(_(doctype))
	title = title_of(doctype, name) or name
	return f"{title} ({name})" if doctype == "User" and title != name else title


def people(change: Document) -> dict[str, str]:
	"""What the people of a change are called, by their logins; nobody where something else stands in place of a person."""
	logins = {change.proposed_by, change.supported_by, change.decided_by} - {None, *entries.NOBODY}
	rows = frappe.get_all(
		"User", {"name": ["in", sorted(logins)]}, ["name", "full_name"], order_by="name asc"
	)
	return {row.name: row.full_name for row in rows if row.full_name}


def finding_called(change: Document) -> str:
	"""What the finding is called that a change accepts, "" where it accepts none."""
	return heading(frappe.get_doc(entries.CHANGE, change.finding)) if change.finding else ""


def details(change: Document) -> Sides:
	"""Rows and lines that an open proposal takes away and adds, of tables, of texts that are too long for the log, and of what the
	published log has as a hash and who signs must see; nothing that is sealed.

	Nothing of a proposal that somebody changed in the database: what is shown is what is signed.
	"""
	if change.status != PROPOSED or change.finding or not entries.is_sealed(change):
		return {}
	wanted = json.loads(change.proposed or "{}")
	if not wanted or not frappe.db.exists(change.reference_doctype, change.reference_name):
		return {}
	document = frappe.get_doc(change.reference_doctype, change.reference_name)
	stands = disclosure.values_of(document)
	if change.action == "Enter":  # what the proposal does not hold stands already
		wanted = {field: stands.get(field) for field in _hidden_but_open(document.doctype)} | wanted
		stands = {}
	told = entries.find_matching_fields(change, wanted)
	tables, hidden = disclosure.tables_of(document.doctype), _hidden_but_open(document.doctype)
	return {
		field: _sides(stands.get(field), value, field in tables)
		for field, value in wanted.items()
		if field in told and (field in tables or field in hidden or _is_long(value, stands.get(field)))
	}


def _hidden_but_open(doctype: str) -> frozenset[str]:
	"""What the published log has as a hash and a proposal has in clear: who signs sees it."""
	return WATCHED[doctype].hidden - TWO_PERSONS[doctype].hidden - disclosure.secrets_of(doctype)


def fields(change: Document) -> dict[str, dict[str, str]]:
	"""How the fields of the document of an entry are called to the reader, and of which kind they are: `label`, `kind`."""
	if not frappe.db.exists("DocType", change.reference_doctype):
		return {}
	said = {**json.loads(change.before or "{}"), **json.loads(change.after or "{}")}
	known = {field.fieldname: field for field in frappe.get_meta(change.reference_doctype).fields}
	return {
		name: {"label": _(known[name].label or name), "kind": known[name].fieldtype}
		for name in said
		if name in known
	}


def titles(change: Document) -> dict[str, str]:
	"""Names of people, commissions and others that an entry names by their ids: id to title."""
	if not frappe.db.exists("DocType", change.reference_doctype):
		return {}
	values = {**json.loads(change.before or "{}"), **json.loads(change.after or "{}")}
	found = {}
	for link in frappe.get_meta(change.reference_doctype).get_link_fields():
		name, target = values.get(link.fieldname), str(link.options)
		if name and (title := frappe.get_meta(target).title_field):
			found[str(name)] = str(frappe.db.get_value(target, name, title) or "")
	return found


def _is_long(*values: Any) -> bool:
	"""Whether one of two texts has lines, or is told by its hash."""
	return any(len(str(value or "")) > disclosure.LONGEST or "\n" in str(value or "") for value in values)


def _sides(before: Any, after: Any, is_table: bool) -> dict[str, list[str]]:
	former, new = (
		disclosure.row_texts(value) if is_table else str(value or "").splitlines()
		for value in (before, after)
	)
	lines = [line for line in difflib.ndiff(former, new) if line[:1] in "+-"]
	return {
		side: [line[2:] for line in lines if line.startswith(sign)][:MOST]
		for side, sign in (("removed", "-"), ("added", "+"))
	}
