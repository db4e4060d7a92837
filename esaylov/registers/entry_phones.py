"""The phone of an entry: another number once its holder confirmed both, with a change of its own in the history."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import frappe
from frappe.model.document import Document

from esaylov.framework import practice
from esaylov.framework.guarded_steps import PROVED
from esaylov.identity import service as identity
from esaylov.registers import entries, grants, history, people

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


def take_phones_of_appeals(register: str, names: Sequence[str]) -> None:
	"""For sites of before the entry had a phone: give entries that of their appeal, and clear it at the Person where
	only the appeal vouched.

	A number stays the person's as well where codes to both phones, a signed change of configuration or an imported
	membership explain
	it; then the entry gets the present number, by which its holder has logged in so far.
	"""
	for name in names:
		entry = frappe.get_doc(register, name, for_update=True)
		person = frappe.get_doc("Person", entry.person, for_update=True)
		typed = _typed(entry)
		is_own = bool(person.phone) and _is_vouched(person, typed)
		number = person.phone if is_own else typed
		if number and not entry.phone and not practice.is_of(entry.election):
			write_phone(entry, number)
		if person.phone and not is_own and person.phone == typed:
			person.phone = None
			person.flags.is_phone_moved_to_entry = True
			with PROVED.writing():
				person.save(ignore_permissions=True)  # a patch


def _typed(entry: Document) -> str:
	"""The number in the row of the appeal that an entry was decided by; "" for an imported one."""
	decision = frappe.get_doc("Decision", entry.decision) if entry.decision else None
	if decision is None or not decision.appeal:
		return ""
	for grant in grants.decided_by([decision]):
		if grant.path == entry.row_path:
			return people.phone_of(grant.row)
	return ""


def _is_vouched(person: Document, typed: str) -> bool:
	"""Whether something else than an appeal says that a number is the person's."""
	if person.phone != typed:
		return True  # never written by this appeal: a decision only filled in an empty number
	confirmed = {
		"person": person.name,
		"confirmed_at": ["is", "set"],
		"new_key": identity.phone_key(person.phone),
	}
	if frappe.db.exists("Phone Change", confirmed):
		return True
	about = {"reference_doctype": "Person", "reference_name": person.name}
	changes = frappe.get_all("Configuration Change", about, ["after"], order_by="creation asc")
	return any(_named_phone(change) for change in changes) or bool(
		frappe.db.exists("Login Invitation", {"person": person.name})
	)


def _named_phone(change: Mapping[str, Any]) -> bool:
	return bool((frappe.parse_json(change["after"] or "{}") or {}).get("phone"))
