"""Sessions of commissions over HTTP; opening, attending, voting and closing a vote are at `decisions.*`."""

import base64
from datetime import datetime
from typing import Any

import frappe

from esaylov.api import guards
from esaylov.api.endpoint import decoded, endpoint, json_list, json_object
from esaylov.core.findings import Finding
from esaylov.decisions.sessions.papers import protocol
from esaylov.decisions.sessions.records import interests, people, signers
from esaylov.decisions.sessions.steps import (
	agenda,
	attending,
	ballots,
	counting,
	holding,
	planning,
	returning,
	state,
)
from esaylov.framework.errors import FormInvalid

of_session = guards.commission_staff(
	of="session", doctype="Commission Session", commission="commission", positions=people.VOTING
)
by_chairs = guards.commission_staff(
	of="session", doctype="Commission Session", commission="commission", positions=people.CHAIRS
)
arranging = guards.commission_staff(
	of="session", doctype="Commission Session", commission="commission", positions=people.ARRANGING
)
item_by_members = guards.commission_staff(
	of="item", doctype="Agenda Item", commission="commission", positions=people.VOTING
)
item_arranging = guards.commission_staff(
	of="item", doctype="Agenda Item", commission="commission", positions=people.ARRANGING
)


@endpoint(methods=["GET"])
@guards.signed_in
def arranged_commissions() -> list[dict[str, str]]:
	"""The commissions whose sessions the caller may plan today."""
	return people.arranged(frappe.session.user)


@endpoint(methods=["POST"])
@guards.signed_in
def plan_session(
	commission: str, title: str, starts_at: datetime, place: str, election: str = ""
) -> dict[str, str]:
	"""Plan a session of the caller's commission; see decisions.sessions.steps.planning.plan."""
	return {"session": planning.plan(commission, title, starts_at, place, election)}


@endpoint(methods=["POST"])
@arranging
def change_session(session: str, title: str, starts_at: datetime, place: str) -> dict[str, bool]:
	"""Move or rename a planned session."""
	planning.change(session, title, starts_at, place)
	return {"done": True}


@endpoint(methods=["POST"])
@by_chairs
def call_off(session: str, reason: str) -> dict[str, bool]:
	"""Call a planned session off."""
	planning.call_off(session, reason)
	return {"done": True}


@endpoint(methods=["POST"])
@arranging
def invite(session: str) -> dict[str, int]:
	"""Invite the members by SMS; how many are told anew."""
	return {"told": planning.invite(session)}


@endpoint(methods=["GET"])
@guards.signed_in
def session_state(session: str, known: str = "") -> dict[str, Any]:
	"""Everything a member's screen shows, for whoever may read the session.

	known: `drafts.sha256` of an earlier answer, whose texts need not be sent again.
	"""
	return state.of(session, known)


@endpoint(methods=["POST"])
@arranging
def put_batch(session: str, appeals: str | list[Any], batch: str, rule: str = "") -> dict[str, list[str]]:
	"""Put similar appeals on the agenda, to be decided together by one vote."""
	return {"items": agenda.put(_names(appeals, "appeals"), session, batch, rule)}


@endpoint(methods=["POST"])
@arranging
def add_subject(
	session: str,
	kind: str,
	title: str,
	text_uz: str = "",
	text_ru: str = "",
	data: str | dict[str, Any] = "{}",
) -> dict[str, str]:
	"""Put a question of the commission's own on the agenda."""
	given = json_object(data, "data")
	return {"item": agenda.add_subject(session, kind, title, given, text_uz, text_ru)}


@endpoint(methods=["POST"])
@item_arranging
def redraft(item: str, rows: str | list[Any], text_uz: str = "", text_ru: str = "") -> dict[str, bool]:
	"""Change the draft of an item that is not open."""
	agenda.redraft(item, _objects(rows, "rows"), text_uz, text_ru)
	return {"done": True}


@endpoint(methods=["POST"])
@item_arranging
def add_material(item: str, file_name: str, content: str) -> dict[str, str]:
	"""Hang a file (Base64) on an item."""
	return {"file": agenda.add_material(item, file_name, decoded(content))}


@endpoint(methods=["POST"])
@item_arranging
def split(item: str) -> dict[str, bool]:
	"""Take an item out of its batch."""
	agenda.split(item)
	return {"done": True}


@endpoint(methods=["POST"])
@item_arranging
def remove_item(item: str, reason: str = "") -> dict[str, bool]:
	"""Take an item off the agenda."""
	agenda.remove(item, reason)
	return {"done": True}


