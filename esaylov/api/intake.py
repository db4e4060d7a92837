"""Tables that are imported and exported, over HTTP. See setup.imports for rules and errors."""

from dataclasses import asdict
from typing import Any

import frappe

from esaylov.api import guards
from esaylov.api.answers import AnyFile
from esaylov.api.endpoint import endpoint, json_list
from esaylov.framework.requests.rate_limits import rate_limit
from esaylov.identity.logins import invitations
from esaylov.setup.imports import files, running

ADMINISTRATOR = ("Election Administrator",)
READERS = ("Election Administrator", "Election Auditor")


@endpoint(methods=["GET"])
@guards.holds_role(*ADMINISTRATOR)
def template(kind: str) -> AnyFile:
	"""The workbook that is filled in for a table."""
	_give(files.template(kind))


@endpoint(methods=["POST"])  # it writes an event, so it is no GET
@guards.holds_role(*ADMINISTRATOR)
@rate_limit(limit=30, seconds=10 * 60)
def export(kind: str, election: str = "", form: str = "xlsx") -> AnyFile:
	"""A table as it stands, as csv, xlsx or geojson, without personal data."""
	_give(files.export(kind, election, form))


@endpoint(methods=["POST"])
@guards.holds_role(*ADMINISTRATOR)
def try_out(name: str) -> dict[str, str]:
	"""Order the dry run of an intake."""
	running.try_out(name)
	return {"name": name}


@endpoint(methods=["POST"])
@guards.holds_role(*ADMINISTRATOR)
def run(name: str) -> dict[str, str]:
	"""Order the import of an intake that was tried out."""
	running.run(name)
	return {"name": name}


@endpoint(methods=["GET"])
@guards.holds_role(*READERS)
def progress(name: str) -> dict[str, Any]:
	"""How far an intake is, and its first findings in words."""
	return asdict(running.progress(name))


@endpoint(methods=["GET"])
@guards.holds_role(*READERS)
def findings(name: str, form: str = "csv") -> AnyFile:
	"""All findings of an intake as csv or xlsx."""
	_give(files.findings(name, form))


@endpoint(methods=["POST"])
@guards.holds_role(*ADMINISTRATOR)
@rate_limit(limit=300, seconds=10 * 60)
def invite_again(names: str | list[Any]) -> dict[str, int]:
	"""Invite again, by SMS, those of up to 500 Login Invitations who have not come yet: how many were, and how many were left out."""
	answer = invitations.again([str(name) for name in json_list(names, "names")])
	return {"invited": answer.invited, "left_out": answer.left_out}


@endpoint(methods=["POST"])
@guards.holds_role(*ADMINISTRATOR)
@rate_limit(limit=300, seconds=10 * 60)
def invite_rest(after: str = "") -> dict[str, str | int]:
	"""Invite again the next 500 of all who have not come yet: asked with its own `after` until that is empty."""
	answer = invitations.rest(after)
	return {"invited": answer.invited, "left_out": answer.left_out, "after": answer.after}


def _give(given: files.Given) -> None:
	frappe.local.response.filename = given.name
	frappe.local.response.filecontent = given.content
	frappe.local.response.type = "binary"
