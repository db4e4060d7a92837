"""Members of commissions who never logged in are invited by SMS: with the code they set a password, and a second factor after it.

Invited is whom a table brought in (`setup.imports`), which the holder of the bench lets happen, at the phone that stands on record; a
decision may name a member with a phone that somebody outside typed, so it invites nobody [ours]. The code has 16 digits as
that of a recovery, goes with the number that it was sent to, lives fourteen days [ours] and serves once; a keyed hash of both is all
that is stored. It opens nothing once the phone or the membership is another one, or the person came in some other way. Whoever tries
from a million addresses, 360 times an hour each, finds one in fourteen days with a chance of 1 in 80,000, however many are open: each
try names one number.
"""

import secrets
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final, NamedTuple

import frappe
from frappe.model.document import Document
from frappe.query_builder.functions import Count
from frappe.utils.password import update_password

from esaylov.core.people.identity import IdentityInvalid, masked_phone, normal_phone
from esaylov.core.records.payload import canonical
from esaylov.elections import in_office
from esaylov.framework import clock
from esaylov.framework.errors import CodeRefused, LoginRefused
from esaylov.framework.persistence import documents, rows
from esaylov.framework.persistence.write_guard import WriteGuard
from esaylov.identity import persons
from esaylov.identity.logins import first_login, passwords, recovery, session, step_up
from esaylov.identity.logins.own_sessions import Way, key_of
from esaylov.messages import notices as messages_notices
from esaylov.messages import notifications
from esaylov.messages.notices import Notice
from esaylov.messages.texts import receivers
from esaylov.messages.texts import values as messages_values
from esaylov.trust import keys
from esaylov.trust.chains import chain

INVITATION: Final = "Login Invitation"
MEMBERSHIP: Final = "Commission Membership"
TEMPLATE: Final = "S64"
PAGE: Final = "/cabinet/invite"
DAYS: Final = 14
"""How long a code may be used [ours]."""
PAUSE: Final = timedelta(hours=1)
"""Nobody is invited again within it [ours]: a button that is pressed twice, or a run that was broken off, sends nothing twice."""
SLICE: Final = 500
"""Invitations of one request, and of one transaction."""
CLOSED_AT_ONCE: Final = 2_000
INVITED: Final = Way.INVITATION
"""How a session was begun by the code."""
USED, AGAIN = "login.invitation_used", "login.invited_again"
WRITER: Final = WriteGuard("invitations of logins")


class State(StrEnum):
	"""Equal to the options of Login Invitation.status; all but Open are final, and Expired, which may be opened again."""

	OPEN = "Open"
	USED = "Used"
	EXPIRED = "Expired"
	ENTERED = "Entered"
	ENDED = "Ended"


WAITING: Final = (State.OPEN.value, State.EXPIRED.value)
"""Of those who have not come yet."""


class Again(NamedTuple):
	"""How many were invited again, how many of those looked at were not (no phone, one of several, invited a moment ago), and behind
	whom the next slice begins; "" after the last one.
	"""

	invited: int
	left_out: int
	after: str = ""


def check(invitation: Document) -> None:
	"""Called from Login Invitation.validate and on_trash: only this module writes. Raises LawBroken."""
	WRITER.check(invitation)


def invite(memberships: Sequence[str], table_import: str = "") -> int:
	"""Invite the members of some memberships who never logged in, in the caller's transaction; how many. Statements do not grow with them.

	Left out: a membership that is over, a person without a phone, or whose phone another member has too, and who was invited before.
	table_import: that brought them in.
	"""
	members = _members(memberships)
	known = {"person": ["in", [member.person for member in members]], "status": ["in", WAITING]}
	invited = (
		set(frappe.get_all(INVITATION, known, pluck="person", order_by="name asc")) if members else set()
	)
	fresh = {member.person: member for member in reversed(members) if member.person not in invited}
	if not fresh:
		return 0
	written = [_Written(member, 1, clock.now() + timedelta(days=DAYS)) for member in fresh.values()]
	made = [
		{
			"person": one.member.person,
			"person_name": one.member.full_name,
			"membership": one.member.name,
			"table_import": table_import or None,
			**one.values,
		}
		for one in written
	]
	_notify(dict(zip(rows.insert_many(INVITATION, made, guard=WRITER), written, strict=True)))
	return len(written)


