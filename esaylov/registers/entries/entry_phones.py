"""The phone of an entry: another number once its holder confirmed both, with a change of its own in the history."""

from typing import Final

import frappe
from frappe.model.document import Document

from esaylov.registers.entries import entries, history

OPENING: Final = ("Candidate", "Proxy")
"""Registers whose entries a code to their phone opens."""
REASON: Final = "Telefon raqami almashtirildi"
"""In the history, which is in Uzbek."""


def move_phone(person: str, former: str, number: str) -> int:
	"""Give the entries in force of a person that have one number another; how many. The caller has proved both numbers.

	Their login ends with the former number, for it was made of it.
	"""
	if not former or former == number:
		return 0
	key = {"person": person, "phone": former, "status": entries.REGISTERED}
	moved = [
		(register, name)
		for register in OPENING
		for name in frappe.get_all(register, key, pluck="name", order_by="name asc")
	]
	for register, name in moved:
		entry = frappe.get_doc(register, name, for_update=True)
		if entry.status == entries.REGISTERED and entry.phone == former:
			write_phone(entry, number)
	return len(moved)


def write_phone(entry: Document, number: str) -> None:
	"""Write another number to a locked entry, and the change to its history."""
	values = {"phone": number, "login": None} if entry.doctype in OPENING else {"phone": number}
	entries.change(entry, **values)
	history.record([history.of_entry(entry, entry.status, entry.decision, REASON)])
