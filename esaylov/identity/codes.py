"""One-time codes by SMS: made, sent, and confirmed once. Numbers stand in E-saylov Settings.

Only a keyed hash of the code is stored; the key lies in site_config.json, so a copy of the database does not help to
guess it. Phones and addresses are keyed hashes too. A wrong try is counted where a rollback does not reach it (`limits`),
and a job keeps it on the row.

**No limit here can be turned against the person whose number it is.** A new code does not end a living one, and nobody is
locked out. Who asks or types has a *budget*: one for each signed-in user or device that the person logged in from before,
one for all strangers together. A budget has five codes an hour at once, after them one as often as a code ends: a code is
always alive on the phone, or a new one can be had. Wrong tries of a budget make the next codes longer instead of ending
anything (`LENGTHS`), and the five tries for one code are counted for each browser or address.

How likely is it that a code is guessed, with one budget in one day, by whoever has any number of addresses? A try is held
against the newest twelve living codes (`MOST_LIVING`: eleven is what one budget can send around the turn of its hour). Ten
tries against six digits, 990 against eight, n against ten: 12 * (10 / 10**6 + 990 / 10**8 + n / 10**10) = 0.00024 +
12 * n / 10**10; with n = 100,000 tries 0.00036. A lock for 30 minutes after ten tries, as before, gave 480 / 10**6 =
0.00048, and let anybody lock anybody out.
"""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hmac import compare_digest

import frappe
from frappe.model.document import Document

from esaylov.core.people.identity import IdentityInvalid, normal_phone
from esaylov.core.records.payload import canonical
from esaylov.framework import clock, queues
from esaylov.framework.errors import CodeRefused, TooMany
from esaylov.framework.persistence.write_guard import WriteGuard
from esaylov.framework.requests import address, limits
from esaylov.messages import notifications
from esaylov.trust import keys

CODE = "One-time Code"
NOBODY = "[]"
OWED_AT_ONCE = 200
HOUR, DAY = 3600, 24 * 3600
MOST_LIVING = 12
LENGTHS = ((10, 6), (1000, 8), (2**31, 10))
"""So many tries of a budget in a day are taken for codes of so many digits; then longer ones are sent."""
WRITER = WriteGuard("one-time codes")


class Purpose(StrEnum):
	"""What a code confirms; equal to the options of One-time Code.purpose."""

	LOGIN = "login"
	FILING = "filing"
	PHONE = "phone"
	"""A change of the own phone number."""


TEMPLATE = {Purpose.LOGIN: "S01", Purpose.FILING: "S59", Purpose.PHONE: "S02"}


@dataclass(frozen=True, slots=True)
class Limits:
	"""E-saylov Settings, section One-time codes. A number that is not set is the shipped one."""

	minutes: int
	tries: int
	per_phone: int
	per_address: int


@dataclass(frozen=True, slots=True)
class Asker:
	"""Who asks for a code or types it. budget: of a user or a known device, "" for all strangers together.

	place: by what the tries for one code are counted, a browser or a network.
	"""

	budget: str = ""
	place: str = ""


class CodeNotDue(TooMany):
	"""No code is sent now: as many as may be sent at once are on the phone, and one of them lives."""

	code = "codes_too_many"


def settings() -> Limits:
	"""The limits of this site."""
	read = frappe.get_cached_doc("E-saylov Settings")
	return Limits(
		minutes=read.code_minutes or 5,
		tries=read.code_tries or 5,
		per_phone=read.codes_per_phone or 5,
		per_address=read.codes_per_address or 60,
	)


def code_minutes() -> int:
	"""How long a code is valid."""
	return settings().minutes


def issue(phone: str, purpose: str, reference: str = "", context: str = "", person: str = "") -> datetime:
	"""Make a code and send it; until when it is valid (naive Tashkent time). Earlier ones stay valid to their end.

	phone: of the person, in any writing. reference: what it is for, such as the name of an appeal. context: SHA-256 of what
	is confirmed. person: who is told, whose language the message has. Raises CodeRefused (`phone_missing`), TooMany.
	"""
	code = open_row(phone, purpose, reference, context)
	deliver(code, person, number(phone))
	until: datetime = frappe.utils.get_datetime(code.expires_at)
	return until


