"""Who sits in a session: the members of its commission today, those present, who presides."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import frappe
from frappe.model.document import Document

from esaylov.core.procedure.voting import Assembly
from esaylov.decisions.sessions.records.writing import ATTENDANCE
from esaylov.elections import in_office
from esaylov.framework import clock
from esaylov.framework.errors import NotFound, NotPermitted, WrongState
from esaylov.identity.persons import person_of
from esaylov.identity.positions import positions_of

VOTING = ("Chair", "Deputy Chair", "Secretary", "Member")
"""Positions with a vote, from the first down; Staff has none (own design)."""
CHAIRS = ("Chair", "Deputy Chair")
ARRANGING = (*CHAIRS, "Secretary")
"""Positions that plan sessions and arrange the agenda (own design)."""
MEMBERSHIP = "Commission Membership"


@dataclass(frozen=True, slots=True)
class Member:
	"""A member of a commission today."""

	person: str
	membership: str
	position: str


def members(commission: str, is_step: bool = True, on: date | None = None) -> dict[str, Member]:
	"""The members with a vote today, or on an earlier day, by person, chair first.

	A locking read for steps: who was removed a moment ago is no member, whatever the transaction saw before. Who only
	looks waits for nobody.
	"""
	rows = frappe.db.get_values(
		MEMBERSHIP,
		{"commission": commission, "position": ["in", VOTING]},
		["name", "person", "position", *in_office.DAYS],
		as_dict=True,
		for_update=is_step,
		order_by="name asc",
	)
	found: dict[str, Member] = {}
	for row in sorted(rows, key=lambda row: VOTING.index(row.position)):
		if in_office.holds(row, on or clock.today()):
			found.setdefault(row.person, Member(row.person, row.name, row.position))
	return found


def arranged(user: str) -> list[dict[str, str]]:
	"""The commissions whose sessions the user may plan today: `commission`, `title`."""
	held = {one.commission for one in positions_of(user) if one.position in ARRANGING}
	rows = frappe.get_all(
		"Election Commission",
		{"name": ["in", sorted(held) or [""]]},
		["name as commission", "title_uz as title"],
		order_by="lft asc",
	)
	return [dict(row) for row in rows]


def names(persons: Collection[str]) -> dict[str, str]:
	"""Full names by person; one query."""
	rows = frappe.get_all(
		"Person", {"name": ["in", sorted(persons) or [""]]}, ["name", "full_name"], order_by="name asc"
	)
	return {row.name: row.full_name or "" for row in rows}


def present(session: str, is_step: bool = True) -> set[str]:
	"""The persons who are present now; a locking read for steps."""
	here = {"session": session, "present_key": ["is", "set"]}
	rows = frappe.db.get_values(ATTENDANCE, here, "person", for_update=is_step)
	return {row[0] for row in rows}


def assembly(session: Document, on: date | None = None) -> Assembly:
	"""Who counts in a session now, or in a vote that was opened on an earlier day; locking reads."""
	known = members(session.commission, on=on)
	return Assembly.of(known, present(session.name), session.presiding or "")


def acting(session: Document, positions: Collection[str] = VOTING, is_step: bool = True) -> Member:
	"""The member that the user of the session is, with one of the positions. Raises NotPermitted."""
	person = person_of(frappe.session.user)
	found = members(session.commission, is_step).get(person or "")
	if not found or found.position not in positions:
		raise NotPermitted()
	return found


def arranging(session: Document) -> Member:
	"""The user of the session, who arranges: chair, deputy or secretary, or any member where the commission has none
	of them. Raises NotPermitted."""
	found = acting(session)
	if found.position not in may_arrange(members(session.commission)):
		raise NotPermitted()
	return found


def may_arrange(known: Mapping[str, Member]) -> Collection[str]:
	"""The positions that give an adopted item back to review; a commission without chair, deputy and secretary has
	its members."""
	return ARRANGING if any(member.position in ARRANGING for member in known.values()) else VOTING


def require_presiding(session: Document) -> Member:
	"""The user of the session, who presides and is present. Raises NotPermitted, WrongState (`not_presiding`)."""
	found = acting(session)
	is_in_place = presides(session, {found.person: found}, present(session.name))
	if found.person != session.presiding or not is_in_place:
		raise WrongState(code="not_presiding")
	return found


def presides(session: Document, known: Mapping[str, Member], here: Collection[str]) -> bool:
	"""Whether somebody presides: is a present member, and still has the position of a chair or deputy, or was
	elected as a member.

	known: the members today. here: the persons present.
	"""
	person = session.presiding
	if not person or person not in here or person not in known:
		return False
	return known[person].position in CHAIRS or session.presiding_position not in CHAIRS


def signer(person: str) -> tuple[str, str | None]:
	"""Name and PINFL by which the signature of a member is checked. Raises NotFound."""
	found = frappe.db.get_value("Person", person, ["full_name", "pinfl"])
	if not found:
		raise NotFound({"doctype": "Person"})
	return found[0], found[1]
