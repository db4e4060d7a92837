"""Sample answers of a shipped type: each kind of field filled sensibly, with what a case says about single paths."""

import csv
import json
import secrets
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from esaylov.core.forms import Field, FormDefinition, Kind, holds, read_definition
from esaylov.core.forms import rows as form_rows
from esaylov.core.forms.definition import columns
from esaylov.core.people.identity import with_check_digit

FIXTURES = Path(__file__).resolve().parents[3] / "esaylov" / "fixtures" / "appeal_types"
FILLED_BY_REGISTERS = frozenset({"passport", "birth_date", "gender", "nationality", "address", "specialty"})
CATALOGUE = Path(__file__).resolve().parents[2] / "data" / "appeal_types.csv"
NOBODY = "f" * 64
"""SHA-256 of a file that nobody attached."""
TODAY = "@today"


@cache
def shipped(code: str) -> dict[str, Any]:
	"""The shipped document of a type."""
	return json.loads((FIXTURES / f"{code}.json").read_text())


@cache
def catalogue() -> dict[str, dict[str, str]]:
	"""The catalogue's rows by the code of the type."""
	with CATALOGUE.open(encoding="utf-8") as lines:
		return {row["code"]: row for row in csv.DictReader(lines)}


@cache
def form(code: str) -> FormDefinition:
	"""Its form."""
	document = shipped(code)
	uses = [{**row, "parameters": json.loads(row["parameters"])} for row in document["form_rules"]]
	fields = form_rows.fields_of(document["form_fields"])
	return read_definition({"code": code, "version": 1, "fields": fields, "rules": uses})


def answers(
	code: str, today: date, values: Mapping[str, Any], rows: Mapping[str, int], links: Mapping[str, str]
) -> dict[str, Any]:
	"""What an applicant types into the form, files apart.

	values: path without row numbers (`persons.pinfl`) to the answer, None to leave it out, a list to go row by row. A text
	`@today+3` is that day, `@okrug.taken` is looked up in links. rows: rows of a group; without one, the least number.
	"""
	return _Writer(today, values, rows, links).level(form(code).fields, "", 0)


def papers(code: str, typed: Mapping[str, Any]) -> list[str]:
	"""Paths of the files that the form requires with these answers, in its order."""
	return [path for path, field in _files(form(code).fields, typed, "") if field.required]


def kinds(code: str, path: str) -> tuple[str, ...]:
	"""Media types that the file of a path may have."""
	return next(
		field.file.kinds for found, field in _files(form(code).fields, None, "") if found == _column(path)
	)


def _column(path: str) -> str:
	group, _, name = path.rpartition(".")
	return f"{group.partition('[')[0]}.{name}" if group else name


def _files(
	fields: tuple[Field, ...], typed: Mapping[str, Any] | None, at: str
) -> Iterator[tuple[str, Field]]:
	"""Files of a level and of its rows; of the columns without answers."""
	for item in fields:
		if item.kind.is_file:
			yield f"{at}{item.name}", item
		elif item.kind is Kind.GROUP and typed is None:
			yield from _files(item.fields, None, f"{item.name}.")
		elif item.kind is Kind.GROUP:
			for number, row in enumerate(typed.get(item.name, [])):
				yield from _files(item.fields, row, f"{item.name}[{number}].")


class _Writer:
	"""Values by the kind of the field; the people of a group differ."""

	def __init__(
		self, today: date, values: Mapping[str, Any], rows: Mapping[str, int], links: Mapping[str, str]
	) -> None:
		self.today, self.values, self.rows, self.links = today, values, rows, links

	def level(self, fields: tuple[Field, ...], at: str, row: int) -> dict[str, Any]:
		typed: dict[str, Any] = {}
		for item in columns(fields):
			path = f"{at}{item.name}"
			if path in self.values:
				value = self.said(self.values[path], row)
			else:
				value = self.value(item, row) if _is_typed(item, typed) else None
			if value is not None:
				typed[item.name] = value
		return typed

	def said(self, value: Any, row: int) -> Any:
		if isinstance(value, list):
			value = value[row] if row < len(value) else None
		if not isinstance(value, str) or not value.startswith("@"):
			return value
		if value.startswith(TODAY):
			return (self.today + timedelta(days=int(value.removeprefix(TODAY) or 0))).isoformat()
		return self.links[value.removeprefix("@")]

	def value(self, item: Field, row: int) -> Any:
		if item.identifier == "pinfl":
			return pinfl(is_woman=row % 2 == 1)
		if item.kind is Kind.GROUP:
			count = self.rows.get(item.name, item.min_rows)
			return [self.level(item.fields, f"{item.name}.", number) for number in range(count)] or None
		return _plain(item, row, self.today)


def _is_typed(item: Field, typed: Mapping[str, Any]) -> bool:
	"""Whether an applicant answers the field: it is shown, and nobody else fills it."""
	by_others = item.read_only or (item.name in FILLED_BY_REGISTERS and not item.required)
	return not by_others and (item.shown_if is None or holds(item.shown_if, typed))


def _plain(item: Field, row: int, today: date) -> Any:
	"""A value of a field that stands for itself; files and links are given by others."""
	if item.kind in (Kind.SHORT_TEXT, Kind.LONG_TEXT):
		return _text(item, row)
	if item.kind is Kind.INTEGER:
		return max(int(item.minimum or 1), row + 1)
	plain = {
		Kind.DATE: "1880-05-05" if item.name == "birth_date" else today.isoformat(),
		Kind.YES_NO: True,
		Kind.PHONE: f"+99890{secrets.randbelow(10**7):07d}",
	}
	return item.choices[0].value if item.kind is Kind.CHOICE else plain.get(item.kind)


def _text(item: Field, row: int) -> str:
	known = {"full_name": "Bo'ronov Bo'ron Bo'ronovich", "workplace_position": "Namuna MChJ, muhandis"}
	known |= {"foreign_passport_no": f"U{secrets.randbelow(10**8):08d}", "meeting_time": "15:30"}
	known |= {"station_phone": "+998 71 233 28 18", "website": "https://gazeta.example"}
	return known.get(item.name, f"Namuna {row + 1}".ljust(int(item.minimum or 0), "."))


def pinfl(is_woman: bool = False, century: str = "") -> str:
	"""A made-up person of the 1880s with place code 000; century 5: a child of 2015."""
	first = century or ("2" if is_woman else "1")
	day, month = secrets.randbelow(28) + 1, secrets.randbelow(12) + 1
	year = 15 if century else 81 + secrets.randbelow(9)
	return with_check_digit(f"{first}{day:02d}{month:02d}{year:02d}000{secrets.randbelow(1000):03d}")
