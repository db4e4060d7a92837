"""Who a user is, for whom they act and where they hold a position: the only door of this package.

A role opens screens and nothing more. Authority is the row, with its dates, read on each request: nothing here is cached.
"""

from collections.abc import Collection
from datetime import date

import frappe
from frappe.model.document import Document

from esaylov.framework import clock
from esaylov.framework.errors import NotPermitted
from esaylov.identity import (
	bodies,
	codes,
	positions,
	roles,
)
from esaylov.identity.answers import (
	AGAINST,
	ANSWERED,
	Check,
	NewAnswer,
	RegisterAnswers,
	Result,
	check_answer,
	person_key,
)
from esaylov.identity.answers import keep as keep_answers
from esaylov.identity.answers import of as register_answers
from esaylov.identity.bodies import Body, applicant_kinds
from esaylov.identity.bodies import load as body
from esaylov.identity.checks import check_membership, check_person, check_representative
from esaylov.identity.codes import Asker as CodeAsker
from esaylov.identity.codes import CodeNotDue, check_code, phone_key
from esaylov.identity.codes import Purpose as CodePurpose
from esaylov.identity.codes import confirm as confirm_code
from esaylov.identity.codes import count_request as count_code_request
from esaylov.identity.codes import deliver as deliver_code
from esaylov.identity.codes import issue as issue_code
from esaylov.identity.codes import number as code_number
from esaylov.identity.codes import open_row as open_code
from esaylov.identity.codes import owed as codes_owed
from esaylov.identity.codes import purge as purge_codes
from esaylov.identity.codes import take_owed as take_owed_code
from esaylov.identity.delegation import Acting, delegate
from esaylov.identity.delegation import acting as people_of
from esaylov.identity.delegation import end as end_delegation
from esaylov.identity.delegation import headed as headed_by
from esaylov.identity.memberships import annul as annul_membership
from esaylov.identity.memberships import appoint, refuse_removal, release
from esaylov.identity.memberships import restore as restore_membership
from esaylov.identity.persons import add as add_person
from esaylov.identity.persons import add_head, body_of_tin, has_right, user_for
from esaylov.identity.persons import entering_by_code as people_entering_by_code
from esaylov.identity.persons import of_phone as people_of_phone
from esaylov.identity.persons import of_pinfl as person_of_pinfl
from esaylov.identity.positions import Position
from esaylov.identity.roles import sync_all as sync_all_roles

__all__ = [
	"AGAINST",
	"ANSWERED",
	"Acting",
	"Body",
	"Check",
	"CodeAsker",
	"CodeNotDue",
	"CodePurpose",
	"NewAnswer",
	"Position",
	"RegisterAnswers",
	"Result",
	"add_head",
	"add_person",
	"annul_membership",
	"applicant_kinds",
	"appoint",
	"body",
	"body_of_tin",
	"check_answer",
	"check_code",
	"check_membership",
	"check_person",
	"check_representative",
	"code_number",
	"codes_owed",
	"confirm_code",
	"count_code_request",
	"delegate",
	"deliver_code",
	"end_delegation",
	"has_right",
	"headed_by",
	"issue_code",
	"keep_answers",
	"open_code",
	"people_entering_by_code",
	"people_of",
	"people_of_phone",
	"person_key",
	"person_of_pinfl",
	"phone_key",
	"purge_codes",
	"refuse_removal",
	"register_answers",
	"release",
	"restore_membership",
	"sync_all_roles",
	"take_owed_code",
	"user_for",
]


"""Write what registers said, one row a look-up: called by people only."""


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


def code_minutes() -> int:
	"""How long a code is valid."""
	return codes.settings().minutes


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
