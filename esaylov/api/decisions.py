"""Decisions over HTTP: a chair sees what would be signed, and signs."""

import base64

import frappe

from esaylov import guards
from esaylov.api.endpoint import endpoint
from esaylov.core.findings import Finding
from esaylov.decisions import service as decisions
from esaylov.errors import FormInvalid, text
from esaylov.sessions import service as sessions


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


@endpoint(methods=["POST"])
@guards.commission_staff(
	of="session", doctype="Commission Session", commission="commission", positions=sessions.CHAIRS
)
def open_session(session: str, secretary: str = "") -> dict[str, str]:
	"""Open a planned session, which the caller presides from then on; see sessions.service.open_session."""
	return {"number": sessions.open_session(session, secretary)}


@endpoint(methods=["POST"])
@guards.commission_staff(
	of="session", doctype="Commission Session", commission="commission", positions=sessions.VOTING
)
def attend(session: str, mode: str, signature: str) -> dict[str, str]:
	"""Attend a session with a signature over the bytes of `sessions.attendance_payload`."""
	return {"attendance": sessions.attend(session, mode, signature)}


@endpoint(methods=["POST"])
@guards.commission_staff(
	of="session", doctype="Commission Session", commission="commission", positions=sessions.VOTING
)
def vote(session: str, votes: str | list, signature: str) -> dict[str, int | str | dict]:
	"""Cast votes on open items with one signature over the bytes of `sessions.ballot`; see sessions.service.vote.

	`recused` names items on which the caller may not vote, with the ground; nothing was cast then, the recusal stands, and
	`message` says so.
	"""
	cast = sessions.vote(session, _rows(votes), signature)
	ground = next(iter(cast.recused.values()), "")
	message = text("vote_conflict", {"reason": ground}) if ground else ""
	return {"votes": cast.votes, "recused": dict(cast.recused), "message": message}


@endpoint(methods=["POST"])
@guards.commission_staff(of="item", doctype="Agenda Item", commission="commission", positions=sessions.CHAIRS)
def close_item(item: str) -> dict[str, list]:
	"""Close the vote on an item, or on its batch, and draft what was adopted; see sessions.service.close_item."""
	return {"items": sessions.close_item(item)}


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
