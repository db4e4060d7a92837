"""A session from its opening to its closing: who presides, who keeps the record, recess, and the end."""

from collections.abc import Collection, Mapping

import frappe
from frappe.model.document import Document

from esaylov.core.findings import Finding
from esaylov.core.procedure.voting import Assembly
from esaylov.decisions.sessions.papers import protocol
from esaylov.decisions.sessions.records import departures, people, rules, signature_notices, signers
from esaylov.decisions.sessions.records.people import Member
from esaylov.decisions.sessions.records.writing import (
	CLOSED,
	ITEM,
	OPEN,
	PLANNED,
	RECESS,
	SIGNED,
	finish,
	locked,
	note,
	one_line,
	save,
)
from esaylov.decisions.sessions.steps import agenda, speaking
from esaylov.framework import clock, practice
from esaylov.framework.errors import FormInvalid, NotPermitted, WrongState
from esaylov.trust.chains import chain

HELD = (OPEN, RECESS)


def open_session(name: str, secretary: str = "") -> str:
	"""Open a planned session; its number from the commission's counter, with the mark of practice where it is one. Repeatable.

	The user presides: the chair, a deputy while no chair attends, or a member who was elected. secretary: the person
	of a member who keeps the record
	while the secretary does not attend. Raises NotPermitted, WrongState (`not_present`, `chair_is_here`, `secretary_absent`,
	`no_quorum`).
	"""
	session = locked(name, PLANNED, OPEN)
	member = people.acting(session)
	if member.position not in people.CHAIRS and session.presiding != member.person:
		raise NotPermitted()
	if session.status == OPEN:
		return str(session.number)
	known, here = people.members(session.commission), people.present(session.name)
	if member.person not in here:
		raise WrongState(code="not_present")
	if _is_here(people.CHAIRS[: _rank(member)], known, here):
		raise WrongState(code="chair_is_here")
	before = (*people.CHAIRS[: _rank(member)], "Secretary")
	departures.refuse_until_return(session, _holders(before, known))
	chosen = _secretary(known, here, member.person, secretary)
	assembly = Assembly.of(known, here, member.person)
	if not rules.may_meet(rules.stored(session.rule), assembly):
		raise WrongState({"present": len(assembly.present), "members": len(known)}, code="no_quorum")
	session.update(
		{
			"status": OPEN,
			"number": _next_number(session),
			"opened_at": clock.now().replace(microsecond=0),
			"presiding": member.person,
			"presiding_position": member.position,
			"secretary": chosen.person,
			"secretary_position": chosen.position,
			"members_total": len(known),
			"members_present": len(assembly.present),
		}
	)
	note(session, "opened", person=member.person, secretary=chosen.person, present=len(assembly.present))
	save(session)
	finish(session, "session.opened", {"number": session.number, "present": len(assembly.present)})
	return str(session.number)


def take_chair(name: str) -> None:
	"""Preside from now on: the chair at any time, a deputy when neither chair nor deputy presides. Repeatable.

	Raises WrongState (`may_return`: another person noted a moment ago that who presides left).
	"""
	session = locked(name, *HELD)
	member = people.acting(session, people.CHAIRS)
	if session.presiding == member.person:
		return
	known, here = people.members(session.commission), people.present(session.name)
	if member.person not in here:
		raise WrongState(code="not_present")
	if member.person == session.secretary:
		raise WrongState(code="keeps_the_record")
	if member.position != "Chair" and session.presiding_position in people.CHAIRS:
		if people.presides(session, known, here):
			raise WrongState(code="chair_is_here")
		if people.presides(session, known, {session.presiding}):
			departures.refuse_until_return(session, [session.presiding])
	session.presiding, session.presiding_position = member.person, member.position
	signers.release_other_part(session, signers.PRESIDING)
	note(session, "presiding", person=member.person)
	save(session)
	finish(session, "session.presiding", {"person": member.person})


def elect_presiding(name: str, person: str) -> None:
	"""Record that the members present elected one of them to preside, while neither chair nor deputy is present. Repeatable.

	For a present member other than the elected one; while who keeps the record is present, for them. Raises
	WrongState, FormInvalid.
	"""
	session = locked(name, PLANNED, *HELD)
	member = people.acting(session)
	known, here = people.members(session.commission), people.present(session.name)
	if member.person not in here:
		raise WrongState(code="not_present")
	if _is_here(people.CHAIRS, known, here):
		raise WrongState(code="chair_is_here")
	departures.refuse_until_return(session, _holders(people.CHAIRS, known))
	if session.secretary in here & set(known) and member.person != session.secretary:
		raise WrongState(code="not_conducting")
	elected = known.get(person)  # None where the one who presided was removed from the commission meanwhile
	if elected and session.presiding == person and session.presiding_position == elected.position:
		return
	if not elected or person not in here or person in (session.secretary, member.person):
		raise FormInvalid([Finding("not_a_member_here", "person")])
	session.presiding, session.presiding_position = person, elected.position
	signers.release_other_part(session, signers.PRESIDING)
	note(session, "elected", person=person, by=member.person)
	save(session)
	finish(session, "session.presiding", {"person": person, "elected": 1})


