"""A session before it opens: planned, moved, called off, its members invited."""

from datetime import datetime

import frappe
from frappe.model.document import Document

from esaylov.core.findings import Finding
from esaylov.decisions.sessions.records import people, rules
from esaylov.decisions.sessions.records.writing import (
	CALLED_OFF,
	ITEM,
	PLANNED,
	SESSION,
	finish,
	locked,
	note,
	one_line,
	save,
)
from esaylov.decisions.sessions.steps import agenda
from esaylov.framework import clock, practice
from esaylov.framework.errors import FormInvalid, NotPermitted, WrongState
from esaylov.identity import positions
from esaylov.messages import notices
from esaylov.messages.texts import receivers, values
from esaylov.trust.chains import chain

TITLE_LENGTH, PLACE_LENGTH, REASON_LENGTH = 140, 140, 500
INVITATION = "S51"
COMMISSION = "Election Commission"


def plan(commission: str, title: str, starts_at: datetime, place: str, election: str = "") -> str:
	"""Plan a session; its name. starts_at: Tashkent time where it names no zone. election: the site's current one without it.

	For chair, deputy and secretary. Raises NotPermitted, FormInvalid, SetupMissing (`rule_missing`), WrongState (`practice_over`).
	"""
	user = frappe.session.user
	if not isinstance(commission, str):
		raise NotPermitted()
	position = positions.require_position(user, commission, people.ARRANGING)
	if practice.is_over(election):
		raise WrongState(field="election", code="practice_over")
	session = frappe.new_doc(SESSION)
	session.update(
		{
			"commission": commission,
			"commission_lft": position.lft,
			"election": election or frappe.get_cached_doc("E-saylov Settings").current_election,
			"planned_by": position.person,
			"rule": rules.default_of(position.level),
			"status": PLANNED,
			"salt": chain.new_salt(),
		}
	)
	_arrange(session, title, starts_at, place)
	note(session, "planned", person=position.person)
	save(session)
	finish(session, "session.planned", {})
	return str(session.name)


def has_open(commission: str) -> bool:
	"""Whether a commission has a session whose agenda may change."""
	return bool(frappe.db.exists(SESSION, {"commission": commission, "status": ["in", agenda.HELD]}))


def change(name: str, title: str, starts_at: datetime, place: str) -> None:
	"""Move or rename a planned session; invite again, and the members are told anew. Raises NotPermitted, WrongState, FormInvalid."""
	session = locked(name, PLANNED)
	person = people.acting(session, people.ARRANGING).person
	_arrange(session, title, starts_at, place)
	note(session, "changed", person=person)
	save(session)
	finish(session, "session.changed", {})


def call_off(name: str, reason: str) -> None:
	"""Call a planned session off; its appeals go back to review. For chair and deputy. Repeatable.

	Raises NotFound, NotPermitted, WrongState, FormInvalid.
	"""
	session = locked(name, PLANNED, CALLED_OFF)
	person = people.acting(session, people.CHAIRS).person
	if session.status == CALLED_OFF:
		return
	session.called_off_reason = needed(reason, "reason", REASON_LENGTH)
	session.status = CALLED_OFF
	note(session, "called_off", person=person)
	save(session)
	agenda.release_all(session, session.called_off_reason)
	finish(session, "session.called_off", {})


def invite(name: str) -> int:
	"""Tell each member by SMS when and where a planned session is, once for each time it was set; how many are new."""
	session = locked(name, PLANNED)
	person = people.acting(session, people.ARRANGING).person
	members = people.members(session.commission)
	rows = frappe.get_all(
		"Person",
		{"name": ["in", sorted(members)]},
		["name", "phone", "language"],
		order_by="name asc",
	)
	phones = receivers.phones_of_entries([row.name for row in rows if not row.phone])
	for row in rows:
		row.phone = row.phone or phones.get(row.name)
	questions = frappe.db.count(ITEM, {"session": name, "status": PLANNED})
	sent = notices.put(INVITATION, [_invitation(session, row, questions) for row in rows])
	session.invited_at = clock.now().replace(microsecond=0)
	note(session, "invited", person=person)
	save(session)
	finish(session, "session.invited", {"members": len(rows)})
	return sent


def needed(value: object, field: str, limit: int) -> str:
	"""A text that must be there, as one line. Raises FormInvalid."""
	text = one_line(value, limit)
	if not text:
		raise FormInvalid([Finding("required", field)])
	return text


def _arrange(session: Document, title: str, starts_at: datetime, place: str) -> None:
	if starts_at.tzinfo:
		starts_at = starts_at.astimezone(clock.TASHKENT).replace(tzinfo=None)
	if starts_at.date() < clock.today():
		raise FormInvalid([Finding("session_in_the_past", "starts_at")])
	session.title = needed(title, "title", TITLE_LENGTH)
	session.place = needed(place, "place", PLACE_LENGTH)
	session.starts_at = starts_at.replace(microsecond=0)


def _invitation(session: Document, row: frappe._dict, questions: int) -> notices.Notice:
	starts_at = frappe.utils.get_datetime(session.starts_at)
	language = values.wording_of(row.language or "uz")
	columns = [f"short_title_{language}", f"title_{language}"]
	titles = frappe.get_cached_value(COMMISSION, session.commission, columns) or []
	return notices.Notice(
		receivers.Receiver(row.name, row.phone or "", row.language or "uz"),
		SESSION,
		session.name,
		starts_at.isoformat(),  # moved to another time, the members are told anew
		session.commission,
		session.commission_lft,
		{
			"comm": next(filter(None, titles), None),
			"d": starts_at.date(),
			"t": f"{starts_at:%H:%M}",
			"k": questions,
		},
	)
