"""Reading answers for rules. What is missing or of a wrong shape is left to the check of the structure."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from esaylov.core.identity import Gender, IdentityInvalid, Pinfl

IDENTIFIERS = ("pinfl", "passport")
"""Columns that registers know a person by, the first one first."""


def rows(answers: Mapping[str, Any], group: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
	"""Path and columns of each row of a group; of the one block where the group is a Person or "" (the top level)."""
	if not group:
		yield "", answers
		return
	value = answers.get(group)
	if isinstance(value, Mapping):
		yield group, value
	for number, row in enumerate(value if isinstance(value, list) else []):
		if isinstance(row, Mapping):
			yield f"{group}[{number}]", row


def at(path: str, column: str) -> str:
	"""Path of a column of a row."""
	return f"{path}.{column}" if path else column


def identifiers(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
	"""Column and value of what registers know a person by."""
	for column in IDENTIFIERS:
		if value := text(row, column):
			yield column, value


def place(path: str, row: Mapping[str, Any]) -> str:
	"""Where a finding about the person as a whole is shown: at the identifier, or the name where there is none."""
	return at(path, next((column for column, _ in identifiers(row)), "full_name"))


def text(row: Mapping[str, Any], column: str) -> str:
	"""A text that is answered, or ""."""
	value = row.get(column)
	return value if isinstance(value, str) else ""


def number(row: Mapping[str, Any], column: str) -> int | None:
	"""A whole number that is answered."""
	value = row.get(column)
	return value if isinstance(value, int) and not isinstance(value, bool) else None


def day(row: Mapping[str, Any], column: str) -> date | None:
	"""A day that is answered."""
	try:
		return date.fromisoformat(text(row, column))
	except ValueError:
		return None


def born_on(row: Mapping[str, Any]) -> date | None:
	"""Date of birth of a person: the later one where the PINFL and the column differ."""
	pinfl = _pinfl(row)
	known = [found for found in (pinfl and pinfl.birth_date, day(row, "birth_date")) if found]
	return max(known, default=None)


def gender(row: Mapping[str, Any]) -> str:
	"""Gender of a person by the PINFL, else by the column; "" when neither says."""
	pinfl = _pinfl(row)
	said = pinfl.gender.value if pinfl else text(row, "gender")
	return said if said in (Gender.MALE, Gender.FEMALE) else ""


def _pinfl(row: Mapping[str, Any]) -> Pinfl | None:
	try:
		return Pinfl.parse(text(row, "pinfl"))
	except IdentityInvalid:
		return None
