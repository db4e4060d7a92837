"""Members proposed for an election commission (*saylov komissiyasi aʼzolari*): Election Code art. 19, 21, 23, 25."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from esaylov.core.findings import Finding, Param
from esaylov.core.people.names import plain, plain_apostrophes
from esaylov.core.people.organizations import organization_key
from esaylov.core.rules.registry import Answers, Facts, at, rows, rule, text

CHAIR, DEPUTY, SECRETARY = "Chair", "Deputy Chair", "Secretary"
"""Positions held by one person each; equal to options of Commission Membership.position."""


@dataclass(frozen=True, slots=True)
class NamedPositions:
	"""Positions that the law names for the commissions of a level, and the article that does."""

	positions: tuple[str, ...]
	article: str


NAMED_POSITIONS: Mapping[str, NamedPositions] = {
	"DC": NamedPositions((CHAIR, DEPUTY, SECRETARY), "19"),
	"OKR": NamedPositions((CHAIR, DEPUTY, SECRETARY), "21"),
}
"""Levels whose positions the domain files name; of territorial and precinct commissions they name none."""
LEVELS: Mapping[str, str] = {"district_commission": "DC", "okrug_commission": "OKR"}
"""Value of the parameter `level` to the level."""
Level = Literal["", "district_commission", "okrug_commission"]


@rule("composition")
def composition(
	answers: Answers,
	facts: Facts,
	article: str,
	*,
	group: str,
	field: str = "proposed_position",
	level: Level = "",
) -> list[Finding]:
	"""`position_missing` without a position that the law names for the level (`NAMED_POSITIONS`; none without a level),
	`position_repeated` for a second chair, deputy or secretary."""
	first: dict[str, int] = {}
	found = []
	for number, (path, row) in enumerate(rows(answers, group), 1):
		position = text(row, field)
		if position in (CHAIR, DEPUTY, SECRETARY) and position in first:
			params: dict[str, Param] = {"position": position, "row": first[position]}
			found.append(Finding("position_repeated", at(path, field), article=article, params=params))
		first.setdefault(position, number)
	named = NAMED_POSITIONS.get(LEVELS.get(level, ""))
	missing = [position for position in named.positions if position not in first] if named else []
	return found + [
		Finding("position_missing", group, article=article, params={"position": position})
		for position in missing
	]


@rule("from_one_organization")
def from_one_organization(
	answers: Answers, facts: Facts, article: str, *, group: str, field: str = "recommended_by"
) -> list[Finding]:
	"""`one_organization_too_many` when one organization recommends more than half of the persons.

	One person alone says nothing of the composition and is let through (own reading).
	"""
	named = [plain_apostrophes(" ".join(text(row, field).split())) for _, row in rows(answers, group)]
	counted = Counter(organization_key(name) for name in named if name)
	most = max(len(named) // 2, 1)
	return [
		Finding(
			"one_organization_too_many",
			group,
			article=article,
			params={
				"organization": next(name for name in named if organization_key(name) == key),
				"number": number,
				"limit": most,
			},
		)
		for key, number in counted.items()
		if number > most
	]


@rule("group_size_statute")
def group_size_statute(
	answers: Answers, facts: Facts, article: str, *, group: str, statute: str
) -> list[Finding]:
	"""`group_too_large` when there are more rows than the Statute allows."""
	limit, number = facts.statute(statute), len(list(rows(answers, group)))
	if number <= limit:
		return []
	return [Finding("group_too_large", group, article=article, params={"limit": limit, "number": number})]


@rule("unique_values")
def unique_values(answers: Answers, facts: Facts, article: str, *, group: str, field: str) -> list[Finding]:
	"""`value_repeated` for each row whose value stands in a row before; `row` is that row, counted from 1."""
	first: dict[str, int] = {}
	found = []
	for number, (path, row) in enumerate(rows(answers, group), 1):
		value = row.get(field)
		if not isinstance(value, str | int):
			continue
		key = plain(str(value)).casefold()
		if key in first:
			found.append(
				Finding("value_repeated", at(path, field), article=article, params={"row": first[key]})
			)
		first.setdefault(key, number)
	return found
