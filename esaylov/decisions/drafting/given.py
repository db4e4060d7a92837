"""What was decided on an appeal, as staff read it above the answers: each decision in force or annulled, who was refused and why."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import frappe

from esaylov.core.procedure.decision import Outcome
from esaylov.decisions.drafting import grounds
from esaylov.decisions.drafting.decision_subject import ANNULMENT

DECISION, SIGNED, ANNULLED = "Decision", "Signed", "Annulled"
NAMED = ["name", "number", "decided_on"]


def given(appeal: str, language: str) -> list[dict[str, Any]]:
	"""Decisions on an appeal, the latest first: `name`, `number`, `decided_on`, `outcome`, `annulled_by` (the same three of the decision
	that annulled it, or None), `granted` (how many of its rows), `refused` (`subject` and `reason` of each such row).

	For whoever reads the appeal. Drafts are not among them.
	"""
	found = frappe.get_all(
		DECISION,
		{"appeal": appeal, "status": ["in", [SIGNED, ANNULLED]], "kind": ["!=", ANNULMENT]},
		[*NAMED, "outcome"],
		order_by="decided_on desc, creation desc",
	)
	if not found:
		return []
	names = [row.name for row in found]
	rows, ended = _rows(names), _annulments(names)
	return [
		{
			**_named(decision),
			"outcome": decision.outcome,
			"annulled_by": ended.get(decision.name),
			"granted": sum(row.outcome == Outcome.GRANTED for row in rows[decision.name]),
			"refused": [
				{"subject": row.subject, "reason": _reason(row, language)}
				for row in rows[decision.name]
				if row.outcome == Outcome.REFUSED
			],
		}
		for decision in found
	]


def _named(decision: frappe._dict) -> dict[str, str]:
	return {
		"name": decision.name,
		"number": decision.number or "",
		"decided_on": str(decision.decided_on or ""),
	}


def _rows(names: Sequence[str]) -> dict[str, list[frappe._dict]]:
	rows = defaultdict(list)
	for row in frappe.get_all(
		"Decision Row",
		{"parent": ["in", names], "parenttype": DECISION},
		["parent", "subject", "outcome", "ground", "article", "reason"],
		order_by="idx asc",
		limit=0,
	):
		rows[row.parent].append(row)
	return rows


def _reason(row: frappe._dict, language: str) -> str:
	return grounds.said(row.ground or "", row.article or "", row.reason or "", language)


def _annulments(names: Sequence[str]) -> dict[str, dict[str, str]]:
	found = frappe.get_all(
		DECISION, {"annuls": ["in", names], "status": SIGNED}, ["annuls", *NAMED], order_by="creation asc"
	)
	return {row.annuls: _named(row) for row in found}
