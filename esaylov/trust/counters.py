"""Numbers that a commission gives: one row a kind of paper, which is also the lock of what is numbered by it."""

from collections.abc import Mapping

import frappe
from frappe.model.document import Document
from pypika.terms import Values

from esaylov.framework import clock
from esaylov.framework.errors import LawBroken

COUNTER = "Commission Counter"


def next_number(commission: str, kind: str, count: int = 1) -> int:
	"""The next number of a commission for a kind of paper, 1 for the first, without gaps.

	count: so many numbers are taken in one statement, of which this is the first. The row stays locked until the transaction ends, so
	ask late; a rolled back step gives them back.
	"""
	moment, user = clock.now(), frappe.session.user
	# One statement makes the row or raises it, holds its lock until the end of the transaction, and says what stands: it is
	# locked for each that follows. A read followed by an insert would let two transactions wait for each other's gap lock.
	((last,),) = frappe.db.sql(
		"insert into `tabCommission Counter`"
		" (name, creation, modified, owner, modified_by, commission, kind, value)"
		" values (%(name)s, %(moment)s, %(moment)s, %(user)s, %(user)s, %(commission)s, %(kind)s, %(count)s)"
		" on duplicate key update value = value + %(count)s returning value",
		{
			**{"name": f"{commission}|{kind}", "commission": commission, "kind": kind, "count": count},
			**{"moment": moment, "user": user},
		},
	)
	return int(last) - count + 1


def advance(kind: str, by: Mapping[str, int]) -> dict[str, int]:
	"""Take several numbers of several commissions at once, in the order of their names; the last number of each."""
	if len(by) == 1:
		return {name: next_number(name, kind, count) + count - 1 for name, count in by.items()}
	counter, moment, user = frappe.qb.DocType(COUNTER), clock.now(), frappe.session.user
	columns = ("name", "creation", "modified", "owner", "modified_by", "commission", "kind", "value")
	rows = [(f"{name}|{kind}", moment, moment, user, user, name, kind, by[name]) for name in sorted(by)]
	statement = frappe.qb.into(counter).columns(*columns).insert(*rows)
	statement.on_duplicate_key_update(counter.value, counter.value + Values(counter.value)).run()
	names = [row[0] for row in rows]
	stored = frappe.db.get_values(
		COUNTER, {"name": ["in", names]}, ["commission", "value"], as_dict=True, for_update=True
	)
	return {row.commission: int(row.value) for row in stored}


def refuse(document: Document) -> None:
	"""A document that only a service writes was saved or removed from elsewhere. Raises LawBroken."""
	raise LawBroken({"doctype": document.doctype, "name": document.name or ""})
