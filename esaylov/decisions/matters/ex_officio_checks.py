"""What each matter of a decision without an appeal needs, checked and put into one form; and the lines of its text."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe import _

from esaylov.core import texts as core_texts
from esaylov.core.elections.calendar import short_date_of
from esaylov.core.findings import Finding, blocking
from esaylov.decisions.drafting import commission_forming
from esaylov.decisions.drafting.rows import WHOLE, one_line
from esaylov.framework import practice
from esaylov.framework.errors import FormInvalid
from esaylov.registers.outcome_rules import formed_commissions
from esaylov.registers.results.outcome import announcing, annulling, tables
from esaylov.registers.results.outcome import elected as results_elected

Values = Mapping[str, Any]
FORMING = "form_commission"
MOST_UNKNOWN = 20
"""Unknown keys that a refusal names."""
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
class Deciding:
	"""Who decides, in which election, on which day."""

	commission: str
	election: str
	day: date


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
	check: Callable[[Values, Deciding], list[Finding]]
	optional: tuple[str, ...] = ()
	made: tuple[str, ...] = ()
	"""Keys that only `completed` fills."""
	group: str = ""
	row: tuple[str, ...] = ()
	row_optional: tuple[str, ...] = ()


def checked(code: str, values: Values) -> dict[str, Any]:
	"""The data of a matter, texts on one line. Raises FormInvalid with what is missing, and with keys that it does not have."""
	needs = MATTERS[code]
	if unknown := _unknown(needs, values):
		raise FormInvalid([Finding("unknown_field", path) for path in unknown[:MOST_UNKNOWN]])
	kept = {key: _plain(values.get(key)) for key in (*needs.required, *needs.optional) if values.get(key)}
	kept.update({key: values[key] for key in needs.made if key in values})
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


def completed(code: str, values: Values, commission: str, election: str) -> Values:
	"""The values with what a commission's own records add; the same for a matter that they add nothing to. Raises FormInvalid."""
	add = COMPLETED.get(code)
	return add(values, commission, election) if add else values


def check_now(code: str, kept: Values, at: Deciding) -> None:
	"""What the data name can be decided on as the registers stand. Raises FormInvalid with all that is wrong."""
	found = MATTERS[code].check(kept, at) or _across_practice(code, kept, at.election)
	if blocking(found):
		raise FormInvalid(found)


def _across_practice(code: str, kept: Values, election: str) -> list[Finding]:
	"""Entries of a practice election on which a real one would decide, or the other way round."""
	register = ENTRIES.get(code)
	if not register:
		return []
	named = {
		f"deputies[{place}].candidate": row["candidate"] for place, row in enumerate(kept.get("deputies", ()))
	}
	named = named or {"certificate": kept["certificate"]}
	tried, is_practice = practice.among(register, list(named.values())), practice.is_of(election)
	return [Finding("link_unknown", path) for path, name in named.items() if (name in tried) != is_practice]


def lines(code: str, data: Values, language: str) -> list[Line]:
	"""The rows of a decision on a matter, in a language; what they are about is the same in each."""
	return MATTERS[code].lines(data, language)


def title(code: str, matter: str, kept: Values, at: Deciding, language: str) -> str:
	"""The title of a matter as the text of a decision says it: of a commission that is formed, with its name."""
	if code != FORMING:
		return matter
	return commission_forming.title(matter, kept, at.commission, at.election, language)


def _unknown(needs: Needs, values: Values) -> list[str]:
	"""Paths of what a matter does not ask for: what is left out in silence was never decided."""
	known = {*needs.required, *needs.optional, *needs.made, needs.group}
	found = [str(key) for key in values if key not in known]
	rows = values.get(needs.group) if needs.group else None
	keys = {*needs.row, *needs.row_optional}
	return found + [
		f"{needs.group}[{place}].{key}"
		for place, row in enumerate(rows if isinstance(rows, list) else ())
		if isinstance(row, Mapping)
		for key in row
		if key not in keys
	]


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


def _members(data: Values, at: Deciding) -> list[Finding]:
	return commission_forming.findings(data, at.commission, at.election, at.day)


def _members_lines(data: Values, language: str) -> list[Line]:
	return [
		Line(f"members[{place}]", member["full_name"], _member_said(member, language))
		for place, member in enumerate(data["members"])
	]


def _member_said(member: Values, language: str) -> str:
	"""A member with the position and, where it is named, the organization that recommended them (art. 25: half of one at most)."""
	said = f"{member['full_name']}, {_(member['position'], language).lower()}"
	organization = member.get("recommended_by")
	return f"{said}; {_('recommended by {0}', language).format(organization)}" if organization else said


def _entry_of(register: str, kind: str = "") -> Callable[[Values, Deciding], list[Finding]]:
	"""A check that the entry is in force in the register (observers: of this kind)."""

	def check(data: Values, _at: Deciding) -> list[Finding]:
		key = {"name": data["certificate"], "status": "Registered", **({"kind": kind} if kind else {})}
		return [] if frappe.db.exists(register, key) else [Finding("link_unknown", "certificate")]

	return check


