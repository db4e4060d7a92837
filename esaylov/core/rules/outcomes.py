"""Rules over the result of a decision: compositions, lists, contests and mandates of persons as they would be after it.

The rules of a form check the filing. Between filing and signature rows are refused and facts change. The preview of a
filing, the desk, the session, the signature and the import run these rules over frozen values. Each rule has its article,
whose edition is in `core.law`; a rule without an article is our own choice.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from esaylov.core.findings import Finding, Param
from esaylov.core.law.articles import first_day
from esaylov.core.names import search_key
from esaylov.core.rules import registry
from esaylov.core.rules.commissions import CHAIR, DEPUTY, SECRETARY
from esaylov.core.rules.mandates import exclusion_of
from esaylov.core.rules.outcome_values import (
	KINDS,
	CandidateList,
	Composition,
	Constituencies,
	Contest,
	Kind,
	Member,
	Person,
	StationObservers,
	Value,
)

SINGLE = (CHAIR, DEPUTY, SECRETARY)
"""Positions that one member holds."""


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


Check = Callable[[Any, str], list[Finding]]
"""`function(value, article)`: the findings, with the article where it is that of the rule."""


@dataclass(frozen=True, slots=True)
class OutcomeRule:
	"""A rule over the result."""

	name: str
	kind: Kind
	function: Check
	article: str


_RULES: dict[str, OutcomeRule] = {}


def outcome(kind: Kind, name: str, article: str = "") -> Callable[[Check], Check]:
	"""Register a function as the rule of that name over results of a kind; raises ValueError when the name is taken."""

	def register(function: Check) -> Check:
		if name in _RULES:
			raise ValueError(f"rule {name} is declared twice")
		_RULES[name] = OutcomeRule(name, kind, function, article)
		return function

	return register


def outcome_rules(kind: Kind | None = None) -> tuple[OutcomeRule, ...]:
	"""The rules over results of a kind, or all of them, in the order in which they were declared."""
	return tuple(rule for rule in _RULES.values() if kind in (None, rule.kind))


def check_outcome(values: Sequence[Value]) -> list[Finding]:
	"""The findings of all rules over these results, value by value; the cost grows with their rows alone."""
	if not values:
		return []
	by_kind = {kind: outcome_rules(kind) for kind in {KINDS[type(value)] for value in values}}
	return [
		finding
		for value in values
		for rule in by_kind[KINDS[type(value)]]
		for finding in _with_edition(rule.function(value, rule.article), value)
	]


def _with_edition(found: list[Finding], value: Value) -> list[Finding]:
	"""The findings with the first day of their articles, or of the numbers that they compare with where those began later."""
	return [
		finding
		if finding.edition
		else replace(finding, edition=max(first_day(finding.article), _number_day(finding.code, value)))
		for finding in found
	]


def _number_day(code: str, value: Value) -> str:
	"""First day of the number that a finding about a composition or about places compares with; "" where it has none."""
	if isinstance(value, StationObservers):
		return value.limit_from
	if isinstance(value, Constituencies):
		return value.limit_from if code == "constituencies_too_many" else ""
	if not isinstance(value, Composition) or value.level not in LIMITS:
		return ""
	limits = LIMITS[value.level]
	key = {"composition_too_small": limits.least, "composition_too_large": limits.most}.get(code, "")
	return value.first_days.get(key, "")


@outcome(Kind.COMPOSITION, "single_positions", "19")
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
			found.append(Finding("composition_position_repeated", added[-1], article=article, params=params))
	return found


@outcome(Kind.COMPOSITION, "needed_positions", "19")
def needed_positions(value: Composition, article: str) -> list[Finding]:
	"""`composition_position_missing` for a commission that is formed without a chair or a secretary."""
	held = {member.position for member in value.members}
	missing = [position for position in (CHAIR, SECRETARY) if value.is_formed and position not in held]
	return [
		Finding("composition_position_missing", value.path, article=article, params={"position": position})
		for position in missing
	]


@outcome(Kind.COMPOSITION, "number_of_members", "19, 21, 23")
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


@outcome(Kind.COMPOSITION, "half_of_one_organization", "25")
def half_of_one_organization(value: Composition, article: str) -> list[Finding]:
	"""`composition_one_organization` where one organization recommended more than half of a precinct commission that
	is formed."""
	if not value.is_formed or value.level not in WITH_ORGANIZATIONS:
		return []
	names = {search_key(name): name for member in value.members if (name := member.organization)}
	counted = Counter(search_key(member.organization) for member in value.members if member.organization)
	most = max(len(value.members) // 2, 1)
	return [
		Finding(
			"composition_one_organization",
			value.path,
			article=article,
			params={"organization": names[key], "number": number, "limit": most},
		)
		for key, number in counted.items()
		if number > most
	]


@outcome(Kind.COMPOSITION, "same_position")
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


@outcome(Kind.LIST, "list_as_granted", "70")
def list_as_granted(value: CandidateList, article: str) -> list[Finding]:
	"""The findings of the form's own rules about the list as a whole, as `result_…`, after rows were refused.

	Which rules these are is declared with them (`registry.rule(…, over=LIST)`); number, share and order of women. The article is
	that of the type.
	"""
	uses = [use for use in value.rules if registry.holds_over(use.rule, Kind.LIST)]
	return [
		replace(found, code=f"result_{found.code}", path=value.path)
		for found in registry.run(uses, value.answers, value.facts)
		if found.severity == "error"
	]


@outcome(Kind.CONTEST, "one_seat_one_candidate", "70")
def one_seat_one_candidate(value: Contest, article: str) -> list[Finding]:
	"""`seat_named_twice` for a party's second candidate for a seat, `person_named_twice` for a second nomination of a person."""
	seats, people, found = set[tuple[str, str]](), set[str](), []
	for one in value.nominations:
		if one.seat and (one.party, one.seat) in seats:
			found.append(Finding("seat_named_twice", one.path, article=article))
		if one.person and one.person in people:
			found.append(Finding("person_named_twice", one.path, article=article))
		seats.add((one.party, one.seat))
		people.add(one.person)
	return found


