"""The rules by name. A second rule of the same name is refused when it is declared."""

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from esaylov.core.findings import Finding
from esaylov.core.rules.facts import Facts, RuleMisused

Answers = Mapping[str, Any]
RuleFunction = Callable[..., list[Finding]]
"""`function(answers, facts, article, *, parameter: type, …)`; a parameter with a default may be left out."""

_RULES: dict[str, RuleFunction] = {}


@dataclass(frozen=True, slots=True)
class RuleUse:
	"""A rule as a form uses it: its name, its parameters, the article of the law."""

	rule: str
	parameters: Mapping[str, Any] = field(hash=False, default_factory=dict)
	article: str = ""


def rule(name: str) -> Callable[[RuleFunction], RuleFunction]:
	"""Register a function as the rule of that name; raises ValueError when the name is taken."""

	def register(function: RuleFunction) -> RuleFunction:
		if name in _RULES:
			raise ValueError(f"rule {name} is declared twice")
		_RULES[name] = function
		return function

	return register


def names() -> tuple[str, ...]:
	"""Names of all rules, sorted."""
	return tuple(sorted(_RULES))


def problems(use: RuleUse, path: str = "") -> list[Finding]:
	"""What is wrong with the use of a rule in a definition: an unknown rule, a parameter missing, unknown or of a wrong type."""
	if use.rule not in _RULES:
		return [Finding("definition_rule", path, params={"rule": use.rule})]
	declared = _parameters(_RULES[use.rule])
	wrong = [key for key in use.parameters if key not in declared]
	for key, parameter in declared.items():
		value = use.parameters.get(key, parameter.default)
		if value is inspect.Parameter.empty or not isinstance(value, parameter.annotation):
			wrong.append(key)
	return [
		Finding(
			"definition_rule_parameter", f"{path}.parameters", params={"rule": use.rule, "parameter": key}
		)
		for key in wrong
	]


def run(rules: Iterable[RuleUse], answers: Answers, facts: Facts) -> list[Finding]:
	"""Findings of all rules in their order; raises RuleMisused for a rule that cannot be run."""
	found: list[Finding] = []
	for use in rules:
		if wrong := problems(use):
			raise RuleMisused(f"{use.rule}: {wrong[0].code}")
		found += _RULES[use.rule](answers, facts, use.article, **use.parameters)
	return found


def _parameters(function: RuleFunction) -> dict[str, inspect.Parameter]:
	declared = inspect.signature(function).parameters.values()
	return {item.name: item for item in declared if item.kind is inspect.Parameter.KEYWORD_ONLY}
