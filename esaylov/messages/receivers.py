"""Who is told: the applicant of an appeal, the holder of a certificate."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

import frappe
from frappe.model.document import Document
from pypika.queries import QueryBuilder

from esaylov.framework import reads
from esaylov.framework.errors import NotFound

OUTSIDER = "outsider"
NAME = attrgetter("name")


@dataclass(frozen=True)
class Receiver:
	"""A person with the phone and the language in which they are told; `key` is what an event is unique by."""

	person: str
	phone: str
	language: str
	refuses_reminders: bool = False
	"""What is not compulsory is not sent to them."""
	login: frappe._dict | None = field(default=None, compare=False)
	"""Their login where it is enabled: user, email, user_type."""

	@property
	def key(self) -> str:
		return self.person or OUTSIDER


def of_all(documents: Sequence[Document]) -> dict[str, list[Receiver]]:
	"""The receivers of a message about each document, by its name; none where nobody is known."""
	persons = dict(zip(map(NAME, documents), map(_person, documents), strict=True))
	known: dict[str | None, frappe._dict] = {}
	for row in _read(sorted(set(filter(None, persons.values())))):
		known[row.name] = row
	found: dict[str, list[Receiver]] = {}
	for document in documents:
		person = known.get(persons[document.name])
		found[document.name] = [_of(person, document.get("language"))] if person else []
	return found


def of_persons(names: Collection[str]) -> dict[str, Receiver]:
	"""Persons as receivers, by name, read at once; each in their own language or the site's."""
	otherwise = frappe.get_cached_doc("E-saylov Settings").default_language
	return {row.name: _of(row, otherwise) for row in _read(sorted(set(names)))}


def person(name: str) -> Receiver:
	"""A person as a receiver, in their own language or the site's."""
	return of_persons([name])[name]


def outsider(phone: str, language: str) -> Receiver:
	"""Somebody of whom only a phone is known."""
	return Receiver("", phone, language)


def _read(names: Sequence[str]) -> list[frappe._dict]:
	return reads.run(_people(len(names)), list(names)) if names else []


@reads.statement
def _people(count: int) -> QueryBuilder:
	person, user = frappe.qb.DocType("Person"), frappe.qb.DocType("User")
	return (
		frappe.qb.from_(person)
		.left_join(user)
		.on((person.user == user.name) & (user.enabled == 1))
		.select(person.name, person.phone, person.language, person.refuses_reminders)
		.select(user.name.as_("user"), user.email, user.user_type)
		.where(person.name.isin(reads.many(count)))
		.orderby(person.name)
	)


def _of(row: frappe._dict, otherwise: str | None) -> Receiver:
	language = row.language or otherwise or "uz"
	login = row if row.user else None
	return Receiver(row.name, row.phone or "", language, bool(row.refuses_reminders), login)


def _person(document: Document) -> str | None:
	if document.doctype == "Certificate":
		holder: str | None = document.holder
		return holder
	person: str | None = document.applicant_person
	return person or _owner(document.owner)


def _owner(user: str) -> str | None:
	"""The person of a user; of a service account, the head who bound it to its body."""
	found: str | None = frappe.db.get_value("Person", {"user": user})
	return found or frappe.db.get_value("Integrator Key", {"user": user, "body": ["is", "set"]}, "signatory")


def refuses_reminders(user: str) -> bool | None:
	"""Whether the person of a user wants no message that is not compulsory; None without a person."""
	found = frappe.db.get_value("Person", {"user": user}, "refuses_reminders")
	return None if found is None else bool(found)


def refuse_reminders(user: str, refuses: bool) -> bool:
	"""Keep whether the person of a user wants no message that is not compulsory. Raises NotFound without a person."""
	person = frappe.db.get_value("Person", {"user": user})
	if not person:
		raise NotFound({"doctype": "Person"})
	# a wish of the person, no fact about them: registers and decisions do not look at it
	frappe.db.set_value("Person", person, "refuses_reminders", int(refuses))
	return refuses