def again(names: Collection[str]) -> Again:
	"""Send new codes to those of some invitations who have not come yet; the former codes end."""
	asked = sorted(set(names))[:SLICE]
	found = documents.all_locked(INVITATION, _there(asked))
	late = clock.now() - PAUSE
	due = {row.membership: row for row in found if row.status in WAITING and row.invited_at <= late}
	written = {
		due[member.name].name: _Written(
			member, due[member.name].times + 1, clock.now() + timedelta(days=DAYS)
		)
		for member in _members(list(due))
	}
	if written:
		notifications.forget_codes(INVITATION, sorted(written))  # the former code goes to nobody any more
		moved = {"modified": frappe.utils.now(), "modified_by": frappe.session.user}
		rows.update_all(INVITATION, {name: one.values | moved for name, one in written.items()})
		_notify(written)
		_record(None, AGAIN, {"invitations": len(written)})
	return Again(len(written), len(asked) - len(written))


def rest(after: str = "") -> Again:
	"""A slice of all who have not come yet, invited again; to be asked until `after` is empty."""
	waiting = {"status": ["in", WAITING], "name": [">", after]}
	names = frappe.get_all(INVITATION, waiting, pluck="name", order_by="name asc", limit=SLICE)
	answer = again(names)
	return answer._replace(after=names[-1] if len(names) == SLICE else "")


def opened(phone: str, code: str) -> Document:
	"""The invitation that a code opens with the number to which it went, locked until the transaction ends.

	Raises CodeRefused (`invitation_code` at field `code`): the same for a wrong number or code, one that was used or is over, and where
	phone, membership or login are not what they were.
	"""
	try:
		wanted = _hash(normal_phone(phone), "".join(code.split()).replace("-", ""))
	except IdentityInvalid:
		raise refused() from None
	# read plainly first: a lock on a hash that is not there would keep others from inviting
	name = frappe.db.get_value(INVITATION, {"code_hash": wanted}, "name")
	invitation = frappe.get_doc(INVITATION, name, for_update=True) if name else None
	if invitation is None or invitation.code_hash != wanted or not _holds(invitation, wanted, code):
		raise refused()
	return invitation


def refused() -> CodeRefused:
	"""The one refusal of the page."""
	return CodeRefused(field="code", code="invitation_code")


def use(invitation: Document, password: str) -> str:
	"""Make the login of who was invited, with this password, and log in; the user. What is wrong with the password costs no code.

	invitation: from `opened`, in this transaction. Raises CodeRefused (`password_short`, `password_common`, `password_weak` at field `password`), LoginRefused
	(`login_no_right`) before the first day of the membership.
	"""
	person = str(invitation.person)
	if not persons.has_right(person):
		raise LoginRefused(code="login_no_right")
	passwords.check(password, [str(invitation.person_name)])
	user = persons.user_for(person)
	first_login.begin(user)
	update_password(user, password)
	invitation.update({"status": State.USED.value, "used_at": clock.now(), "user": user, "code_hash": None})
	with WRITER.writing():
		invitation.save(ignore_permissions=True)  # of who was invited, and has no role yet
	notifications.forget_codes(INVITATION, [str(invitation.name)])
	_record(invitation.commission, USED, {"invitation": invitation.name, "membership": invitation.membership})
	session.enter_user(user, Way.INVITATION)
	step_up.allow_first_factor(key_of(frappe.session.sid), recovery.MINUTES)
	return user


def settle() -> int:
	"""Job: close what is over, whose person came some other way, and whose membership ended; how many. A code that is over leaves its text."""
	today, now = clock.today(), clock.now()
	invitation, person, member = (frappe.qb.DocType(name) for name in (INVITATION, "Person", MEMBERSHIP))
	waits = invitation.status.isin(WAITING)
	query = frappe.qb.from_(invitation).select(invitation.name).limit(CLOSED_AT_ONCE)
	is_over = (member.is_annulled == 1) | in_office.has_not_ended(member, today).negate()
	found = {
		State.ENTERED: query.join(person)
		.on(person.name == invitation.person)
		.where(waits & person.user.isnotnull()),
		State.ENDED: query.join(member).on(member.name == invitation.membership).where(waits & is_over),
		State.EXPIRED: query.where((invitation.status == State.OPEN.value) & (invitation.ends_at < now)),
	}
	closed: dict[str, dict[str, Any]] = {}
	for state, asked in found.items():
		for name in asked.run(pluck=True):
			closed.setdefault(
				name, {"status": state.value, "code_hash": None, "modified": frappe.utils.now()}
			)
	if closed:
		rows.update_all(INVITATION, closed)
		notifications.forget_codes(INVITATION, sorted(closed))
	return len(closed)


