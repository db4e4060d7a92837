"""Change of one's own phone number: the number on record and the new one each confirm with a code of their own (S02).

Nothing is looked up about the new number before its holder has confirmed it, so nobody learns whose number it is. A
change stays on record as Phone Change, with masked numbers and keyed hashes; codes are kept as all codes are.
"""

from dataclasses import dataclass
from functools import partial
from hmac import compare_digest
from typing import Final

import frappe
from frappe.model.document import Document

from esaylov.core.identity import masked_phone
from esaylov.framework import clock, queues
from esaylov.framework.errors import CodeRefused, NotFound
from esaylov.framework.guarded_steps import PROVED
from esaylov.framework.write_guard import WriteGuard
from esaylov.identity import service as identity
from esaylov.identity.logins import own_sessions

CHANGE: Final = "Phone Change"
PURPOSE: Final = identity.CodePurpose.PHONE
WRITER: Final = WriteGuard("changes of phones")


@dataclass(frozen=True, slots=True)
class Asked:
	"""A change that waits for its codes. former: the number on record, masked; "" where there is none to confirm it."""

	change: str
	former: str
	new: str
	minutes: int


def on_record(user: str) -> str:
	"""The user's own phone number, masked; "" where none is on record. Raises NotFound for a user who is no Person."""
	person = _person(user)
	phone = frappe.db.get_value("Person", person, "phone") or ""
	return masked_phone(phone) if phone else ""


def request(user: str, phone: str) -> Asked:
	"""Ask for a change of the user's own number: a code goes to the number on record, another to the new one.

	The same for every new number, known or not. Without a number on record the new one alone confirms. Raises NotFound,
	CodeRefused (`phone_structure`, `phone_same`), TooMany.
	"""
	person = _person(user)
	number = identity.code_number(
		phone.strip() or "+"
	)  # nothing typed is no number, not one that is missing on record
	former = frappe.db.get_value("Person", person, "phone") or ""
	if number == former:
		raise CodeRefused(field="phone", code="phone_same")
	identity.count_code_request(PURPOSE, person)
	change = _write(person, user, former, number)
	if former:
		identity.deliver_code(identity.open_code(former, PURPOSE, change.name), person)
	identity.deliver_code(identity.open_code(number, PURPOSE, change.name), person, number)
	return Asked(
		change.name, masked_phone(former) if former else "", masked_phone(number), identity.code_minutes()
	)


def confirm(user: str, change: str, phone: str, new_code: str, former_code: str = "") -> str:
	"""Change the number with the codes of both phones; the new number, masked. The user's other sessions end.

	Raises NotFound, CodeRefused: the codes of `confirm_code` with the field `former_code` or `new_code`; `code_expired` for a
	change that is another's or over; `phone_taken` where another candidate or proxy enters by the number.
	"""
	person = frappe.get_doc("Person", _person(user), for_update=True)
	row = _open(change, person.name)
	number = identity.code_number(phone)
	_check_former(row, person.phone or "", former_code)
	_use(number, new_code, row.name, "new_code")
	_check_free(number, person.name)
	person.phone = number
	with PROVED.writing():
		person.save(ignore_permissions=True)  # their own number, both phones in hand; no role may edit people
	row.confirmed_at = clock.now()
	with WRITER.writing():
		row.save(ignore_permissions=True)  # the same
	# who stole a session has lost it; after the commit, for ending a session commits
	queues.after_commit(partial(own_sessions.end_others, user))
	return masked_phone(number)


def check_change(document: Document) -> None:
	"""Called from Phone Change: only this module writes it. Raises LawBroken."""
	WRITER.check(document)


def _person(user: str) -> str:
	person = identity.person_of(user)
	if not person:
		raise NotFound({"doctype": "Person"})
	return person


def _write(person: str, user: str, former: str, number: str) -> Document:
	change = frappe.new_doc(CHANGE)
	change.update(
		{
			"person": person,
			"user": user,
			"asked_at": clock.now(),
			"former_masked": masked_phone(former) if former else "",
			"former_key": identity.phone_key(former) if former else "",
			"new_masked": masked_phone(number),
			"new_key": identity.phone_key(number),
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
	if not compare_digest(row.former_key or "", identity.phone_key(former) if former else ""):
		raise CodeRefused(code="code_expired")
	if former:
		_use(former, code, row.name, "former_code")


def _use(number: str, code: str, change: str, field: str) -> None:
	try:
		identity.confirm_code(number, code, PURPOSE, change)
	except CodeRefused as refusal:
		raise CodeRefused(refusal.message_params, field=field, code=refusal.code) from None


def _check_free(number: str, person: str) -> None:
	"""No other candidate or proxy enters by this number: two would lock each other out. Told to its holder alone."""
	others = [name for name in identity.people_of_phone(number) if name != person]
	if identity.people_entering_by_code(others):
		raise CodeRefused(field="phone", code="phone_taken")
