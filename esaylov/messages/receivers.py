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
	row = frappe.db.get_value("Person", person, ["phone", "language"], as_dict=True)
	language = row.language or document.get("language") or "uz"
	return [Receiver(person, row.phone or "", language)]


def _person(document: Document) -> str | None:
	if document.doctype == "Certificate":
		return document.holder
	return document.applicant_person or frappe.db.get_value("Person", {"user": document.owner})
