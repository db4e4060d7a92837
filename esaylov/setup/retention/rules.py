"""Which rows are erased when, and which stay and why: `rules.csv`, read once."""

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path


class Action(StrEnum):
	"""What becomes of a row: deleted, emptied of some fields, thrown away with its files as its owner would, or kept."""

	DELETE = "Delete"
	EMPTY = "Empty"
	DISCARD = "Discard"
	KEPT = "Kept"


@dataclass(frozen=True, slots=True)
class Rule:
	"""One line. statuses: rows in these alone; () for all. counted_from: the column that says of which day a row is.

	statute: the key of the number of days; while none is in force nothing is erased. suggested_days: ours, in force nowhere.
	"""

	code: str
	doctype: str
	action: Action
	fields: tuple[str, ...]
	statuses: tuple[str, ...]
	counted_from: str
	statute: str
	suggested_days: int
	source_mark: str
	reason: str


@cache
def rules() -> tuple[Rule, ...]:
	"""All lines, those that are kept too."""
	with Path(__file__).with_name("rules.csv").open(encoding="utf-8", newline="") as lines:
		return tuple(_rule(row) for row in csv.DictReader(lines))


def _rule(row: dict[str, str]) -> Rule:
	return Rule(
		code=row["code"],
		doctype=row["doctype"],
		action=Action(row["action"]),
		fields=tuple(row["fields"].split()),
		statuses=tuple(row["statuses"].split()),
		counted_from=row["counted_from"],
		statute=row["statute"],
		suggested_days=int(row["suggested_days"] or 0),
		source_mark=row["source_mark"],
		reason=row["reason"],
	)
