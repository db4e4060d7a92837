"""Delegation: the head of a body names who else may act for it, and ends that again."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import frappe
from frappe.model.document import Document
from pypika.queries import QueryBuilder

from esaylov.core.findings import Finding, blocking
from esaylov.core.people import identity as rules
from esaylov.core.people.name_comparison import is_same_name
from esaylov.elections import in_office
from esaylov.framework import clock
from esaylov.framework.errors import Duplicate, FormInvalid, NotFound, NotPermitted, TooMany, WrongState
from esaylov.framework.guarded_steps import PROVED
from esaylov.framework.persistence.deletion import remove
from esaylov.framework.requests import limits
from esaylov.identity import bodies, persons
from esaylov.identity.answers import person_key

REPRESENTATIVE, MEMBERSHIP = "Body Representative", "Commission Membership"
ENTERED: Final = "Entered by a Body"
"""`Person.identity_state` of whom a head named: until a login proves the name it refuses nobody (`registers.people`)."""
MOST_NAMED: Final = 50
"""Persons whom one head names in a day, or tries to [ours]."""
DAY: Final = 24 * 3600  # seconds
NAMED_TODAY: Final = "delegations"
NAME_LENGTH: Final = 20


@dataclass(frozen=True, slots=True)
class Acting:
	"""Somebody who acts for a body, today or from a later day. ends_on: the last day, None until further notice."""

	representative: str
	name: str
	position: str
	is_head: bool
	starts_on: date
	ends_on: date | None


def acting(user: str, body: tuple[str, str]) -> list[Acting]:
	"""Who acts for a body of the user today or will, oldest first. Raises NotFound (not the user's body)."""
	if not _is_own(user, *body):
		raise NotFound()
	row = frappe.qb.DocType(REPRESENTATIVE)
	query = _of_body(*body).select(row.person_name, row.position, row.is_head, row.starts_on, row.ends_on)
	rows = query.orderby(row.starts_on).orderby(row.name).run(as_dict=True)
	return [
		Acting(
			found.name,
			found.person_name or "",
			found.position or "",
			bool(found.is_head),
			found.starts_on,
			found.ends_on,
		)
		for found in rows
	]


def headed(user: str) -> set[tuple[str, str]]:
	"""DocType and name of the bodies for which a user may name other representatives today."""
	row, person = frappe.qb.DocType(REPRESENTATIVE), frappe.qb.DocType("Person")
	query = frappe.qb.from_(row).join(person).on(person.name == row.person).select(row.body_type, row.body)
	query = query.where((person.user == user) & (row.is_head == 1) & (row.may_delegate == 1))
	query = query.where(row.starts_on <= clock.today())
	return set(query.where(row.ends_on.isnull() | (row.ends_on >= clock.today())).run())


def delegate(
	user: str, body: tuple[str, str], pinfl: str, name: tuple[str, str, str], days: tuple[date, date | None]
) -> str:
	"""Let another person act for a body, named by its head; the new Body Representative.

	body: DocType and name; name: surname, given name, patronymic; days: first and last (None: until further notice).
	The person may not delegate; no User is made. A PINFL of somebody with another name has the same answer as one that nobody
	has: another answer would tell whose it is. So has that of a member of a commission on one of the days: nobody asks them,
	and they would not vote on what the body filed. Both get a row that nobody can use. Raises NotFound (not the user's body),
	NotPermitted (not its head), FormInvalid, Duplicate (`delegation_twice`), TooMany (`MOST_NAMED`).
	"""
	require_head(user, *body)
	if limits.hit(NAMED_TODAY, user, DAY) > MOST_NAMED:
		raise TooMany()
	found = [*rules.check(pinfl, "pinfl")]
	found += [
		Finding("required", field)
		for field, part in zip(("surname", "given_name"), name, strict=False)
		if not part
	]
	if days[0] < clock.today():
		found.append(Finding("delegation_past", "starts_on"))
	if blocking(found):
		raise FormInvalid(found)
	typed = " ".join(part for part in name if part)
	person = persons.of_pinfl(pinfl) or persons.add(pinfl, *name, state=ENTERED)
	may_act = _is_called(person, typed) and not _is_member(person, *days)
	nobody = _key_of_nobody(body, pinfl)
	if _is_named(*body, person, nobody, may_act):
		raise Duplicate(field="pinfl", code="delegation_twice")
	person = person if may_act else _nobody(nobody, name)
	row = frappe.new_doc(REPRESENTATIVE)
	row.update(
		{"person": person, "body_type": body[0], "body": body[1], "starts_on": days[0], "ends_on": days[1]}
	)
	row.person_name = typed  # the spelling of the register would tell that it has this number
	with PROVED.writing():
		return str(row.insert(ignore_permissions=True).name)  # the head of the body, asked above


def end(user: str, representative: str) -> None:
	"""End a representation of the head's own body, or the user's own one, at once.

	Raises NotFound, NotPermitted, WrongState (`delegation_last_head`, `delegation_ended`).
	"""
	exists = isinstance(representative, str) and frappe.db.exists(REPRESENTATIVE, representative)
	if not exists:
		raise NotFound()
	row = frappe.get_doc(REPRESENTATIVE, representative)
	if row.person != frappe.db.get_value("Person", {"user": user}, "name"):
		require_head(user, row.body_type, row.body)
	try:
		row = frappe.get_doc(REPRESENTATIVE, representative, for_update=True)
	except frappe.DoesNotExistError:  # another one ended it meanwhile, before its first day
		raise NotFound() from None
	if row.is_head and not [head for head in _heads(row.body_type, row.body) if head.name != representative]:
		raise WrongState(code="delegation_last_head")
	_close(row)


def _close(row: Document) -> None:
	"""From this moment: the last day was yesterday. One that had not begun before today is removed; its trace is kept."""
	yesterday = clock.today() - timedelta(days=1)
	if row.ends_on and frappe.utils.getdate(row.ends_on) <= yesterday:
		raise WrongState(code="delegation_ended")
	if frappe.utils.getdate(row.starts_on) > yesterday:
		with PROVED.writing():
			remove(REPRESENTATIVE, row.name, force=False)
		return
	row.ends_on = yesterday
	with PROVED.writing():
		row.save(ignore_permissions=True)  # its head or the person, asked by the caller


def require_head(user: str, doctype: str, name: str, lock: bool = True) -> None:
	"""Raises NotFound where the user does not act for the body, NotPermitted where they may not delegate.

	lock: its heads, until the transaction ends: for who writes next.
	"""
	if not _is_own(user, doctype, name):
		raise NotFound()
	person = frappe.db.get_value("Person", {"user": user}, "name")
	if not any(head.person == person for head in _heads(doctype, name, lock)):
		raise NotPermitted()


def _is_own(user: str, doctype: str, name: str) -> bool:
	return any((own.doctype, own.name) == (doctype, name) for _, own in bodies.active([user], clock.today()))


def _heads(doctype: str, name: str, lock: bool = True) -> list[frappe._dict]:
	row = frappe.qb.DocType(REPRESENTATIVE)
	query = _of_body(doctype, name).where((row.is_head == 1) & (row.may_delegate == 1))
	query = query.where(row.starts_on <= clock.today())
	return (query.for_update() if lock else query).run(as_dict=True)


def _is_named(doctype: str, name: str, person: str, nobody: str, may_act: bool) -> bool:
	"""Whether a head of the body has named this number, or, where its name was typed, the person acts for the body at all.

	Asked with a lock: who waited for the heads of the body sees what was committed meanwhile.
	"""
	row, head = frappe.qb.DocType(REPRESENTATIVE), frappe.qb.DocType(REPRESENTATIVE).as_("head")
	heads = frappe.qb.from_(head).select(head.user).where((head.body_type == doctype) & (head.body == name))
	heads = heads.where((head.is_head == 1) & head.user.isnotnull())
	of_number = row.person == person
	if not may_act:
		of_number &= row.owner.isin(heads)
	return bool(_of_body(doctype, name).where((row.person == nobody) | of_number).for_update().run())


def _is_member(person: str, first: date, last: date | None) -> bool:
	"""Whether a person has a vote in a commission on one of the days; asked with a lock, once the person is locked."""
	row = frappe.qb.DocType(MEMBERSHIP)
	query = frappe.qb.from_(row).select(row.name).where((row.person == person) & (row.position != "Staff"))
	lasts = in_office.has_not_ended(row, first)
	# one that ended on its first day never held
	query = query.where(
		lasts & (row.ends_on.isnull() | row.end_decision.isnull() | (row.ends_on > row.starts_on))
	)
	if last:
		query = query.where(row.starts_on <= last)
	return bool(query.for_update().run())


def _of_body(doctype: str, name: str) -> QueryBuilder:
	row = frappe.qb.DocType(REPRESENTATIVE)
	query = frappe.qb.from_(row).select(row.name, row.person)
	query = query.where((row.body_type == doctype) & (row.body == name))
	# one that waits for its second person ends before it begins
	return query.where(
		row.ends_on.isnull() | ((row.ends_on >= clock.today()) & (row.ends_on >= row.starts_on))
	)


def _key_of_nobody(body: tuple[str, str], pinfl: str) -> str:
	"""The name of the Person who stands in a body's list for a PINFL that may not act for it; nobody learns the PINFL from it."""
	return person_key("|".join((*body, pinfl)))[:NAME_LENGTH]


def _nobody(key: str, name: tuple[str, str, str]) -> str:
	"""A Person without a number, as whom nobody enters."""
	return key if frappe.db.exists("Person", key) else persons.add("", *name, state=ENTERED, key=key)


def _is_called(person: str, typed: str) -> bool:
	"""Whether a person has this name; the person is locked."""
	return is_same_name(frappe.db.get_value("Person", person, "full_name", for_update=True) or "", typed)
