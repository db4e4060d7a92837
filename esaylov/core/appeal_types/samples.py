"""Answers as somebody might give them, made from a form: what a dry run starts with. The people are made up."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from esaylov.core.forms.conditions import holds
from esaylov.core.forms.definition import Field, FormDefinition, Kind, columns
from esaylov.core.people.identity import with_check_digit

Choose = Callable[[Field], str | None]
"""Gives the record that a Link field names in the sample, None where the register has none."""

NAMES = ("Boʻronov Boʻron Boʻronovich", "Gʻaniyeva Oʻgʻiloy Sobirovna", "Aliyev Ali Anvarovich")
TRIED = ("10:00", "+998900000000", "900000000", "12", "12-Q", "AA1234567", "https://example.uz")
"""Texts of which one fits most patterns; what fits none of them is for the person who tries the form."""
MOST_SAMPLE_ROWS = 100


def sample_file(path: str) -> str:
	"""Stand-in for the SHA-256 of an attached file; the same for the same field."""
	return f"{sum(path.encode()) % 256:02x}" * 32


def sample_answers(form: FormDefinition, today: date, choose: Choose) -> dict[str, Any]:
	"""Answers that pass the form as far as that can be told from it: each field that is shown, least rows of groups."""
	return _level(form.fields, _Sampler(today, choose), 0)


class _Sampler:
	"""Values by the kind of the field; `row` makes the people of a group differ."""

	def __init__(self, today: date, choose: Choose) -> None:
		self.today = today
		self.choose = choose

	def value(self, item: Field, row: int) -> Any:
		if item.identifier:
			return (
				with_check_digit(f"30101{90 - row % 40:02d}{100 + row:06d}")
				if item.identifier == "pinfl"
				else None
			)
		if item.name == "full_name":
			return NAMES[row % len(NAMES)]
		makers: Mapping[Kind, Callable[[Field, int], Any]] = {
			Kind.SHORT_TEXT: self.text,
			Kind.LONG_TEXT: self.text,
			Kind.DATE: lambda field, _: self.day(field),
			Kind.INTEGER: self.number,
			Kind.CHOICE: lambda field, number: field.choices[number % len(field.choices)].value,
			Kind.YES_NO: lambda field, number: True,
			Kind.LINK: lambda field, number: self.choose(field),
			Kind.PHONE: lambda field, number: f"+9989000000{number % 100:02d}",
			Kind.FILE: lambda field, number: sample_file(f"{field.name}{number}"),
			Kind.PHOTO: lambda field, number: sample_file(f"{field.name}{number}"),
			Kind.GROUP: lambda field, number: self.rows(field),
			Kind.PERSON: lambda field, number: _level(field.fields, self, number),
		}
		return makers[item.kind](item, row)

	def text(self, item: Field, row: int) -> str:
		least = item.minimum if isinstance(item.minimum, int) else 0
		most = item.maximum if isinstance(item.maximum, int) else 200
		sample = "12-Q" if item.name.endswith("_no") else f"Namuna {row + 1}"
		if item.pattern:
			sample = next((text for text in TRIED if _fits(item.pattern, text)), sample)
		return sample.ljust(least, "a")[:most]

	def day(self, item: Field) -> str:
		day = self.today.isoformat()
		if item.name == "birth_date":
			day = self.today.replace(year=self.today.year - 40, day=1).isoformat()
		if isinstance(item.minimum, str):
			day = max(day, item.minimum)
		return min(day, item.maximum) if isinstance(item.maximum, str) else day

	def number(self, item: Field, row: int) -> int:
		least = item.minimum if isinstance(item.minimum, int) else 1
		most = item.maximum if isinstance(item.maximum, int) else least + row
		return min(least + row, most)

	def rows(self, item: Field) -> list[dict[str, Any]]:
		count = min(max(item.min_rows, 1), MOST_SAMPLE_ROWS)
		return [_level(item.fields, self, row) for row in range(count)]


def _fits(pattern: str, text: str) -> bool:
	"""By the expression of the form; False for one that Python writes in another way."""
	try:
		return re.search(pattern, text) is not None
	except re.error:
		return False


def _level(fields: Sequence[Field], sampler: _Sampler, row: int) -> dict[str, Any]:
	answers: dict[str, Any] = {}
	for item in columns(tuple(fields)):
		if item.shown_if is not None and not holds(item.shown_if, answers):
			continue
		value = sampler.value(item, row)
		if value is not None:
			answers[item.name] = value
	return answers
