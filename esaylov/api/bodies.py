"""Who acts for a body, over HTTP: its people see it, its head names others and ends that. See identity."""

from dataclasses import asdict
from datetime import date
from typing import Any

import frappe

from esaylov.api import guards
from esaylov.api.endpoint import endpoint
from esaylov.core.findings import Finding
from esaylov.framework.errors import FormInvalid
from esaylov.framework.rate_limits import rate_limit
from esaylov.identity import service as identity


@endpoint(methods=["GET"])
@guards.applicant
def people(body_type: str, body: str) -> dict[str, Any]:
	"""Who acts for a body of the caller today, or will; `may_delegate`: whether the caller may name others and end that."""
	asked = (body_type, body)
	return {
		"people": [asdict(row) for row in identity.people_of(frappe.session.user, asked)],
		"may_delegate": asked in identity.headed_by(frappe.session.user),
	}


@endpoint(methods=["POST"])
@guards.applicant
@rate_limit(limit=20, seconds=60)
def delegate(
	body_type: str,
	body: str,
	pinfl: str,
	surname: str,
	given_name: str,
	starts_on: str,
	patronymic: str = "",
	ends_on: str = "",
) -> dict[str, str]:
	"""Name a person who may act for the caller's own body; days in ISO form, no last day: until further notice."""
	days = (_day(starts_on, "starts_on"), _day(ends_on, "ends_on") if ends_on else None)
	name = (surname.strip(), given_name.strip(), patronymic.strip())
	return {
		"representative": identity.delegate(frappe.session.user, (body_type, body), pinfl.strip(), name, days)
	}


@endpoint(methods=["POST"])
@guards.applicant
@rate_limit(limit=60, seconds=60)
def end(representative: str) -> dict[str, str]:
	"""End a representation of the caller's own body at once."""
	identity.end_delegation(frappe.session.user, representative)
	return {"representative": representative}


def _day(text: str, field: str) -> date:
	try:
		return date.fromisoformat(text)
	except ValueError:
		raise FormInvalid([Finding("date_unreal", field)]) from None
