"""Data of people over HTTP: filled from state registers, disputed, shown with a reason. See appeals.state_registers."""

from typing import Any

import frappe

from esaylov.api import guards
from esaylov.api.answers import LookupAnswer
from esaylov.api.endpoint import endpoint
from esaylov.appeals.state_registers import access_log, filling, revealing
from esaylov.framework.requests.rate_limits import rate_limit
from esaylov.identity.logins import first_login
from esaylov.identity.logins import language as logins_language


@endpoint(methods=["POST"])
@guards.applicant
@rate_limit(limit=120, seconds=60)
def lookup(appeal: str, field: str = "") -> LookupAnswer:
	"""Fill one person of an own draft from the registers. field: `persons[0]`, "" for the person of the form itself.

	The draft must contain PINFL and passport of the person. Where they do not both agree with the register, the status is
	Not Found, as for numbers that nobody has.
	"""
	found = filling.lookup(frappe.session.user, appeal, field)
	return {
		"appeal": appeal,
		"field": found.path,
		"status": found.status.value,
		"columns": list(found.columns),
		"source": found.source,
		"asked_at": found.asked_at.isoformat(timespec="seconds"),
	}


@endpoint(methods=["POST"])
@guards.applicant
@rate_limit(limit=20, seconds=60)
def lookup_all(appeal: str) -> dict[str, str | int]:
	"""Fill all persons of an own draft by a job; how many wait."""
	return {"appeal": appeal, "waiting": filling.start(frappe.session.user, appeal)}


@endpoint(methods=["GET"])
@guards.applicant
def progress(appeal: str) -> dict[str, int]:
	"""Persons of an own draft by status of their look-up."""
	return filling.progress(frappe.session.user, appeal)


@endpoint(methods=["GET"])
@guards.applicant
def marks(appeal: str) -> list[dict[str, Any]]:
	"""What the registers filled into an own appeal: place, source, time, columns, disputes."""
	return [
		{
			"field": mark.path,
			"status": mark.status.value,
			"source": mark.source,
			"asked_at": str(mark.asked_at or ""),
			"columns": list(mark.columns),
			"disputes": dict(mark.disputes),
		}
		for mark in filling.marks(frappe.session.user, appeal)
	]


@endpoint(methods=["POST"])
@guards.applicant
def dispute(appeal: str, field: str, column: str, note: str) -> dict[str, str]:
	"""Say what is wrong with a value that a register filled into an own draft; an empty note takes it back."""
	filling.dispute(frappe.session.user, appeal, field, column, note)
	return {"appeal": appeal, "field": field, "column": column}


@endpoint(methods=["GET"])
@guards.signed_in
def registers(appeal: str) -> list[dict[str, Any]]:
	"""For staff of the commission: what the registers said of each person of an appeal."""
	return revealing.registers_of(frappe.session.user, appeal)


@endpoint(methods=["POST"])
@guards.signed_in
@rate_limit(limit=120, seconds=60)
@guards.fresh_factor
def reveal(person: str, reason: str) -> dict[str, Any]:
	"""Show a person's protected data to an officer whose commission has a task with them; the look is written down."""
	return revealing.reveal(frappe.session.user, person, reason)


@endpoint(methods=["GET"])
@guards.signed_in
def looks(start: int = 0) -> dict[str, Any]:
	"""Who looked at the caller's own data: twenty looks a page, the newest first."""
	rows, total = access_log.at_person(frappe.session.user, start)
	return {"rows": [{**row, "seen_at": str(row["seen_at"])} for row in rows], "total": total}


@endpoint(methods=["POST"])
@guards.signed_in
@rate_limit(limit=60, seconds=10 * 60)
def choose_language(language: str) -> dict[str, str]:
	"""Keep the language and script that the caller reads, from the next page on and at the next login. language: as in `uz-Cyrl`."""
	logins_language.choose(frappe.session.user, language)
	return {"language": language}


@endpoint(methods=["POST"])
@guards.signed_in
@rate_limit(limit=60, seconds=10 * 60)
def finish_tour() -> dict[str, bool]:
	"""The caller saw the short tour of a first login, and is not shown it again."""
	first_login.finish(frappe.session.user)
	return {"is_due": False}
