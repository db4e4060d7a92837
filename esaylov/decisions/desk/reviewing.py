"""Similar appeals in one table (*oʻxshash murojaatlar*): what is decided in each, what speaks against it, what may be done with it.

It only shows. A step for all that were left in the table is taken through the step's own endpoint, which asks for each appeal.
"""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import frappe
from frappe.model.document import Document

from esaylov.appeals.inbox import applicants
from esaylov.appeals.review import lawful as appeals_lawful
from esaylov.core.findings import Finding
from esaylov.decisions.review import reading, reading_many
from esaylov.decisions.sessions.records import people
from esaylov.framework import practice
from esaylov.framework.errors import FormInvalid, NotFound, finding_words
from esaylov.identity.positions import positions_of
from esaylov.permissions.reach import reach

MOST = 50
"""Appeals of a table (own design)."""
FIELDS = [
	"name",
	"number",
	"subject",
	"status",
	"appeal_type",
	"route",
	"recipient",
	"due_on",
	"assigned_to",
	"election",
	"findings",
]


def review(user: str, names: Sequence[str]) -> list[dict[str, Any]]:
	"""Up to fifty appeals of the user's own commissions, in the order asked for, each with its rows and what speaks against them.

	`findings`: what the check of its form said, `path` and `text` each. `may`: `decide`, `put_on_agenda`, `assign`, as far as state and position admit it;
	each step asks again. Raises FormInvalid, NotFound (also where one of them is of another commission).
	"""
	wanted = _checked(names)
	positions: dict[str, set[str]] = {}
	for held in positions_of(user):
		positions.setdefault(held.commission, set()).add(held.position)
	rows = {
		row.name: row
		for row in frappe.get_all("Appeal", {"name": ["in", wanted]}, FIELDS, order_by="name asc")
	}
	if not all(name in rows and rows[name].recipient in positions for name in wanted):
		raise NotFound({"doctype": "Appeal"})
	if not reach(user).has("Appeal", wanted):
		raise NotFound({"doctype": "Appeal"})
	named = applicants.read(user, wanted)
	subjects = reading_many.subjects_of_many(wanted)
	return [_row(rows[name], named, subjects[name], positions[rows[name].recipient]) for name in wanted]


def _checked(names: Sequence[str]) -> list[str]:
	if not all(isinstance(name, str) and name for name in names):
		raise FormInvalid([Finding("wrong_type", "appeals")])
	wanted = list(dict.fromkeys(names))
	if not 1 <= len(wanted) <= MOST:
		raise FormInvalid([Finding("bulk_size", "appeals", params={"maximum": MOST})])
	return wanted


def _row(
	row: frappe._dict, named: applicants.Titles, subjects: Sequence[Mapping[str, Any]], positions: set[str]
) -> dict[str, Any]:
	return {
		**{
			field: row[field] or ""
			for field in ("name", "number", "subject", "status", "appeal_type", "route", "recipient")
		},
		"due_on": str(row.due_on or ""),
		"is_practice": practice.is_of(row.election),
		"type_title": named.types.get(row.appeal_type) or row.appeal_type,
		"applicant": named.applicants.get(row.name, ""),
		"subjects": [*subjects],
		"findings": _findings(row),
		"may": _may(row, positions),
	}


def _findings(row: frappe._dict) -> list[dict[str, str]]:
	stored = [Finding.from_dict(values) for values in frappe.parse_json(row.findings) or []]
	return [{"path": found.path, "text": finding_words(found)} for found in stored]


def _may(row: frappe._dict, positions: set[str]) -> list[str]:
	"""The steps that are taken for many at once and that this appeal admits now."""
	appeal = cast("Document", row)  # its columns are all that these checks read
	lawful = appeals_lawful.of(appeal, positions, only=("assign", "put_on_agenda"))
	found = [step for step, refusal in lawful.items() if refusal is None]
	if not set(people.ARRANGING) & positions:
		found = [step for step in found if step != "put_on_agenda"]
	return ["decide", *found] if reading.decides_alone(appeal, positions) else found
