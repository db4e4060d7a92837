"""Refusals of a step in the shape of a form: what was typed stays, findings stand at their fields."""

from collections.abc import Sequence

import frappe

from esaylov.core.findings import Finding
from esaylov.framework.errors import EsaylovError
from esaylov.framework.requests.refusal_counts import count_refusal

NO_FORM = (403, 404)
"""Who gets these has no business with the form."""


def form_refusal(refusal: EsaylovError, path: str) -> tuple[Sequence[Finding], int]:
	"""The findings and the HTTP status with which the form is shown again; what the step wrote is taken back.

	path: the field at which a refusal stands that names none. Raises the refusal where there is no form to show (403, 404).
	"""
	if refusal.http_status_code in NO_FORM:
		raise refusal
	frappe.db.rollback()
	count_refusal(type(refusal).__name__)
	named = Finding(refusal.code, refusal.field or path, params=refusal.message_params)
	return refusal.findings or [named], refusal.http_status_code
