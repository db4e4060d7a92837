"""What anybody may know of a session by the code on its papers: that it was held, when, by whom, and whether its protocol is signed."""

from dataclasses import dataclass
from datetime import date

import frappe

from esaylov.core.token import TokenInvalid
from esaylov.core.token import read as read_token
from esaylov.errors import NotFound
from esaylov.sessions.writing import CLOSED, SESSION, SIGNED
from esaylov.trust import service as trust

ID_LENGTH = 20
"""Names are shorter than any token."""


@dataclass(frozen=True, slots=True)
class Verification:
	"""Nothing personal, and nothing of the agenda."""

	is_signed: bool
	number: str
	held_on: date
	commission: str


def verify(code: str, language: str = "uz") -> Verification:
	"""A closed session by its name or the token of its QR code. Raises NotFound."""
	fields = ["status", "number", "opened_at", "commission"]
	row = frappe.db.get_value(SESSION, _name_of(code), fields, as_dict=True)
	if not row or row.status not in (CLOSED, SIGNED):
		raise NotFound({"doctype": SESSION})
	title = f"title_{language if language in ('uz', 'ru', 'en') else 'uz'}"
	commission = frappe.get_cached_value("Election Commission", row.commission, title) or row.commission
	return Verification(
		row.status == SIGNED, row.number or "", frappe.utils.getdate(row.opened_at), commission
	)


def _name_of(code: str) -> str:
	if len(code) <= ID_LENGTH:
		return code
	try:
		claims = read_token(code, trust.public_keys())
	except TokenInvalid as problem:
		raise NotFound({"doctype": SESSION}) from problem
	if claims["kind"] != "session_protocol":
		raise NotFound({"doctype": SESSION})
	return claims["id"]
