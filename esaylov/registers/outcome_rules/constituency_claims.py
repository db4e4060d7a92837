"""The constituencies of a council as they would be after a decision: how many, and which of them exist already."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import frappe

from esaylov.core.rules.result_rules.outcome_values import Constituencies, Value
from esaylov.elections import statutes
from esaylov.registers.entries.entry_classification import territory_of_body
from esaylov.registers.outcome_rules.asked_rows import AskedRows

CONSTITUENCY, DEFINING, COUNTRYWIDE = "Constituency", "define_constituency", "LC_SMD"
LIMIT_RULE, NUMBER = "group_size_statute", "constituency_no"
Council = tuple[str, str, str]
"""Election, kind of election and territory; "" is the whole country."""


def constituencies_after(asked: Sequence[AskedRows]) -> list[tuple[str, list[Value]]]:
	"""By proposal on constituencies, those of its council after it and those before it are granted."""
	councils = [(one, _council(one)) for one in asked if one.rows]
	standing = _standing({council for _, council in councils})
	found: list[tuple[str, list[Value]]] = []
	for one, council in councils:
		territory = council[2] or _territory(one)
		rows = {path: (territory, number) for path, row in one.rows if (number := _number(row))}
		taken = {path: place[1] for path, place in rows.items() if place in standing[council]}
		standing[council] |= set(rows.values())
		limit, first_day = _limit(one)
		path = str(one.definition["effect_mapping"].get("rows") or "")
		found.append(
			(
				str(one.appeal.name),
				[Constituencies(path, taken, len(standing[council]), limit, first_day)],
			)
		)
	return found


def _council(one: AskedRows) -> Council:
	kind = one.kind(one.rows[0][1])
	return str(one.appeal.election), kind, "" if kind == COUNTRYWIDE else _territory(one)


def _territory(one: AskedRows) -> str:
	"""As `entry_classification.territory_of` says it of a grant."""
	if named := one.mapped("territory", one.rows[0][1]):
		return str(named)
	of_body = territory_of_body(one.appeal.applicant_body_type, one.appeal.applicant_body)
	return of_body or str(frappe.get_cached_value("Election Commission", one.appeal.recipient, "territory"))


def _number(row: Mapping[str, object]) -> int:
	number = row.get(NUMBER)
	return number if isinstance(number, int) else 0


def _standing(councils: set[Council]) -> dict[Council, set[tuple[str, int]]]:
	"""Territory and number of each constituency that is in force."""
	found: dict[Council, set[tuple[str, int]]] = defaultdict(set)
	if not councils:
		return found
	stand = {
		"election": ["in", sorted({council[0] for council in councils})],
		"election_type": ["in", sorted({council[1] for council in councils})],
		"is_annulled": 0,
	}
	fields = ["election", "election_type", "territory", "number"]
	for row in frappe.get_all(CONSTITUENCY, stand, fields, order_by="name asc", limit=0):
		territory = "" if row.election_type == COUNTRYWIDE else row.territory
		found[row.election, row.election_type, territory].add((row.territory, row.number))
	return found


def _limit(one: AskedRows) -> tuple[int | None, str]:
	"""The greatest number of constituencies by the rule of the type, and its ISO first day; None without one."""
	held = statutes.read_day(one.day)
	keys = [rule["parameters"]["statute"] for rule in one.definition["rules"] if rule["rule"] == LIMIT_RULE]
	limits = [(held.values[key], held.first_days.get(key, "")) for key in keys if key in held.values]
	return min(limits, default=(None, ""))
