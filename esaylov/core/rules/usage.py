"""A rule as a form uses it, and which of its parameters are wrong."""

import inspect
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, get_args


@dataclass(frozen=True, slots=True)
class RuleUse:
	"""A rule as a form uses it: its name, its parameters, the article of the law."""

	rule: str
	parameters: Mapping[str, Any] = field(hash=False, default_factory=dict)
	article: str = ""


def wrong_parameters(use: RuleUse, declared: Mapping[str, inspect.Parameter]) -> list[str]:
	"""Names of parameters that the rule does not declare, and of those that are missing or of a wrong type."""
	unknown = [key for key in use.parameters if key not in declared]
	return unknown + [
		key for key, item in declared.items() if not _fits(use.parameters.get(key, item.default), item)
	]


def _fits(value: Any, parameter: inspect.Parameter) -> bool:
	if choices := get_args(parameter.annotation):  # a Literal
		return value in choices
	return value is not inspect.Parameter.empty and isinstance(value, parameter.annotation)
