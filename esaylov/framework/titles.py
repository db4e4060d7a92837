"""What records are called (*nomlari*): one query for each DocType, however many records. Who may read them is the caller's to ask."""

from collections.abc import Iterable

import frappe

from esaylov.core.forms import label

LANGUAGES = ("uz", "ru", "en")


def of(links: Iterable[tuple[str, str]]) -> dict[str, dict[str, str]]:
	"""Titles in the session's language by DocType and name. links: DocType and name of records."""
	found: dict[str, set[str]] = {}
	for doctype, name in links:
		found.setdefault(doctype, set()).add(name)
	return {doctype: _titles(doctype, names) for doctype, names in sorted(found.items())}


def _titles(doctype: str, names: set[str]) -> dict[str, str]:
	meta = frappe.get_meta(doctype)
	columns = {lang: f"title_{lang}" for lang in LANGUAGES if meta.has_field(f"title_{lang}")}
	columns = columns or {"uz": meta.get_title_field()}
	fields = ["name", *columns.values()]
	rows = frappe.get_all(doctype, {"name": ["in", sorted(names)]}, fields, order_by="name asc")
	language = frappe.local.lang or "uz"
	return {
		row.name: label({lang: row[column] or "" for lang, column in columns.items()}, language)
		for row in rows
	}
