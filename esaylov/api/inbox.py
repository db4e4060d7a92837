"""The inbox of staff over HTTP: queues, officers, the list as a file. See appeals.inbox for rules and errors."""

from dataclasses import asdict
from typing import Any

import frappe

from esaylov.api import guards
from esaylov.api.answers import AnyFile
from esaylov.api.endpoint import endpoint, json_list
from esaylov.appeals.inbox import applicants, exporting, pages
from esaylov.appeals.inbox import officers as inbox_officers
from esaylov.appeals.inbox import queues as inbox_queues
from esaylov.framework.requests.rate_limits import rate_limit


@endpoint(methods=["GET"])
@guards.signed_in
def queues() -> list[dict[str, Any]]:
	"""The queues of the caller's commissions: key, number of appeals, filters of the list."""
	return [asdict(found) for found in inbox_queues.of(frappe.session.user)]


@endpoint(methods=["GET"])
@guards.signed_in
def page(
	queue: str = "",
	text: str = "",
	appeal_type: str = "",
	after: str = "",
	appeals: str | list[Any] | None = None,
) -> dict[str, Any]:
	"""Fifty appeals of a queue of the caller's commissions, the most urgent first, and `next` to go on from ("" at the end).

	queue: of `queues`, or "" for all that is open. text: a part of the number or the subject. appeals: which of these, up to fifty, are
	in the queue, by their names as a JSON array.
	"""
	names = None if appeals is None else json_list(appeals, "appeals")
	return asdict(pages.page(frappe.session.user, queue, text, appeal_type, after, names))


@endpoint(methods=["GET"])
@guards.signed_in
def types() -> list[dict[str, Any]]:
	"""The types of the open appeals of the caller's commissions: code, title, how many; the most frequent first."""
	return [asdict(found) for found in pages.types(frappe.session.user)]


@endpoint(methods=["GET"])
@guards.signed_in
def officers() -> list[dict[str, str]]:
	"""To whom the caller may hand appeals."""
	return [asdict(found) for found in inbox_officers.of(frappe.session.user)]


@endpoint(methods=["GET"])
@guards.signed_in
def titles(appeals: str | list[Any]) -> dict[str, dict[str, str]]:
	"""Names of the applicants, by appeal, of the types, by code, and of the officers, by login, of those named appeals that the caller may read."""
	return asdict(applicants.read(frappe.session.user, json_list(appeals, "appeals")))


@endpoint(methods=["POST"])  # it writes an event, so it is no GET
@guards.signed_in
@rate_limit(limit=30, seconds=10 * 60)
def export(filters: str | list[Any] = "[]", form: str = "csv") -> AnyFile:
	"""The appeals that the list's filters find, as a file without personal data."""
	given = exporting.export(frappe.session.user, json_list(filters, "filters"), form)
	frappe.local.response.filename = given.name
	frappe.local.response.filecontent = given.content
	frappe.local.response.type = "binary"
