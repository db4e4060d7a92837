"""Rules over a composition: the positions and the number of members that the law names for the level of a commission.

`outcomes` declares them with their articles.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from esaylov.core.findings import Finding, Param, Severity
from esaylov.core.people.organizations import organization_key
from esaylov.core.rules import registry
from esaylov.core.rules.commissions import CHAIR, DEPUTY, NAMED_POSITIONS, SECRETARY, NamedPositions
from esaylov.core.rules.result_rules.outcome_values import Composition, Member

SINGLE = (CHAIR, DEPUTY, SECRETARY)
"""Positions that one member holds; for a level whose positions the law does not name this is our own choice [ours]."""
SIGNING = (CHAIR, SECRETARY)
"""Positions whose holders sign what a commission decides."""
MISSING = ("composition_position_missing", Severity.ERROR)
OPEN = ("composition_position_open", Severity.WARNING)
"""Codes for a position that nobody holds: where the law names it for the level, and where it does not."""


@dataclass(frozen=True, slots=True)
class Limits:
	"""How many members a commission of a level has: keys of two Statutes, and the article of both."""

	least: str
	most: str
	article: str


LIMITS: Mapping[str, Limits] = {
	"DC": Limits("district_commission_min", "district_commission_max", "19"),
	"OKR": Limits("okrug_commission_min", "okrug_commission_max", "21"),
	"PEC": Limits("precinct_commission_min", "precinct_commission_max", "23"),
}
"""Levels whose number of members the domain files name; of a territorial commission they name none."""
WITH_ORGANIZATIONS = frozenset({"PEC"})
"""Levels of which one organization recommends half at most (art. 25)."""


def single_positions(value: Composition, article: str) -> list[Finding]:
	"""`composition_position_repeated` for a second chair, deputy or secretary that a row would add."""
	holders = defaultdict[str, list[Member]](list)
	for member in value.members:
		if member.position in SINGLE:
			holders[member.position].append(member)
	found = []
	for position, members in holders.items():
		added = [member.path for member in members if member.path]
		if len(members) > 1 and added:
			params: dict[str, Param] = {"position": position, "number": len(members)}
			found.append(
				Finding(
					"composition_position_repeated", added[-1], article=_named(value).article, params=params
				)
			)
	return found


def needed_positions(value: Composition, article: str) -> list[Finding]:
	"""`composition_position_missing` for a commission that is formed without a position that the law names for its level.

	Where the law names none, `composition_position_open` warns of one without a chair or a secretary, who sign [ours].
	"""
	if not value.is_formed:
		return []
	held, named = {member.position for member in value.members}, _named(value)
	code, severity = MISSING if named.positions else OPEN
	return [
		Finding(code, value.path, severity, named.article, {"position": position})
		for position in named.positions or SIGNING
		if position not in held
	]


def _named(value: Composition) -> NamedPositions:
	return NAMED_POSITIONS.get(value.level, NamedPositions((), ""))


def number_of_members(value: Composition, article: str) -> list[Finding]:
	"""`composition_too_small` for a commission that is formed below the number of its level, `composition_too_large` above it."""
	limits = LIMITS.get(value.level)
	if limits is None or value.former:  # a replacement leaves the number as it is
		return []
	number = len(value.members)
	least, most = (_number(value.numbers, key) for key in (limits.least, limits.most))
	if value.is_formed and number < least:
		params: dict[str, Param] = {"number": number, "limit": least}
		return [Finding("composition_too_small", value.path, article=limits.article, params=params)]
	if number > most:
		params = {"number": number, "limit": most}
		return [Finding("composition_too_large", value.path, article=limits.article, params=params)]
	return []


def _number(numbers: Mapping[str, int], key: str) -> int:
	if key not in numbers:
		raise registry.RuleMisused(f"statute {key}")
	return numbers[key]


def half_of_one_organization(value: Composition, article: str) -> list[Finding]:
	"""`composition_one_organization` where one organization recommended more than half of a precinct commission that
	is formed, or one that a new member joins.

	A member whom the organization of the former one recommends leaves its share as it was.
	"""
	if value.level not in WITH_ORGANIZATIONS:
		return []
	names = {organization_key(name): name for member in value.members if (name := member.organization)}
	counted = Counter(
		organization_key(member.organization) for member in value.members if member.organization
	)
	joining = {organization_key(member.organization) for member in value.members if member.path}
	more = joining - {organization_key(value.former_organization)}
	most = max(len(value.members) // 2, 1)
	return [
		Finding(
			"composition_one_organization",
			value.path,
			article=article,
			params={"organization": names[key], "number": number, "limit": most},
		)
		for key, number in counted.items()
		if number > most and key in more
	]


def begun_membership(value: Composition, article: str) -> list[Finding]:
	"""`membership_not_begun` where a member is replaced before the membership begins: it would end before it began [ours]."""
	if not value.begins_on:
		return []
	return [Finding("membership_not_begun", value.path, article=article, params={"day": value.begins_on})]


def same_position(value: Composition, article: str) -> list[Finding]:
	"""`replacement_position` where a member is replaced by somebody in another position [ours]."""
	if not value.former:
		return []
	return [
		Finding(
			"replacement_position",
			member.path,
			article=article,
			params={"former": value.former, "position": member.position},
		)
		for member in value.members
		if member.path and member.position != value.former
	]
