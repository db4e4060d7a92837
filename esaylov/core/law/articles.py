"""Articles of the law with the first and last day of the edition that was applied; data in `articles.csv`."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

DATA: Final = Path(__file__).with_name("articles.csv")
ACTS: Final = ("Const. ", "Referendum, ")
"""What stands before the number of an article of another act than the Election Code."""
NUMBER: Final = re.compile(r"[0-9]+(?:-[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Article:
	"""An article in one edition.

	article: as rules name it, `33` or `Const. 106`. valid_from, valid_to: ISO days, "" where they are not known. mark: where the text
	is known from, as in the domain files. statement: in English, one line.
	"""

	article: str
	valid_from: str
	valid_to: str
	mark: str
	statement: str

	def is_in_force(self, day: str) -> bool:
		"""Whether this edition is the one of an ISO day; the empty day stands for the newest edition."""
		return not day or (self.valid_from <= day and (not self.valid_to or day <= self.valid_to))


@lru_cache(maxsize=1)
def read_articles() -> dict[str, tuple[Article, ...]]:
	"""All editions of each article, the oldest first, by the name that rules use."""
	found: dict[str, list[Article]] = {}
	with DATA.open(encoding="utf-8", newline="") as lines:
		for row in csv.DictReader(lines):
			found.setdefault(row["article"], []).append(Article(**row))
	return {name: tuple(sorted(rows, key=lambda row: row.valid_from)) for name, rows in found.items()}


@lru_cache(maxsize=512)
def split_articles(reference: str) -> tuple[str, ...]:
	"""The articles that a reference names: `9, 19`, `101-102` and `Const. 106, 128` name two each, `20-1` one.

	Regulations and articles that `articles.csv` does not contain stay as they are.
	"""
	act = next((act for act in ACTS if reference.startswith(act)), "")
	rest = reference.removeprefix(act)
	parts = [part.strip() for part in rest.split(",")]
	if not all(NUMBER.fullmatch(part) for part in parts):
		return (reference,) if reference else ()
	return tuple(article for part in parts for article in _range(act, part))


def _range(act: str, part: str) -> Iterator[str]:
	"""`20-1` is an article of its own, `101-102` stands for the articles from 101 to 102."""
	first, _, last = part.partition("-")
	if not last or f"{act}{part}" in read_articles() or int(last) <= int(first):
		yield f"{act}{part}"
		return
	for number in range(int(first), int(last) + 1):
		yield f"{act}{number}"


@lru_cache(maxsize=512)
def first_day(reference: str, day: str = "") -> str:
	"""ISO first day of the newest edition that the articles of a reference have on a day; "" where none is known."""
	editions = read_articles()
	return max(
		(
			edition.valid_from
			for article in split_articles(reference)
			for edition in editions.get(article, ())
			if edition.is_in_force(day)
		),
		default="",
	)
