"""Number the terms of commissions, and end members who remained beside a composition that was formed later.

Earlier versions added the members of a forming decision to those before: a district commission of 16 with three chairs.
Only what follows from the decisions is repaired. `esaylov-verify` reports what remains doubled.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

import frappe

from esaylov.core.rules.commissions import CHAIR, SECRETARY
from esaylov.framework import clock
from esaylov.registers import compositions, members
from esaylov.registers.ex_officio_acts import definition_of as definition_of_matter
from esaylov.registers.grants import definition_of
from esaylov.registers.outcome_checks import FORMING

MEMBERSHIP = compositions.MEMBERSHIP
REASON = "Yangi tarkib tuzilgan"
OF_MEMBER = ["name", "commission", "position", "starts_on", "ends_on", "decision", "is_annulled", "term"]
OF_DECISION = ["name", "decided_on", "creation", "appeal", "subject_kind", "status"]


class Act(NamedTuple):
	"""A decision that appointed members, in the order in which such decisions were made."""

	decided_on: date
	creation: datetime
	name: str
	is_forming: bool


def execute() -> None:
	"""Safe to repeat: who has a term and no later composition beside them is not touched."""
	rows = frappe.get_all(
		MEMBERSHIP,
		{"position": ["!=", compositions.STAFF]},
		OF_MEMBER,
		order_by="commission asc, name asc",
		limit=0,
	)
	acts = _acts(sorted({row.decision for row in rows if row.decision}))
	by_commission = defaultdict[str, list[frappe._dict]](list)
	for row in rows:
		by_commission[row.commission].append(row)
	for of_one in by_commission.values():
		_number_terms(of_one, acts)
		_end_former(of_one, acts)


def _acts(names: Sequence[str]) -> dict[str, Act]:
	if not names:
		return {}
	rows = frappe.get_all(
		"Decision", {"name": ["in", names], "status": "Signed"}, OF_DECISION, order_by="name asc", limit=0
	)
	appeals = {
		row.name: row
		for row in frappe.get_all(
			"Appeal",
			{"name": ["in", [*(row.appeal for row in rows if row.appeal), ""]]},
			["name", "appeal_type", "type_version"],
			order_by="name asc",
			limit=0,
		)
	}
	return {row.name: Act(row.decided_on, row.creation, row.name, _is_forming(row, appeals)) for row in rows}


def _is_forming(decision: frappe._dict, appeals: dict[str, frappe._dict]) -> bool:
	if decision.appeal:
		return bool(definition_of(appeals[decision.appeal])["effect"] == FORMING)
	return bool(definition_of_matter(decision.subject_kind or "")["effect"] == FORMING)


def _number_terms(rows: Sequence[frappe._dict], acts: dict[str, Act]) -> None:
	forming = sorted({act for row in rows if (act := acts.get(row.decision)) and act.is_forming})
	for row in rows:
		act = acts.get(row.decision)
		term = sum(one <= act for one in forming) if act else 0
		if term and not row.term:
			frappe.db.set_value(MEMBERSHIP, row.name, "term", term, update_modified=False)


def _end_former(rows: Sequence[frappe._dict], acts: dict[str, Act]) -> None:
	"""The latest composition wins, where it is a whole one: who was a member before its decision is none from its day on."""
	forming = [act for row in rows if (act := acts.get(row.decision)) and act.is_forming]
	if not forming:
		return
	last = max(forming)
	positions = {row.position for row in rows if row.decision == last.name and not row.is_annulled}
	if not {CHAIR, SECRETARY} <= positions:
		return
	former = [row for row in rows if _holds(row) and _is_before(row, last, acts)]
	if former:
		members.end_members(former, last.decided_on - timedelta(days=1), last.name, REASON)


def _holds(row: frappe._dict) -> bool:
	return not row.is_annulled and (not row.ends_on or row.ends_on >= clock.today())


def _is_before(row: frappe._dict, last: Act, acts: dict[str, Act]) -> bool:
	if row.decision == last.name:
		return False
	act = acts.get(row.decision)
	return act < last if act else bool(row.starts_on < last.decided_on)
