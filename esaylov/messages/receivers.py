"""Who is told: the applicant of an appeal, the holder of a certificate."""

from dataclasses import dataclass

import frappe
from frappe.model.document import Document


@dataclass(frozen=True)
class Receiver:
	"""A person with the phone and the language in which they are told; `key` is what an event is unique by."""

	person: str
	phone: str
	language: str

	@property
	def key(self) -> str:
		return self.person


def of(document: Document) -> list[Receiver]:
	"""The receivers of a message about a document; none when nobody is known."""
	person = _person(document)
	if not person:
		return []
	return [_receiver(person, document.get("language") or "uz")]


def person(name: str) -> Receiver:
	"""A person as a receiver, in their own language or the site's."""
	return _receiver(name, frappe.get_cached_doc("E-saylov Settings").default_language or "uz")


def _receiver(person: str, otherwise: str) -> Receiver:
	row = frappe.db.get_value("Person", person, ["phone", "language"], as_dict=True)
	return Receiver(person, row.phone or "", row.language or otherwise)


def _person(document: Document) -> str | None:
	if document.doctype == "Certificate":
		return document.holder
	return document.applicant_person or frappe.db.get_value("Person", {"user": document.owner})
