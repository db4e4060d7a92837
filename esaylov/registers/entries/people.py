"""The Person behind an answer: found by PINFL or passport, else made; a known Person is never changed.

An appeal is typed by somebody outside. Its phone belongs to the entry that the appeal leads to, and a known PINFL
under another name is refused: otherwise whoever knows a PINFL would act on that person. A Person whom only a decision or the head of a body entered
keeps nobody away: another name is a warning to the commission, and the Person is marked for review. Of PINFL and passport the PINFL
decides, for it is unique. A rival can have another person entered with somebody's passport, so that a passport that
disagrees is a warning to the commission and stops nobody.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.model.naming import make_autoname
from pypika.queries import QueryBuilder

from esaylov.core.people.identity import IdentityInvalid, Pinfl, normal_foreign_passport, normal_phone
from esaylov.core.people.name_comparison import is_same_name
from esaylov.core.people.names import plain_apostrophes
from esaylov.framework.errors import LawBroken
from esaylov.framework.persistence import documents, reads

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
)
"""Columns of a new Person. Its phone is not among them: see the module's text."""
KEYS = ("pinfl", "passport")
MANDATES = "mandates_version"
"""Column of a Person that rises with each decision that gives them a mandate; a transaction sees by it that it has read too early."""
STATE, ENTERED, TO_REVIEW = "identity_state", "Entered by a Decision", "To Review"
"""Column of a Person whom neither a login nor an administrator confirmed, and values of it; whom a body named has another one."""
OF_KNOWN = ("name", "full_name", MANDATES, STATE, *FIELDS)
MADE = "people_made"
"""Savepoint before people are written."""

Answer = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
	"""A person of a decision. place: of the decision among those that are applied together. language: of messages to who is new.

	phone: of a new Person. is_vouched: two administrators signed the table that names the person.
	"""

	answer: Answer
	place: int = 0
	language: str = "uz"
	phone: str = ""
	is_vouched: bool = False


