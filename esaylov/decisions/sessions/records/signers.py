"""Who signs what a session decided where the person who presided, or who kept the record, cannot: a successor, named
with a reason.

The law of who presides is that of the session [ours]: the chair, else a deputy, else a member whom the others elect.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.core.findings import Finding
from esaylov.decisions.sessions.records import departures, people, signature_notices
from esaylov.decisions.sessions.records.people import Member
from esaylov.decisions.sessions.records.writing import (
	CLOSED,
	ITEM,
	OPEN,
	RECESS,
	SIGNED,
	finish,
	locked,
	note,
	one_line,
	save,
)
from esaylov.decisions.signatures import collective, own_signatures, voted
from esaylov.framework.errors import FormInvalid, WrongState
from esaylov.identity.positions import is_absent

PRESIDING, SECRETARY = "presiding", "secretary"
PARTS = (PRESIDING, SECRETARY)
HELD = (OPEN, RECESS, CLOSED, SIGNED)
REASON_LENGTH = 140
FIRST: Mapping[str, Sequence[tuple[str, ...]]] = {
	PRESIDING: (("Chair",), ("Deputy Chair",), people.VOTING),
	SECRETARY: (("Secretary",), ("Deputy Chair", "Member"), people.VOTING),
}
"""Part of the signature -> positions in their order: a later one follows only while no member has an earlier one."""


def name_signer(name: str, part: str, person: str, reason: str) -> None:
	"""Name the person who signs in the place of who presided or kept the record. Repeatable. For every member with a vote.

	Raises NotPermitted, FormInvalid, WrongState (`nothing_to_sign`, `not_successor`; `successor_signed`: the one who was
	named is a member and has signed; `signer_present`: who gives this part is in office and present; `may_return`:
	another person noted a moment ago that this one left; `names_oneself`: somebody else names who signs for a member in office).
	"""
	session = locked(name, *HELD)
	member = people.acting(session)
	why = _checked(part, reason)
	if session.get(f"{part}_successor") == person:
		return
	unsigned = unsigned_decisions(session, part)
	if not (unsigned or _is_protocol_unsigned(session, part)):
		raise WrongState(code="nothing_to_sign")
	known = people.members(session.commission)
	if _has_begun(session, part, known, unsigned):
		raise WrongState(code="successor_signed")
	departures.refuse_until_return(session, {session.get(part)} & known.keys())
	is_here = _is_in_place(session, part, known, people.present(session.name))
	left = own_signatures.find_left(session, part, unsigned, is_here)
	if not (left or _is_protocol_left(session, part, is_here)):
		raise WrongState(code="signer_present")
	if person not in successors(session, part, known, left):
		raise WrongState(code="not_successor")
	if session.get(part) in known and person == member.person:
		raise WrongState(code="names_oneself")
	session.update(
		{
			f"{part}_successor": person,
			f"{part}_successor_position": known[person].position,
			f"{part}_successor_reason": why,
		}
	)
	note(session, voted.SIGNER_NAMED, part=part, person=person, by=member.person, reason=why)
	save(session)
	if session.status == CLOSED:
		signature_notices.notify_signers(session, [person])
	finish(session, "session.signer_named", {"part": part, "person": person, "by": member.person})


def _is_in_place(session: Document, part: str, known: Mapping[str, Member], here: Collection[str]) -> bool:
	"""Whether who presided or kept the record is in office and present; one who is away later has the mark of absence on
	the membership.

	here: the persons present, of a closed session those at its end.
	"""
	holder = session.get(part)
	return holder in known and holder in here and not is_absent(known[holder].membership)


def _is_protocol_left(session: Document, part: str, is_here: bool) -> bool:
	"""Whether a successor is needed for the protocol."""
	return _is_protocol_unsigned(session, part) and own_signatures.is_protocol_left(session, part, is_here)


def part_of(session: Document | Mapping[str, Any], person: str) -> str:
	"""The part of the signature that a person gives in a session: `presiding`, `secretary`, or "" for none."""
	for part in PARTS:
		if person and person in (session.get(part), session.get(f"{part}_successor")):
			return part
	return ""


def has_to_sign(session: Document, person: str) -> bool:
	"""Whether a decision of the session lacks the signature of this person."""
	return bool(decisions_to_sign(session, person, _drafted(session)))


def decisions_to_sign(session: Document, person: str, drafted: Sequence[str]) -> dict[str, str | None]:
	"""Those of a session's decisions that lack this person's signature, to the person who gave the other part; of a successor,
	what is left to them."""
	part = part_of(session, person)
	unsigned = collective.unsigned(drafted, part) if part and drafted else {}
	if not unsigned or session.get(part) == person:
		return unsigned
	is_here = own_signatures.is_in_place(session, part)
	return own_signatures.find_left(session, part, unsigned, is_here)


def protocol_part_of(session: Document, person: str) -> str:
	"""The part of the protocol's signature that a person gives, "" for none: a successor only where it is left to them."""
	part = part_of(session, person)
	if not part or session.get(part) == person:
		return part
	is_here = own_signatures.is_in_place(session, part)
	return part if own_signatures.is_protocol_left(session, part, is_here) else ""


