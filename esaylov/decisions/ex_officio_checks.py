"""What each matter of a decision without an appeal needs, checked and put into one form; and the lines of its text."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe import _

from esaylov.core import identity as numbers
from esaylov.core.calendar import short_date_of
from esaylov.core.findings import Finding, blocking
from esaylov.decisions.rows import WHOLE, one_line
from esaylov.framework.errors import FormInvalid

Values = Mapping[str, Any]
POSITIONS = ("Chair", "Deputy Chair", "Secretary", "Member")
PERSON = (
	"full_name",
	"pinfl",
	"passport",
	"birth_date",
	"gender",
	"citizenship",
	"phone",
	"workplace_position",
)


@dataclass(frozen=True, slots=True)
class Line:
	"""A row of the decision: its path in the data, what it is about, and how the text of a language says it."""

	path: str
	subject: str
	said: str


@dataclass(frozen=True, slots=True)
class Needs:
	"""What the data of a matter hold. check: findings beyond what is required; lines: the rows, as a language says them."""

	required: tuple[str, ...]
	lines: Callable[[Values, str], list[Line]]
	check: Callable[[Values], list[Finding]]
	optional: tuple[str, ...] = ()
	group: str = ""
	row: tuple[str, ...] = ()
	row_optional: tuple[str, ...] = ()


def checked(code: str, values: Values) -> dict[str, Any]:
	"""The data of a matter: known keys alone, texts on one line. Raises FormInvalid with what is missing."""
	needs = MATTERS[code]
	kept = {key: _plain(values.get(key)) for key in (*needs.required, *needs.optional) if values.get(key)}
	if needs.group:
		keys = (*needs.row, *needs.row_optional)
		given = values.get(needs.group)
		rows = given if isinstance(given, list) else []
		kept[needs.group] = [
			{key: _plain(row[key]) for key in keys if row.get(key)}
			for row in rows
			if isinstance(row, Mapping)
		]
	if missing := _missing(needs, kept):
		raise FormInvalid([Finding("required", path) for path in missing])
	return kept


def check_now(code: str, kept: Values) -> None:
	"""What the data name can be decided on today. Raises FormInvalid with all that is wrong."""
	found = MATTERS[code].check(kept)
	if blocking(found):
		raise FormInvalid(found)


def lines(code: str, data: Values, language: str) -> list[Line]:
	"""The rows of a decision on a matter, in a language; what they are about is the same in each."""
	return MATTERS[code].lines(data, language)


def _missing(needs: Needs, kept: Values) -> list[str]:
	missing = [key for key in needs.required if not kept.get(key)]
	if not needs.group:
		return missing
	rows: Sequence[Values] = kept[needs.group]
	missing += [] if rows else [needs.group]
	return missing + [
		f"{needs.group}[{place}].{key}"
		for place, row in enumerate(rows)
		for key in needs.row
		if not row.get(key)
	]


def _plain(value: Any) -> Any:
	return value if isinstance(value, int) else one_line(value)


def _members(data: Values) -> list[Finding]:
	found = []
	for place, member in enumerate(data["members"]):
		path = f"members[{place}]"
		if member["position"] not in POSITIONS:
			found.append(Finding("not_a_choice", f"{path}.position"))
		found += numbers.check(member["pinfl"], f"{path}.pinfl")
	for key, doctype in (("polling_station", "Polling Station"), ("constituency", "Constituency")):
		if data.get(key) and not frappe.db.exists(doctype, {"name": data[key], "is_annulled": 0}):
			found.append(Finding("link_unknown", key))
	return found


def _members_lines(data: Values, language: str) -> list[Line]:
	return [
		Line(f"members[{place}]", name, f"{name}, {_(member['position'], language).lower()}")
		for place, member in enumerate(data["members"])
		for name in [member["full_name"]]
	]


def _entry_of(register: str, kind: str = "") -> Callable[[Values], list[Finding]]:
	"""A check that the entry is in force in the register (observers: of this kind)."""

	def check(data: Values) -> list[Finding]:
		key = {"name": data["certificate"], "status": "Registered", **({"kind": kind} if kind else {})}
		return [] if frappe.db.exists(register, key) else [Finding("link_unknown", "certificate")]

	return check


def _holder_of(register: str) -> Callable[[Values, str], list[Line]]:
	def found(data: Values, language: str) -> list[Line]:
		name = frappe.db.get_value(register, data["certificate"], "full_name") or ""
		return [Line(WHOLE, name, name)]

	return found


def _deputies(data: Values) -> list[Finding]:
	names = [row["candidate"] for row in data["deputies"]]
	standing = {"name": ["in", names], "status": "Registered"}
	known = set(frappe.get_all("Candidate", standing, pluck="name", order_by="name asc", limit=len(names)))
	found = [
		Finding("link_unknown", f"deputies[{place}].candidate")
		for place, name in enumerate(names)
		if name not in known
	]
	return found + [Finding("duplicate_rows", "deputies")] * (len(set(names)) != len(names))


def _deputies_lines(data: Values, language: str) -> list[Line]:
	names = [row["candidate"] for row in data["deputies"]]
	rows = frappe.get_all(
		"Candidate", {"name": ["in", names]}, ["name", "full_name"], order_by="name asc", limit=len(names)
	)
	titles = {row.name: row.full_name for row in rows}
	return [Line(f"deputies[{place}]", titles[name], titles[name]) for place, name in enumerate(names)]


def _announcement_lines(data: Values, language: str) -> list[Line]:
	day = short_date_of(data["announced_on"])
	return [Line(WHOLE, day, day)]


def _announcement(data: Values) -> list[Finding]:
	try:
		date.fromisoformat(str(data["announced_on"]))
	except ValueError:
		return [Finding("date_unreal", "announced_on")]
	return []


MATTERS: Mapping[str, Needs] = {
	"form_commission": Needs(
		required=(),
		optional=("polling_station", "constituency", "territory"),
		group="members",
		row=("full_name", "pinfl", "position"),
		row_optional=tuple(key for key in PERSON if key not in ("full_name", "pinfl")),
		check=_members,
		lines=_members_lines,
	),
	"end_accreditation": Needs(
		("certificate", "reason"), _holder_of("Media Representative"), _entry_of("Media Representative")
	),
	"end_mandate": Needs(("certificate", "reason"), _holder_of("Observer"), _entry_of("Observer", "foreign")),
	"elected_deputies": Needs(
		required=(),
		group="deputies",
		row=("candidate",),
		row_optional=("votes",),
		check=_deputies,
		lines=_deputies_lines,
	),
	"announcement": Needs(("announced_on",), _announcement_lines, _announcement),
}
