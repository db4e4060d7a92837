"""Open appeals that name a new candidate in the place of the same one: the later one is refused when it is filed."""

from collections.abc import Mapping
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.appeals.form_facts import nominees
from esaylov.appeals.form_facts.applicants import APPEAL
from esaylov.core.findings import Finding
from esaylov.registers.outcome_rules import successions


def check(definition: Mapping[str, Any], answers: Mapping[str, Any], appeal: Document) -> list[Finding]:
	"""Of an appeal that replaces a candidate: `replacement_claimed` at the candidate who is replaced, where another open appeal replaces the same.

	Whose appeal that is, the applicant does not learn. What is filed at the same moment is refused at the decision.
	"""
	field = definition["effect_mapping"].get("replaced", "replaced")
	if not (answers.get(field) and appeal.recipient):
		return []
	others = {
		"election": appeal.election,
		"recipient": appeal.recipient,  # the seat decides which commission it is
		"status": ["in", nominees.OPEN],
		"name": ["!=", appeal.name or ""],
	}
	names = frappe.get_all(APPEAL, others, pluck="name", order_by="received_at desc, name asc", limit=0)
	if answers[field] not in successions.named_by_appeals(names):
		return []
	return [Finding("replacement_claimed", field)]
