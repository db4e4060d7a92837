"""What entries of the log are called in a list, and the commission and election that they are about."""

import json
from collections.abc import Iterable, Mapping, Sequence

import frappe
from frappe import _

from esaylov.framework import titles
from esaylov.permissions.configuration.waiting import entries

COMMISSION, ELECTION = "Election Commission", "Election"


def name_documents(rows: Iterable[frappe._dict]) -> dict[str, str]:
	"""What the document of each entry is called to the reader, with its kind, by entry; one statement a DocType."""
	rows = list(rows)
	known = titles.readable((row.reference_doctype, row.reference_name) for row in rows if _has_title(row))
	return {row.name: _named(row, known) for row in rows}


def find_places(rows: Iterable[frappe._dict]) -> dict[str, tuple[str, str]]:
	"""Names of the commission and the election that each entry is about, by entry; "" for none."""
	return {
		row.name: (_about(row, "commission", COMMISSION), _about(row, "election", ELECTION)) for row in rows
	}


def name_users(users: Sequence[str]) -> dict[str, str]:
	"""Full names by login."""
	wanted = sorted({*users} - {"", *entries.NOBODY})
	rows = frappe.get_all("User", {"name": ["in", wanted]}, ["name", "full_name"], order_by="name asc")
	return {row.name: row.full_name or row.name for row in rows}


def _has_title(row: frappe._dict) -> bool:
	return (
		row.reference_name not in (entries.MANY, row.reference_doctype)
		and bool(frappe.db.exists("DocType", row.reference_doctype, cache=True))
		and not frappe.get_meta(row.reference_doctype).issingle
	)


def _named(row: frappe._dict, known: Mapping[str, Mapping[str, str]]) -> str:
	kind = str(_(row.reference_doctype))
	if row.reference_name == entries.MANY:
		return f"{kind}: {_('Several documents')}"
	if not _has_title(row):
		return kind
	title = known.get(row.reference_doctype, {}).get(row.reference_name)
	return f"{kind}: {_(title)}" if title else kind  # of what is there no more the name says nothing


def _about(row: frappe._dict, field: str, doctype: str) -> str:
	if row.reference_doctype == doctype:
		return str(row.reference_name)
	said = {**json.loads(row.before or "{}"), **json.loads(row.after or "{}")}
	return str(said.get(field) or "")
