"""A registered party list once candidates leave it: the rules of its form are applied to what remains (art. 70).

A candidate may withdraw at any time (art. 42), so that a list without the candidate is a warning. What the party itself asks for, an
exclusion or the end of a nomination, is refused where it breaks a rule. No source says what holds after the registration; the
refusal and the warning are our own choice [ours].
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

import frappe

from esaylov.core.findings import Finding, Severity
from esaylov.core.people.identity import Gender
from esaylov.core.rules import RuleUse, registry
from esaylov.core.rules.candidates import runs_apart
from esaylov.core.rules.result_rules import outcomes
from esaylov.core.rules.result_rules.outcome_values import CandidateList, Kind, Value
from esaylov.elections import statutes
from esaylov.framework import clock
from esaylov.framework.persistence import reads
from esaylov.registers.entries.entries import REGISTERED
from esaylov.registers.entries.grants import definition_of
from esaylov.registers.outcome_rules.asked_rows import AskedRows, read_asked

CANDIDATE, LIST, APPEAL = "Candidate", "Candidate List", "Appeal"
BY_PARTY = frozenset({"exclude_from_list", "revoke_nomination"})
"""Effects by which a party takes a candidate from its list."""
BY_CANDIDATE = frozenset({"withdraw_candidate"})
LEAVING = BY_PARTY | BY_CANDIDATE
OF_ROW = ["name", "candidate_list", "list_position", "gender"]


def findings_of_remaining(
	appeal: str, first: Mapping[str, Collection[str] | None] | None = None
) -> list[Finding]:
	"""The warnings of the rules over lists, as `left_…`, if an appeal by which a candidate withdraws from a list is granted.

	first: appeals that were adopted, with the paths that they grant; whoever leaves by them is gone.
	"""
	asked = read_asked({appeal: None}, BY_CANDIDATE)
	if not asked:
		return []
	gone = _leaving([*asked, *read_asked(first or {}, LEAVING)])
	return warnings_of_lists(_lists_of(_leaving(asked)), gone)


def warnings_of_lists(lists: Collection[str], gone: Collection[str] = ()) -> list[Finding]:
	"""The same of registered lists without the candidates who are gone."""
	rows, today = _on_lists(lists), clock.today()
	values = [
		value for name in sorted(rows) if (value := _value(name, _without(rows[name], gone), today, "left_"))
	]
	found = outcomes.check_outcome(values)
	return [replace(one, path="", severity=Severity.WARNING, article="", edition="") for one in found]


def lists_after(asked: Sequence[AskedRows]) -> Iterator[tuple[str, list[Value]]]:
	"""By appeal of a party, its list without the candidates whom it takes away, and those who leave before it in the order asked.

	A list that broke the same rules before stays out, unless it gets further from one of them.
	"""
	leaving = [one for one in asked if one.definition["effect"] in LEAVING]
	if not any(one.definition["effect"] in BY_PARTY for one in leaving):
		return
	lists = _lists_of(_leaving(leaving))
	rows = _on_lists(lists)
	of_candidate = {row.name: name for name, on_list in rows.items() for row in on_list}
	gone: set[str] = set()
	for one in leaving:
		own = _leaving([one])
		before, gone = set(gone), gone | own
		if one.definition["effect"] not in BY_PARTY:
			continue
		for name in sorted({of_candidate[named] for named in own if named in of_candidate}):
			day = one.day or clock.today()
			value = _value(name, _without(rows[name], gone), day, "without_")
			if value and _is_worse(value, _value(name, _without(rows[name], before), day, "without_")):
				yield str(one.appeal.name), [value]


def _is_worse(after: CandidateList, before: CandidateList | None) -> bool:
	"""Whether a list breaks a rule that it kept, is too short, or gets further from a rule that it broke before."""
	found, earlier = (
		{one.code for one in outcomes.check_outcome([value])} for value in (after, before or after)
	)
	if before is None or found - earlier or "without_list_too_short" in found:
		return True
	return any(code in found and lack(after) > lack(before) for code, lack in LACKS.items())


def _share_of_men(value: CandidateList) -> Fraction:
	"""Of all candidates; whoever's gender is unknown may be a woman."""
	women = _are_women(value)
	return Fraction(women.count(False), len(women) or 1)


def _runs_apart(value: CandidateList) -> int:
	"""The number of runs of neighbours with fewer women than the law asks for."""
	numbers = [
		[value.facts.statute(str(use.parameters[key])) for key in ("row_statute", "statute")]
		for use in value.rules
		if use.rule == "women_in_row"
	]
	return sum(len(runs_apart(_are_women(value), length, needed)) for length, needed in numbers)


def _are_women(value: CandidateList) -> list[bool]:
	rows = next(iter(value.answers.values()))
	return [row["gender"] != Gender.MALE for row in rows]


LACKS: Mapping[str, Callable[[CandidateList], Fraction | int]] = {
	"without_women_share_low": _share_of_men,
	"without_women_apart": _runs_apart,
}
"""Code of a rule that is broken to how far the list is from it; more is worse."""


def _leaving(asked: Collection[AskedRows]) -> set[str]:
	return {str(one.mapped("candidate", row) or "") for one in asked for _, row in one.rows}


def _lists_of(candidates: Collection[str]) -> list[str]:
	rows = reads.rows(CANDIDATE, {"name": sorted(candidates)}, ["name", "candidate_list"])
	return sorted({row.candidate_list for row in rows if row.candidate_list})


def _on_lists(lists: Collection[str]) -> dict[str, list[frappe._dict]]:
	"""The candidates in force of lists, in their places."""
	if not lists:
		return {}
	found: dict[str, list[frappe._dict]] = defaultdict(list)
	on_list = {"candidate_list": ["in", sorted(lists)], "status": REGISTERED}
	for row in frappe.get_all(CANDIDATE, on_list, OF_ROW, order_by="list_position asc, name asc", limit=0):
		found[row.candidate_list].append(row)
	return {name: found[name] for name in lists}


def _without(rows: Sequence[frappe._dict], gone: Collection[str]) -> list[dict[str, object]]:
	return [
		{"list_position": row.list_position, "gender": row.gender} for row in rows if row.name not in gone
	]


def _value(name: str, rows: list[dict[str, object]], day: date, prefix: str) -> CandidateList | None:
	"""A list with these candidates, measured by the form by which it was registered; None for one that was imported."""
	uses = _rules_of(name)
	groups = {str(use.parameters["group"]) for use in uses if use.parameters.get("group")}
	if not groups:
		return None
	held = statutes.read_day(day)
	facts = registry.Facts(today=day, election_day=day, statutes=held.values, first_days=held.first_days)
	return CandidateList(tuple(uses), dict.fromkeys(groups, rows), facts, prefix=prefix)


def _rules_of(name: str) -> list[RuleUse]:
	"""The rules over lists of the form by which a list was registered; none for one that was imported."""
	appeal = frappe.db.get_value(LIST, name, "appeal")
	fields = ["name", "appeal_type", "type_version"]
	filed = frappe.db.get_value(APPEAL, appeal, fields, as_dict=True) if appeal else None
	uses = definition_of(filed)["rules"] if filed else []
	return [
		RuleUse(use["rule"], use.get("parameters") or {}, use.get("article") or "")
		for use in uses
		if registry.holds_over(use["rule"], Kind.LIST)
	]
