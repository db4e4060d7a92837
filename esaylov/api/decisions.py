"""Decisions over HTTP: a chair sees what would be signed, and signs."""

import base64

import frappe

from esaylov import guards
from esaylov.api.endpoint import endpoint
from esaylov.core.findings import Finding
from esaylov.decisions import service as decisions
from esaylov.errors import FormInvalid, text


@endpoint(methods=["GET"])
@guards.signed_in
def matter(appeal: str) -> dict:
	"""What the chair decides on: the rows with their answers, the findings, and the step that is next."""
	return decisions.matter_for(appeal, frappe.session.user)


@endpoint(methods=["POST"])
@guards.commission_staff(of="appeal", positions=decisions.ACKNOWLEDGING_POSITIONS)
def draft(appeal: str, rows: str | list = "[]") -> dict[str, str]:
	"""The texts and the bytes (Base64) that would be signed today; writes nothing. See decisions.service.draft."""
	prepared = decisions.draft(appeal, _rows(rows))
	return {
		"payload": base64.b64encode(prepared.payload).decode(),
		"payload_sha256": prepared.sha256,
		"outcome": prepared.outcome.value,
		"text_uz": prepared.text_uz,
		"text_ru": prepared.text_ru,
	}


@endpoint(methods=["POST"])
@guards.commission_staff(of="appeal", positions=decisions.CHAIR_POSITIONS)
def decide(appeal: str, rows: str | list, signature: str) -> dict[str, str | int]:
	"""Decide with a signature over the bytes of `draft`; see decisions.service.decide."""
	return _signed(decisions.decide(appeal, _rows(rows), signature))


@endpoint(methods=["POST"])
@guards.commission_staff(of="appeal", positions=decisions.ACKNOWLEDGING_POSITIONS)
def acknowledge(appeal: str, signature: str = "") -> dict[str, str | int]:
	"""Take note with a signature over the bytes of `draft`; see decisions.service.acknowledge.

	`state` says where the appeal is now. Under Review: a new person is named, the commission votes; `message` says so.
	"""
	if result := decisions.acknowledge(appeal, signature):
		return {**_signed(result), "state": result.outcome, "message": ""}
	return {"state": "Under Review", "message": text("vote_needed")}


def _signed(result: decisions.Result) -> dict[str, str | int]:
	return {
		"decision": result.decision,
		"number": result.number,
		"outcome": result.outcome,
		"decided_on": str(result.decided_on),
		"certificates": result.certificates,
	}


def _rows(rows: str | list) -> list[dict]:
	"""The rows, also where the Desk sent them as JSON text. Raises FormInvalid unless they are objects."""
	try:
		read = frappe.parse_json(rows)
	except ValueError:
		read = None
	if not isinstance(read, list) or not all(isinstance(row, dict) for row in read):
		raise FormInvalid([Finding("wrong_type", "rows")])
	return read
