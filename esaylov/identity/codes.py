"""One-time codes by SMS: made, sent, and confirmed once. Numbers stand in E-saylov Settings.

Only a keyed hash of the code is stored; the key lies in site_config.json, so a copy of the database does not help to
guess six digits. Phones and addresses are keyed hashes too. A wrong try is counted where a rollback does not reach it
(`limits`), and a job keeps it on the row.
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

from esaylov import clock, queues
from esaylov.core.identity import IdentityInvalid, normal_phone
from esaylov.core.payload import canonical
from esaylov.errors import CodeRefused, TooMany
from esaylov.identity import limits
from esaylov.messages import service as messages
from esaylov.sole_writer import SoleWriter
from esaylov.trust import service as trust

CODE = "One-time Code"
DIGITS = 6
HOUR = 3600
NOBODY = "[]"
OWED_AT_ONCE = 200
WRITER = SoleWriter("one-time codes")


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
	lock_minutes: int
	per_phone: int
	per_address: int

	@property
	def wrong_before_lock(self) -> int:
		"""Wrong tries for one phone, over all its codes, after which it is locked."""
		return 2 * self.tries


def settings() -> Limits:
	"""The limits of this site."""
	read = frappe.get_cached_doc("E-saylov Settings")
	return Limits(
		minutes=read.code_minutes or 5,
		tries=read.code_tries or 5,
		lock_minutes=read.code_lock_minutes or 30,
		per_phone=read.codes_per_phone or 5,
		per_address=read.codes_per_address or 60,
	)


def issue(phone: str, purpose: str, reference: str = "", context: str = "", person: str = "") -> datetime:
	"""Make a code and send it; until when it is valid (naive Tashkent time). It takes the place of an earlier one.

	phone: of the person, in any writing. reference: what it is for, such as the name of an appeal. context: SHA-256 of what
	is confirmed. person: who is told, whose language the message has. Raises CodeRefused (`phone_missing`), TooMany.
	"""
	code = open_row(phone, purpose, reference, context)
	deliver(code, person)
	return frappe.utils.get_datetime(code.expires_at)


def open_row(
	phone: str, purpose: str, reference: str = "", context: str = "", owed_to: Sequence[str] = ()
) -> Document:
	"""A row for a code that is still to be made, and which until then nothing confirms. Raises as `issue`.

	owed_to: persons of the number, for a job that finds out whether there is somebody to tell (`take_owed`).
	"""
	normal, allowed = number(phone), settings()
	_within_limits(normal, purpose, allowed)
	row = frappe.new_doc(CODE)
	row.update(
		{
			"purpose": Purpose(purpose).value,
			"reference": reference,
			"context_hash": context,
			"phone_key": phone_key(normal),
			"address_key": _address_key(),
			"code_hash": secrets.token_hex(32),  # of no code
			"owed_to": json.dumps(list(owed_to)),
			"expires_at": clock.now() + timedelta(minutes=allowed.minutes),
		}
	)
	with WRITER.writing():
		return row.insert(ignore_permissions=True)  # whoever asks for a code has no role for it


def deliver(row: Document, person: str, phone: str = "") -> None:
	"""Make the code of a row and put it into the outbox for a person. phone: another one than the person's own."""
	code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
	row.code_hash = _code_hash(row.name, code)
	with WRITER.writing():
		row.save(ignore_permissions=True)  # the same
	values = {"code": code, "min": settings().minutes}
	messages.tell_person(TEMPLATE[Purpose(row.purpose)], person, values, row, is_secret=True, phone=phone)


def owed(purpose: str) -> list[str]:
	"""Rows, still valid, for which a job is to make a code or find that there is nobody to tell; the oldest first."""
	filters = {
		"purpose": Purpose(purpose).value,
		"owed_to": ["not in", ["", NOBODY]],
		"expires_at": [">", clock.now()],
	}
	return frappe.get_all(CODE, filters, pluck="name", order_by="creation asc", limit=OWED_AT_ONCE)


def take_owed(name: str) -> tuple[Document, list[str]]:
	"""A row, locked, with the persons to whom it was owed; owed no more once it is committed."""
	row = frappe.get_doc(CODE, name, for_update=True)
	people = json.loads(row.owed_to or NOBODY)
	row.owed_to = NOBODY
	with WRITER.writing():
		row.save(ignore_permissions=True)  # a job; nobody has a role for codes
	return row, people


