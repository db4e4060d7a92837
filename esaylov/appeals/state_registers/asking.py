"""One person asked about at the registers: what their answers give for the columns of a form, in our own words."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import frappe

from esaylov.appeals.state_registers.prefills import Status
from esaylov.core.findings import Finding
from esaylov.core.people import identity as numbers
from esaylov.core.people.names import proper_case
from esaylov.core.procedure.people import IDENTIFIERS, Block, same
from esaylov.framework.errors import FormInvalid
from esaylov.integrations.base import ProviderError
from esaylov.integrations.interagency import registers
from esaylov.integrations.interagency.gateway import Gateway
from esaylov.integrations.interagency.records import Asked, PersonalData

SOURCE = "Interagency portal"


@dataclass(frozen=True, slots=True)
class Found:
	"""What came of asking: values by column (with FILLED alone), and the registers that answered."""

	status: Status
	values: dict[str, str] = field(default_factory=dict, repr=False)
	registers: tuple[str, ...] = ()


def question(block: Block) -> Asked:
	"""Whom a draft names, by both numbers. Raises FormInvalid (`person_unidentified`, `both_numbers_needed`, `pinfl_structure`)."""
	if not block.identifier:
		raise FormInvalid([Finding("person_unidentified", block.at("pinfl"))])
	for column in IDENTIFIERS:
		if not block.text(column):
			raise FormInvalid([Finding("both_numbers_needed", block.at(column))])
	try:
		numbers.Pinfl.parse(block.text("pinfl"))
	except numbers.IdentityInvalid as problem:
		raise FormInvalid([Finding(problem.code, block.at("pinfl"))]) from None
	return Asked(block.text("pinfl"), block.text("passport"), name=block.name)


def question_of_filing(block: Block) -> Asked | None:
	"""Whom a filed form names, by what a register takes; None where that is not enough. The commission reads the answer."""
	pinfl, passport = block.text("pinfl"), block.text("passport")
	born = _day(block.text("birth_date")) or (_born(pinfl) if pinfl else None)
	return Asked(pinfl, passport, born, block.name) if block.identifier and born else None


def about(portal: Gateway, asked: Asked) -> Found:
	"""The columns of one person. Numbers that disagree give the same as a number that nobody has."""
	try:
		person = registers.personal_data(portal, asked)
	except ProviderError as problem:
		log(problem)
		return Found(Status.UNREACHABLE)
	if person is None or not _has_numbers(person, asked):
		return Found(Status.NOT_FOUND, registers=("PD",))
	values, answered = {"passport": person.passport, **of_person(person)}, ["PD"]
	for code, column, ask in OTHERS:
		try:
			said = ask(portal, person.pinfl)
		except ProviderError as problem:  # what the others say is good all the same
			log(problem)
			continue
		answered.append(code)
		if said:
			values[column] = said
	return Found(Status.FILLED, values, tuple(dict.fromkeys(answered)))


def _has_numbers(person: PersonalData, asked: Asked) -> bool:
	"""Whether both numbers are that person's. A PINFL alone can be guessed, and it tells the date of birth."""
	return same(asked.pinfl, person.pinfl) and same(asked.passport, person.passport)


def of_person(person: PersonalData) -> dict[str, str]:
	"""Columns that the personalization register gives; what it leaves open is left out."""
	values = {
		"pinfl": person.pinfl,
		"full_name": proper_case(person.full_name),
		"birth_date": person.birth_date.isoformat() if person.birth_date else "",
		"gender": person.gender.value if person.gender else "",
		"nationality": proper_case(person.nationality),
	}
	return {column: value for column, value in values.items() if value}


def log(problem: ProviderError) -> None:
	"""Codes only: nothing that was asked or said stands in a log."""
	frappe.logger("esaylov").warning("interagency: %s", problem.code)


OTHERS: tuple[tuple[str, str, Callable[[Gateway, str], str | None]], ...] = (
	("PD", "address", registers.address),
	("WP", "workplace_position", registers.workplace),
	("ED", "specialty", registers.specialty),
)
"""Check, column, call: of registers that know a person by the PINFL alone."""


def _born(pinfl: str) -> date | None:
	try:
		return numbers.Pinfl.parse(pinfl).birth_date
	except numbers.IdentityInvalid:
		return None


def _day(text: str) -> date | None:
	try:
		return date.fromisoformat(text) if text else None
	except ValueError:
		return None
