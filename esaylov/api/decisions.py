"""Decisions over HTTP: a chair sees what would be signed, and signs."""

import base64
from dataclasses import asdict
from typing import Any, cast

import frappe

from esaylov.api import guards
from esaylov.api.answers import DecisionAnswer, DecisionDraft
from esaylov.api.endpoint import endpoint, json_list, json_object
from esaylov.core.findings import Finding
from esaylov.decisions.drafting import decision_subject, signing, wording
from esaylov.decisions.matters import ex_officio
from esaylov.decisions.review import reading
from esaylov.decisions.sessions.records import people
from esaylov.decisions.sessions.steps import attending, ballots, counting, holding
from esaylov.decisions.signatures import bulk_completion, chair, collective, status
from esaylov.framework.errors import FormInvalid, NotFound, text
from esaylov.identity import positions
from esaylov.permissions.reach import reach


@endpoint(methods=["GET"])
@guards.signed_in
def matter(appeal: str) -> dict[str, Any]:
	"""What the chair decides on: the rows with their answers, the findings, and the step that is next."""
	return reading.matter_for(appeal, frappe.session.user)


@endpoint(methods=["POST"])
@guards.commission_staff(of="appeal", positions=decision_subject.ACKNOWLEDGING_POSITIONS)
def draft(appeal: str, rows: str | list[Any] = "[]", text_uz: str = "", text_ru: str = "") -> DecisionDraft:
	"""The texts and the bytes (Base64) that would be signed today; writes nothing. See decisions.chair.draft.

	text_uz, text_ru: the texts where they were edited.
	"""
	return _shown(chair.draft(appeal, _rows(rows), wording.Texts(text_uz, text_ru)))


@endpoint(methods=["POST"])
@guards.commission_staff(of="appeal", positions=decision_subject.CHAIR_POSITIONS)
@guards.fresh_factor
def decide(
	appeal: str, rows: str | list[Any], signature: str, text_uz: str = "", text_ru: str = ""
) -> DecisionAnswer:
	"""Decide with a signature over the bytes of `draft` with the same texts; see decisions.chair.decide."""
	return _signed(chair.decide(appeal, _rows(rows), signature, wording.Texts(text_uz, text_ru)))


@endpoint(methods=["POST"])
@guards.commission_staff(of="appeal", positions=decision_subject.ACKNOWLEDGING_POSITIONS)
@guards.fresh_factor
def acknowledge(
	appeal: str, signature: str = "", text_uz: str = "", text_ru: str = ""
) -> dict[str, str | int]:
	"""Take note with a signature over the bytes of `draft`; see decisions.chair.acknowledge.

	`state` says where the appeal is now. Under Review: a new person is named, the commission votes; `message` says so.
	"""
	if result := chair.acknowledge(appeal, signature, wording.Texts(text_uz, text_ru)):
		return {**cast("dict[str, str | int]", _signed(result)), "state": result.outcome, "message": ""}
	return {"state": "Under Review", "message": text("vote_needed")}


@endpoint(methods=["POST"])
@guards.holds_role("Election Administrator")
def sample_text(values: str | dict[str, Any]) -> dict[str, str]:
	"""A Decision Text over made-up people, for its form; writes nothing. See decisions.wording.sample_text."""
	texts = wording.sample_text(json_object(values, "values"))
	return {"text_uz": texts.uz, "text_ru": texts.ru}


@endpoint(methods=["POST"])
@guards.commission_staff(
	of="session", doctype="Commission Session", commission="commission", positions=people.VOTING
)
def open_session(session: str, secretary: str = "") -> dict[str, str]:
	"""Open a planned session, which the caller presides from then on; see decisions.sessions.steps.holding.open_session."""
	return {"number": holding.open_session(session, secretary)}


@endpoint(methods=["POST"])
@guards.commission_staff(
	of="session", doctype="Commission Session", commission="commission", positions=people.VOTING
)
@guards.fresh_factor
def attend(session: str, mode: str, signature: str) -> dict[str, str]:
	"""Attend a session with a signature over the bytes of `sessions.attendance_payload`."""
	return {"attendance": attending.attend(session, mode, signature)}


@endpoint(methods=["POST"])
@guards.commission_staff(
	of="session", doctype="Commission Session", commission="commission", positions=people.VOTING
)
@guards.fresh_factor
def vote(session: str, votes: str | list[Any], signature: str) -> dict[str, int | str | dict[str, Any]]:
	"""Cast votes on open items with one signature over the bytes of `sessions.ballot`; see decisions.sessions.steps.ballots.cast.

	`recused` names items on which the caller may not vote, with the ground; nothing was cast then, the recusal stands, and
	`message` says so.
	"""
	cast = ballots.cast(session, _rows(votes), signature)
	ground = next(iter(cast.recused.values()), "")
	message = text("vote_conflict", {"reason": ground}) if ground else ""
	return {"votes": cast.votes, "recused": dict(cast.recused), "message": message}


@endpoint(methods=["POST"])
@guards.commission_staff(of="item", doctype="Agenda Item", commission="commission", positions=people.VOTING)
def close_item(item: str) -> dict[str, list[Any]]:
	"""Close the vote on an item, or on its batch, and draft what was adopted; see `counting.close_item`."""
	return {"items": counting.close_item(item)}


@endpoint(methods=["GET"])
@guards.reader(of="decision", doctype="Decision")
def standing(decision: str) -> dict[str, Any]:
	"""Whether the caller may annul a decision, and what annulled it; see decisions.status."""
	return status.status_of(decision, frappe.session.user)