def find_or_make(asked: Sequence[Asked], gives_mandate: bool = False) -> list[str]:
	"""The names of the Persons behind some answers, in their order; two queries find all that are known.

	Nothing of a known person changes. Two transactions at once get one Person: the unique PINFL decides. Known
	persons are locked first,
	all in the order of their names, and new ones are written in the order of their PINFL, so that the two never wait
	for each other. A
	foreign citizen has no PINFL; passport, citizenship and day of birth together are the same person. Raises
	LawBroken (`person_differs`) for a known PINFL, or a known passport without a PINFL, under another name. A Person whom only
	a decision or a body entered is marked for review instead.

	gives_mandate: each of them gets one, and `lock_for_mandates` came before. Raises QueryDeadlockError where another
	transaction made one of the new Persons a moment ago and gave them a mandate.
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
			person = _new(answer, asked[place])
			made.append((person["document"], answer))
			known.note(person)
		names[place] = person["name"]
	_mark_for_review(sorted(known.otherwise_named))
	renamed = _write(made, gives_mandate)
	return [renamed.get(names[place], names[place]) for place in range(len(wanted))]


def _mark_for_review(names: Sequence[str]) -> None:
	if names:
		frappe.db.set_value("Person", {"name": ["in", names]}, STATE, TO_REVIEW)


def lock(answers: Sequence[Answer]) -> None:
	"""Lock the known Persons behind some answers: what is written about several lists at once names people in any order."""
	_locked([_normal(answer) for answer in answers])


def lock_for_mandates(answers: Sequence[Answer]) -> None:
	"""The same of persons who are about to get mandates, so that of two decisions at once the later one knows of the earlier.

	Raises QueryDeadlockError where one of them got a mandate since this transaction began to read: run again
	(`repeating`) it sees that mandate.
	"""
	known = _known([_normal(answer) for answer in answers])
	_lock_seen({row["name"]: row[MANDATES] for row in known})


def lock_known_for_mandates(names: Sequence[str]) -> None:
	"""The same of Persons who get mandates back."""
	rows = reads.rows("Person", {"name": list(names)}, ["name", MANDATES])
	_lock_seen({row.name: row[MANDATES] for row in rows})


def _lock_seen(seen: Mapping[str, Any]) -> None:
	if not seen:
		return
	names = sorted(seen)
	now = {
		row.name: row[MANDATES]
		for row in reads.rows("Person", {"name": names}, ["name", MANDATES], lock=True)
	}
	_note_mandates(names, is_read_too_early=now != seen)


def _note_mandates(names: Sequence[str], is_read_too_early: bool) -> None:
	"""Raise the version of locked Persons. Raises QueryDeadlockError where they got a mandate that this transaction does not see."""
	if is_read_too_early:
		raise frappe.QueryDeadlockError
	frappe.db.sql(_raised_versions(len(names)), names)


@reads.statement
def _raised_versions(count: int) -> QueryBuilder:
	person = frappe.qb.DocType("Person")
	query = frappe.qb.update(person).set(person[MANDATES], person[MANDATES] + 1)
	return query.where(person.name.isin(reads.many(count)))


def facts_of_pinfl(pinfl: str | None) -> dict[str, Any]:
	"""`gender` and `birth_date` as a PINFL says them, for who is known by nothing else; empty without a PINFL."""
	try:
		read = Pinfl.parse(pinfl or "")
	except IdentityInvalid:
		return {}
	return {"gender": read.gender.value, "birth_date": read.birth_date}


def phone_of(answer: Answer) -> str:
	"""The phone of an answer in its normal writing, for the entry; "" without one that is a number."""
	try:
		return normal_phone(str(answer.get("phone") or ""))
	except IdentityInvalid:
		return ""


def is_of(person: str, answer: Answer) -> bool:
	"""Whether a Person is the one of an answer."""
	row = frappe.db.get_value("Person", person, ["name", "full_name", *FIELDS], as_dict=True)
	try:
		return row is not None and _Known([row]).match(_normal(answer)) is not None
	except LawBroken:
		return False


def differing(answers: object) -> dict[str, str]:
	"""By the path of each person block of an appeal that `find_or_make` would refuse, the name that was typed; two queries.

	Blocks of known persons under another name.
	"""
	wanted = {path: _normal(answer) for path, answer in blocks(answers)}
	known, found = _Known(_known(list(wanted.values()))), dict[str, str]()
	for path, answer in wanted.items():
		try:
			known.match(answer)
		except LawBroken:
			found[path] = answer["full_name"]
	return found


def entered_otherwise(answers: object) -> dict[str, str]:
	"""By the path of each person block whose PINFL a decision entered under another name, the name that was typed; one query."""
	wanted = {path: _normal(answer) for path, answer in blocks(answers)}
	known, found = _Known(_known(list(wanted.values()))), dict[str, str]()
	for path, answer in wanted.items():
		known.otherwise_named.clear()
		with suppress(LawBroken):  # told as `person_differs`
			known.match(answer)
		if known.otherwise_named:
			found[path] = answer["full_name"]
	return found


def with_passports_of_others(answers: object) -> dict[str, str]:
	"""By the path of each person block whose passport is that of a person with another PINFL, the name that was typed."""
	wanted = {path: _normal(answer) for path, answer in blocks(answers)}
	named = {
		path: answer for path, answer in wanted.items() if answer.get("pinfl") and answer.get("passport")
	}
	values = sorted({answer["passport"] for answer in named.values()})
	of_others = (
		{
			(row.passport, row.pinfl)
			for row in reads.rows("Person", {"passport": values}, ["passport", "pinfl"])
		}
		if values
		else set()
	)
	return {
		path: answer["full_name"]
		for path, answer in named.items()
		if any(passport == answer["passport"] and pinfl != answer["pinfl"] for passport, pinfl in of_others)
	}


def blocks(answers: object, path: str = "") -> Iterator[tuple[str, Answer]]:
	"""The person blocks wherever they are in answers, each with its path."""
	if isinstance(answers, Mapping):
		if isinstance(answers.get("full_name"), str) and answers["full_name"]:
			yield path, answers
		for name, inner in answers.items():
			yield from blocks(inner, f"{path}.{name}" if path else str(name))
	elif isinstance(answers, list):
		for place, inner in enumerate(answers):
			yield from blocks(inner, f"{path}[{place}]")


def _normal(answer: Answer) -> dict[str, Any]:
	"""The answer with the columns of a Person, also where a foreign passport was typed."""
	found = {key: answer[key] for key in FIELDS if answer.get(key)}
	found["full_name"] = " ".join(str(answer.get("full_name") or "").split())
	if answer.get("foreign_passport_no") and not found.get("pinfl"):
		found.update(passport=normal_foreign_passport(str(answer["foreign_passport_no"])), is_foreign=True)
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
		rows = reads.rows("Person", {key: values}, [*OF_KNOWN], "creation")
		found |= {row.name: row for row in rows}
	return list(found.values())


class _Known:
	"""People whom answers may mean, found by what names them: a list of decisions may be about thousands."""

	def __init__(self, rows: Sequence[dict[str, Any]]) -> None:
		self.rows: list[dict[str, Any]] = []
		self.by: dict[tuple[str, str], dict[str, Any]] = {}
		self.otherwise_named: set[str] = set()
		"""Persons whom only a decision entered, and whom an answer gave another name."""
		for row in rows:
			self.note(row)

	def note(self, row: dict[str, Any]) -> None:
		"""Add a person. A passport that two have is of the one who was known first."""
		self.rows.append(row)
		for key in KEYS:
			if row.get(key):
				self.by.setdefault((key, row[key]), row)

	def match(self, answer: Answer) -> dict[str, Any] | None:
		"""The person whom an answer means, None for a new one. Raises LawBroken (`person_differs`)."""
		if answer.get("is_foreign"):
			found = next((row for row in self.rows if _is_same_foreigner(row, answer)), None)
		else:
			key = "pinfl" if answer.get("pinfl") else "passport"
			found = self.by.get((key, answer.get(key) or ""))
		if found and not is_same_name(str(found.get("full_name") or ""), answer["full_name"]):
			return self._named_otherwise(found, answer)
		return found

	def _named_otherwise(self, found: dict[str, Any], answer: Answer) -> dict[str, Any] | None:
		"""The person of a PINFL whom only a decision entered; a passport alone proves nobody, and names somebody new then."""
		if not found.get(STATE):
			raise LawBroken({"name": answer["full_name"]}, code="person_differs")
		self.otherwise_named.add(found["name"])
		return found if answer.get("pinfl") else None


def _is_same_foreigner(row: Answer, answer: Answer) -> bool:
	if row.get("pinfl") or row.get("passport") != answer["passport"]:
		return False
	return all(_written(row, key) == _written(answer, key) for key in ("citizenship", "birth_date"))


def _written(values: Answer, key: str) -> str:
	return plain_apostrophes(str(values.get(key) or "")).strip().casefold()


def _new(answer: Answer, asked: Asked) -> dict[str, Any]:
	"""Somebody who is not in the register, with the document that is to be written."""
	person = frappe.new_doc("Person")
	person.update(facts_of_pinfl(answer.get("pinfl")))
	person.update({key: answer[key] for key in FIELDS if answer.get(key)})
	person.update(_names(str(answer["full_name"])))
	person.update({"language": asked.language or "uz", "phone": asked.phone or None})
	person.set(STATE, None if asked.is_vouched else ENTERED)
	person.name = str(make_autoname("hash", "Person"))
	person.flags.ignore_permissions = True  # a decision or a table that two signed enters them
	person.flags.ignore_mandatory = bool(
		answer.get("is_foreign")
	)  # a foreign document may know one name only
	values = {key: answer.get(key) for key in ("full_name", *FIELDS)}
	return {"name": person.name, "document": person, **values}


def _write(made: Sequence[tuple[Document, Answer]], gives_mandate: bool) -> dict[str, str]:
	"""Write new persons; the names of those whom somebody else made a moment ago, by the names that were meant for them."""
	ordered = sorted(made, key=lambda one: str(one[0].pinfl or ""))
	for person, _ in ordered:
		person.set(MANDATES, int(gives_mandate))
	if len(ordered) > 1:
		frappe.db.savepoint(MADE)
	try:
		documents.insert([person for person, _ in ordered])
	except frappe.UniqueValidationError:
		frappe.clear_last_message()
		if len(ordered) == 1:
			return {person.name: _made_by_others(answer, gives_mandate) for person, answer in ordered}
		frappe.db.rollback(save_point=MADE)
		return {name: found for one in ordered for name, found in _write([one], gives_mandate).items()}
	return {}


def _made_by_others(answer: Answer, gives_mandate: bool) -> str:
	"""Somebody whom another transaction made a moment ago: a locking read sees it. Raises UniqueValidationError without."""
	key = {"pinfl": answer.get("pinfl")}
	other = frappe.db.get_value("Person", key, [*OF_KNOWN], as_dict=True, for_update=True)
	if other is None:
		raise frappe.UniqueValidationError("Person", answer.get("pinfl"))
	known = _Known([other])
	known.match(answer)
	_mark_for_review(sorted(known.otherwise_named))
	if gives_mandate:
		_note_mandates([other.name], is_read_too_early=bool(other[MANDATES]))
	return str(other.name)


def _names(full_name: str) -> dict[str, str]:
	"""Surname, given name and the rest as patronymic, in the order of an Uzbek document."""
	surname, given, patronymic = [*full_name.split(maxsplit=2), "", "", ""][:3]
	return {"full_name": full_name, "surname": surname, "given_name": given, "patronymic": patronymic}
