"""Delegation: the head of a body names who else may act for it, and ends that again."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import frappe
from frappe.model.document import Document
from pypika.queries import QueryBuilder

from esaylov.core import identity as rules
from esaylov.core.findings import Finding, blocking
from esaylov.core.name_comparison import is_same_name
from esaylov.framework import clock, limits
from esaylov.framework.deletion import remove
from esaylov.framework.errors import Duplicate, FormInvalid, NotFound, NotPermitted, TooMany, WrongState
from esaylov.framework.guarded_steps import PROVED
from esaylov.identity import bodies, persons

REPRESENTATIVE, MEMBERSHIP = "Body Representative", "Commission Membership"
ENTERED: Final = "Entered by a Body"
"""`Person.identity_state` of whom a head named: until a login proves the name it refuses nobody (`registers.people`)."""
WRONG_NAMES: Final = 10
"""Refused persons (`delegation_refused`), for one head within an hour: nobody tries out whose number it is."""
HOUR: Final = 3600  # seconds
TRIES: Final = "delegation-name"
MOST_NAMED: Final = 50
"""Persons whom one head names in a day, or tries to [ours]: the answers would tell whose number it is."""
DAY: Final = 24 * HOUR
NAMED_TODAY: Final = "delegations"


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
	The person may not delegate; no User is made. Whoever is a member of a commission on one of the days is refused as a name
	that does not fit the PINFL: nobody asks them, and they would not vote on what the body filed. Raises NotFound (not the user's body), NotPermitted (not its head),
	FormInvalid, Duplicate (`delegation_twice`), TooMany (`WRONG_NAMES`, `MOST_NAMED`).
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
	person = _person(user, pinfl, name)
	if not _is_called(person, typed) or _is_member(person, *days):
		# one answer to both: a member's name is public, and another answer would tell that the number is theirs
		limits.hit(TRIES, user, HOUR)
		raise FormInvalid([Finding("delegation_refused", "pinfl")])
	if _acting(*body, person=person):
		raise Duplicate(field="pinfl", code="delegation_twice")
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


def _acting(doctype: str, name: str, person: str) -> bool:
	"""Asked with a lock: who waited for the heads of the body sees what was committed meanwhile."""
	row = frappe.qb.DocType(REPRESENTATIVE)
	return bool(_of_body(doctype, name).where(row.person == person).for_update().run())


def _is_member(person: str, first: date, last: date | None) -> bool:
	"""Whether a person has a vote in a commission on one of the days; asked with a lock, once the person is locked."""
	row = frappe.qb.DocType(MEMBERSHIP)
	query = frappe.qb.from_(row).select(row.name).where((row.person == person) & (row.position != "Staff"))
	# one that ends before it begins never was
	query = query.where(row.ends_on.isnull() | ((row.ends_on >= first) & (row.ends_on >= row.starts_on)))
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


def _person(user: str, pinfl: str, name: tuple[str, str, str]) -> str:
	"""The person with this PINFL, added under this name where nobody has it. Raises TooMany."""
	known = persons.of_pinfl(pinfl)
	if known is None:
		return persons.add(pinfl, *name, state=ENTERED)
	if limits.count(TRIES, user) >= WRONG_NAMES:
		raise TooMany()
	return known


def _is_called(person: str, typed: str) -> bool:
	"""Whether a person has this name; the person is locked."""
	return is_same_name(frappe.db.get_value("Person", person, "full_name", for_update=True) or "", typed)