@endpoint(methods=["POST"])
@guards.reader(of="decision", doctype="Decision")
def annulment_draft(decision: str, reason: str) -> DecisionDraft:
	"""The texts and the bytes (Base64) that would be signed today to annul a decision; writes nothing."""
	return _shown(chair.annulment_draft(decision, reason))


@endpoint(methods=["POST"])
@guards.reader(of="decision", doctype="Decision")
@guards.fresh_factor
def annul(decision: str, reason: str, signature: str) -> DecisionAnswer:
	"""Annul with a signature over the bytes of `annulment_draft`; see decisions.chair.annul."""
	return _signed(chair.annul(decision, reason, signature))


@endpoint(methods=["GET"])
@guards.signed_in
def matters(commission: str) -> list[dict[str, Any]]:
	"""What a commission of the caller decides without an appeal, and by which road."""
	return chair.matters_for(commission, frappe.session.user)


@endpoint(methods=["POST"])
@guards.signed_in
def matter_draft(
	commission: str,
	subject_kind: str,
	data: str | dict[str, Any],
	election: str,
	text_uz: str = "",
	text_ru: str = "",
) -> DecisionDraft:
	"""The texts and the bytes that the chair would sign today on a matter without an appeal; writes nothing.

	text_uz, text_ru: the texts where they were edited.
	"""
	texts = wording.Texts(text_uz, text_ru)
	return _shown(chair.matter_draft(_matter(commission, subject_kind, data, election, texts)))


@endpoint(methods=["POST"])
@guards.signed_in
@guards.fresh_factor
def decide_matter(
	commission: str,
	subject_kind: str,
	data: str | dict[str, Any],
	election: str,
	signature: str,
	text_uz: str = "",
	text_ru: str = "",
) -> DecisionAnswer:
	"""Decide such a matter with a signature over the bytes of `matter_draft`; see decisions.chair.decide_matter."""
	texts = wording.Texts(text_uz, text_ru)
	return _signed(chair.decide_matter(_matter(commission, subject_kind, data, election, texts), signature))


def _matter(
	commission: str, subject_kind: str, data: str | dict[str, Any], election: str, texts: wording.Texts
) -> ex_officio.Matter:
	return ex_officio.Matter(subject_kind, json_object(data, "data"), commission, election, texts)


@endpoint(methods=["POST"])
@guards.signed_in
def to_sign(names: str | list[Any]) -> dict[str, str | int]:
	"""The bytes (Base64) that the caller signs for decisions of a session; see decisions.collective.payload_to_sign."""
	wanted = _readable(names)
	content = collective.payload_to_sign(wanted)
	return {"payload": base64.b64encode(content).decode(), "decisions": len(wanted)}


@endpoint(methods=["POST"])
@guards.signed_in
@guards.fresh_factor
def sign(names: str | list[Any], signature: str) -> dict[str, Any]:
	"""Sign decisions of a session, one or a list, over the bytes of `to_sign`; see decisions.collective.sign."""
	signed = collective.sign(_readable(names), signature)
	results = [_signed(result) for result in signed.results]
	return {"part": signed.part, "results": results, "waiting": signed.waiting, "run": signed.run}


@endpoint(methods=["GET"])
@guards.reader(of="run", doctype="Bulk Decision")
def run_progress(run: str) -> dict[str, Any]:
	"""How far the completion of a signed list is, and what was refused and why."""
	return asdict(bulk_completion.progress(run))


@endpoint(methods=["POST"])
@guards.reader(of="run", doctype="Bulk Decision")
def run_retry(run: str) -> dict[str, Any]:
	"""Put what a finished run could not complete in line again, for chair, deputy and secretary of its commission."""
	commission = frappe.db.get_value("Bulk Decision", run, "commission")
	positions.require_position(frappe.session.user, commission, decision_subject.ACKNOWLEDGING_POSITIONS)
	bulk_completion.retry(run)
	return asdict(bulk_completion.progress(run))


def _readable(names: str | list[Any]) -> list[str]:
	"""The names of decisions (one, or a list) that the caller may read, in their order. Raises FormInvalid, NotFound."""
	is_one = isinstance(names, str) and not names.startswith("[")
	wanted: list[str] = [str(names)] if is_one else json_list(names, "names")
	if not wanted or not all(isinstance(name, str) for name in wanted):
		raise FormInvalid([Finding("wrong_type", "names")])
	if not reach(frappe.session.user).has("Decision", wanted):
		raise NotFound()
	return wanted


def _shown(prepared: decision_subject.Prepared) -> DecisionDraft:
	return {
		"payload": base64.b64encode(prepared.payload).decode(),
		"payload_sha256": prepared.sha256,
		"outcome": prepared.outcome.value if prepared.outcome else "",
		"text_uz": prepared.text_uz,
		"text_ru": prepared.text_ru,
	}


def _signed(result: signing.Result) -> DecisionAnswer:
	return {
		"decision": result.decision,
		"number": result.number,
		"outcome": result.outcome,
		"decided_on": str(result.decided_on),
		"certificates": result.certificates,
	}


def _rows(rows: str | list[Any]) -> list[dict[str, Any]]:
	"""The rows, also where the Desk sent them as JSON text. Raises FormInvalid unless they are objects."""
	read = json_list(rows, "rows")
	if not all(isinstance(row, dict) for row in read):
		raise FormInvalid([Finding("wrong_type", "rows")])
	return read
