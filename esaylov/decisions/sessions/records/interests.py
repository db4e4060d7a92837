"""Interests that members declare, so that they do not vote on what concerns these (`decisions.conflicts`). Own design."""

import frappe
from frappe.model.document import Document

from esaylov.appeals.review.agenda import VOTE_ROUTE
from esaylov.core.findings import Finding, blocking
from esaylov.core.people.identity import check as check_pinfl
from esaylov.core.procedure.lifecycle import State
from esaylov.decisions.drafting import conflicts
from esaylov.decisions.drafting.conflicts import ENDED_COUNTS, MISTAKE, Recusal
from esaylov.decisions.drafting.decision_subject import CHAIR_POSITIONS, CHAIR_ROUTE
from esaylov.decisions.sessions.records.writing import INTEREST, ITEM, save
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, NotFound, NotPermitted, TooMany, WrongState
from esaylov.identity import answers, persons, positions

OF_BODY = "Body"
MOST_RELATIVES = 30
"""Close relatives that somebody declares within ENDED_COUNTS [ours]."""


def declare(kind: str, relation: str = "", pinfl: str = "", body_type: str = "", body: str = "") -> str:
	"""Declare a close relative (by PINFL, of which a keyed hash is kept) or a body, for the check of conflicts; the row.

	For whoever holds a position. Raises NotPermitted, FormInvalid, TooMany (`relatives_too_many`: who declares one number after
	the other would learn by the conflicts whose it is).
	"""
	person = persons.person_of(frappe.session.user)
	if not person or not positions.positions_of(frappe.session.user):
		raise NotPermitted()
	interest = frappe.new_doc(INTEREST)
	interest.update({"person": person, "kind": kind, "declared_at": clock.now().replace(microsecond=0)})
	interest.person_name = frappe.db.get_value("Person", person, "full_name")
	if kind == Recusal.CLOSE_RELATIVE:
		if blocking(findings := check_pinfl(pinfl, "pinfl")):
			raise FormInvalid(findings)
		_refuse_guesses(person)
		interest.update({"relation": relation or "Other", "relative_key": answers.person_key(pinfl)})
	elif kind == OF_BODY and body_type and frappe.db.exists(body_type, body):
		interest.update({"body_type": body_type, "body": body})
	else:
		raise FormInvalid([Finding("required", "body")])
	return str(save(interest).name)


def _refuse_guesses(person: str) -> None:
	lately = {
		"person": person,
		"kind": Recusal.CLOSE_RELATIVE.value,
		"declared_at": [">", clock.now() - ENDED_COUNTS],
	}
	if frappe.db.count(INTEREST, lately) >= MOST_RELATIVES:
		raise TooMany({"number": MOST_RELATIVES}, code="relatives_too_many")


def withdraw(name: str) -> None:
	"""End an own declaration; it stays on record, and counts for ENDED_COUNTS longer, but one that was a mistake. Repeatable.

	Raises NotFound, WrongState (`interest_moved_appeal`).
	"""
	person = persons.person_of(frappe.session.user)
	if not person or not frappe.db.exists(INTEREST, {"name": name, "person": person}):
		raise NotFound({"doctype": INTEREST})
	interest = frappe.get_doc(INTEREST, name, for_update=True)
	if not interest.ended_at:
		_refuse_mistake(interest)
		interest.ended_at = clock.now().replace(microsecond=0)
		save(interest)


def _refuse_mistake(interest: Document) -> None:
	"""Raise WrongState where an interest would end at once by which an appeal of the chair is left to the vote [ours]."""
	end = interest.declared_at + MISTAKE
	if end <= clock.now():
		return
	held = [
		one.commission
		for one in positions.positions_of(frappe.session.user)
		if one.position in CHAIR_POSITIONS
	]
	types = frappe.get_all("Appeal Type", {"route": CHAIR_ROUTE}, pluck="name", order_by="name asc")
	moved = {
		"recipient": ["in", [*held, ""]],
		"route": VOTE_ROUTE,
		"appeal_type": ["in", [*types, ""]],
		"status": ["in", [State.UNDER_REVIEW.value, State.ON_AGENDA.value]],
	}
	numbers = dict(
		frappe.get_all("Appeal", moved, ["name", "number"], order_by="name asc", limit=0, as_list=True)
	)
	items = {"appeal": ["in", [*numbers, ""]]}
	for item in frappe.get_all(ITEM, items, ["appeal", "concerned"], order_by="name asc", limit=0):
		if conflicts.is_about(interest, item.concerned):
			figures = {"number": numbers[item.appeal] or item.appeal, "time": f"{end:%H:%M}"}
			raise WrongState(figures, code="interest_moved_appeal")
