"""What applicants and types of appeals are called: one query for each kind of applicant, however many appeals."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import frappe

from esaylov.core.forms import label

TYPE = "Appeal Type"
LANGUAGES = ("uz", "ru", "en")
MOST = 2500
"""Rows of the longest page that a list shows."""
Links = Mapping[str, set[str]]


@dataclass(frozen=True, slots=True)
class Titles:
	"""applicants: by appeal. types: by code."""

	applicants: dict[str, str]
	types: dict[str, str]


def titles(user: str, appeals: Sequence[str]) -> Titles:
	"""See service.titles."""
	names = [name for name in appeals if isinstance(name, str)][:MOST]
	fields = ["name", "appeal_type", "applicant_body_type", "applicant_body", "applicant_person"]
	rows = frappe.get_list("Appeal", {"name": ["in", names or [""]]}, fields, limit=MOST, user=user)
	wanted = {row.name: _link(row) for row in rows}
	types = [(TYPE, row.appeal_type) for row in rows]
	known = titles_of(collected([*wanted.values(), *types]))
	applicants = {name: known[doctype].get(link, "") for name, (doctype, link) in wanted.items()}
	return Titles(applicants, known.get(TYPE, {}))


def collected(links: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
	"""Names by DocType."""
	found: dict[str, set[str]] = {}
	for doctype, name in links:
		found.setdefault(doctype, set()).add(name)
	return found


def titles_of(links: Links) -> dict[str, dict[str, str]]:
	"""Titles of records in the session's language, by DocType and name; the caller has asked who may read them."""
	return {doctype: _titles(doctype, names) for doctype, names in sorted(links.items())}


def _link(row: frappe._dict) -> tuple[str, str]:
	if row.applicant_body:
		return row.applicant_body_type, row.applicant_body
	return "Person", row.applicant_person or ""


def _titles(doctype: str, names: set[str]) -> dict[str, str]:
	meta = frappe.get_meta(doctype)
	columns = {lang: f"title_{lang}" for lang in LANGUAGES if meta.has_field(f"title_{lang}")}
	columns = columns or {"uz": meta.get_title_field()}
	rows = frappe.get_all(
		doctype, {"name": ["in", sorted(names)]}, ["name", *columns.values()], order_by="name asc"
	)
	language = frappe.local.lang or "uz"
	return {
		row.name: label({lang: row[column] or "" for lang, column in columns.items()}, language)
		for row in rows
	}
