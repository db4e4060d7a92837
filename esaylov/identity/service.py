"""Who a user is, for whom they act and where they hold a position: the only door of this package.

A role opens screens and nothing more. Authority is the row, with its dates, read on each request: nothing here is cached.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

import frappe
from frappe.model.document import Document

from esaylov.framework import clock
from esaylov.framework.errors import NotPermitted
from esaylov.identity import (
	answers,
	bodies,
	checks,
	codes,
	delegation,
	memberships,
	persons,
	positions,
	roles,
)
from esaylov.identity.answers import AGAINST, ANSWERED, Check, NewAnswer, RegisterAnswers, Result
from esaylov.identity.bodies import Body
from esaylov.identity.delegation import Acting
from esaylov.identity.positions import Position

__all__ = [
	"AGAINST",
	"ANSWERED",
	"Acting",
	"Body",
	"Check",
	"NewAnswer",
	"Position",
	"RegisterAnswers",
	"Result",
]

check_membership = checks.check_membership
check_person = checks.check_person
refuse_removal = memberships.refuse_removal
check_representative = checks.check_representative
check_answer = answers.check_answer
person_key = answers.person_key
keep_answers = answers.keep
"""Write what registers said, one row a look-up: called by people only."""
applicant_kinds = bodies.applicant_kinds
body = bodies.load
check_code = codes.check_code
purge_codes = codes.purge
issue_code = codes.issue
confirm_code = codes.confirm
open_code = codes.open_row
deliver_code, codes_owed, take_owed_code = codes.deliver, codes.owed, codes.take_owed
count_code_request, code_number, phone_key = codes.count_request, codes.number, codes.phone_key
CodePurpose, CodeAsker, CodeNotDue = codes.Purpose, codes.Asker, codes.CodeNotDue
people_of_phone = persons.of_phone
person_of_pinfl = persons.of_pinfl
people_entering_by_code = persons.entering_by_code
has_right = persons.has_right
add_person = persons.add
add_head = persons.add_head
body_of_tin = persons.body_of_tin
user_for = persons.user_for


def person_of(user: str) -> str | None:
	"""The Person that a user is, or None."""
	return frappe.db.get_value("Person", {"user": user}, "name") if user and user != "Guest" else None


def bodies_of(user: str, on: date | None = None) -> list[Body]:
	"""The bodies for which a user may act on a day (today), oldest representation first."""
	return [found for _, found in bodies.active([user] if user else [], on or clock.today())]


def positions_of(user: str, on: date | None = None) -> list[Position]:
	"""The positions that a user holds on a day (today), from the CEC downwards."""
	return positions.active([user] if user else [], on or clock.today())


def bodies_of_all(users: Collection[str]) -> dict[str, list[Body]]:
	"""The same for many users at once, by user: a number of queries that does not grow."""
	found: dict[str, list[Body]] = {}
	for user, held in bodies.active([user for user in users if user], clock.today()):
		found.setdefault(user, []).append(held)
	return found


def require_position(
	user: str, commission: str, allowed: Collection[str] = (), on: date | None = None
) -> Position:
	"""The position of a user at exactly this commission, one of `allowed` (any without); raises NotPermitted."""
	for held in positions_of(user, on):
		if held.commission == commission and (not allowed or held.position in allowed):
			return held
	raise NotPermitted()


def register_answers(identifiers: Iterable[str]) -> RegisterAnswers:
	"""What state registers have answered about people, by PINFL or passport, and still holds: one query for all of them.

	Of several answers to a check the newest counts; one that is pending, unreachable or past its time counts for nothing,
	so such a person is not among `known`. Asks no register: rows of State Register Answer are written by who does.
	"""
	return answers.of(identifiers)


def appoint(person: str, commission: str, position: str, starts_on: date, act: Mapping[str, object]) -> str:
	"""Write a membership that a decision gives; its name. Called by registers only.

	act: `appointed_by`, `decision`, `row_path`, `appeal`. Raises FormInvalid where the person is a member elsewhere.
	"""
	return memberships.appoint(person, commission, position, starts_on, act)


def release(membership: str, last_day: date, decision: str, reason: str) -> None:
	"""End a membership by a decision; its last day is not before its first. Called by registers only."""
	memberships.release(membership, last_day, decision, reason)


def annul_membership(membership: str, decision: str, reason: str) -> None:
	"""End a membership whose decision was annulled: yesterday is its last day. Called by registers only."""
	memberships.annul(membership, decision, reason)


def restore_membership(membership: str, ends_on: date | None) -> None:
	"""Bring back a membership whose end was annulled, up to the last day it had before. Called by registers only.

	Raises FormInvalid where the person is a member elsewhere by now.
	"""
	memberships.restore(membership, ends_on)


def code_minutes() -> int:
	"""How long a code is valid."""
	return codes.settings().minutes


def delegate(
	user: str,
	body: tuple[str, str],
	pinfl: str,
	name: tuple[str, str, str],
	days: tuple[date, date | None],
) -> str:
	"""Let another person act for a body, named by its head; the new Body Representative.

	body: DocType and name; name: surname, given name, patronymic; days: first and last (None: until further notice).
	The person may not delegate; no User is made. Raises NotFound (not the user's body), NotPermitted (not its head),
	FormInvalid, Duplicate (`delegation_twice`), TooMany (names that do not fit their PINFL).
	"""
	return delegation.delegate(user, body, pinfl, name, days)


def end_delegation(user: str, representative: str) -> None:
	"""End a representation of the head's own body at once.

	Raises NotFound, NotPermitted, WrongState (`delegation_last_head`, `delegation_ended`).
	"""
	delegation.end(user, representative)


def people_of(user: str, body: tuple[str, str]) -> list[Acting]:
	"""Who acts for a body of the user today or will, oldest first. Raises NotFound (not the user's body)."""
	return delegation.acting(user, body)


def headed_by(user: str) -> set[tuple[str, str]]:
	"""DocType and name of the bodies for which a user may name other representatives today."""
	return delegation.headed(user)


def sync_roles(user: str) -> bool:
	"""Give and take the roles that a user's rows of today grant; True when something changed."""
	return bool(roles.sync([user]))


def sync_person_roles(person: str) -> None:
	"""The same for the user of a person, where there is one."""
	if user := frappe.db.get_value("Person", person, "user"):
		roles.sync([user])


def carry_user(person: Document) -> None:
	"""After a Person was saved: when its user changed, carry it to the person's rows and set both users' roles right."""
	before = person.get_doc_before_save()
	former = before.user if before else None
	if former == person.user:
		return
	for doctype in ("Commission Membership", "Body Representative"):
		# a copy kept for lists; authority is always read through the Person
		frappe.db.set_value(doctype, {"person": person.name}, "user", person.user, update_modified=False)
	roles.sync([user for user in (former, person.user) if user])


def sync_all_roles() -> None:
	"""Job: give and take roles where a date has passed since the last run."""
	roles.sync_all()