@outcome(Kind.PERSON, "exclusive_mandates")
def exclusive_mandates(value: Person, article: str) -> list[Finding]:
	"""The code of the exclusion (`mandates`) for a mandate that another one excludes."""
	found: dict[tuple[str, str], Finding] = {}
	for held in value.held:
		if exclusion := exclusion_of(value.mandate, held):
			params: dict[str, Param] = {"kind": value.mandate.kind, "other": held.kind}
			finding = Finding(
				exclusion.code, value.path, exclusion.severity, exclusion.article or article, params
			)
			found.setdefault((exclusion.code, held.kind), finding)
	return list(found.values())


@outcome(Kind.PERSON, "named_by_pinfl")
def named_by_pinfl(value: Person, article: str) -> list[Finding]:
	"""`pinfl_missing` for a citizen who is named by passport alone [ours]: passports are renewed, so that a person with two
	would be two persons, and hold what excludes each other."""
	return (
		[]
		if value.is_numbered
		else [Finding("pinfl_missing", registry.at(value.path, "pinfl"), article=article)]
	)


@outcome(Kind.STATION, "observers_at_station")
def observers_at_station(value: StationObservers, article: str) -> list[Finding]:
	"""`observers_too_many` for a party with more observers at a station than the Statute allows, where there is one."""
	if value.number <= value.limit:
		return []
	params: dict[str, Param] = {"number": value.number, "limit": value.limit}
	return [Finding("observers_too_many", value.path, article=article, params=params)]


@outcome(Kind.CONSTITUENCIES, "constituencies_of_council", "9")
def constituencies_of_council(value: Constituencies, article: str) -> list[Finding]:
	"""`constituencies_too_many` for more constituencies than a council has, with those that were formed before."""
	if value.limit is None or value.number <= value.limit:
		return []
	params: dict[str, Param] = {"number": value.number, "limit": value.limit}
	return [Finding("constituencies_too_many", value.path, article=article, params=params)]


@outcome(Kind.CONSTITUENCIES, "constituency_numbers_free")
def constituency_numbers_free(value: Constituencies, article: str) -> list[Finding]:
	"""`constituency_exists` for each row that would write over a constituency in force [ours]."""
	return [
		Finding("constituency_exists", path, article=article, params={"number": number})
		for path, number in value.taken.items()
	]