def signers_of(session: Document) -> list[str]:
	"""The persons who sign what a session decided today: who presided and who kept the record, and their successors."""
	found = (session.get(f"{part}{end}") for part in PARTS for end in ("", "_successor"))
	return [str(person) for person in found if person]


def protocol_signers_of(session: Document) -> list[str]:
	"""The persons who sign the protocol today."""
	found = []
	for part in PARTS:
		successor = session.get(f"{part}_successor")
		found.append(successor if successor and protocol_part_of(session, successor) else session.get(part))
	return [person for person in found if person]


def successors(
	session: Document, part: str, known: Mapping[str, Member], unsigned: Mapping[str, str | None]
) -> list[str]:
	"""The members who may follow in a part, all of the first position that somebody has.

	known: the members today. unsigned: those of `unsigned_decisions` that are left to a successor.

	A member who gave the other part of a decision that lacks this one follows only where nobody else is left; one who is in
	conflict on one of the decisions never does.
	"""
	other = other_part(part)
	taken = {session.get(part), *(session.get(f"{other}{end}") for end in ("", "_successor"))}
	taken.add(session.get(f"protocol_signer_{other}"))
	barred = {person for _, person in own_signatures.find_conflicts(unsigned, known)}
	free = [member for member in known.values() if member.person not in taken | barred]
	signed_other = set(unsigned.values())
	for positions in FIRST[part]:
		able = (one.person for one in free if one.position in positions and one.person not in signed_other)
		if found := list(able):
			return found
	# two earlier record keepers sign for each other; so does a person in whose place another gives the other part
	taken = {session.get(part), _signer(session, other), session.get(f"protocol_signer_{other}"), *barred}
	return [person for person in known if person not in taken and signed_other - {person}]


def _signer(session: Document, part: str) -> str | None:
	"""The person who gives a part today: the successor, else who presided or kept the record."""
	person: str | None = session.get(f"{part}_successor") or session.get(part)
	return person


def other_part(part: str) -> str:
	"""The part of the signature that another person gives."""
	return PARTS[1 - PARTS.index(part)]


def release_other_part(session: Document, part: str) -> None:
	"""Somebody took this part in the session itself, and is no longer named to sign in the other; the caller saves it."""
	other = other_part(part)
	if session.get(f"{other}_successor") == session.get(part):
		session.update({f"{other}_successor{end}": None for end in ("", "_position", "_reason")})


def _has_begun(
	session: Document, part: str, known: Mapping[str, Member], unsigned: Mapping[str, str | None]
) -> bool:
	"""Whether the successor of a part is a member and has signed: nobody else goes on with what that person began, unless
	that person gave the other part of a decision that lacks this one."""
	person = session.get(f"{part}_successor")
	if person not in known or person in unsigned.values():
		return False
	if session.get(f"protocol_signer_{part}") == person:
		return True
	return collective.has_signed(_drafted(session), part, person)


def _drafted(session: Document) -> list[str]:
	"""The decisions of a session's items."""
	drafted = {"session": session.name, "decision": ["is", "set"]}
	return frappe.get_all(ITEM, drafted, pluck="decision", order_by="position asc", limit=0)


def _is_protocol_unsigned(session: Document, part: str) -> bool:
	return bool(session.status == CLOSED and not session.get(f"protocol_signature_{part}"))


def unsigned_decisions(session: Document, part: str) -> dict[str, str | None]:
	"""The session's decisions that lack this part, to the person who gave the other part."""
	names = _drafted(session)
	return collective.unsigned(names, part) if names else {}


def shown(
	session: Document, known: Mapping[str, Member], items: Collection[Mapping[str, Any]]
) -> list[dict[str, Any]]:
	"""The parts whose signature is missing, for a screen: who signs, whether that person is a member today, and who
	may follow."""
	if session.status not in HELD or not session.presiding:
		return []
	names = [item["decision"] for item in items if item["decision"]]
	here = people.present(str(session.name), is_step=False)
	found = []
	for part in PARTS:
		unsigned = collective.unsigned(names, part) if names else {}
		if unsigned or _is_protocol_unsigned(session, part):
			signer = _signer(session, part)
			has_begun = _has_begun(session, part, known, unsigned)
			is_here = _is_in_place(session, part, known, here)
			left = own_signatures.find_left(session, part, unsigned, is_here)
			is_open = not has_begun and (left or _is_protocol_left(session, part, is_here))
			may_follow = successors(session, part, known, left) if is_open else []
			found.append(
				{"part": part, "signer": signer, "is_member": signer in known, "successors": may_follow}
			)
	return found


def _checked(part: str, reason: str) -> str:
	why = one_line(reason, REASON_LENGTH)
	findings = [] if part in PARTS else [Finding("not_a_choice", "part")]
	findings += [] if why else [Finding("required", "reason")]
	if findings:
		raise FormInvalid(findings)
	return why
