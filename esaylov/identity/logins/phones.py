"""Change of one's own phone number: the number on record and the new one each confirm with a code of their own (S02).

In a session that a code to the phone of an entry began, the number is that of the entry. The person's own stays what it is.

Nothing is looked up about the new number before its holder has confirmed it, so nobody learns whose number it is. A
change stays on record as Phone Change, with masked numbers and keyed hashes; codes are kept as all codes are.
"""

from dataclasses import dataclass
from datetime import date
from functools import partial
from hmac import compare_digest
from typing import Final

import frappe
from frappe.model.document import Document

from esaylov.core.people.identity import masked_phone
from esaylov.framework import clock, queues
from esaylov.framework.errors import CodeRefused, NotFound
from esaylov.framework.guarded_steps import PROVED
from esaylov.framework.persistence.write_guard import WriteGuard
from esaylov.identity import codes, entry_logins, persons
from esaylov.identity.logins import own_sessions
from esaylov.messages import notifications

CHANGE: Final = "Phone Change"
PURPOSE: Final = codes.Purpose.PHONE
CHANGED: Final = "S65"
WRITER: Final = WriteGuard("changes of phones")


@dataclass(frozen=True, slots=True)
class Asked:
	"""A change that waits for its codes. former: the number on record, masked; "" where there is none to confirm it."""

	change: str
	former: str
	new: str
	minutes: int


@dataclass(frozen=True, slots=True)
class Moved:
	"""A number that changed: whose entries follow it (`registers.move_phone`). is_of_entry: the login ended with it,
	for it was the number's."""

	person: str
	former: str
	number: str
	is_of_entry: bool


def on_record(user: str) -> str:
	"""The user's own phone number, masked; "" where none is on record. Raises NotFound for a user who is no Person."""
	_, phone, _ = _holder(user)
	return masked_phone(phone) if phone else ""


def request(user: str, phone: str) -> Asked:
	"""Ask for a change of the user's own number: a code goes to the number on record, another to the new one.

	The same for every new number, known or not. Without a number on record the new one alone confirms. Raises NotFound,
	CodeRefused (`phone_structure`, `phone_same`), TooMany.
	"""
	person, former, _ = _holder(user)
	number = codes.number(
		phone.strip() or "+"
	)  # nothing typed is no number, not one that is missing on record
	if number == former:
		raise CodeRefused(field="phone", code="phone_same")
	codes.count_request(PURPOSE, person)
	change = _write(person, user, former, number)
	if former:
		codes.deliver(codes.open_row(former, PURPOSE, change.name), person, former)
	codes.deliver(codes.open_row(number, PURPOSE, change.name), person, number)
	return Asked(
		change.name, masked_phone(former) if former else "", masked_phone(number), codes.code_minutes()
	)


def confirm(user: str, change: str, phone: str, new_code: str, former_code: str = "") -> Moved:
	"""Change the number with the codes of both phones. The user's other sessions end; the caller moves the entries.

	Raises NotFound, CodeRefused: the codes of `confirm_code` with the field `former_code` or `new_code`; `code_expired` for a
	change that is another's or over.
	"""
	frappe.db.get_value("Person", _holder(user)[0], "name", for_update=True)
	name, former, is_of_entry = _holder(user)
	row = _open(change, name)
	number = codes.number(phone)
	_check_former(row, former, former_code)
	_use(number, new_code, row.name, "new_code")
	if is_of_entry:
		_notify(frappe.get_doc("Person", name), former, number)
	else:
		_write_own(name, number)
	row.confirmed_at = clock.now()
	with WRITER.writing():
		row.save(ignore_permissions=True)  # the same
	# who stole a session has lost it; after the commit, for ending a session commits
	queues.after_commit(partial(own_sessions.end_others, user))
	return Moved(name, former, number, is_of_entry)


def notify_moved(person: Document) -> None:
	"""Called from Person.on_update: the former and the new number are told that the number on record changed (S65)."""
	before = person.get_doc_before_save()
	if before and (before.phone or "") != (person.phone or ""):
		_notify(person, before.phone or "", person.phone or "")


def _notify(person: Document, former: str, number: str) -> None:
	"""Messages to both numbers about a change."""
	values: dict[str, str | int | date] = {"d": clock.today()}
	for phone in filter(None, (former, number)):
		key = frappe.generate_hash(length=10)  # a number may come back
		notifications.tell_person(CHANGED, str(person.name), values, person, key=key, phone=phone)


def _write_own(name: str, number: str) -> None:
	person = frappe.get_doc("Person", name, for_update=True)
	person.phone = number
	with PROVED.writing():
		person.save(ignore_permissions=True)  # their own number, both phones in hand; no role may edit people


def check_change(document: Document) -> None:
	"""Called from Phone Change: only this module writes it. Raises LawBroken."""
	WRITER.check(document)


def _holder(user: str) -> tuple[str, str, bool]:
	"""Whose number it is, the number on record, and whether it is that of the entries which the user is."""
	if entry := next(iter(entry_logins.entries_of_logins([user])), None):
		return entry.person, entry.phone, True
	person = persons.person_of(user)
	if not person:
		raise NotFound({"doctype": "Person"})
	return person, frappe.db.get_value("Person", person, "phone") or "", False


def _write(person: str, user: str, former: str, number: str) -> Document:
	change = frappe.new_doc(CHANGE)
	change.update(
		{
			"person": person,
			"user": user,
			"asked_at": clock.now(),
			"former_masked": masked_phone(former) if former else "",
			"former_key": codes.phone_key(former) if former else "",
			"new_masked": masked_phone(number),
			"new_key": codes.phone_key(number),
		}
	)
	with WRITER.writing():
		return change.insert(ignore_permissions=True)  # whoever changes their number has no role for it


def _open(change: str, person: str) -> Document:
	"""A change of this person that was not confirmed and may still be; that of another is answered as one that is not there."""
	# its codes end in minutes; here only whose it is, and that it serves once
	name = frappe.db.get_value(CHANGE, {"name": change, "person": person, "confirmed_at": ["is", "not set"]})
	if not name:
		raise CodeRefused(code="code_expired")
	return frappe.get_doc(CHANGE, name)


def _check_former(row: Document, former: str, code: str) -> None:
	"""The number that stands on record now is the one that was asked, and its holder has the code."""
	if not compare_digest(row.former_key or "", codes.phone_key(former) if former else ""):
		raise CodeRefused(code="code_expired")
	if former:
		_use(former, code, row.name, "former_code")


def _use(number: str, code: str, change: str, field: str) -> None:
	try:
		codes.confirm(number, code, PURPOSE, change)
	except CodeRefused as refusal:
		raise CodeRefused(refusal.message_params, field=field, code=refusal.code) from None
