"""Who acts for a body, over HTTP: its people see it, its head names others, binds systems to it, and ends that. See identity."""

from dataclasses import asdict
from datetime import date
from typing import Any

import frappe
from typing_extensions import TypedDict

from esaylov.api import guards
from esaylov.api.endpoint import endpoint, json_list
from esaylov.api.integrators import KeyAnswer
from esaylov.core.findings import Finding
from esaylov.framework.errors import FormInvalid
from esaylov.framework.requests.rate_limits import rate_limit
from esaylov.identity import delegation, service_accounts


class BodyKeyAnswer(TypedDict):
	"""A key that acts for a body, as its head sees it; times of Tashkent without zone."""

	key: str
	title: str
	scopes: list[str]
	issued_at: str
	expires_at: str
	last_used_at: str
	revoked_at: str
	is_open: bool


@endpoint(methods=["GET"])
@guards.applicant
def people(body_type: str, body: str) -> dict[str, Any]:
	"""Who acts for a body of the caller today, or will; `may_delegate`: whether the caller may name others and end that."""
	asked = (body_type, body)
	return {
		"people": [asdict(row) for row in delegation.acting(frappe.session.user, asked)],
		"may_delegate": asked in delegation.headed(frappe.session.user),
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
		"representative": delegation.delegate(
			frappe.session.user, (body_type, body), pinfl.strip(), name, days
		)
	}


@endpoint(methods=["POST"])
@guards.applicant
@rate_limit(limit=60, seconds=60)
def end(representative: str) -> dict[str, str]:
	"""End a representation of the body that the caller heads, or the caller's own one, at once."""
	delegation.end(frappe.session.user, representative)
	return {"representative": representative}


@endpoint(methods=["GET"])
@guards.applicant
def keys(body_type: str, body: str) -> list[BodyKeyAnswer]:
	"""The keys that act for a body, the newest first, ended ones too; for its head."""
	found = service_accounts.keys(frappe.session.user, (body_type, body))
	return [
		{
			"key": row.key,
			"title": row.title,
			"scopes": list(row.scopes),
			"issued_at": str(row.issued_at),
			"expires_at": str(row.expires_at),
			"last_used_at": str(row.last_used_at or ""),
			"revoked_at": str(row.revoked_at or ""),
			"is_open": row.is_open,
		}
		for row in found
	]


@endpoint(methods=["POST"])
@guards.applicant
@rate_limit(limit=20, seconds=60)
def bind_key(body_type: str, body: str, title: str, scopes: str | list[Any], ends_on: str) -> KeyAnswer:
	"""Let a system act for a body that the caller heads, within scopes, until the end of a day; the key is shown this once.

	What it files is signed by the caller, and it lets in while the caller heads the body. ends_on: ISO, at most 366 days from today.
	"""
	given = [scope for scope in json_list(scopes, "scopes") if isinstance(scope, str)]
	name, secret = service_accounts.bind(
		frappe.session.user, (body_type, body), title, given, _day(ends_on, "ends_on")
	)
	return {"key": name, "secret": secret}


@endpoint(methods=["POST"])
@guards.applicant
@rate_limit(limit=60, seconds=60)
def end_key(key: str) -> dict[str, str]:
	"""End a key of a body that the caller heads at once, whoever bound it."""
	service_accounts.end(frappe.session.user, key)
	return {"key": key}


def _day(text: str, field: str) -> date:
	try:
		return date.fromisoformat(text)
	except ValueError:
		raise FormInvalid([Finding("date_unreal", field)]) from None
