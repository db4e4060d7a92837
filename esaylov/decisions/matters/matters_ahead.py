"""Matters without an appeal, asked before a vote and before each signature what the last signature would ask."""

import json
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

import frappe

from esaylov.decisions.matters import ex_officio
from esaylov.framework import clock
from esaylov.framework.errors import EsaylovError, WrongState
from esaylov.registers.entries import ex_officio_acts
from esaylov.registers.outcome_rules import formed_commissions

ITEM, ADOPTED = "Agenda Item", "Adopted"
OF_ITEM = ["name", "position", "subject_kind", "subject_data", "commission", "session"]


def refusals(items: Collection[str]) -> dict[str, EsaylovError]:
	"""Of agenda items, those about a matter that could not be signed, to the reason; annulments are asked apart.

	The registers may have changed since the item was put on, and another commission's item, or one of the same session, may have
	been adopted that says the same (`item_matter_claimed`).
	"""
	which = {"name": ["in", [*items, ""]], "subject_kind": ["in", ex_officio_acts.OWN_MATTERS]}
	rows = frappe.get_all(ITEM, which, OF_ITEM, order_by="position asc", limit=0)
	if not rows:
		return {}
	elections = _elections(rows)
	claimed = _claimed_by_adopted(items)
	found: dict[str, EsaylovError] = {}
	for row in rows:
		data, election = json.loads(row.subject_data or "{}"), elections[row.session]
		if refusal := refusal_of(row.subject_kind, data, row.commission, election, clock.today()):
			found[row.name] = refusal
		elif claims(row.subject_kind, data, row.commission, election) & claimed:
			found[row.name] = WrongState({"item": row.position}, code="item_matter_claimed")
	return found


def refused_drafts(decisions: Collection[str]) -> dict[str, EsaylovError]:
	"""Of decisions, the drafts on a matter without an appeal that the registers would refuse, to the reason."""
	which = {
		"name": ["in", [*decisions, ""]],
		"status": "Draft",
		"subject_kind": ["in", ex_officio_acts.OWN_MATTERS],
	}
	fields = ["name", "subject_kind", "subject_data", "commission", "election", "decided_on"]
	found: dict[str, EsaylovError] = {}
	for row in frappe.get_all("Decision", which, fields, order_by="name asc", limit=0):
		data = json.loads(row.subject_data or "{}")
		if refusal := refusal_of(
			row.subject_kind, data, row.commission, row.election or "", row.decided_on or clock.today()
		):
			found[row.name] = refusal
	return found


def refusal_of(
	code: str, data: Mapping[str, Any], commission: str, election: str, day: date
) -> EsaylovError | None:
	"""Why a matter could not be decided as the registers stand; None where it could. day: that of the decision."""
	try:
		ex_officio.check_result(code, data, commission, election, day)
	except EsaylovError as refusal:
		return refusal
	return None


def claims(code: str, data: Mapping[str, Any], commission: str, election: str) -> set[str]:
	"""What a matter takes, ends or says that only one decision may."""
	if code == "announcement":
		return {f"{code}|{election}"}
	if code == "result_table":
		return {
			f"{code}|{commission}|{election}|{data.get('election_type')}|{data.get('constituency') or ''}"
		}
	named = [data.get(key) for key in ("certificate", "protocol", *formed_commissions.PLACES)]
	named += [row.get("candidate") or row.get("pinfl") for row in _rows(data)]
	return {str(name) for name in named if name}


def _rows(data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
	rows = data.get("members") or data.get("deputies")
	return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def _claimed_by_adopted(but: Collection[str]) -> set[str]:
	"""What the matters take that sessions adopted and that wait for their signatures."""
	where = {
		"status": ADOPTED,
		"subject_kind": ["in", ex_officio_acts.OWN_MATTERS],
		"name": ["not in", [*but, ""]],
	}
	rows = frappe.get_all(ITEM, where, [*OF_ITEM, "decision"], order_by="name asc", limit=0)
	drafts = {"name": ["in", [row.decision for row in rows if row.decision] or [""]], "status": "Draft"}
	waiting = set(frappe.get_all("Decision", drafts, pluck="name", order_by="name asc", limit=0))
	pending = [row for row in rows if not row.decision or row.decision in waiting]
	elections = _elections(pending)
	return {
		claim
		for row in pending
		for claim in claims(
			row.subject_kind, json.loads(row.subject_data or "{}"), row.commission, elections[row.session]
		)
	}


def _elections(rows: Collection[frappe._dict]) -> dict[str, str]:
	"""The elections of the sessions of items, by session."""
	named = {"name": ["in", sorted({row.session for row in rows}) or [""]]}
	found = frappe.get_all("Commission Session", named, ["name", "election"], order_by="name asc", limit=0)
	return {row.name: row.election or "" for row in found}
