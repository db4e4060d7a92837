"""What the rules of a registered party list would find once candidates leave it; the commission is told before it decides.

No source of the domain files says what holds after the registration, so a finding is a warning [ours].
"""

from collections.abc import Collection, Mapping
from dataclasses import replace

import frappe

from esaylov.core import rules
from esaylov.core.findings import Finding, Severity
from esaylov.core.rules import RuleUse, registry
from esaylov.core.rules.outcome_values import Kind
from esaylov.elections import statutes
from esaylov.framework import clock, reads
from esaylov.registers.asked_rows import AskedRows, read_asked
from esaylov.registers.entries import REGISTERED
from esaylov.registers.grants import definition_of

CANDIDATE, LIST, APPEAL = "Candidate", "Candidate List", "Appeal"
LEAVING = frozenset({"exclude_from_list", "withdraw_candidate", "revoke_nomination"})


def findings_of_remaining(
	appeal: str, first: Mapping[str, Collection[str] | None] | None = None
) -> list[Finding]:
	"""The warnings of the rules over lists, as `left_…`, if an appeal by which a candidate leaves a list is granted.

	first: appeals that were adopted, with the paths that they grant; whoever leaves by them is gone.
	"""
	asked = read_asked({appeal: None}, LEAVING)
	if not asked:
		return []
	(left,) = _lists_of(_leaving(asked)) or ("",)
	gone = _leaving([*asked, *read_asked(first or {}, LEAVING)])
	return _findings(left, gone) if left else []


def _leaving(asked: Collection[AskedRows]) -> set[str]:
	return {str(one.mapped("candidate", row) or "") for one in asked for _, row in one.rows}


def _lists_of(candidates: Collection[str]) -> list[str]:
	rows = reads.rows(CANDIDATE, {"name": sorted(candidates)}, ["name", "candidate_list"])
	return sorted({row.candidate_list for row in rows if row.candidate_list})[:1]


def _findings(name: str, gone: Collection[str]) -> list[Finding]:
	uses = _rules_of(name)
	groups = {str(use.parameters["group"]) for use in uses if use.parameters.get("group")}
	if not groups:
		return []
	on_list = {"candidate_list": name, "status": REGISTERED, "name": ["not in", sorted(gone)]}
	fields = ["list_position", "gender"]
	rows = [
		dict(row) for row in frappe.get_all(CANDIDATE, on_list, fields, order_by="list_position asc", limit=0)
	]
	today = clock.today()
	held = statutes.read_day(today)
	facts = registry.Facts(today=today, election_day=today, statutes=held.values, first_days=held.first_days)
	found = rules.run(uses, dict.fromkeys(groups, rows), facts)
	return [
		replace(one, code=f"left_{one.code}", path="", severity=Severity.WARNING, article="", edition="")
		for one in found
		if one.severity is Severity.ERROR
	]


def _rules_of(name: str) -> list[RuleUse]:
	"""The rules over lists of the form by which a list was registered; none for one that was imported."""
	appeal = frappe.db.get_value(LIST, name, "appeal")
	fields = ["name", "appeal_type", "type_version"]
	filed = frappe.db.get_value(APPEAL, appeal, fields, as_dict=True) if appeal else None
	uses = definition_of(filed)["rules"] if filed else []
	return [
		RuleUse(use["rule"], use.get("parameters") or {})
		for use in uses
		if registry.holds_over(use["rule"], Kind.LIST)
	]