def open_row(
	phone: str,
	purpose: str,
	reference: str = "",
	context: str = "",
	asker: Asker | None = None,
	owed_to: Sequence[str] = (),
) -> Document:
	"""A row for a code that is still to be made, and which until then nothing confirms. Raises as `issue`; CodeNotDue.

	owed_to: whom the number is of, for a job that finds out whether there is somebody to tell (`take_owed`).
	"""
	normal, allowed, asker = number(phone), settings(), asker or signed_in()
	scope = _scope(normal, purpose, asker)
	digits = _digits_due(scope)
	_check_due(scope, digits, allowed, asker)
	row = frappe.new_doc(CODE)
	row.update(
		{
			"purpose": Purpose(purpose).value,
			"reference": reference,
			"context_hash": context,
			"phone_key": phone_key(normal),
			"address_key": _address_key(),
			"digits": digits,
			"code_hash": secrets.token_hex(32),  # of no code
			"owed_to": json.dumps(list(owed_to)),
			"expires_at": clock.now() + timedelta(minutes=allowed.minutes),
		}
	)
	with WRITER.writing():
		return row.insert(ignore_permissions=True)  # whoever asks for a code has no role for it


def deliver(row: Document, person: str, phone: str = "") -> None:
	"""Make the code of a row and put it into the outbox for a person. phone: another one than the person's own."""
	code = f"{secrets.randbelow(10**row.digits):0{row.digits}d}"
	row.code_hash = _code_hash(row.name, code)
	with WRITER.writing():
		row.save(ignore_permissions=True)  # the same
	if row.purpose == Purpose.FILING:  # of a practice election it is read in the cabinet, and no SMS goes
		row.flags.election = frappe.db.get_value("Appeal", row.reference, "election")
	values: dict[str, str | int] = {"code": code, "min": settings().minutes}
	notifications.tell_person(
		TEMPLATE[Purpose(row.purpose)], person, values, row, is_secret=True, phone=phone
	)


def owed(purpose: str) -> list[str]:
	"""Rows, still valid, for which a job is to make a code or find that there is nobody to tell; the oldest first."""
	filters = {
		"purpose": Purpose(purpose).value,
		"owed_to": ["not in", ["", NOBODY]],
		"expires_at": [">", clock.now()],
	}
	return frappe.get_all(CODE, filters, pluck="name", order_by="creation asc", limit=OWED_AT_ONCE)


def take_owed(name: str) -> tuple[Document, list[str]]:
	"""A row, locked, with those to whom it was owed; owed no more once it is committed."""
	row = frappe.get_doc(CODE, name, for_update=True)
	owed_to = json.loads(row.owed_to or NOBODY)
	row.owed_to = NOBODY
	with WRITER.writing():
		row.save(ignore_permissions=True)  # a job; nobody has a role for codes
	return row, owed_to


def confirm(
	phone: str, code: str, purpose: str, reference: str = "", context: str = "", asker: Asker | None = None
) -> str:
	"""Use a code up; the name of its row. Its row stays locked until the transaction ends, so it serves once.

	Raises CodeRefused with one of `code_expired` (none, used, or over its time), `code_tries`, `code_wrong`,
	`code_other_text` (what is confirmed has changed since the code was sent).
	"""
	normal, allowed, asker = number(phone), settings(), asker or signed_in()
	rows = _living(phone_key(normal), purpose, reference)
	if not rows:
		raise CodeRefused(code="code_expired")
	scope, newest = _scope(normal, purpose, asker), rows[0].name
	tried = limits.hit("wrong", scope, DAY)  # counted before it is known: a hundred at once are a hundred
	limits.hit("try", newest, allowed.minutes * 60)
	rows = [row for row in rows if tried <= _most_tries(row.digits)]
	if not rows or limits.hit("try", f"{newest}|{scope}|{asker.place}", allowed.minutes * 60) > allowed.tries:
		raise CodeRefused(code="code_tries")
	row = next(
		(row for row in rows if compare_digest(row.code_hash, _code_hash(row.name, _digits(code)))), None
	)
	if row is None:
		# at once, not after the commit: a refused request has none
		queues.wake_now("esaylov.identity.codes.note_tries", queues.MESSAGES, name=newest)
		raise CodeRefused(code="code_wrong")
	limits.take_back("wrong", scope)
	if not compare_digest(row.context_hash or "", context):
		raise CodeRefused(code="code_other_text")
	_use(row.name)
	return str(row.name)


