"""The Person behind an answer: found by PINFL or passport, else made; what stands in the register is not overwritten."""

from collections.abc import Mapping, Sequence
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.core.names import plain_apostrophes
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

Answer = Mapping[str, Any]


def find_or_make(answers: Sequence[Answer], language: str) -> list[str]:
	"""The names of the Persons behind some answers, in their order; two queries find all that are known.

	Empty fields of a known person are filled from the answer, filled ones stay. language: of the messages to people who
	are new. Two decisions at once get one Person: the unique PINFL decides, and people are made in the order of their
	PINFL, so that the two never wait for each other. A foreign citizen has no PINFL; passport, citizenship and day of
	birth together are the same person.
	"""
	wanted = [_normal(answer) for answer in answers]
	known = _known(wanted)
	names: dict[int, str] = {}
	for place in sorted(range(len(wanted)), key=lambda at: (str(wanted[at].get("pinfl") or ""), at)):
		answer = wanted[place]
		person = _match(known, answer) or _make(answer, language)
		_fill(person, answer)
		known.append(person)
		names[place] = person["name"]
	return [names[place] for place in range(len(wanted))]


def is_of(person: str, answer: Answer) -> bool:
	"""Whether a Person is the one of an answer."""
	row = frappe.db.get_value("Person", person, [*KEYS, "citizenship", "birth_date"], as_dict=True)
	return row is not None and _match([row], _normal(answer)) is not None


def _normal(answer: Answer) -> dict[str, Any]:
	"""The answer with the columns of a Person, also where a foreign passport was typed."""
	found = {key: answer[key] for key in FIELDS if answer.get(key)}
	found["full_name"] = " ".join(str(answer.get("full_name") or "").split())
	if answer.get("foreign_passport_no") and not found.get("pinfl"):
		found.update(passport=answer["foreign_passport_no"], is_foreign=True)
	return found


def _known(wanted: Sequence[Answer]) -> list[dict[str, Any]]:
	found: dict[str, dict[str, Any]] = {}
	for key in KEYS:
		values = sorted({answer[key] for answer in wanted if answer.get(key)})
		if values:
			rows = frappe.get_all("Person", {key: ["in", values]}, ["name", *FIELDS], order_by="creation asc")
			found |= {row.name: row for row in rows}
	return list(found.values())


def _match(known: Sequence[dict[str, Any]], answer: Answer) -> dict[str, Any] | None:
	if answer.get("is_foreign"):
		return next((row for row in known if _is_same_foreigner(row, answer)), None)
	for key in KEYS:
		same = (row for row in known if answer.get(key) and row.get(key) == answer[key])
		if found := next(same, None):
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
	document = frappe.get_doc("Person", person["name"])
	document.update(empty)
	with PROVED.writing():
		document.save(
			ignore_permissions=True,  # the effect of a decision writes; no commission role may edit people
		)
	person.update(empty)


def _make(answer: Answer, language: str) -> dict[str, Any]:
	try:
		document = _insert(answer, language)
		return {"name": document.name, **{key: answer.get(key) for key in FIELDS}}
	except frappe.UniqueValidationError:  # made by somebody else a moment ago: a locking read sees it
		frappe.clear_last_message()
		key = {"pinfl": answer["pinfl"]}
		other = frappe.db.get_value("Person", key, ["name", *FIELDS], as_dict=True, for_update=True)
		if other is None:
			raise
		return other


def _insert(answer: Answer, language: str) -> Document:
	person = frappe.new_doc("Person")
	person.update({key: answer[key] for key in FIELDS if answer.get(key)})
	person.update(_names(str(answer["full_name"])))
	person.language = language or "uz"
	return person.insert(
		ignore_permissions=True,  # as above
		ignore_mandatory=bool(answer.get("is_foreign")),  # a foreign document may know one name only
	)


def _names(full_name: str) -> dict[str, str]:
	"""Surname, given name and the rest as patronymic, in the order of an Uzbek document."""
	surname, given, patronymic = [*full_name.split(maxsplit=2), "", "", ""][:3]
	return {"full_name": full_name, "surname": surname, "given_name": given, "patronymic": patronymic}
