"""Decisions over HTTP: a chair sees what would be signed, and signs."""

import base64

import frappe

from esaylov.api.endpoint import endpoint
from esaylov.decisions import service as decisions


@endpoint(methods=["GET"])
def matter(appeal: str) -> dict:
	"""What the chair decides on: the rows with their answers, the findings, and the step that is next."""
	return decisions.matter_for(appeal, frappe.session.user)


@endpoint(methods=["POST"])
def draft(appeal: str, rows: str | list) -> dict[str, str]:
	"""The texts and the bytes (Base64) that a chair would sign today; writes nothing. See decisions.service.draft."""
	prepared = decisions.draft(appeal, frappe.parse_json(rows))
	return {
		"payload": base64.b64encode(prepared.payload).decode(),
		"payload_sha256": prepared.sha256,
		"outcome": prepared.outcome.value,
		"text_uz": prepared.text_uz,
		"text_ru": prepared.text_ru,
	}


@endpoint(methods=["POST"])
def decide(appeal: str, rows: str | list, signature: str) -> dict[str, str | int]:
	"""Decide with a signature over the bytes of `draft`; see decisions.service.decide."""
	result = decisions.decide(appeal, frappe.parse_json(rows), signature)
	return {
		"decision": result.decision,
		"number": result.number,
		"outcome": result.outcome,
		"decided_on": str(result.decided_on),
		"certificates": result.certificates,
	}