def user_of_phone(typed: str) -> str:
	"""The user whom somebody means who types a phone number as the name of a login: that of the one member of a commission who has
	it. Anything else stays as it was typed. Their user has a name that says nothing, and no mailbox.
	"""
	try:
		number = normal_phone(typed)
	except IdentityInvalid:
		return typed
	person, member = frappe.qb.DocType("Person"), frappe.qb.DocType(MEMBERSHIP)
	users = (
		frappe.qb.from_(person)
		.join(member)
		.on(member.person == person.name)
		.select(person.user)
		.distinct()
		.where((person.phone == number) & person.user.isnotnull() & (member.is_annulled == 0))
		.limit(2)
		.run(pluck=True)
	)
	return str(users[0]) if len(users) == 1 else typed


class _Written:
	"""A code for a member, and what the row of its invitation holds then."""

	def __init__(self, member: frappe._dict, times: int, ends_at: datetime) -> None:
		self.member, self.times, self.ends_at = member, times, ends_at
		self.code = f"{secrets.randbelow(10**recovery.DIGITS):0{recovery.DIGITS}d}"

	@property
	def values(self) -> dict[str, Any]:
		return {
			"commission": self.member.commission,
			"position": self.member.position,
			"phone_masked": masked_phone(self.member.phone),
			"status": State.OPEN.value,
			"invited_at": clock.now(),
			"ends_at": self.ends_at,
			"times": self.times,
			"code_hash": _hash(self.member.phone, self.code),
		}


def _members(memberships: Collection[str]) -> list[frappe._dict]:
	"""Of memberships those that are not over, of persons who never logged in and have a phone of their own; by name, with their person."""
	if not memberships:
		return []
	member, person, commission = (
		frappe.qb.DocType(name) for name in (MEMBERSHIP, "Person", "Election Commission")
	)
	found: list[frappe._dict] = (
		frappe.qb.from_(member)
		.join(person)
		.on(person.name == member.person)
		.join(commission)
		.on(commission.name == member.commission)
		.select(member.name, member.person, member.commission, member.position, commission.lft)
		.select(person.full_name, person.phone, person.language)
		.where(member.name.isin(sorted(memberships)) & (member.is_annulled == 0))
		.where(in_office.has_not_ended(member, clock.today()))
		.where(person.user.isnull() & (person.phone != ""))
		.orderby(member.name)
		.run(as_dict=True)
	)
	shared = _shared({row.phone for row in found})
	return [row for row in found if row.phone not in shared]


def _shared(phones: set[str]) -> set[str]:
	"""The numbers that several members of commissions have: they open nobody's login."""
	if not phones:
		return set()
	person, member = frappe.qb.DocType("Person"), frappe.qb.DocType(MEMBERSHIP)
	found = (
		frappe.qb.from_(person)
		.join(member)
		.on(member.person == person.name)
		.select(person.phone)
		.where(person.phone.isin(sorted(phones)) & (member.is_annulled == 0))
		.groupby(person.phone)
		.having(Count(person.name).distinct() > 1)
		.run(pluck=True)
	)
	return set(found)


def _holds(invitation: Document, wanted: str, code: str) -> bool:
	"""Whether an invitation is open, and its member is today whom it was sent to, at that number."""
	if invitation.status != State.OPEN.value or invitation.ends_at < clock.now():
		return False
	digits = "".join(code.split()).replace("-", "")
	members = _members([str(invitation.membership)])
	return any(
		member.person == invitation.person and _hash(member.phone, digits) == wanted for member in members
	)


def _there(names: Sequence[str]) -> list[str]:
	return frappe.get_all(INVITATION, {"name": ["in", list(names)]}, pluck="name", order_by="name asc")


def _notify(written: dict[str, _Written]) -> None:
	"""The messages of invitations, by the names of these."""
	default, address = (
		frappe.get_cached_doc("E-saylov Settings").default_language,
		messages_values.address(PAGE),
	)
	notices = []
	for name, one in written.items():
		member = one.member
		receiver = receivers.Receiver(member.person, member.phone, member.language or default or "uz")
		values: dict[str, str | int | date | None] = {
			"key": one.code,
			"url": address,
			"d": one.ends_at.date(),
		}
		about = (INVITATION, name, str(one.times), member.commission, member.lft)
		notices.append(Notice(receiver, *about, values, is_secret=True))
	messages_notices.put(TEMPLATE, notices)


def _record(commission: str | None, kind: str, body: dict[str, Any]) -> None:
	"""An event in the chain of a commission; without one, of the central commission, before which there is no chain."""
	whose = commission or frappe.db.get_value("Election Commission", {"level": "CEC"}, order_by="lft asc")
	if whose:
		chain.record(str(whose), kind, body, clock.now())


def _hash(phone: str, digits: str) -> str:
	return keys.keyed_hash("invitation", canonical({"phone": phone, "code": digits}))