def name_secretary(name: str, person: str) -> None:
	"""Name who keeps the record from now on, when the secretary has left. For who presides; while nobody does, the person who
	keeps the record hands it over, for a deputy must not do both. The secretary takes the record back at any time, as the
	chair presides at any time: nobody noted as gone by mistake loses the signature. Raises WrongState, FormInvalid."""
	session = locked(name, *HELD)
	known, here = people.members(session.commission), people.present(session.name)
	member = people.acting(session)
	is_own = member.position == "Secretary" and member.person == person
	is_handed_over = member.person == session.secretary and not people.presides(session, known, here)
	if not (is_own or is_handed_over):
		people.require_presiding(session)
	if session.secretary == person:
		return
	if not is_own and session.secretary in known:
		departures.refuse_until_return(session, [session.secretary])
	chosen = _secretary(known, here, session.presiding, person)
	session.secretary, session.secretary_position = chosen.person, chosen.position
	signers.release_other_part(session, signers.SECRETARY)
	note(session, "secretary", person=chosen.person)
	save(session)
	finish(session, "session.secretary", {"person": chosen.person})


def recess(session: str, reason: str = "") -> None:
	"""Interrupt an open session: no vote is taken. Repeatable. Raises NotPermitted, WrongState."""
	_move(session, OPEN, RECESS, "recess", one_line(reason, 140))


def resume(session: str) -> None:
	"""Go on after a recess. Repeatable. Raises NotPermitted, WrongState."""
	_move(session, RECESS, OPEN, "resumed", "")


def close(name: str) -> None:
	"""Close a session and fix its protocol. What was never opened is postponed; appeals without a decision go back to review.

	Repeatable. Raises NotPermitted, WrongState (`item_is_open`; `may_return`: who keeps the record was noted as gone a moment ago).
	"""
	session = locked(name, *HELD, CLOSED, SIGNED)
	if session.status not in HELD:
		people.acting(session)
		return
	member = people.require_presiding(session)
	if frappe.db.get_value(ITEM, {"session": name, "status": OPEN}, "name", for_update=True):
		raise WrongState(code="item_is_open")
	departures.refuse_until_return(session, {session.secretary} & people.members(session.commission).keys())
	agenda.release_all(session, "")
	speaking.close(session)
	session.status = CLOSED
	session.closed_at = clock.now().replace(microsecond=0)
	note(session, "closed", person=member.person)
	protocol.write(session)
	save(session)
	signature_notices.notify_signers(session, signers.protocol_signers_of(session))
	finish(session, "session.closed", {"commitment": chain.commitment(session.salt, session.protocol_sha256)})


def _rank(member: Member) -> int:
	"""How many positions preside before that of a member."""
	return people.CHAIRS.index(member.position) if member.position in people.CHAIRS else len(people.CHAIRS)


def _holders(positions: Collection[str], known: Mapping[str, Member]) -> list[str]:
	"""The members who have one of the positions."""
	return [person for person, member in known.items() if member.position in positions]


def _is_here(positions: Collection[str], known: Mapping[str, Member], here: set[str]) -> bool:
	"""Whether a present member has one of the positions."""
	return any(known[person].position in positions for person in here & set(known))


def _move(name: str, before: str, after: str, what: str, reason: str) -> None:
	session = locked(name, before, after)
	member = people.require_presiding(session)
	if session.status == after:
		return
	session.status = after
	note(session, what, person=member.person, reason=reason)
	save(session)
	finish(session, f"session.{what}", {})


def _next_number(session: Document) -> str:
	counter = practice.counter("session", session.election)
	return practice.marked(chain.next_number(session.commission, counter), session.election)


def _secretary(known: dict[str, Member], here: set[str], presiding: str, asked: str) -> Member:
	"""Who keeps the record: the secretary where present and not presiding, else the member that was named. Raises
	WrongState, FormInvalid."""
	able = (known[person] for person in here & set(known) if person != presiding)
	usual = next((member for member in able if member.position == "Secretary"), None)
	if usual and asked in ("", usual.person):
		return usual
	if usual:
		raise WrongState(code="secretary_is_here")
	if not asked:
		raise WrongState(code="secretary_absent")
	chosen = known.get(asked)
	if not chosen or asked not in here or asked == presiding or chosen.position == "Chair":
		raise FormInvalid([Finding("not_a_member_here", "secretary")])
	return chosen
