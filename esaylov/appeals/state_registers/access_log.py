"""Personal Data Access: who looked at whose data, which fields, for which appeal and why. Written once, never changed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.query_builder.functions import Count
from pypika import Order

from esaylov.framework import clock, queues
from esaylov.framework.desk import report_user
from esaylov.framework.errors import LawBroken
from esaylov.framework.persistence import reads, rows
from esaylov.framework.persistence.write_guard import WriteGuard
from esaylov.framework.requests import cleaning
from esaylov.identity import answers, persons

ACCESS = "Personal Data Access"
MOST = 5000
"""Rows of one report; who needs more narrows the days."""
WRITER = WriteGuard("access to personal data")
SHOWN = (
	*("kind", "seen_at", "commission", "body_type", "body"),
	*("seen_fields", "registers", "appeal", "reason"),
)
"""What a citizen reads of a look; the officer's own name is for the auditor."""
COLUMNS = (
	*("pinfl", "passport", "full_name", "birth_date", "gender", "nationality", "birthplace"),
	*("phone", "address", "specialty", "workplace_position"),
)
"""Columns of a form and fields of a Person that a look may have shown; each has a name on the page of looks (`looks.…`)."""


class Kind(StrEnum):
	"""Equal to the options of Personal Data Access.kind."""

	LOOK_UP = "Look-up"
	CHECK = "Check"
	REVEAL = "Reveal"
	EXPORT = "Export"


@dataclass(frozen=True, slots=True)
class Access:
	"""One access. identifier: PINFL or passport of whom. fields: columns that were seen; none where nothing was shown."""

	kind: Kind
	viewer: str
	identifier: str
	reason: str
	fields: Collection[str] = ()
	registers: Collection[str] = ()
	commission: str = ""
	body_type: str = ""
	body: str = ""
	appeal: str = ""
	person: str = ""


def note(accesses: Sequence[Access]) -> None:
	"""Write the looks down, in the transaction that shows the data. Who calls has asked for the right to see it."""
	pinfls = sorted({access.identifier for access in accesses if not access.person})
	people = {row.pinfl: row.name for row in reads.rows("Person", {"pinfl": pinfls}, ["name", "pinfl"])}
	seen_at = clock.now()
	made = [
		{
			"kind": access.kind.value,
			"seen_at": seen_at,
			"viewer": access.viewer,
			"commission": access.commission or None,
			"body_type": access.body_type or None,
			"body": access.body or None,
			"person": access.person or people.get(access.identifier),
			"person_key": answers.person_key(access.identifier),
			"seen_fields": ", ".join(access.fields),
			"registers": ", ".join(access.registers),
			"appeal": access.appeal or None,
			"reason": cleaning.without_markup(access.reason),
		}
		for access in accesses
	]
	rows.insert_many(ACCESS, made, guard=WRITER)  # written by the system about whoever looks


def note_refused(user: str, pinfls: Sequence[str], reason: str) -> None:
	"""Have it on record that a request which is about to be refused tells the user something of these numbers."""
	if pinfls and getattr(frappe.local, "request", None):
		looks = [Access(Kind.CHECK, user, pinfl, reason, fields=("pinfl",)) for pinfl in pinfls]
		queues.after_rollback(partial(_note_alone, looks))


def _note_alone(accesses: Sequence[Access]) -> None:
	note(accesses)
	frappe.db.commit()  # a request that is refused takes all back but this record


def note_own(user: str, person: str, fields: Collection[str]) -> None:
	"""The very person read what is known of them: on record too, for it may have been somebody else with their login.

	fields: of a Person; of them those stand in the record that a look may show.
	"""
	seen = [name for name in COLUMNS if name in fields]
	numbers = frappe.db.get_value("Person", person, ["pinfl", "passport"]) or ()
	identifier = next((str(number) for number in numbers if number), person)
	note([Access(Kind.EXPORT, user, identifier, "own data", fields=seen, person=person)])


def count(kind: Kind, **filters: Any) -> int:
	"""How many looks of a kind there are."""
	return int(frappe.db.count(ACCESS, {"kind": kind.value, **filters}))


def at_person(user: str, start: int = 0, length: int = 20) -> tuple[Sequence[dict[str, Any]], int]:
	"""A page of the looks at the user's own data, the newest first, and how many there are: by whom, when, what, why."""
	person = persons.person_of(user)
	if not person:
		return [], 0
	numbers = frappe.db.get_value("Person", person, ["pinfl", "passport"]) or ()
	keys = [answers.person_key(number) for number in numbers if number]
	table = frappe.qb.DocType(ACCESS)
	mine = (table.person == person) | table.person_key.isin(keys or [""])
	total = frappe.qb.from_(table).select(Count("*")).where(mine).run()[0][0]
	page = (
		frappe.qb.from_(table)
		.select(*(table[column] for column in SHOWN))
		.where(mine)
		.orderby(table.seen_at, order=Order.desc)
		.orderby(table.name)
		.limit(length)
		.offset(max(start, 0))
		.run(as_dict=True)
	)
	return [*page], int(total)


@report_user.reading()
def for_auditor(filters: Mapping[str, Any]) -> list[dict[str, Any]]:
	"""All looks, the newest first, for the auditor's report: `from_date`, `to_date`, `kind`, `viewer`, `person`, `commission`.

	The caller has asked whether the user reads them all; at most 5,000 rows.
	"""
	table = frappe.qb.DocType(ACCESS)
	query = frappe.qb.from_(table).select(*(table[column] for column in (*SHOWN, "viewer", "person")))
	for column in ("kind", "viewer", "person", "commission"):
		if value := filters.get(column):
			query = query.where(table[column] == value)
	if first := filters.get("from_date"):
		query = query.where(table.seen_at >= frappe.utils.getdate(first))
	if last := filters.get("to_date"):
		query = query.where(table.seen_at < frappe.utils.getdate(last) + timedelta(days=1))
	query = query.orderby(table.seen_at, order=Order.desc).orderby(table.name)
	return [*query.limit(MOST).run(as_dict=True)]


def since_midnight() -> datetime:
	"""Where the day of the limits begins."""
	return datetime.combine(clock.today(), datetime.min.time())


def check_access(document: Document) -> None:
	"""Called from Personal Data Access.validate and on_trash: written once, by this package. Raises LawBroken."""
	WRITER.check(document)
	if not document.is_new():
		raise LawBroken({"doctype": ACCESS, "name": document.name})
