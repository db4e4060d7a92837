"""Titles of bodies, commissions and registers in the reader's language. They are public, so no right is asked."""

import frappe

from esaylov.portal import language as languages
from esaylov.portal.web import PortalRequest

COLUMNS = ("title_uz", "title_uz_cyrl", "title_ru", "title_en")
PERSON = "full_name"
"""Title of an entry of a register that is a person; a name is the same in each language."""


def title_of(doctype: str, name: str | None, request: PortalRequest) -> str:
	"""Title of one record; empty where there is none."""
	if not name:
		return ""
	meta = frappe.get_meta(doctype)
	columns = [column for column in COLUMNS if meta.has_field(column)]
	if not columns and meta.has_field(PERSON):
		return frappe.db.get_value(doctype, name, PERSON) or ""
	row = frappe.db.get_value(doctype, name, columns, as_dict=True) if columns else None
	return languages.column(row, "title", request.language) if row else ""


def titles_of(doctype: str, names: set[str], request: PortalRequest) -> dict[str, str]:
	"""Titles of several records of a kind that has all four columns."""
	rows = frappe.get_all(
		doctype, filters={"name": ["in", sorted(names)]}, fields=["name", *COLUMNS], order_by="name asc"
	)
	return {row.name: languages.column(row, "title", request.language) for row in rows}
