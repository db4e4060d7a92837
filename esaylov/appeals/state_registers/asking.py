"""One person asked about at the registers: what their answers give for the columns of a form, in our own words."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import frappe

from esaylov.appeals.state_registers.prefills import Status
from esaylov.core import identity as numbers
from esaylov.core.findings import Finding
from esaylov.core.names import proper_case
from esaylov.core.people import Block, is_named, same
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


def question(block: Block, birth_date: str = "") -> Asked:
	"""Whom a form names. birth_date: ISO, for a person known by the passport. Raises FormInvalid where that is not enough."""
	pinfl, passport = block.text("pinfl"), block.text("passport")
	born = _day(birth_date or block.text("birth_date"))
	if not block.identifier:
		raise FormInvalid([Finding("person_unidentified", block.at("pinfl"))])
	if pinfl:
		if not (block.name or passport or born):
			raise FormInvalid([Finding("birth_date_or_passport_needed", block.at("pinfl"))])
		return Asked(pinfl, passport, born or _born(pinfl, block), block.name)
	if born is None:
		raise FormInvalid([Finding("birth_date_needed", block.at("passport"))])
	return Asked("", passport, born, block.name)


def about(portal: Gateway, asked: Asked) -> Found:
	"""The columns of one person. Nothing of them is told unless the applicant knows the person."""
	try:
		person = registers.personal_data(portal, asked)
	except ProviderError as problem:
		log(problem)
		return Found(Status.UNREACHABLE)
	if person is None:
		return Found(Status.NOT_FOUND, registers=("PD",))
	if not _knows(asked, person):
		return Found(Status.NAME_DIFFERS, registers=("PD",))
	values, answered = of_person(person), ["PD"]
	pinfl = person.pinfl or asked.pinfl
	for code, column, ask in OTHERS:
		try:
			said = ask(portal, pinfl)
		except ProviderError as problem:  # what the others say is good all the same
			log(problem)
			continue
		answered.append(code)
		if said:
			values[column] = said
	return Found(Status.FILLED, values, tuple(dict.fromkeys(answered)))


def _knows(asked: Asked, person: PersonalData) -> bool:
	"""Whether what was typed is that person's: the name, where there is one, else the passport or the date of birth.

	A number alone can be guessed; the booklet asks for no name ("Filling in the form", for information).
	"""
	if asked.name:
		return is_named(asked.name, person.surname, person.given_name)
	if asked.passport:
		return same(asked.passport, person.passport)
	return asked.birth_date is not None and asked.birth_date == person.birth_date


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


def _born(pinfl: str, block: Block) -> date:
	try:
		return numbers.Pinfl.parse(pinfl).birth_date
	except numbers.IdentityInvalid as problem:
		raise FormInvalid([Finding(problem.code, block.at("pinfl"))]) from None


def _day(text: str) -> date | None:
	try:
		return date.fromisoformat(text) if text else None
	except ValueError:
		return None
