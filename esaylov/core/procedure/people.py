"""The persons (*shaxslar*) of a form's answers, and how they compare with what a register says. Pure.

A register's data are shown only to who knows the person by name, passport or date of birth: PINFLs can be guessed, and a
form must not become a way to learn whose they are. Names are compared as `name_comparison` says, so script and spelling of a letter make no difference.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from esaylov.core.findings import Finding
from esaylov.core.forms.definition import Field, FormDefinition, Kind
from esaylov.core.people.name_comparison import compared_words, is_same_name, is_within
from esaylov.core.people.names import search_key
from esaylov.core.rules.registry import day, read_pinfl

IDENTIFIERS = ("pinfl", "passport")
NAME, BIRTH, PINFL = "full_name", "birth_date", "pinfl"
MOST_WORDS = 8
"""Words of a full name [ours]: two surnames, two given names and a patronymic of three."""


@dataclass(frozen=True, slots=True)
class Block:
	"""One person of the answers. path: `persons[2]`, "" at the top level. columns: of the person alone."""

	path: str
	columns: tuple[Field, ...]
	answers: Mapping[str, Any]

	@property
	def identifier(self) -> str:
		"""PINFL, else passport, else ""."""
		return next((found for key in IDENTIFIERS if (found := self.text(key))), "")

	@property
	def name(self) -> str:
		"""The full name as it stands in the answers."""
		return self.text(NAME)

	def text(self, column: str) -> str:
		"""A text that is answered, or ""."""
		value = self.answers.get(column)
		return value if isinstance(value, str) else ""

	def at(self, column: str) -> str:
		"""Path of a column: `persons[2].pinfl`."""
		return f"{self.path}.{column}" if self.path else column


def blocks(form: FormDefinition, answers: Mapping[str, Any], has_foreigners: bool = False) -> list[Block]:
	"""The citizens of the answers in their order, also those who are not identified yet.

	has_foreigners: with those of whom no state register knows.
	"""
	return list(_level(form.fields, answers, "", has_foreigners))


def _level(
	fields: tuple[Field, ...], answers: Mapping[str, Any], path: str, has_foreigners: bool
) -> Iterator[Block]:
	for item in fields:
		value, here = answers.get(item.name), f"{path}.{item.name}" if path else item.name
		if item.is_spread:
			yield from _block(item, answers, path, has_foreigners)
		elif item.kind is Kind.PERSON:
			yield from _block(item, value, here, has_foreigners)
		elif item.kind is Kind.GROUP and isinstance(value, list):
			for number, row in enumerate(value):
				if isinstance(row, Mapping):
					yield from _level(item.fields, row, f"{here}[{number}]", has_foreigners)


def _block(item: Field, answers: Any, path: str, has_foreigners: bool) -> Iterator[Block]:
	if isinstance(answers, Mapping) and (has_foreigners or any(column.identifier for column in item.fields)):
		yield Block(path, item.fields, answers)


def is_named(typed: str, surname: str, given_name: str) -> bool:
	"""Whether who typed a name names the person: surname and given name, in any order; the patronymic may be missing.

	A text with more than MOST_WORDS words is a list of guesses and names nobody.
	"""
	return not is_list_of_names(typed) and is_within(typed, f"{surname} {given_name}")


def is_list_of_names(typed: str) -> bool:
	"""Whether a text holds more words than a full name has."""
	return len(compared_words(typed)) > MOST_WORDS


def same(typed: str, registered: str) -> bool:
	"""Whether two texts say the same, whatever their script, case and punctuation."""
	return search_key(typed) == search_key(registered)


def differences(block: Block, registered: Mapping[str, str]) -> list[str]:
	"""Columns that are answered otherwise than the register says, in the form's order; what either leaves out is equal."""
	return [
		column.name
		for column in block.columns
		if (said := registered.get(column.name))
		and block.text(column.name)
		and not (is_same_name if column.name == NAME else same)(block.text(column.name), said)
	]


def find_unborn(form: FormDefinition, answers: Mapping[str, Any], today: date) -> list[Finding]:
	"""`birth_not_past` for each person whose day of birth, typed or held by the PINFL, is not before a day; at the field that says so."""
	found = []
	for block in blocks(form, answers, has_foreigners=True):
		for path, born in _birth_days(block):
			if born >= today:
				params = {"born": born.isoformat(), "today": today.isoformat()}
				found.append(Finding("birth_not_past", path, params=params))
	return found


def _birth_days(block: Block) -> Iterator[tuple[str, date]]:
	"""The days of birth that a person's columns hold, each with its place; what cannot be read is told by the form's check."""
	if born := day(block.answers, BIRTH):
		yield block.at(BIRTH), born
	if pinfl := read_pinfl(block.answers):
		yield block.at(PINFL), pinfl.birth_date