@endpoint(methods=["POST"])
@item_by_members
def set_aside(item: str) -> dict[str, bool]:
	"""Give the appeal of an adopted item back to review where its decision cannot take effect."""
	returning.set_aside(item)
	return {"done": True}


@endpoint(methods=["GET"])
@of_session
def attendance_payload(session: str, mode: str) -> dict[str, str]:
	"""The bytes (Base64) by which the caller attends."""
	return {"payload": _base64(attending.payload(session, mode))}


@endpoint(methods=["POST"])
@of_session
def leave(session: str, person: str = "") -> dict[str, bool]:
	"""Leave a session, or note that somebody left."""
	attending.leave(session, person)
	return {"done": True}


@endpoint(methods=["POST"])
@of_session
def take_chair(session: str) -> dict[str, bool]:
	"""Preside from now on."""
	holding.take_chair(session)
	return {"done": True}


@endpoint(methods=["POST"])
@of_session
def name_secretary(session: str, person: str) -> dict[str, bool]:
	"""Name who keeps the record from now on."""
	holding.name_secretary(session, person)
	return {"done": True}


@endpoint(methods=["POST"])
@of_session
def elect_presiding(session: str, person: str) -> dict[str, bool]:
	"""Record who was elected to preside, while neither chair nor deputy is present."""
	holding.elect_presiding(session, person)
	return {"done": True}


@endpoint(methods=["POST"])
@of_session
@guards.fresh_factor
def name_signer(session: str, part: str, person: str, reason: str) -> dict[str, bool]:
	"""Name who signs for who presided or kept the record; see decisions.sessions.records.signers.name_signer."""
	signers.name_signer(session, part, person, reason)
	return {"done": True}


@endpoint(methods=["POST"])
@of_session
def recess(session: str, reason: str = "") -> dict[str, bool]:
	"""Interrupt an open session."""
	holding.recess(session, reason)
	return {"done": True}


@endpoint(methods=["POST"])
@of_session
def resume(session: str) -> dict[str, bool]:
	"""Go on after a recess."""
	holding.resume(session)
	return {"done": True}


@endpoint(methods=["POST"])
@of_session
def close_session(session: str) -> dict[str, bool]:
	"""Close a session and fix its protocol."""
	holding.close(session)
	return {"done": True}


@endpoint(methods=["POST"])
@item_by_members
def open_item(item: str, until: datetime | None = None) -> dict[str, list[str]]:
	"""Put an item, or its batch, to the vote."""
	return {"items": counting.open_item(item, until)}


@endpoint(methods=["POST"])
@item_by_members
def postpone_item(item: str, reason: str) -> dict[str, bool]:
	"""Postpone an item, or its batch."""
	counting.postpone(item, reason)
	return {"done": True}


@endpoint(methods=["POST"])  # a list of five hundred choices is too long for an address; it writes nothing
@of_session
def ballot(session: str, votes: str | list[Any]) -> dict[str, str]:
	"""The bytes (Base64) that the caller signs for choices on open items."""
	return {"payload": _base64(ballots.payload(session, _objects(votes, "votes")))}


@endpoint(methods=["GET"])
@of_session
def protocol_payload(session: str) -> dict[str, str]:
	"""The bytes (Base64) of the protocol, for who presided and who kept the record."""
	return {"payload": _base64(protocol.payload(session))}


@endpoint(methods=["POST"])
@of_session
@guards.fresh_factor
def sign_protocol(session: str, signature: str) -> dict[str, str]:
	"""Sign the protocol of a closed session."""
	return {"status": protocol.sign(session, signature)}


@endpoint(methods=["POST"])
@guards.signed_in
def declare_interest(
	kind: str, relation: str = "", pinfl: str = "", body_type: str = "", body: str = ""
) -> dict[str, str]:
	"""Declare a close relative or a body, for the check of conflicts of interest."""
	return {"interest": interests.declare(kind, relation, pinfl, body_type, body)}


@endpoint(methods=["POST"])
@guards.signed_in
def withdraw_interest(interest: str) -> dict[str, bool]:
	"""End an own declaration."""
	interests.withdraw(interest)
	return {"done": True}


def _names(value: str | list[Any], field: str) -> list[str]:
	names = json_list(value, field)
	if not all(isinstance(name, str) and name for name in names):
		raise FormInvalid([Finding("wrong_type", field)])
	return names


def _objects(value: str | list[Any], field: str) -> list[dict[str, Any]]:
	rows = json_list(value, field)
	if not all(isinstance(row, dict) for row in rows):
		raise FormInvalid([Finding("wrong_type", field)])
	return rows


def _base64(content: bytes) -> str:
	return base64.b64encode(content).decode()
