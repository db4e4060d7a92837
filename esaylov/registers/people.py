"""The Person behind an answer: found by PINFL or passport, else made; what stands in the register is not overwritten."""

from collections.abc import Mapping

import frappe
from frappe.model.document import Document

FIELDS = (
	"pinfl",
	"passport",
	"birth_date",
	"gender",
	"nationality",
	"address",
	"specialty",
	"workplace_position",
	"phone",
)
KEYS = ("pinfl", "passport")


def find_or_make(answer: Mapping[str, object], language: str) -> str:
	"""The name of the Person; empty fields of a known one are filled from the answer, filled ones stay.

	language: of the messages to a person who is new. Two at once get one Person: the unique PINFL decides. The first look
	is a plain one, for a locking read of nobody would lock the gap that others insert into.
	"""
	if known := _find(answer):
		return _fill(known, answer)
	try:
		return _make(answer, language).name
	except frappe.UniqueValidationError:
		frappe.clear_last_message()
		return _fill(_find(answer, for_update=True), answer)


def _find(answer: Mapping[str, object], for_update: bool = False) -> str | None:
	for key in KEYS:
		value = answer.get(key)
		if value and (name := frappe.db.get_value("Person", {key: value}, for_update=for_update)):
			return name
	return None


def _fill(name: str, answer: Mapping[str, object]) -> str:
	person = frappe.get_doc("Person", name)
	empty = {key: answer[key] for key in FIELDS if answer.get(key) and not person.get(key)}
	if empty:
		person.update(empty)
		person.save(
			ignore_permissions=True,  # the effect of a decision writes; no commission role may edit people
		)
	return name


def _make(answer: Mapping[str, object], language: str) -> Document:
	person = frappe.new_doc("Person")
	person.update({key: answer[key] for key in FIELDS if answer.get(key)})
	person.update(_names(str(answer.get("full_name") or "")))
	person.language = language or "uz"
	person.insert(ignore_permissions=True)  # as above
	return person


def _names(full_name: str) -> dict[str, str]:
	"""Surname, given name and the rest as patronymic, in the order of an Uzbek document."""
	surname, given, patronymic = [*full_name.split(maxsplit=2), "", "", ""][:3]
	return {
		"full_name": " ".join(full_name.split()),
		"surname": surname,
		"given_name": given,
		"patronymic": patronymic,
	}
