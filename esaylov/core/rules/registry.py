"""The rules by name. A second rule of the same name is refused when it is declared."""

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal, get_args

from esaylov.core.findings import Finding
from esaylov.core.rules.facts import Facts, RuleMisused

Answers = Mapping[str, Any]
RuleFunction = Callable[..., list[Finding]]
"""`function(answers, facts, article, *, parameter: type, …)`; a parameter with a default may be left out."""

STATUTE = "statute"
"""A parameter whose name ends so is the key of a Statute."""
STAGE = "stage"
"""The parameter that is the code of a stage of the calendar."""
CONTEST = "contest"
"""The parameter that holds a rule to one contest, and the fact that it needs then."""
Contest = Literal["", "PRES", "LC_SMD", "LC_PL", "JK", "REG", "DC"]
"""Election types whose candidates the law measures differently; "" is any."""


@dataclass(frozen=True, slots=True)
class Declared:
	"""A rule: its function and the look-ups, counts and other facts it always needs."""

	function: RuleFunction
	needs: frozenset[str]

	@property
	def parameters(self) -> dict[str, inspect.Parameter]:
		"""Its parameters by name, in the order of the function."""
		declared = inspect.signature(self.function).parameters.values()
		return {item.name: item for item in declared if item.kind is inspect.Parameter.KEYWORD_ONLY}


_RULES: dict[str, Declared] = {}


@dataclass(frozen=True, slots=True)
class RuleUse:
	"""A rule as a form uses it: its name, its parameters, the article of the law."""

	rule: str
	parameters: Mapping[str, Any] = field(hash=False, default_factory=dict)
	article: str = ""


def rule(name: str, *needs: str) -> Callable[[RuleFunction], RuleFunction]:
	"""Register a function as the rule of that name; raises ValueError when the name is taken.

	needs: the look-ups and counts of `Facts` it reads, or `window`.
	"""

	def register(function: RuleFunction) -> RuleFunction:
		if name in _RULES:
			raise ValueError(f"rule {name} is declared twice")
		_RULES[name] = Declared(function, frozenset(needs))
		return function

	return register


def names() -> tuple[str, ...]:
	"""Names of all rules, sorted."""
	return tuple(sorted(_RULES))


def declared(name: str) -> Declared:
	"""A rule by its name; raises RuleMisused for an unknown one."""
	if name not in _RULES:
		raise RuleMisused(f"rule {name}")
	return _RULES[name]


def needs(uses: Iterable[RuleUse]) -> frozenset[str]:
	"""What `Facts` must bring for these rules: look-ups and counts by their names (`candidates`, `voters_total`),
	`window`, `contest`, `stage:CODE` for each stage and `statute:KEY` for each Statute. Raises RuleMisused for an unknown rule.
	"""
	found: set[str] = set()
	for use in uses:
		found |= declared(use.rule).needs
		for key, value in use.parameters.items():
			kind = key.rpartition("_")[2]
			if kind in (STATUTE, STAGE):
				found.add(f"{kind}:{value}")
		if use.parameters.get(CONTEST):
			found.add(CONTEST)
	return frozenset(found)


def problems(use: RuleUse, path: str = "") -> list[Finding]:
	"""What is wrong with the use of a rule in a definition: an unknown rule, a parameter missing, unknown or of a wrong type."""
	if use.rule not in _RULES:
		return [Finding("definition_rule", path, params={"rule": use.rule})]
	parameters = _RULES[use.rule].parameters
	wrong = [key for key in use.parameters if key not in parameters]
	wrong += [
		key for key, item in parameters.items() if not _fits(use.parameters.get(key, item.default), item)
	]
	return [
		Finding(
			"definition_rule_parameter", f"{path}.parameters", params={"rule": use.rule, "parameter": key}
		)
		for key in wrong
	]


def _fits(value: Any, parameter: inspect.Parameter) -> bool:
	if choices := get_args(parameter.annotation):  # a Literal
		return value in choices
	return value is not inspect.Parameter.empty and isinstance(value, parameter.annotation)


@dataclass(frozen=True, slots=True)
class Prepared:
	"""The rules of a form, looked up and checked once. needs: as `needs` says; checks: in their order, with article and parameters."""

	needs: frozenset[str]
	checks: tuple[Callable[[Answers, Facts], list[Finding]], ...]

	def needed(self, kind: str) -> list[str]:
		"""The keys of the statutes or the codes of the stages that the rules need. kind: STATUTE or STAGE."""
		return sorted(need.partition(":")[2] for need in self.needs if need.startswith(f"{kind}:"))


def prepared(uses: Iterable[RuleUse]) -> Prepared:
	"""Rules that are run more than once; raises RuleMisused for one that cannot be run."""
	checks = []
	for use in (uses := tuple(uses)):
		if wrong := problems(use):
			raise RuleMisused(f"{use.rule}: {wrong[0].code}")
		checks.append(partial(_RULES[use.rule].function, article=use.article, **use.parameters))
	return Prepared(needs(uses), tuple(checks))


def run(rules: Iterable[RuleUse] | Prepared, answers: Answers, facts: Facts) -> list[Finding]:
	"""Findings of all rules in their order, each said once; raises RuleMisused for a rule that cannot be run."""
	ready = rules if isinstance(rules, Prepared) else prepared(rules)
	found: dict[tuple[str, str, tuple[tuple[str, Any], ...]], Finding] = {}
	for check in ready.checks:
		for finding in check(answers, facts):
			found.setdefault((finding.code, finding.path, tuple(finding.params.items())), finding)
	return list(found.values())
