"""The protocol (*bayonnoma*) of a session: its exact bytes, fixed when it closes, signed by who presided and who kept the record.

How it is printed is another's: whoever prints it reads these bytes and nothing else.
"""

import json
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.core.records.payload import canonical, sha256_hex
from esaylov.decisions.sessions.records import chained, people, signature_notices, signers
from esaylov.decisions.sessions.records.writing import (
	ADOPTED,
	ATTENDANCE,
	CLOSED,
	ITEM,
	SESSION,
	SET_ASIDE,
	SIGNED,
	VOTE,
	finish,
	locked,
	note,
	save,
)
from esaylov.framework import clock
from esaylov.framework.errors import NotPermitted, WrongState
from esaylov.trust import lists
from esaylov.trust.signatures import verify_document

PURPOSE = "protocol"
OF_SESSION = ("commission", "election", "number", "title", "place", "presiding", "presiding_position")
MOMENTS = ("starts_at", "opened_at", "closed_at")
OF_ATTENDANCE = [
	*("person", "person_name", "position", "mode", "arrived_at", "left_at", "left_noted_by"),
	"payload_sha256",
]
OF_ITEM = (
	*(
		"name",
		"position",
		"batch",
		"appeal",
		"subject_kind",
		"title",
		"status",
		"round",
		"reason",
		"draft_sha256",
	),
	*("votes_for", "votes_against", "votes_abstained", "votes_recused", "members_total", "members_present"),
	*("casting_vote", "result_reason", "rule_data"),
)
OF_SPEECH = ("person", "speaker_name", "item", "began_at", "ended_at")
OF_VOTE = ["item", "round", "member", "member_name", "position", "choice", "recusal", "reason", "dissent"]


def write(session: Document) -> None:
	"""Fix the bytes of the protocol on a session that is being closed; the caller saves it."""
	signed = canonical(body(session))
	session.protocol, session.protocol_sha256 = signed.decode(), sha256_hex(signed)


def body(session: Document) -> dict[str, object]:
	"""What the protocol of a session says as it stands."""
	where = {"session": session.name}
	attendance = frappe.get_all(
		ATTENDANCE, where, OF_ATTENDANCE, order_by="arrived_at asc, name asc", limit=0
	)
	items = frappe.get_all(ITEM, where, list(OF_ITEM), order_by="position asc", limit=0)
	votes = defaultdict(list)
	order = "item asc, round asc, member asc"
	for vote in frappe.get_all(VOTE, where, [*OF_VOTE, "payload_sha256"], order_by=order, limit=0):
		votes[vote.pop("item")].append(_plain(vote))
	return {
		"document": "session_protocol",
		"session": session.name,
		**_plain({field: session.get(field) for field in (*OF_SESSION, "secretary", "secretary_position")}),
		**{field: _moment(session.get(field)) for field in MOMENTS},
		"attendance": [_plain(row) for row in attendance],
		"items": [{**_plain(item), "votes": votes[item.name]} for item in items],
		"course": json.loads(session.course or "[]"),
		**_speeches(session),
	}


def _speeches(session: Document) -> dict[str, object]:
	"""Who spoke. A protocol of before there were speakers has no such key, and one where nobody spoke needs none."""
	spoken = [row for row in session.speakers if row.began_at]
	said = [_plain({field: row.get(field) for field in OF_SPEECH}) for row in spoken]
	return {"speakers": said} if said else {}


def payload(name: str) -> bytes:
	"""The bytes of the protocol, for who presided and who kept the record. Raises NotPermitted."""
	session = frappe.get_doc(SESSION, name)
	_part(session, is_step=False)
	return str(session.protocol or "").encode()


def sign(name: str, signature: str) -> str:
	"""Sign the protocol; the second of the two signatures makes it `Protocol Signed`. The state of the session. Repeatable.

	Raises NotPermitted, WrongState (`signed_other_part`: two persons sign), SignatureRefused.
	"""
	session = locked(name, CLOSED, SIGNED)
	part, person = _part(session)
	field = f"protocol_signature_{part}"
	if session.get(field):
		return str(session.status)
	if person == session.get(f"protocol_signer_{signers.other_part(part)}"):
		raise WrongState(code="signed_other_part")
	pinfl = frappe.db.get_value("Person", person, "pinfl")
	content = str(session.protocol).encode()
	session.set(field, verify_document(SESSION, session.name, content, signature, PURPOSE, pinfl))
	session.set(f"protocol_signer_{part}", person)
	if session.protocol_signature_presiding and session.protocol_signature_secretary:
		session.status = SIGNED
		session.protocol_signed_at = clock.now().replace(microsecond=0)
	note(session, "protocol_signed", person=person)
	save(session)
	signature_notices.close_notice(session)
	finish(session, "session.protocol_signed", {"part": part, "signature": session.get(field)})
	return str(session.status)


def is_as_signed(session: Document) -> bool:
	"""Whether votes, counts and attendance are those of the protocol that was fixed, and its signatures were given over that."""
	content = str(session.protocol).encode()
	try:
		fixed = json.loads(content)
	except ValueError:
		return False
	signatures = (session.protocol_signature_presiding, session.protocol_signature_secretary)
	return (
		sha256_hex(content) == session.protocol_sha256
		and _says(fixed, body(session), session.commission)
		and all(lists.is_over(each, SESSION, session.name, content) for each in signatures if each)
	)


def _says(fixed: Mapping[str, Any], stands: Mapping[str, Any], commission: str) -> bool:
	"""Whether a session stands as its protocol says, but for what goes on after it: its course, and items that are set aside."""
	course = fixed["course"]
	then = {item["name"]: item for item in fixed["items"]}
	items = [_before(item, then.get(item["name"]), commission) for item in stands["items"]]
	same = _kept(fixed) == _kept({**stands, "items": items})
	return same and stands["course"][: len(course)] == course


def _before(item: Mapping[str, Any], then: Mapping[str, Any] | None, commission: str) -> Mapping[str, Any]:
	"""An item as it stood when the protocol was fixed: one that was set aside since, which its chain tells, was adopted for no reason."""
	if not then or (then["status"], item["status"]) != (ADOPTED, SET_ASIDE):
		return item
	if not chained.was_set_aside(commission, item["name"]):
		return item
	return {**item, "status": then["status"], "reason": then["reason"]}


def _kept(said: Mapping[str, Any]) -> bytes:
	return canonical({key: value for key, value in said.items() if key != "course"})


def _part(session: Document, is_step: bool = True) -> tuple[str, str]:
	"""Whose signature the user of the session gives, presiding or secretary, and who the user is. Raises
	NotPermitted, WrongState."""
	person = people.acting(session, is_step=is_step).person
	if part := signers.protocol_part_of(session, person):
		return part, person
	raise NotPermitted()


def _plain(row: Mapping[str, Any]) -> dict[str, str | int]:
	"""Values as the canonical form takes them."""
	return {key: value if isinstance(value, int) else _moment(value) for key, value in row.items()}


def _moment(value: object) -> str:
	return str(value).partition(".")[0] if hasattr(value, "year") else str(value or "")
