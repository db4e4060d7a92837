"""SMS about what registers said of a filed appeal: data that differ (S56), a register that stays silent (S57)."""

from collections import Counter
from collections.abc import Mapping, Sequence

import frappe

from esaylov.appeals.drafts.persons import Named
from esaylov.core.forms import label
from esaylov.core.people.names import surname_and_initials
from esaylov.core.procedure.people import Block
from esaylov.identity.answers import Check, Result, person_key
from esaylov.messages import events, notifications
from esaylov.messages.texts import merging
from esaylov.messages.texts import values as messages_values

MOST_PERSONS = 5
"""Persons of one appeal about whom a message is sent; the others stand in the cabinet (own design)."""
ROUNDS = 3
NOBODY = "nobody"
"""In the place of a column: the register of persons knows no such person, so there is nothing that could differ."""
UNKNOWN: Mapping[str, str] = {"uz": "shaxs topilmadi", "ru": "лицо не найдено", "en": "person not found"}
"""At most 20 characters: they stand where a field is named."""
REGISTERS: Mapping[str, Mapping[str, str]] = {
	Check.PERSONAL_DATA: {"uz": "Shaxslar reyestri", "ru": "Реестр граждан", "en": "The register of persons"},
	Check.WORK: {"uz": "Mehnat reyestri", "ru": "Реестр труда", "en": "The register of work"},
	Check.EDUCATION: {"uz": "Diplomlar reyestri", "ru": "Реестр дипломов", "en": "The register of diplomas"},
	Check.CRIMINAL_RECORD: {
		"uz": "Sudlanganlik reyestri",
		"ru": "Реестр судимостей",
		"en": "The criminal register",
	},
	Check.DISABILITY: {
		"uz": "Nogironlik reyestri",
		"ru": "Реестр инвалидности",
		"en": "The disability register",
	},
	Check.LEGAL_CAPACITY: {
		"uz": "Muomala layoqati reyestri",
		"ru": "Реестр дееспособности",
		"en": "The register of capacity",
	},
}
"""Names short enough for one SMS."""


def tell(named: Named, answers: Sequence[frappe._dict]) -> None:
	"""Tell the applicant, each thing once however often it is run. answers: all of the appeal, the oldest first."""
	differing, silent = _differing(named, answers)[:MOST_PERSONS], _silent(answers)
	if not (differing or silent):
		return
	document = frappe.get_doc("Appeal", named.appeal)
	language = messages_values.wording_of(document.language or "uz")
	told = []
	for block, column in differing:
		values = {"name": surname_and_initials(block.name), "field": _title(block, column, language)}
		key = person_key(block.identifier)[:16]
		told += notifications.tell(events.Event.REGISTER_MISMATCH, document, values, key=key)
	for check in silent:
		values = {"db": REGISTERS[check][language]}
		told += notifications.tell(events.Event.REGISTER_UNREACHABLE, document, values, key=check)
	merging.merge(told)


def _differing(named: Named, answers: Sequence[frappe._dict]) -> list[tuple[Block, str]]:
	"""Persons whose data differ or whom the register does not know, with the column to name."""
	found: dict[str, str] = {}
	for row in answers:
		if row.result == Result.DIFFERS:
			found.setdefault(row.person_key, row.differs_in.split(",")[0])
		elif (row.result, row.check_code) == (Result.NOT_FOUND, Check.PERSONAL_DATA):
			found.setdefault(row.person_key, NOBODY)  # no work or no diploma is nothing to tell
	keys = {person_key(block.identifier): block for block in named.persons if block.identifier}
	return [(keys[key], column) for key, column in found.items() if key in keys]


def _title(block: Block, column: str, language: str) -> str:
	if column == NOBODY:
		return UNKNOWN[language]
	return next((label(item.label, language) for item in block.columns if item.name == column), column)


def _silent(answers: Sequence[frappe._dict]) -> list[str]:
	"""Checks that a register left unanswered about somebody as often as the settings allow, and still does."""
	rounds = frappe.get_cached_doc("Interagency Settings").rounds_before_paper or ROUNDS
	in_a_row: Counter[tuple[str, str]] = Counter()
	for row in answers:
		place = (row.person_key, row.check_code)
		in_a_row[place] = in_a_row[place] + 1 if row.result == Result.UNREACHABLE else 0
	return sorted({check for (_, check), number in in_a_row.items() if number >= rounds})