def signed_in() -> Asker:
	"""The user of the session, who asks for codes to their own phone."""
	return Asker(frappe.session.user)


def count_request(purpose: str, key: str) -> None:
	"""Count one more request of somebody who asks for codes to numbers of their choice. Raises TooMany."""
	if limits.hit(f"code-{purpose}-asked", key, HOUR) > settings().per_phone:
		raise TooMany(code="codes_too_many")


def phone_key(phone: str) -> str:
	"""Keyed hash of a phone number in its normal writing."""
	return keys.keyed_hash("phone", phone.encode())


def check_code(row: Document) -> None:
	"""Only this module writes and removes codes. Raises LawBroken."""
	WRITER.check(row)


def purge() -> int:
	"""Job: remove the codes that ended a day ago, and take those that ended from the texts of their messages."""
	now = clock.now()
	ended = frappe.get_all(CODE, {"expires_at": ["<", now]}, pluck="name", order_by="name asc")
	notifications.forget_codes(CODE, ended)
	old = {"expires_at": ["<", now - timedelta(days=1)]}
	count = frappe.db.count(CODE, old)
	frappe.db.delete(CODE, old)
	return count


def _living(key: str, purpose: str, reference: str) -> list[frappe._dict]:
	"""The codes that can still be used, the newest first, locked: who confirms at the same time waits here, and then finds
	the one that was used gone.
	"""
	table = frappe.qb.DocType(CODE)
	return list(
		frappe.qb.from_(table)
		.select(table.name, table.code_hash, table.context_hash, table.digits)
		.where(table.phone_key == key)
		.where(table.purpose == Purpose(purpose).value)
		.where(table.reference == reference)
		.where(table.used_at.isnull())
		.where(table.expires_at >= clock.now())
		.orderby(table.creation, order=frappe.qb.desc)
		.limit(MOST_LIVING)
		.for_update()
		.run(as_dict=True)
	)


def _use(name: str) -> None:
	row = frappe.get_doc(CODE, name)
	row.used_at, row.tries = clock.now(), max(limits.count("try", name) - 1, 0)
	with WRITER.writing():
		row.save(ignore_permissions=True)  # the person who holds the code has no role for it


def note_tries(name: str) -> None:
	"""Job: keep the wrong tries on the row for the auditor; the refused request itself was rolled back."""
	frappe.db.set_value(CODE, name, "tries", limits.count("try", name), update_modified=False)


def _check_due(scope: str, digits: int, allowed: Limits, asker: Asker) -> None:
	"""Raises TooMany for the address of a stranger, CodeNotDue for the budget; the same for every number."""
	if not asker.budget and limits.hit("code-address", _address_key(), HOUR) > allowed.per_address:
		raise TooMany(code="codes_too_many")
	if limits.hit("code", f"{scope}|{digits}", HOUR) <= allowed.per_phone:
		return
	if not limits.take("code-wait", f"{scope}|{digits}", allowed.minutes * 60):
		raise CodeNotDue()


def _digits_due(scope: str) -> int:
	tried = limits.count("wrong", scope)
	return next(digits for most, digits in LENGTHS if tried < most)


def _most_tries(digits: int) -> int:
	return next(most for most, length in LENGTHS if digits <= length)


def _scope(phone: str, purpose: str, asker: Asker) -> str:
	return f"{Purpose(purpose)}|{phone_key(phone)}|{asker.budget}"


def number(phone: str) -> str:
	"""A phone number in its normal writing. Raises CodeRefused (`phone_missing`, `phone_structure`)."""
	if not (phone or "").strip():
		raise CodeRefused(code="phone_missing")
	try:
		return normal_phone(phone)
	except IdentityInvalid as problem:
		raise CodeRefused(field="phone", code=problem.code) from None


def _digits(code: str) -> str:
	return "".join((code or "").split())[:32]


def _code_hash(row: str, code: str) -> str:
	return keys.keyed_hash("code", canonical({"row": row, "code": code}))


def _address_key() -> str:
	return keys.keyed_hash("address", address.network().encode())
