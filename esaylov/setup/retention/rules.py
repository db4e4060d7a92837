"""Which rows are erased when, and which stay and why: `rules.csv`, read once."""

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path


class Action(StrEnum):
	"""What becomes of a row: deleted, emptied of some fields, thrown away with its files as its owner would, kept; kept as it stands in the
	archive of its election, which nobody changes; or that, and later in the archive alone."""

	DELETE = "Delete"
	EMPTY = "Empty"
	DISCARD = "Discard"
	KEPT = "Kept"
	SEALED = "Sealed"
	ARCHIVED = "Archived"


ERASING = frozenset({Action.DELETE, Action.EMPTY, Action.DISCARD})
"""What takes rows or words away for good."""
HELD = frozenset({Action.SEALED, Action.ARCHIVED})
"""What a sealed archive holds as it is."""


@dataclass(frozen=True, slots=True)
class Rule:
	"""One line. statuses: rows in these alone; () for all. counted_from: the column that says of which day a row is.

	election: how a row leads to its election, as `("appeal", "election")`; () where it is in no archive. besides: columns of a personal
	level that are in the archive all the same, because a signature or the chain covers them. has_papers: its files are in the archive.
	statute: the key of the number of days; while none is in force nothing is erased. suggested_days: ours, in force nowhere.
	"""

	code: str
	doctype: str
	action: Action
	election: tuple[str, ...]
	fields: tuple[str, ...]
	statuses: tuple[str, ...]
	besides: tuple[str, ...]
	has_papers: bool
	counted_from: str
	statute: str
	suggested_days: int
	source_mark: str
	reason: str


@cache
def archived() -> tuple[Rule, ...]:
	"""Of what an election's archive has rows."""
	return tuple(rule for rule in rules() if rule.election)


@cache
def held() -> dict[str, Rule]:
	"""DocType to the rule by which a sealed archive holds its rows."""
	return {rule.doctype: rule for rule in rules() if rule.action in HELD}


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
		election=tuple(filter(None, row["election"].split("."))),
		fields=tuple(row["fields"].split()),
		statuses=tuple(filter(None, row["statuses"].split(";"))),
		besides=tuple(row["besides"].split()),
		has_papers=bool(row["has_papers"]),
		counted_from=row["counted_from"],
		statute=row["statute"],
		suggested_days=int(row["suggested_days"] or 0),
		source_mark=row["source_mark"],
		reason=row["reason"],
	)
