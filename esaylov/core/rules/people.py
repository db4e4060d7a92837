"""Rules about the persons of a group, by PINFL or, where it is not given, passport."""

from collections.abc import Iterator, Mapping
from typing import Any

from esaylov.core.findings import Finding
from esaylov.core.rules.facts import Facts
from esaylov.core.rules.registry import Answers, rule

IDENTIFIERS = ("pinfl", "passport")


def rows(answers: Answers, group: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
	"""Path and columns of each row of a group; what is no row is left to the check of the structure."""
	value = answers.get(group)
	for number, row in enumerate(value if isinstance(value, list) else []):
		if isinstance(row, Mapping):
			yield f"{group}[{number}]", row


def identifiers(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
	"""Column and value of what identifies a person."""
	for column in IDENTIFIERS:
		value = row.get(column)
		if isinstance(value, str) and value:
			yield column, value


@rule("unique_persons")
def unique_persons(answers: Answers, facts: Facts, article: str, *, group: str) -> list[Finding]:
	"""`person_repeated` for each row whose person stands in a row before; `row` is that row, counted from 1."""
	first: dict[str, int] = {}
	found = []
	for number, (path, row) in enumerate(rows(answers, group), 1):
		known = [(column, value) for column, value in identifiers(row) if value in first]
		if known:
			column, value = known[0]
			found.append(
				Finding("person_repeated", f"{path}.{column}", article=article, params={"row": first[value]})
			)
		for _, value in identifiers(row):
			first.setdefault(value, number)
	return found


@rule("not_candidate_or_member")
def not_candidate_or_member(answers: Answers, facts: Facts, article: str, *, group: str) -> list[Finding]:
	"""`person_is_candidate` and `person_is_commission_member`; look-ups `candidates` and `commission_members`. Own design."""
	lookups = {"candidates": "person_is_candidate", "commission_members": "person_is_commission_member"}
	found = []
	for lookup, code in lookups.items():
		taken = facts.found(lookup)
		for path, row in rows(answers, group):
			for column, value in identifiers(row):
				if value in taken:
					found.append(Finding(code, f"{path}.{column}", article=article))
					break
	return found
