"""Grounds of refusal (*rad etish asoslari*): which of them fit an appeal, and by which article. Own design.

The list is data of the site; the rules and articles are those that the form of the appeal names.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from esaylov.core.findings import Finding
from esaylov.core.rules import RuleUse

OTHER = "other"
"""Code of the ground that only its explanation says."""
LEAST_LETTERS = 10
"""Letters that the reason of a refusal has at least where no ground of the list says it (own design)."""
ARTICLE = re.compile(
	r"\d+\s*-?\s*(modda|модда|statya|стать)|(стать[а-я]*|ст\.|art\.|article|modda)\s*№?\s*\d+", re.IGNORECASE
)
"""An article as a reason names it: `40-modda`, `ст. 40`, `статья 40`, `art. 40`."""


OF_LISTS = frozenset({"list_size", "women_share", "women_in_row", "women_nominees"})
"""Rules about a list as a whole, which refusals of other rows may break."""
KNOWN_FACTS = OF_LISTS | frozenset(
	{
		*("inside_window", "observer_notice", "unique_persons", "unique_values", "station_numbers_free"),
		*("minimum_age", "legally_capable", "not_convicted"),
		*("not_candidate", "not_commission_member", "not_candidate_or_member"),
		*("party_admitted", "one_candidate_per_constituency", "proxy_limit"),
		*("group_size_statute", "composition"),
	}
)
"""Rules whose fact is one of the system: the moment of the filing, its rows, its registers, an answer of a state register. What
an applicant says of themselves (a party, a workplace, numbers, dates) papers may disprove, so no rule bears it out [ours]."""


@dataclass(frozen=True, slots=True)
class Ground:
	"""A ground: it fits where the type, its effect or one of its rules is named; everywhere when none is."""

	code: str
	article: str = ""
	asks_explanation: bool = False
	types: frozenset[str] = frozenset()
	effects: frozenset[str] = frozenset()
	rules: frozenset[str] = frozenset()


def fits(ground: Ground, appeal_type: str, effect: str, uses: Iterable[RuleUse]) -> bool:
	"""Whether a refusal of an appeal of this type, with this effect and these rules, may name the ground."""
	if not (ground.types or ground.effects or ground.rules):
		return True
	named = any(use.rule in ground.rules for use in uses)
	return appeal_type in ground.types or effect in ground.effects or named


def article(ground: Ground, uses: Iterable[RuleUse]) -> str:
	"""The article by which the form names the rule of the ground; the ground's own where it names none."""
	named = [use.article for use in uses if use.rule in ground.rules and use.article]
	return named[0] if named else ground.article


def known_rules(ground: Ground) -> frozenset[str]:
	"""The rules of which one finds the fault that the ground states; none where the commission states it in its own words."""
	is_known = bool(ground.rules) and not ground.asks_explanation and ground.rules <= KNOWN_FACTS
	return ground.rules if is_known else frozenset()


def is_about_row(finding: Finding, path: str) -> bool:
	"""Whether a finding is about a row of a decision: about its place, the whole filing, or another row that it repeats."""
	row, bracket, _ = finding.path.partition("]")
	if not bracket or "[" not in path:
		return True
	place = path.partition("[")[2].rstrip("]")
	return f"{row}]" == path or finding.params.get("row") == int(place) + 1


def is_reasoned(reason: str) -> bool:
	"""Whether a reason without a ground of the list says something and names an article."""
	return sum(map(str.isalpha, reason)) >= LEAST_LETTERS and bool(ARTICLE.search(reason))
