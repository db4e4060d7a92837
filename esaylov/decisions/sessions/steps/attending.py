"""Attendance (*ishtirok*): in the room or remote, each arrival signed; who left may come back."""

import json

import frappe
from frappe.model.document import Document

from esaylov.core.findings import Finding
from esaylov.core.procedure.voting import Choice
from esaylov.core.records.payload import canonical, sha256_hex
from esaylov.decisions.sessions.records import people, signature_notices, signers, vote_times
from esaylov.decisions.sessions.records.people import Member
from esaylov.decisions.sessions.records.writing import (
	ATTENDANCE,
	ITEM,
	OPEN,
	PLANNED,
	RECESS,
	SESSION,
	VOTE,
	finish,
	locked,
	save,
)
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, WrongState
from esaylov.trust import lists, signatures

MODES = ("In the Room", "Remote")
PURPOSE = "attendance"
HELD = (PLANNED, OPEN, RECESS)


def payload(session_name: str, mode: str) -> bytes:
	"""The bytes by which the user attends: `In the Room` or `Remote`. Writes nothing. Raises NotPermitted, FormInvalid."""
	session = frappe.get_doc(SESSION, session_name)
	member = people.acting(session, is_step=False)
	return _bytes(session, member, _mode(mode), _earlier(session.name, member.person) + 1)


def attend(session_name: str, mode: str, signature: str) -> str:
	"""Attend a session, signed over `attendance_payload`; from its day on. Repeatable.

	Raises NotPermitted, WrongState, SignatureRefused.
	"""
	session = locked(session_name, *HELD)
	member = people.acting(session)
	key = {"present_key": _key(session.name, member.person)}
	if known := frappe.db.get_value(ATTENDANCE, key, "name", for_update=True):  # sees the last commit
		return str(known)
	if session.status == PLANNED and frappe.utils.getdate(session.starts_at) > clock.today():
		raise WrongState({"date": str(session.starts_at)[:10]}, code="attendance_early")
	ordinal = _earlier(session.name, member.person) + 1
	signed = _bytes(session, member, _mode(mode), ordinal)
	name, pinfl = people.signer(member.person)
	document = frappe.new_doc(ATTENDANCE)
	document.update(
		{
			"session": session.name,
			"commission": session.commission,
			"commission_lft": session.commission_lft,
			"person": member.person,
			"person_name": name,
			"membership": member.membership,
			"position": member.position,
			"mode": mode,
			"arrived_at": clock.now().replace(microsecond=0),
			"ordinal": ordinal,
			"present_key": _key(session.name, member.person),
			"payload": signed.decode(),
			"payload_sha256": sha256_hex(signed),
		}
	)
	save(document)
	document.signature = signatures.verify_document(
		ATTENDANCE, document.name, signed, signature, PURPOSE, pinfl
	)
	save(document)
	finish(session, "session.attended", {"attendance": document.name}, person=member.person)
	return str(document.name)


def leave(session_name: str, person: str = "") -> None:
	"""Leave a session. person: of somebody who left without saying so, noted by who presides or keeps the record.

	Raises NotPermitted, WrongState (`not_presiding`; `vote_goes_on`: while members have time to vote, nobody takes it from them;
	`has_voted`: who voted was there, and no other member takes that vote out of the quorum before it is closed; `must_sign`:
	nobody else takes the signature from who presides or keeps the record [ours]).
	"""
	session = locked(session_name, *HELD)
	member = people.acting(session)
	gone = person or member.person
	if gone != member.person:
		keeping = {session.presiding, session.secretary} & people.present(session.name)
		if member.person not in keeping:
			raise WrongState(code="not_presiding")
		_refuse_during_vote(session, gone)
		if signers.has_to_sign(session, gone):
			raise WrongState(code="must_sign")
	name = frappe.db.get_value(ATTENDANCE, {"present_key": _key(session.name, gone)}, "name", for_update=True)
	if not name:
		return
	document = frappe.get_doc(ATTENDANCE, name, for_update=True)
	document.left_at = clock.now().replace(microsecond=0)
	document.present_key = None
	document.left_noted_by = None if gone == member.person else member.person
	save(document)
	if document.left_noted_by:
		signature_notices.tell_noted_gone(session, document)
	finish(session, "session.left", {"attendance": document.name}, person=gone)


def is_as_attended(document: Document) -> bool:
	"""Whether somebody attended as they signed: who, where, how; for the comparison of each night."""
	content = str(document.payload).encode()
	try:
		signed = json.loads(content)
	except ValueError:
		return False
	said = ("session", "commission", "person", "position", "mode", "ordinal")
	return (
		isinstance(signed, dict)
		and all(signed.get(field) == document.get(field) for field in said)
		and sha256_hex(content) == document.payload_sha256
		and lists.is_over(document.signature, ATTENDANCE, document.name, content)
	)


def _refuse_during_vote(session: Document, gone: str) -> None:
	fields = ["name", "round", "position", "opened_at", "open_until"]
	rows = frappe.get_all(
		ITEM, {"session": session.name, "status": OPEN}, fields, order_by="position asc", limit=0
	)
	if not rows:
		return
	if not vote_times.is_over(rows[0], session):
		end = vote_times.end_of(rows[0], session)
		figures = {"item": rows[0].position, "time": f"{end:%H:%M:%S}"}
		raise WrongState(figures, code="vote_goes_on")
	given = {
		"item": ["in", [row.name for row in rows]],
		"member": gone,
		"choice": ["!=", Choice.RECUSED.value],
	}
	voted = {(vote.item, vote.round) for vote in frappe.get_all(VOTE, given, ["item", "round"], limit=0)}
	if positions := [row.position for row in rows if (row.name, row.round) in voted]:
		raise WrongState({"item": positions[0]}, code="has_voted")


def _mode(mode: str) -> str:
	if mode not in MODES:
		raise FormInvalid([Finding("not_a_choice", "mode")])
	return mode


def _earlier(session: str, person: str) -> int:
	"""How often a person attended a session before."""
	return int(frappe.db.count(ATTENDANCE, {"session": session, "person": person}))


def _key(session: str, person: str) -> str:
	return f"{session}|{person}"


def _bytes(session: Document, member: Member, mode: str, ordinal: int) -> bytes:
	return canonical(
		{
			"document": "session_attendance",
			"session": session.name,
			"commission": session.commission,
			"person": member.person,
			"position": member.position,
			"mode": mode,
			"ordinal": ordinal,
		}
	)
