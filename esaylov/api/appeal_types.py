"""Building appeal types over HTTP, for an Election Administrator; see appeals.building for rules and errors."""

from typing import Any

import frappe

from esaylov.api import guards
from esaylov.api.answers import FindingAnswer
from esaylov.api.endpoint import as_dict, endpoint, json_object
from esaylov.appeals.procedure import picture
from esaylov.appeals.studio import building as appeals_building
from esaylov.core.findings import Finding, blocking
from esaylov.decisions.review.rehearsal import tried
from esaylov.portal import preview as portal_preview
from esaylov.portal import titles
from esaylov.portal.cabinet import types

building = appeals_building
ADMINISTRATOR, AUDITOR = "Election Administrator", "Election Auditor"


@endpoint(methods=["GET"])
@guards.holds_role(ADMINISTRATOR)
def workbench() -> dict[str, Any]:
	"""What the builder offers: ready fields, rules with their parameters, effects with their keys, stages, numbers; where types are found."""
	return {**building.workbench(), "dealings": types.dealings(_language())}


@endpoint(methods=["POST"])
@guards.holds_role(ADMINISTRATOR)
def check(document: str | dict[str, Any]) -> dict[str, Any]:
	"""What does not hold together in a type as it stands in the form; writes nothing."""
	return _found(building.check(json_object(document, "document")))


@endpoint(methods=["GET"])
@guards.holds_role(ADMINISTRATOR)
def read(appeal_type: str) -> dict[str, Any]:
	"""A type as the studio opens it: `document`, `modified`, `status`, `version`."""
	return building.opened(appeal_type)


@endpoint(methods=["POST"])
@guards.holds_role(ADMINISTRATOR)
def save(document: str | dict[str, Any], modified: str = "") -> dict[str, Any]:
	"""Save a type as it stands in the studio; `modified` as it was read, none for a new type. The answer is that of `read`.

	A new type gets its code here. A published type stays published, and what was changed is its next version.
	"""
	return building.save(json_object(document, "document"), modified)


@endpoint(methods=["POST"])
@guards.holds_role(ADMINISTRATOR)
def preview(
	document: str | dict[str, Any], language: str, election: str, territory: str = "", filled: bool = False
) -> dict[str, str]:
	"""The page of the form in a language, as the cabinet draws it, empty or with sample answers; writes nothing."""
	place = building.Place(election, territory)
	values = json_object(document, "document")
	rehearsal = building.rehearse(values, place, None) if filled else building.empty(values, place)
	return {"html": portal_preview.preview(rehearsal, language)}


@endpoint(methods=["POST"])
@guards.holds_role(ADMINISTRATOR)
def dry_run(
	document: str | dict[str, Any],
	election: str,
	territory: str = "",
	answers: str | dict[str, Any] | None = None,
) -> dict[str, Any]:
	"""An appeal of the type with answers (sample answers without): findings, recipient, payload, SMS; writes nothing.

	`commission`: what its officer reads and its chair signs (decisions.tried). `steps`: those of the route, who takes each and on what it rests.
	"""
	given = json_object(answers, "answers") if answers else None
	rehearsal = building.rehearse(
		json_object(document, "document"), building.Place(election, territory), given
	)
	recipient = rehearsal.document.recipient
	return {
		"answers": rehearsal.answers,
		**_found(rehearsal.findings),
		"recipient": titles.title_in("Election Commission", recipient, _language()) if recipient else "",
		"subject": rehearsal.document.subject,
		"payload": rehearsal.payload,
		"messages": rehearsal.messages,
		"commission": tried(rehearsal, _language()),
		"steps": picture.steps_of(rehearsal.version.data["route"]),
	}


@endpoint(methods=["POST"])
@guards.holds_role(ADMINISTRATOR)
def publish(appeal_type: str) -> dict[str, str | int]:
	"""Publish a type that holds together; the number of its version, 0 while another administrator has to confirm it."""
	return {"appeal_type": appeal_type, "version": building.publish(appeal_type)}


@endpoint(methods=["POST"])
@guards.holds_role(ADMINISTRATOR)
def unpublish(appeal_type: str) -> dict[str, str]:
	"""Take a type back; open appeals keep their version."""
	building.unpublish(appeal_type)
	return {"appeal_type": appeal_type}


@endpoint(methods=["GET"])
@guards.holds_role(ADMINISTRATOR, AUDITOR)
def history(appeal_type: str) -> list[dict[str, Any]]:
	"""The frozen versions of a type, newest first."""
	return building.history(appeal_type)


@endpoint(methods=["GET"])
@guards.holds_role(ADMINISTRATOR, AUDITOR)
def compare(appeal_type: str, older: int, newer: int) -> list[FindingAnswer]:
	"""What changed from one version to another, in words; version 0 is the type as it is saved now."""
	changes = building.compare(appeal_type, older, newer, _language())
	return [as_dict(change, _language()) for change in changes]


@endpoint(methods=["GET"])
@guards.holds_role(ADMINISTRATOR, AUDITOR)
def statistics(appeal_type: str) -> dict[str, Any]:
	"""How the form of a type fares, in numbers alone: begun, filed, given up where, which findings stop people, minutes to fill it in."""
	return building.statistics(appeal_type)


@endpoint(methods=["GET"])
@guards.holds_role(ADMINISTRATOR, AUDITOR)
def earlier_drafts(appeal_type: str) -> dict[str, Any]:
	"""Drafts of earlier versions of a type, in numbers alone: how many, of how many applicants, which answers its present version does not take."""
	return building.earlier_drafts(appeal_type)


@endpoint(methods=["GET"])
@guards.holds_role(ADMINISTRATOR, AUDITOR)
def export(appeal_type: str) -> dict[str, Any]:
	"""A type as a JSON file; `import_type` takes it."""
	return building.export(appeal_type)


@endpoint(methods=["POST"])
@guards.holds_role(ADMINISTRATOR)
def import_type(content: str | dict[str, Any], replace: bool = False) -> dict[str, str]:
	"""Make a type of a JSON file, or write it over the one of its code; all of it or nothing, with what is wrong.

	What is over the limits of docs/builder.md is refused before anything is done. A published type stays published.
	"""
	return {"appeal_type": building.take_in(content, replace)}


@endpoint(methods=["POST"])
@guards.holds_role(ADMINISTRATOR)
def copy(appeal_type: str, code: str) -> dict[str, str]:
	"""A type under another code, as a draft."""
	return {"appeal_type": building.copy(appeal_type, code)}


def _found(findings: list[Finding]) -> dict[str, Any]:
	return {
		"findings": [as_dict(finding, _language()) for finding in findings],
		"is_blocked": blocking(findings),
	}


def _language() -> str:
	return frappe.local.lang or "uz"
