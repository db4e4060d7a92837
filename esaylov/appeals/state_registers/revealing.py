"""Level-1 data of a Person shown to an officer, who says why; and what the registers said beside an appeal."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import frappe

from esaylov.appeals.drafts import persons
from esaylov.appeals.state_registers import access_log, checking, prefills
from esaylov.appeals.state_registers.access_log import Access, Kind
from esaylov.core.findings import Finding
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, NotFound, TooMany
from esaylov.identity import answers as identity_answers
from esaylov.identity import positions
from esaylov.identity.roles import Role
from esaylov.permissions.reach import reach

FIELDS = (
	*("pinfl", "passport", "birth_date", "birthplace", "nationality"),
	*("phone", "address", "specialty", "workplace_position"),
)
"""Fields of Person at permission level 1."""
SHORTEST_REASON, LONGEST_REASON = 5, 500
REGISTERS = (
	*("Candidate", "Proxy", "Authorized Representative", "Media Representative", "Observer"),
	"Commission Membership",
)
"""What names a person and a commission."""


def reveal(user: str, person: str, reason: str) -> dict[str, Any]:
	"""Level-1 fields of a Person, for staff of a commission with an appeal or an entry about them, and for who administers
	persons; the look is written down.

	Raises NotFound (also for a person of another commission), FormInvalid (`reason_needed`), TooMany.
	"""
	why = " ".join(reason.split())
	commission, appeal = ("", "") if _administers(user, person) else _ground(person, user)
	if not SHORTEST_REASON <= len(why) <= LONGEST_REASON:
		raise FormInvalid([Finding("reason_needed", "reason")])
	hour = clock.now() - timedelta(hours=1)
	allowed = frappe.get_cached_doc("Interagency Settings").reveals_per_hour or 60
	if access_log.count(Kind.REVEAL, viewer=user, seen_at=[">=", hour]) >= allowed:
		raise TooMany(code="reveals_too_many")
	row = frappe.db.get_value("Person", person, FIELDS, as_dict=True)
	if row is None:
		raise NotFound({"doctype": "Person"})
	shown = {field: str(row[field]) for field in FIELDS if row[field]}
	access_log.note(
		[
			Access(
				kind=Kind.REVEAL,
				viewer=user,
				identifier=row.pinfl or row.passport or person,
				person=person,
				reason=why,
				fields=tuple(shown),
				commission=commission,
				appeal=appeal,
			)
		]
	)
	return shown


def _administers(user: str, person: str) -> bool:
	"""Whether a user keeps persons, and this one is in their reach."""
	return Role.ADMINISTRATOR in frappe.get_roles(user) and reach(user).has("Person", [person])


def _ground(person: str, user: str) -> tuple[str, str]:
	"""The officer's commission that has a row about the person, and the appeal if it is one. Raises NotFound.

	Their own commission, not those below: who reads a lower commission's list has no task with its people.
	"""
	commissions = [held.commission for held in positions.positions_of(user)]
	if not commissions or not frappe.db.exists("Person", person):
		raise NotFound({"doctype": "Person"})
	own = ["in", list(commissions)]
	filed = {"applicant_person": person, "recipient": own, "status": ["!=", "Draft"]}
	row = frappe.db.get_value("Appeal", filed, ["recipient", "name"])
	row = row or _asked_about(person, commissions)
	if row:
		return str(row[0]), str(row[1])
	for register in REGISTERS:
		if found := frappe.db.get_value(register, {"person": person, "commission": own}, "commission"):
			return str(found), ""
	raise NotFound({"doctype": "Person"})


def _asked_about(person: str, commissions: Sequence[str]) -> tuple[str, str] | None:
	"""A filed appeal of the commissions in which the person stands: the registers were asked for it."""
	answer, appeal = frappe.qb.DocType("State Register Answer"), frappe.qb.DocType("Appeal")
	rows = (
		frappe.qb.from_(answer)
		.join(appeal)
		.on(appeal.name == answer.appeal)
		.select(appeal.recipient, appeal.name)
		.where(answer.person == person)
		.where(appeal.recipient.isin(list(commissions)))
		.where(appeal.status != "Draft")
		.orderby(appeal.name)
		.limit(1)
		.run()
	)
	return rows[0] if rows else None


def registers_of(user: str, appeal: str) -> list[dict[str, Any]]:
	"""For staff who read an appeal: each person's answers of the registers, what was filled in, what is disputed.

	Raises NotFound, also for its applicant: verdicts about people are the commission's.
	"""
	if not reads_as_staff(user, appeal):
		raise NotFound({"doctype": "Appeal"})
	named = persons.of_filed(appeal)
	answers = checking.last(checking.answers_of(appeal))
	marks = {mark.path: mark for mark in prefills.marks(appeal, named.persons)}
	return [
		{
			"path": block.path,
			"name": block.name,
			"checks": _checks(block.identifier, answers),
			"filled": _mark(marks.get(block.path)),
		}
		for block in named.persons
	]


def reads_as_staff(user: str, appeal: str) -> bool:
	"""Whether the user reads an appeal for a commission or as an auditor, and not as its applicant."""
	as_staff = replace(reach(user), bodies=frozenset(), person=None)
	return isinstance(appeal, str) and as_staff.has("Appeal", [appeal])


def _checks(identifier: str, answers: dict[tuple[str, str], frappe._dict]) -> list[dict[str, Any]]:
	key = identity_answers.person_key(identifier) if identifier else ""
	return [
		{
			"check": row.check_code,
			"result": row.result,
			"asked_at": str(row.asked_at),
			"source": row.source,
			"differs_in": row.differs_in.split(",") if row.differs_in else [],
		}
		for (person_key, _), row in sorted(answers.items())
		if person_key == key
	]


def _mark(mark: prefills.Mark | None) -> dict[str, Any]:
	if mark is None:
		return {"columns": [], "disputes": {}, "source": "", "asked_at": ""}
	return {
		"columns": list(mark.columns),
		"disputes": dict(mark.disputes),
		"source": mark.source,
		"asked_at": str(mark.asked_at or ""),
	}