def confirm(phone: str, code: str, purpose: str, reference: str = "", context: str = "") -> str:
	"""Use a code up; the name of its row. Its row stays locked until the transaction ends, so it serves once.

	Raises CodeRefused with one of `code_locked`, `code_expired` (none, used, or over its time), `code_tries`, `code_wrong`,
	`code_other_text` (what is confirmed has changed since the code was sent).
	"""
	key, allowed = phone_key(number(phone)), settings()
	if limits.count(_wrong(purpose), key) >= allowed.wrong_before_lock:
		raise CodeRefused({"minutes": allowed.lock_minutes}, code="code_locked")
	row = _latest(key, purpose, reference)
	if row is None or row.used_at or row.expires_at < clock.now():
		raise CodeRefused(code="code_expired")
	if limits.hit("try", row.name, allowed.minutes * 60) > allowed.tries:
		raise CodeRefused(code="code_tries")
	if not compare_digest(row.code_hash, _code_hash(row.name, _digits(code))):
		_count_wrong(row.name, purpose, key, allowed)
		raise CodeRefused(code="code_wrong")
	if not compare_digest(row.context_hash or "", context):
		raise CodeRefused(code="code_other_text")
	_use(row.name)
	limits.clear(_wrong(purpose), key)
	return str(row.name)


def count_request(purpose: str, key: str) -> None:
	"""Count one more request of somebody who asks for codes to numbers of their choice. Raises TooMany."""
	if limits.hit(f"code-{purpose}-asked", key, HOUR) > settings().per_phone:
		raise TooMany(code="codes_too_many")


def phone_key(phone: str) -> str:
	"""Keyed hash of a phone number in its normal writing."""
	return trust.keyed_hash("phone", phone.encode())


def check_code(row: Document) -> None:
	"""Only this module writes and removes codes. Raises LawBroken."""
	WRITER.check(row)


def purge() -> int:
	"""Job: remove the codes that ended a day ago, and take those that ended from the texts of their messages."""
	now = clock.now()
	ended = frappe.get_all(CODE, {"expires_at": ["<", now]}, pluck="name", order_by="name asc")
	messages.forget_codes(CODE, ended)
	old = {"expires_at": ["<", now - timedelta(days=1)]}
	count = frappe.db.count(CODE, old)
	frappe.db.delete(CODE, old)
	return count


def _latest(key: str, purpose: str, reference: str) -> Document | None:
	"""The newest code, locked: who confirms it at the same time waits here, and then finds it used."""
	table = frappe.qb.DocType(CODE)
	rows = (
		frappe.qb.from_(table)
		.select(table.name, table.code_hash, table.context_hash, table.expires_at, table.used_at)
		.where(table.phone_key == key)
		.where(table.purpose == Purpose(purpose).value)
		.where(table.reference == reference)
		.orderby(table.creation, order=frappe.qb.desc)
		.limit(1)
		.for_update()
		.run(as_dict=True)
	)
	return rows[0] if rows else None


def _use(name: str) -> None:
	row = frappe.get_doc(CODE, name)
	row.used_at, row.tries = clock.now(), limits.count("try", name) - 1
	with WRITER.writing():
		row.save(ignore_permissions=True)  # the person who holds the code has no role for it


def _count_wrong(name: str, purpose: str, key: str, allowed: Limits) -> None:
	limits.hit(_wrong(purpose), key, allowed.lock_minutes * 60)
	# at once, not after the commit: a refused request has none
	queues.wake_now("esaylov.identity.codes.note_tries", queues.MESSAGES, name=name)


def note_tries(name: str) -> None:
	"""Job: keep the wrong tries on the row for the auditor; the refused request itself was rolled back."""
	frappe.db.set_value(CODE, name, "tries", limits.count("try", name), update_modified=False)


def _within_limits(phone: str, purpose: str, allowed: Limits) -> None:
	"""Both are counted before either refuses: the answer says nothing of which it was."""
	of_phone = limits.hit(f"code-{purpose}", phone_key(phone), HOUR)
	of_address = limits.hit("code-address", _address_key(), HOUR)
	if of_phone > allowed.per_phone or of_address > allowed.per_address:
		raise TooMany(code="codes_too_many")


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
	return trust.keyed_hash("code", canonical({"row": row, "code": code}))


def _address_key() -> str:
	return trust.keyed_hash("address", str(getattr(frappe.local, "request_ip", None) or "").encode())


def _wrong(purpose: str) -> str:
	return f"wrong-{purpose}"
