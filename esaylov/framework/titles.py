"""What records are called (*nomlari*): one query for each DocType, however many records. Who may read them is the caller's to ask, or `readable` asks it."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import frappe
from frappe import _

from esaylov.core.forms import label

LANGUAGES = ("uz", "ru", "en")


def of(links: Iterable[tuple[str, str]]) -> dict[str, dict[str, str]]:
	"""Titles in the session's language by DocType and name. links: DocType and name of records."""
	return {doctype: _titles(doctype, names, frappe.get_all) for doctype, names in _by_doctype(links).items()}


def readable(links: Iterable[tuple[str, str]]) -> dict[str, dict[str, str]]:
	"""The same of those records that the session's user may read: of no other one, not even that it is there."""
	return {
		doctype: _titles(doctype, names, frappe.get_list) if frappe.has_permission(doctype, "read") else {}
		for doctype, names in _by_doctype(links).items()
	}


def read(doctype: str, name: str) -> str | None:
	"""What one record is called to the reader; None where it is there no more, or the session's user may not read it."""
	if not frappe.db.exists("DocType", doctype):
		return None
	meta = frappe.get_meta(doctype)
	if meta.issingle:
		return str(_(doctype)) if frappe.has_permission(doctype, "read") else None
	if meta.istable:
		return None
	title = readable([(doctype, name)])[doctype].get(name)
	return None if title is None else str(_(title))


class OfReader(dict[str, str]):
	"""The titles that a form is told of all that its document names, by `DocType::name`, as the framework gathers them without asking who may
	read what, and in Uzbek: here they are in the reader's language, and one that the reader may not read stands there by its name."""

	def update(self, told: Mapping[str, str]) -> None:  # type: ignore[override] # as the framework calls it
		links = {key: (doctype, name) for key in told for doctype, _, name in [key.partition("::")]}
		may = readable(link for key, link in links.items() if told[key] != link[1])
		for key, (doctype, name) in links.items():
			self[key] = may.get(doctype, {}).get(name) or name


def _by_doctype(links: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
	found: dict[str, set[str]] = {}
	for doctype, name in links:
		found.setdefault(doctype, set()).add(name)
	return dict(sorted(found.items()))


def _titles(doctype: str, names: set[str], rows_of: Callable[..., list[Any]]) -> dict[str, str]:
	meta = frappe.get_meta(doctype)
	columns = {lang: f"title_{lang}" for lang in LANGUAGES if meta.has_field(f"title_{lang}")}
	columns = columns or {"uz": meta.get_title_field()}
	fields = ["name", *columns.values()]
	asked = {"filters": {"name": ["in", sorted(names)]}, "fields": fields, "limit": len(names)}
	rows = rows_of(doctype, **asked, order_by="name asc")
	language = frappe.local.lang or "uz"
	return {
		row.name: label({lang: row.get(column) or "" for lang, column in columns.items()}, language)
		for row in rows
	}
