"""Titles of bodies, commissions and registers in the reader's language. They are public, so no right is asked."""

from collections.abc import Collection, Mapping
from typing import Any

import frappe

from esaylov.core.formats import language as languages
from esaylov.portal.web import PortalRequest

COLUMNS = ("title_uz", "title_uz_cyrl", "title_ru", "title_en")


def title_in(doctype: str, name: str, language: str) -> str:
	"""Title of a record in a language; its name where it has none."""
	return title_of(doctype, name, PortalRequest(languages.known(language) or languages.DEFAULT, "")) or name


def title_of(doctype: str, name: str | None, request: PortalRequest) -> str:
	"""Title of one record; empty where there is none."""
	return titles_of_kinds([(doctype, name)], request).get((doctype, name), "") if name else ""


def titles_of(doctype: str, names: set[str], request: PortalRequest) -> dict[str, str]:
	"""Titles of several records of a kind."""
	found = titles_of_kinds([(doctype, name) for name in names], request)
	return {name: title for (_, name), title in found.items()}


def titles_of_kinds(keys: Collection[tuple[str, str]], request: PortalRequest) -> dict[tuple[str, str], str]:
	"""Titles of records of several kinds by (kind, name): a query for each kind, not for each record."""
	found: dict[tuple[str, str], str] = {}
	for doctype in sorted({kind for kind, _ in keys}):
		meta = frappe.get_meta(doctype)
		columns = [column for column in (*COLUMNS, "title", "full_name") if meta.has_field(column)]
		names = sorted({name for kind, name in keys if kind == doctype})
		rows = frappe.get_all(
			doctype, filters={"name": ["in", names]}, fields=["name", *columns], order_by="name asc"
		)
		found |= {(doctype, row.name): _title(row, request) for row in rows}
	return found


def _title(row: Mapping[str, Any], request: PortalRequest) -> str:
	if row.get("title_uz"):
		return languages.column(row, "title", request.language)
	return str(row.get("title") or row.get("full_name") or "")
