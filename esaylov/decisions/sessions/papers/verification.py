"""What anybody may know of a session by the code on its papers: that it was held, when, by whom, and whether its protocol is signed."""

from dataclasses import dataclass
from datetime import date

import frappe

from esaylov.decisions.sessions.records.writing import CLOSED, SESSION, SIGNED
from esaylov.framework import practice
from esaylov.framework.errors import NotFound
from esaylov.trust import tokens


@dataclass(frozen=True, slots=True)
class Verification:
	"""Nothing personal, and nothing of the agenda."""

	is_signed: bool
	number: str
	held_on: date
	commission: str
	is_practice: bool = False


def verify(code: str, language: str = "uz") -> Verification:
	"""A closed session by its name or the token of its QR code. Raises NotFound."""
	fields = ["status", "number", "opened_at", "commission", "election"]
	row = frappe.db.get_value(
		SESSION, tokens.named_by(code, "session_protocol", SESSION), fields, as_dict=True
	)
	if not row or row.status not in (CLOSED, SIGNED):
		raise NotFound({"doctype": SESSION})
	title = f"title_{language if language in ('uz', 'ru', 'en') else 'uz'}"
	commission = frappe.get_cached_value("Election Commission", row.commission, title) or row.commission
	return Verification(
		row.status == SIGNED and not practice.is_of(row.election),
		row.number or "",
		frappe.utils.getdate(row.opened_at),
		commission,
		practice.is_of(row.election),
	)
