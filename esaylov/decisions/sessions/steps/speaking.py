"""The list of speakers (*soʻzga chiqqanlar*) with their times, and what the record keeper enters in the minutes by hand.

Who asked and never spoke stands on no protocol. Who speaks stands there from when until when, and to which item.
"""

from datetime import datetime

import frappe
from frappe.model.document import Document

from esaylov.core.findings import Finding
from esaylov.decisions.sessions.records import people
from esaylov.decisions.sessions.records.writing import (
	ITEM,
	OPEN,
	RECESS,
	finish,
	locked,
	note,
	one_line,
	save,
	tell,
)
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, NotFound, WrongState

HELD = (OPEN, RECESS)
MOST = 500
"""Most speeches of a session (own design)."""
NAME_LENGTH, MINUTE_LENGTH = 140, 1000


def ask(session_name: str) -> None:
	"""Ask to speak. Repeatable. For a member who is present. Raises NotPermitted, WrongState."""
	session = locked(session_name, *HELD)
	member = people.acting(session)
	if member.person not in people.present(session.name):
		raise WrongState(code="not_present")
	if waiting(session, member.person):
		return
	_require_room(session)
	names = people.names({member.person})
	session.append(
		"speakers",
		{"person": member.person, "speaker_name": names[member.person], "asked_at": _now()},
	)
	save(session)
	tell(session.name, "session.speakers")


def withdraw(session_name: str, person: str = "") -> None:
	"""Take a request to speak back. Repeatable. person: somebody else's, for who presides or keeps the record. Raises NotPermitted, WrongState."""
	session = locked(session_name, *HELD)
	member = people.acting(session)
	if person and person != member.person:
		_require_conducting(session, member.person)
	row = waiting(session, person or member.person)
	if not row:
		return
	session.remove(row)
	save(session)
	tell(session.name, "session.speakers")


def begin(session_name: str, person: str = "", name: str = "", item: str = "") -> None:
	"""Note that somebody speaks from now on; who spoke until now has ended. For who presides or keeps the record.

	person: a member who is present; name: anybody else, as the protocol names them. item: what they speak to. Of who speaks already
	nothing changes. Raises NotPermitted, NotFound, WrongState, FormInvalid.
	"""
	session = locked(session_name, OPEN)
	_require_conducting(session, people.acting(session).person)
	if item and frappe.db.get_value(ITEM, item, "session") != session.name:
		raise NotFound({"doctype": ITEM})
	who = _speaker(session, person, name)
	now = speaking(session)
	if now and (now.person or "", now.speaker_name) == who:
		return
	_end(session)
	row = waiting(session, person) if person else None
	if not row:
		_require_room(session)
		row = session.append("speakers", {"person": who[0] or None, "speaker_name": who[1]})
	row.update({"item": item or None, "began_at": _now()})
	save(session)
	finish(session, "session.speech", {"place": row.idx})


def end(session_name: str) -> None:
	"""Note that who speaks has ended. Repeatable. For who presides or keeps the record. Raises NotPermitted, WrongState."""
	session = locked(session_name, *HELD)
	_require_conducting(session, people.acting(session).person)
	if _end(session):
		save(session)
		tell(session.name, "session.speakers")


def enter(session_name: str, text: str) -> None:
	"""Enter a sentence in the minutes. For who presides or keeps the record. Raises NotPermitted, WrongState, FormInvalid."""
	session = locked(session_name, *HELD)
	member = people.acting(session)
	_require_conducting(session, member.person)
	said = one_line(text, MINUTE_LENGTH)
	if not said:
		raise FormInvalid([Finding("required", "text")])
	note(session, "minute", person=member.person, reason=said)
	save(session)
	finish(session, "session.minute", {})


def close(session: Document) -> None:
	"""Nobody speaks when a session ends, and who waits will not; the caller saves it."""
	_end(session)
	session.set("speakers", [row for row in session.speakers if row.began_at])


def speaking(session: Document) -> Document | None:
	"""The row of who speaks now."""
	return next((row for row in session.speakers if row.began_at and not row.ended_at), None)


def waiting(session: Document, person: str) -> Document | None:
	"""The row by which a member waits to speak."""
	return next((row for row in session.speakers if row.person == person and not row.began_at), None)


def conducts(session: Document, person: str) -> bool:
	"""Whether a member presides or keeps the record."""
	return bool(person) and person in (session.presiding, session.secretary)


def _speaker(session: Document, person: str, name: str) -> tuple[str, str]:
	"""Person and name of a speaker. Raises FormInvalid."""
	if person:
		if person not in people.present(session.name):
			raise FormInvalid([Finding("not_a_member_here", "person")])
		return person, people.names({person})[person]
	said = one_line(name, NAME_LENGTH)
	if not said:
		raise FormInvalid([Finding("required", "name")])
	return "", said


def _end(session: Document) -> bool:
	"""Whether somebody spoke, who ends now."""
	row = speaking(session)
	if row:
		row.ended_at = _now()
	return bool(row)


def _require_conducting(session: Document, person: str) -> None:
	if not conducts(session, person):
		raise WrongState(code="not_conducting")


def _require_room(session: Document) -> None:
	if len(session.speakers) >= MOST:
		raise FormInvalid([Finding("too_many_rows", "speakers", params={"limit": MOST})])


def _now() -> datetime:
	return clock.now().replace(microsecond=0)
