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
def draft(appeal: str, rows: str | list = "[]", text_uz: str = "", text_ru: str = "") -> dict[str, str]:
	"""The texts and the bytes (Base64) that would be signed today; writes nothing. See decisions.service.draft.

	text_uz, text_ru: the texts where they were edited.
	"""
	prepared = decisions.draft(appeal, _rows(rows), decisions.Texts(text_uz, text_ru))
	return {
		"payload": base64.b64encode(prepared.payload).decode(),
		"payload_sha256": prepared.sha256,
		"outcome": prepared.outcome.value,
		"text_uz": prepared.text_uz,
		"text_ru": prepared.text_ru,
	}


@endpoint(methods=["POST"])
@guards.commission_staff(of="appeal", positions=decisions.CHAIR_POSITIONS)
def decide(
	appeal: str, rows: str | list, signature: str, text_uz: str = "", text_ru: str = ""
) -> dict[str, str | int]:
	"""Decide with a signature over the bytes of `draft` with the same texts; see decisions.service.decide."""
	return _signed(decisions.decide(appeal, _rows(rows), signature, decisions.Texts(text_uz, text_ru)))


@endpoint(methods=["POST"])
@guards.commission_staff(of="appeal", positions=decisions.ACKNOWLEDGING_POSITIONS)
def acknowledge(
	appeal: str, signature: str = "", text_uz: str = "", text_ru: str = ""
) -> dict[str, str | int]:
	"""Take note with a signature over the bytes of `draft`; see decisions.service.acknowledge.

	`state` says where the appeal is now. Under Review: a new person is named, the commission votes; `message` says so.
	"""
	if result := decisions.acknowledge(appeal, signature, decisions.Texts(text_uz, text_ru)):
		return {**_signed(result), "state": result.outcome, "message": ""}
	return {"state": "Under Review", "message": text("vote_needed")}


@endpoint(methods=["POST"])
@guards.holds_role("Election Administrator")
def sample_text(values: str | dict) -> dict[str, str]:
	"""A Decision Text over made-up people, for its form; writes nothing. See decisions.service.sample_text."""
	read = frappe.parse_json(values)
	if not isinstance(read, dict):
		raise FormInvalid([Finding("wrong_type", "values")])
	texts = decisions.sample_text(read)
	return {"text_uz": texts.uz, "text_ru": texts.ru}


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
