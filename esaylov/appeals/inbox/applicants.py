"""What applicants, types and officers of appeals are called: one query for each kind of applicant, however many appeals."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import frappe

from esaylov.appeals.inbox import officers
from esaylov.framework import titles

TYPE = "Appeal Type"
LINKS = ("appeal_type", "applicant_body_type", "applicant_body", "applicant_person")
"""Columns of an appeal that name its applicant and its type."""
OFFICER = "assigned_to"
MOST = 2500
"""Rows of the longest page that a list shows."""


@dataclass(frozen=True, slots=True)
class Titles:
	"""applicants: by appeal. types: by code. officers: by login."""

	applicants: dict[str, str]
	types: dict[str, str]
	officers: dict[str, str]


def read(user: str, appeals: Sequence[str]) -> Titles:
	"""What applicants (bodies or persons), types and officers of the named appeals are called; without those that the user may not read."""
	names = [name for name in appeals if isinstance(name, str)][:MOST]
	fields = ["name", *LINKS, OFFICER]
	return named(frappe.get_list("Appeal", {"name": ["in", names or [""]]}, fields, limit=MOST, user=user))


def named(rows: Sequence[frappe._dict]) -> Titles:
	"""The same for rows that were read for somebody who may: each with `name`, LINKS and OFFICER."""
	wanted = {row.name: _link(row) for row in rows}
	types = [(TYPE, row.appeal_type) for row in rows]
	known = titles.of([*wanted.values(), *types])
	applicants = {name: known[doctype].get(link, "") for name, (doctype, link) in wanted.items()}
	return Titles(
		applicants, known.get(TYPE, {}), officers.names({row[OFFICER] for row in rows if row[OFFICER]})
	)


def types_named(codes: Iterable[str]) -> dict[str, str]:
	"""What types of appeals are called, by their code."""
	return titles.of((TYPE, code) for code in codes).get(TYPE, {})


def _link(row: frappe._dict) -> tuple[str, str]:
	if row.applicant_body:
		return row.applicant_body_type, row.applicant_body
	return "Person", row.applicant_person or ""
