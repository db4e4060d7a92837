"""What anybody may know of a decision by its code: that it stands, its number, day, commission and outcome; nothing personal."""

from dataclasses import dataclass
from datetime import date

import frappe

from esaylov.core.texts import word
from esaylov.framework import practice
from esaylov.framework.errors import NotFound
from esaylov.trust import tokens

TITLES = ("uz", "ru", "en")


@dataclass(frozen=True, slots=True)
class Verification:
	"""Words in the reader's language; `annulled_by` is the number of the decision that annulled this one."""

	stands: bool
	number: str
	decided_on: date | None
	commission: str
	outcome: str
	annulled_by: str
	annulled_on: date | None
	is_practice: bool = False
	"""Of a practice election: it stands for nothing."""


def verify(code: str, language: str = "uz") -> Verification:
	"""A signed decision by its name or the token of its QR code. Raises NotFound: a draft is no decision, a token that does
	not verify no word."""
	name = tokens.named_by(code, "decision", "Decision")
	fields = ["status", "number", "act_number", "decided_on", "act_date", "commission", "outcome", "election"]
	row = frappe.db.get_value("Decision", name, fields, as_dict=True)
	if not row or row.status == "Draft":
		raise NotFound({"doctype": "Decision"})
	title = f"title_{language if language in TITLES else 'uz'}"
	later = _annulment(name) if row.status == "Annulled" else None
	return Verification(
		stands=row.status == "Signed" and not practice.is_of(row.election),
		number=row.number or row.act_number or "",
		decided_on=row.act_date or row.decided_on,
		commission=frappe.get_cached_value("Election Commission", row.commission, title) or row.commission,
		outcome=word(row.outcome or "", language),
		annulled_by=later.number if later else "",
		annulled_on=later.decided_on if later else None,
		is_practice=practice.is_of(row.election),
	)


def _annulment(name: str) -> "frappe._dict | None":
	return frappe.db.get_value(
		"Decision", {"annuls": name, "status": "Signed"}, ["number", "decided_on"], as_dict=True
	)
