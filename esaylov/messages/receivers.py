"""Who is told: the applicant of an appeal, the holder of a certificate."""

from collections.abc import Sequence
from dataclasses import dataclass

import frappe
from frappe.model.document import Document

OUTSIDER = "outsider"


@dataclass(frozen=True)
class Receiver:
	"""A person with the phone and the language in which they are told; `key` is what an event is unique by."""

	person: str
	phone: str
	language: str

	@property
	def key(self) -> str:
		return self.person or OUTSIDER


def of_all(documents: Sequence[Document]) -> dict[str, list[Receiver]]:
	"""The receivers of a message about each document, by its name; none where nobody is known."""
	persons = {document.name: _person(document) for document in documents}
	names = sorted({person for person in persons.values() if person})
	rows = frappe.get_all(
		"Person", {"name": ["in", names]}, ["name", "phone", "language"], order_by="name asc"
	)
	known = {row.name: row for row in rows}
	found: dict[str, list[Receiver]] = {}
	for document in documents:
		row = known.get(persons[document.name])
		language = row and (row.language or document.get("language") or "uz")
		found[document.name] = [Receiver(row.name, row.phone or "", language)] if row else []
	return found


def person(name: str) -> Receiver:
	"""A person as a receiver, in their own language or the site's."""
	return _receiver(name, frappe.get_cached_doc("E-saylov Settings").default_language or "uz")


def outsider(phone: str, language: str) -> Receiver:
	"""Somebody of whom only a phone is known."""
	return Receiver("", phone, language)


def _receiver(person: str, otherwise: str) -> Receiver:
	row = frappe.db.get_value("Person", person, ["phone", "language"], as_dict=True)
	return Receiver(person, row.phone or "", row.language or otherwise)


def _person(document: Document) -> str | None:
	if document.doctype == "Certificate":
		return document.holder
	return document.applicant_person or frappe.db.get_value("Person", {"user": document.owner})
