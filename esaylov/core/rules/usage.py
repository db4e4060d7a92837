"""A rule as a form uses it: its parameters, and the days on which it is in force."""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from esaylov.core.findings import Finding


@dataclass(frozen=True, slots=True)
class RuleUse:
	"""A rule as a form uses it: its name, its parameters, the article of the law.

	valid_from, valid_to: ISO first and last day, "" for an open end.
	"""

	rule: str
	parameters: Mapping[str, Any] = field(hash=False, default_factory=dict)
	article: str = ""
	valid_from: str = ""
	valid_to: str = ""


@dataclass(frozen=True, slots=True)
class Check:
	"""A rule with its article and parameters. edition: first day of its law; statutes: keys of the numbers that it uses; days as in
	RuleUse.
	"""

	function: Callable[..., list[Finding]]
	edition: str
	statutes: tuple[str, ...]
	valid_from: str = ""
	valid_to: str = ""


def uses_in_force(uses: Iterable[Mapping[str, Any]], day: str) -> Iterator[Mapping[str, Any]]:
	"""The rules of a definition that are in force on an ISO day."""
	for use in uses:
		if (use.get("valid_from") or "") <= day <= (use.get("valid_to") or day):
			yield use


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
