"""Grounds of refusal (*rad etish asoslari*): which of them fit an appeal, and by which article. Own design.

The list is data of the site; the rules and articles are those that the form of the appeal names.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from esaylov.core.rules import RuleUse

OTHER = "other"
"""Code of the ground that only its explanation says."""
LEAST_LETTERS = 10
"""Letters that the reason of a refusal has at least where no ground of the list says it (own design)."""
ARTICLE = re.compile(
	r"\d+\s*-?\s*(modda|модда|statya|стать)|(стать[а-я]*|ст\.|art\.|article|modda)\s*№?\s*\d+", re.IGNORECASE
)
"""An article as a reason names it: `40-modda`, `ст. 40`, `статья 40`, `art. 40`."""


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


def is_reasoned(reason: str) -> bool:
	"""Whether a reason without a ground of the list says something and names an article."""
	return sum(map(str.isalpha, reason)) >= LEAST_LETTERS and bool(ARTICLE.search(reason))
