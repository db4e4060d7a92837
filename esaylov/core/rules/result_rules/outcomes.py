"""Rules over the result of a decision: compositions, lists, contests and mandates of persons as they would be after it.

The rules of a form check the filing. Between filing and signature rows are refused and facts change. The preview of a
filing, the desk, the session, the signature and the import run these rules over frozen values. Each rule has its article,
whose edition is in `core.law`; a rule without an article is our own choice.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from esaylov.core.findings import Finding, Param
from esaylov.core.law.articles import first_day
from esaylov.core.rules import registry
from esaylov.core.rules.result_rules import compositions
from esaylov.core.rules.result_rules.mandates import exclusion_of
from esaylov.core.rules.result_rules.outcome_values import (
	KINDS,
	CandidateList,
	Composition,
	Constituencies,
	Contest,
	Kind,
	Person,
	StationObservers,
	Succession,
	Value,
)

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
	if not isinstance(value, Composition) or value.level not in compositions.LIMITS:
		return ""
	limits = compositions.LIMITS[value.level]
	key = {"composition_too_small": limits.least, "composition_too_large": limits.most}.get(code, "")
	return value.first_days.get(key, "")


for _kind, _name, _article, _rule in (
	(Kind.COMPOSITION, "single_positions", "19, 21", compositions.single_positions),
	(Kind.COMPOSITION, "needed_positions", "19, 21", compositions.needed_positions),
	(Kind.COMPOSITION, "number_of_members", "19, 21, 23", compositions.number_of_members),
	(Kind.COMPOSITION, "half_of_one_organization", "25", compositions.half_of_one_organization),
	(Kind.COMPOSITION, "same_position", "", compositions.same_position),
	(Kind.COMPOSITION, "begun_membership", "", compositions.begun_membership),
):
	outcome(_kind, _name, _article)(_rule)


@outcome(Kind.LIST, "list_as_granted", "70")
def list_as_granted(value: CandidateList, article: str) -> list[Finding]:
	"""The findings of the form's own rules about the list as a whole, as `result_…`, after rows were refused or candidates left.

	Which rules these are is declared with them (`registry.rule(…, over=LIST)`); number, share and order of women. The article is
	that of the type.
	"""
	uses = [use for use in value.rules if registry.holds_over(use.rule, Kind.LIST)]
	return [
		replace(found, code=f"{value.prefix}{found.code}", path=value.path)
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


@outcome(Kind.SUCCESSION, "replaced_once")
def replaced_once(value: Succession, article: str) -> list[Finding]:
	"""`candidate_replaced_already` for a second new candidate in the place of one who left [ours, derived from art. 42: a
	new candidate *in place of* the one]; whoever replaced the first one may be replaced in turn."""
	return [Finding("candidate_replaced_already", value.path, article=article)] if value.is_replaced else []


@outcome(Kind.SUCCESSION, "same_place")
def same_place(value: Succession, article: str) -> list[Finding]:
	"""`replacement_place` for a new candidate of another party, in another constituency or in another place of the list
	[ours, derived in the same way]. The edition of art. 42 is not known, so that the findings name no article."""
	if value.named == value.former:
		return []
	return [Finding("replacement_place", value.path, article=article)]
