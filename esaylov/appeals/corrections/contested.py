"""A complaint (*shikoyat*) and the decision that it contests: linked when it is filed, shown to those who may read both."""

from collections.abc import Mapping
from typing import Any

import frappe

from esaylov.appeals.corrections import reading
from esaylov.appeals.form_facts.applicants import APPEAL
from esaylov.appeals.types.definitions import TypeVersion
from esaylov.core.findings import Finding
from esaylov.framework import practice
from esaylov.framework.errors import NotFound
from esaylov.permissions.reach import reach

DECISION = "Decision"
SIGNED = ("Signed", "Annulled")
SHOWN = ["name", "number", "decided_on", "commission", "outcome", "status"]
SHOWN_OF_COMPLAINT = ["name", "number", "status", "received_at", "recipient"]


def find(version: TypeVersion, answers: Mapping[str, Any]) -> str | None:
	"""The signed decision of this commission, number and day that a complaint names, if there is exactly one.

	Which one was found is told nobody who may not read it.
	"""
	found = _named(version, answers)
	return found[0] if found and len(found) == 1 else None


def check_named(version: TypeVersion, answers: Mapping[str, Any]) -> list[Finding]:
	"""`contested_decision_unknown` for a complaint about a decision that its commission has not signed on that day.

	The portal lists numbers and days of decisions, so the finding tells nothing more.
	"""
	if _named(version, answers) != []:
		return []
	return [Finding("contested_decision_unknown", version.data["effect_mapping"]["decision_no"])]


def _named(version: TypeVersion, answers: Mapping[str, Any]) -> list[str] | None:
	"""The signed decisions that the answers name; None where they name none."""
	mapping = version.data["effect_mapping"]
	respondent, number, day = (
		answers.get(mapping.get(key, "")) for key in ("respondent", "decision_no", "decision_date")
	)
	if not (respondent and number and day):
		return None
	filters = {"commission": respondent, "number": number, "decided_on": day, "status": ["in", SIGNED]}
	found: list[str] = frappe.get_all(DECISION, filters, pluck="name", order_by="name asc", limit=2)
	return found


def of_appeal(appeal: str) -> dict[str, Any] | None:
	"""The decision that a complaint contests, if this user may read both; number, day, commission, outcome, status.

	Raises NotFound for an appeal that the user may not read.
	"""
	user = frappe.session.user
	decision = reading.readable(user, appeal).contested_decision
	if not decision or not _may_read(decision, user):
		return None
	return frappe.db.get_value(DECISION, decision, SHOWN, as_dict=True)


def complaints(decision: str) -> list[dict[str, Any]]:
	"""The complaints about a decision that this user may read; about a real one none of practice, and the other way round.

	Raises NotFound for a decision that they may not read.
	"""
	if (
		not isinstance(decision, str)
		or not frappe.db.exists(DECISION, decision)
		or not _may_read(decision, frappe.session.user)
	):
		raise NotFound({"doctype": DECISION})
	names = frappe.get_all(APPEAL, {"contested_decision": decision}, pluck="name", order_by="name asc")
	of_practice = practice.among(APPEAL, names)
	names = [name for name in names if (name in of_practice) == bool(practice.among(DECISION, [decision]))]
	rows = frappe.get_list(
		APPEAL,
		filters={"name": ["in", names or [""]]},
		fields=SHOWN_OF_COMPLAINT,
		order_by="received_at asc",
		limit=0,
	)
	return [*rows]


def _may_read(decision: str, user: str) -> bool:
	"""By the rows in the user's reach: applicants see decisions on their own appeals, though no role opens the list."""
	return reach(user).has(DECISION, [decision])
