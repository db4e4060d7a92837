"""Public status of one appeal, for whoever holds its number and its tracking code; nothing personal."""

from hmac import compare_digest
from typing import Any

import frappe

from esaylov.appeals.form_facts.applicants import APPEAL
from esaylov.framework.errors import NotFound
from esaylov.framework.requests import limits

FIELDS = (
	"number",
	"status",
	"received_at",
	"due_on",
	"appeal_type",
	"election",
	"recipient",
	"tracking_code",
)


def track(number: str, code: str) -> dict[str, Any]:
	"""Public status by number and tracking code: number, status, received_at, due_on, appeal_type, election, recipient.

	Raises NotFound for an unknown number and for a wrong code alike.
	"""
	number, code = (number or "").strip(), (code or "").strip().upper()
	row = frappe.db.get_value(APPEAL, {"number": number}, FIELDS, as_dict=True) if number and code else None
	limits.look_up(APPEAL, row.number if row else number)
	stored = row.tracking_code if row else "-" * len(code)
	if not compare_digest(stored.encode(), code.encode()) or not row:
		raise NotFound({"doctype": APPEAL})
	return {
		"number": row.number,
		"status": row.status,
		"received_at": row.received_at,
		"due_on": row.due_on,
		"appeal_type": row.appeal_type,
		"election": row.election,
		"recipient": row.recipient,
	}
