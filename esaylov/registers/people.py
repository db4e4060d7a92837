"""The Person behind an answer: found by PINFL or passport, else made; what stands in the register is not overwritten."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.model.naming import make_autoname

from esaylov.core.names import plain_apostrophes
from esaylov.framework import documents, reads
from esaylov.framework.guarded_steps import PROVED

FIELDS = (
	"pinfl",
	"passport",
	"birth_date",
	"gender",
	"nationality",
	"citizenship",
	"address",
	"specialty",
	"workplace_position",
	"phone",
)
KEYS = ("pinfl", "passport")
MADE = "people_made"
"""Savepoint before people are written."""

Answer = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
	"""A person of a decision. place: of the decision among those that are applied together. language: of messages to who is new."""

	answer: Answer
	place: int = 0
	language: str = "uz"


def find_or_make(asked: Sequence[Asked]) -> list[str]:
	"""The names of the Persons behind some answers, in their order; two queries find all that are known.

	Empty fields of a known person are filled from the answer, filled ones stay; decision by decision. Two transactions at once get
	one Person: the unique PINFL decides. Whoever is known is locked first, all in the order of their names, and who is new is
	written in the order of their PINFL, so that the two never wait for each other. A foreign citizen has no PINFL; passport,
	citizenship and day of birth together are the same person.
	"""
	wanted = [_normal(one.answer) for one in asked]
	known = _Known(_locked(wanted))
	names: dict[int, str] = {}
	made: list[tuple[Document, Answer]] = []

	def order(at: int) -> tuple[int, str, int]:
		return asked[at].place, str(wanted[at].get("pinfl") or ""), at

	for place in sorted(range(len(wanted)), key=order):
		answer = wanted[place]
		person = known.match(answer)
		if person is None:
			person = _new(answer, asked[place].language)
			made.append((person["document"], answer))
		else:
			_fill(person, answer)
		known.note(person)
		names[place] = person["name"]
	renamed = _write(made)
	return [renamed.get(names[place], names[place]) for place in range(len(wanted))]


def lock(answers: Sequence[Answer]) -> None:
	"""Lock the known Persons behind some answers: what is written about several lists at once names people in any order."""
	_locked([_normal(answer) for answer in answers])


def is_of(person: str, answer: Answer) -> bool:
	"""Whether a Person is the one of an answer."""
	row = frappe.db.get_value("Person", person, [*KEYS, "citizenship", "birth_date"], as_dict=True)
	return row is not None and _Known([row]).match(_normal(answer)) is not None


def _normal(answer: Answer) -> dict[str, Any]:
	"""The answer with the columns of a Person, also where a foreign passport was typed."""
	found = {key: answer[key] for key in FIELDS if answer.get(key)}
	found["full_name"] = " ".join(str(answer.get("full_name") or "").split())
	if answer.get("foreign_passport_no") and not found.get("pinfl"):
		found.update(passport=answer["foreign_passport_no"], is_foreign=True)
	return found


def _locked(wanted: Sequence[Answer]) -> list[dict[str, Any]]:
	"""Who may be meant by the answers, locked in the order of their names. The values are those before the lock."""
	known = _known(wanted)
	reads.rows("Person", {"name": sorted(row["name"] for row in known)}, ["name"], lock=True)
	return known


def _known(wanted: Sequence[Answer]) -> list[dict[str, Any]]:
	found: dict[str, dict[str, Any]] = {}
	for key in KEYS:
		values = sorted({answer[key] for answer in wanted if answer.get(key)})
		rows = reads.rows("Person", {key: values}, ["name", *FIELDS], "creation")
		found |= {row.name: row for row in rows}
	return list(found.values())


class _Known:
	"""People whom answers may mean, found by what names them: a list of decisions may be about thousands."""

	def __init__(self, rows: Sequence[dict[str, Any]]) -> None:
		self.rows: list[dict[str, Any]] = []
		self.by: dict[tuple[str, str], dict[str, Any]] = {}
		self.noted: set[int] = set()
		for row in rows:
			self.note(row)

	def note(self, row: dict[str, Any]) -> None:
		"""Somebody more, or what was filled in of somebody since. Who was known first has a number that two have."""
		if id(row) not in self.noted:
			self.noted.add(id(row))
			self.rows.append(row)
		for key in KEYS:
			if row.get(key):
				self.by.setdefault((key, row[key]), row)

	def match(self, answer: Answer) -> dict[str, Any] | None:
		"""Whom an answer means."""
		if answer.get("is_foreign"):
			return next((row for row in self.rows if _is_same_foreigner(row, answer)), None)
		for key in KEYS:
			if found := self.by.get((key, answer.get(key) or "")):
				return found
		return None


def _is_same_foreigner(row: Answer, answer: Answer) -> bool:
	if row.get("pinfl") or row.get("passport") != answer["passport"]:
		return False
	return all(_written(row, key) == _written(answer, key) for key in ("citizenship", "birth_date"))


def _written(values: Answer, key: str) -> str:
	return plain_apostrophes(str(values.get(key) or ""))


def _fill(person: dict[str, Any], answer: Answer) -> None:
	empty = {key: answer[key] for key in FIELDS if answer.get(key) and not person.get(key)}
	if not empty:
		return
	# locked: another transaction may have made them, or filled a field, after this one's first look
	document = person.get("document") or frappe.get_doc("Person", person["name"], for_update=True)
	document.update({key: value for key, value in empty.items() if not document.get(key)})
	if "document" not in person:
		with PROVED.writing():
			document.save(
				ignore_permissions=True,  # the effect of a decision writes; no commission role may edit people
			)
	person.update({key: document.get(key) for key in empty})


def _new(answer: Answer, language: str) -> dict[str, Any]:
	"""Somebody who is not in the register, with the document that is to be written."""
	person = frappe.new_doc("Person")
	person.update({key: answer[key] for key in FIELDS if answer.get(key)})
	person.update(_names(str(answer["full_name"])))
	person.language = language or "uz"
	person.name = str(make_autoname("hash", "Person"))
	person.flags.ignore_mandatory = bool(
		answer.get("is_foreign")
	)  # a foreign document may know one name only
	return {"name": person.name, "document": person, **{key: answer.get(key) for key in FIELDS}}


def _write(made: Sequence[tuple[Document, Answer]]) -> dict[str, str]:
	"""Write new persons; the names of those whom somebody else made a moment ago, by the names that were meant for them."""
	ordered = sorted(made, key=lambda one: str(one[0].pinfl or ""))
	if len(ordered) > 1:
		frappe.db.savepoint(MADE)
	try:
		documents.insert([person for person, _ in ordered])
	except frappe.UniqueValidationError:
		frappe.clear_last_message()
		if len(ordered) == 1:
			return {person.name: _made_by_others(answer) for person, answer in ordered}
		frappe.db.rollback(save_point=MADE)
		return {name: found for one in ordered for name, found in _write([one]).items()}
	return {}


def _made_by_others(answer: Answer) -> str:
	"""Somebody whom another transaction made a moment ago: a locking read sees it. Raises UniqueValidationError without."""
	key = {"pinfl": answer.get("pinfl")}
	other = frappe.db.get_value("Person", key, ["name", *FIELDS], as_dict=True, for_update=True)
	if other is None:
		raise frappe.UniqueValidationError("Person", answer.get("pinfl"))
	_fill(other, answer)
	return str(other.name)


def _names(full_name: str) -> dict[str, str]:
	"""Surname, given name and the rest as patronymic, in the order of an Uzbek document."""
	surname, given, patronymic = [*full_name.split(maxsplit=2), "", "", ""][:3]
	return {"full_name": full_name, "surname": surname, "given_name": given, "patronymic": patronymic}
