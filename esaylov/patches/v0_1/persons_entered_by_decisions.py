"""Persons whom decisions alone entered, before the column that says so: without a login and a number, and named by an entry."""

import frappe

from esaylov.registers import people
from esaylov.registers import service as registers


def execute() -> None:
	"""Safe to repeat, until the first of them was reviewed."""
	person = frappe.qb.DocType("Person")
	for register in registers.REGISTERS:
		if not frappe.get_meta(register).has_field("person"):
			continue
		entry = frappe.qb.DocType(register)
		named = frappe.qb.from_(entry).select(entry.person).where(entry.person.notnull())
		update = frappe.qb.update(person).set(person[people.STATE], people.ENTERED)
		update = update.where(person[people.STATE].isnull() | (person[people.STATE] == ""))
		update = update.where(person.user.isnull() & person.phone.isnull())
		update.where(person.name.isin(named)).run()