def _holder_of(register: str) -> Callable[[Values, str], list[Line]]:
	def found(data: Values, language: str) -> list[Line]:
		name = frappe.db.get_value(register, data["certificate"], "full_name") or ""
		return [Line(WHOLE, name, name)]

	return found


def _deputies(data: Values, at: Deciding) -> list[Finding]:
	names = [row["candidate"] for row in data["deputies"]]
	standing = {"name": ["in", names], "status": "Registered"}
	known = set(frappe.get_all("Candidate", standing, pluck="name", order_by="name asc", limit=len(names)))
	found = [
		Finding("link_unknown", f"deputies[{place}].candidate")
		for place, name in enumerate(names)
		if name not in known
	]
	found += [Finding("duplicate_rows", "deputies")] * (len(set(names)) != len(names))
	return found + results_elected.findings(data["deputies"], at.commission, at.election)


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


def _announcement(data: Values, at: Deciding) -> list[Finding]:
	try:
		day = date.fromisoformat(str(data["announced_on"]))
	except ValueError:
		return [Finding("date_unreal", "announced_on")]
	return announcing.findings(at.election, day)


def _with_table(values: Values, commission: str, election: str) -> Values:
	"""The values with the table as it stands; one that was fixed before must still be so."""
	area = tables.area_of(election, commission, values)
	table = tables.data(area, one_line(values.get("reason")))
	if values.get("table") and values["table"] != table:
		raise FormInvalid([Finding("table_changed", "table", article="95")])
	return {**values, "table": table, "commission": commission, "election": election}


def _with_deputies(values: Values, commission: str, election: str) -> Values:
	"""Who is elected by the commission's tables, where nobody is named; votes of those who are, where none are."""
	elected = results_elected.elected(commission, election)
	votes = {row["candidate"]: row["votes"] for row in elected}
	given = values.get("deputies")
	if not given:
		return {**values, "deputies": elected}
	if not isinstance(given, list):
		return values
	rows = [
		{**row, "votes": row.get("votes") or votes.get(str(row.get("candidate")), 0)}
		if isinstance(row, Mapping)
		else row
		for row in given
	]
	return {**values, "deputies": rows}


def _with_commission(values: Values, commission: str, election: str) -> Values:
	return {**values, "commission": commission}


def _count(data: Values, at: Deciding) -> list[Finding]:
	return annulling.annul_findings(data["protocol"], data["commission"])


def _count_lines(data: Values, language: str) -> list[Line]:
	title = frappe.db.get_value("Count Protocol", data["protocol"], "title") or data["protocol"]
	return [Line(WHOLE, title, title)]


def _table(data: Values, at: Deciding) -> list[Finding]:
	"""`entry_exists` where the commission has decided this table, and nobody annulled it."""
	if tables.is_decided(tables.area_of(at.election, at.commission, data)):
		return [Finding("entry_exists", "election_type", article="95")]
	return []


def _table_lines(data: Values, language: str) -> list[Line]:
	area = tables.area_of(data["election"], data["commission"], data)
	subject, table = tables.title_of(area, language or "uz"), data["table"]
	votes = "; ".join(
		f"{row['title']} – {row['votes']}" + (f" ({row['seats']})" if row["seats"] else "")
		for row in table["votes"]
	)
	outcome = core_texts.word(table["outcome"], language or "uz")
	names = {row["name"]: row["title"] for row in table["votes"]}
	who = ", ".join(names.get(name, name) for name in table["names"])
	numbers = table["numbers"]
	said = f"{subject}: {numbers['counted']} / {numbers['voters']}; {votes}. {outcome}" + (
		f": {who}" if who else ""
	)
	return [Line(WHOLE, subject, said)]


COMPLETED: Mapping[str, Callable[[Values, str, str], Values]] = {
	"annul_count": _with_commission,
	"elected_deputies": _with_deputies,
	"result_table": _with_table,
}
"""Code of a matter -> what adds to its data."""


ENTRIES: Mapping[str, str] = {
	"elected_deputies": "Candidate",
	"end_accreditation": "Media Representative",
	"end_mandate": "Observer",
}
"""Code of a matter -> the register whose entries its data name."""


MATTERS: Mapping[str, Needs] = {
	"annul_count": Needs(("protocol", "reason"), _count_lines, _count, made=("commission",)),
	"result_table": Needs(
		("election_type",),
		_table_lines,
		_table,
		optional=("constituency", "reason"),
		made=("table", "commission", "election"),
	),
	FORMING: Needs(
		required=(),
		optional=formed_commissions.PLACES,
		group="members",
		row=("full_name", "pinfl", "position"),
		row_optional=(*(key for key in PERSON if key not in ("full_name", "pinfl")), "recommended_by"),
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
