"""What a rule is and what it asks for, for the builder that offers rules and draws the form of their parameters."""

import inspect
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, get_args

from esaylov.core.rules.choices import CHOICES
from esaylov.core.rules.registry import declared
from esaylov.core.rules.wording import PARAMETERS, RULES


class ParameterKind(StrEnum):
	"""What a parameter names, so that a builder can offer it for choice."""

	GROUP = "group"
	"""A group of the form, "" for the person at the top level."""
	FIELD = "field"
	"""A field of the top level."""
	COLUMN = "column"
	"""A field inside the group that the parameter `group` names."""
	STATUTE = "statute"
	STAGE = "stage"
	CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Parameter:
	"""One parameter. default: None where it must be given. choices: value to its label, for a choice only."""

	name: str
	kind: ParameterKind
	required: bool
	default: str | None
	label: Mapping[str, str]
	help: Mapping[str, str]
	choices: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Description:
	"""A rule: one line of text in uz, ru, en, its parameters in order, and what `Facts` must bring for it."""

	name: str
	text: Mapping[str, str]
	parameters: tuple[Parameter, ...]
	needs: tuple[str, ...]

	def as_dict(self) -> dict[str, Any]:
		"""Plain JSON values."""
		return asdict(self)


def describe(name: str) -> Description:
	"""The description of a rule; raises RuleMisused for an unknown one."""
	rule = declared(name)
	parameters = tuple(_parameter(item, rule.parameters) for item in rule.parameters.values())
	return Description(name, RULES[name]._asdict(), parameters, tuple(sorted(rule.needs)))


def _parameter(item: inspect.Parameter, others: Mapping[str, inspect.Parameter]) -> Parameter:
	title, hint = PARAMETERS[item.name]
	required = item.default is inspect.Parameter.empty
	return Parameter(
		name=item.name,
		kind=_kind(item, others),
		required=required,
		default=None if required else str(item.default),
		label=title._asdict(),
		help=hint._asdict(),
		choices={value: CHOICES[value]._asdict() for value in get_args(item.annotation) if value},
	)


def _kind(item: inspect.Parameter, others: Mapping[str, inspect.Parameter]) -> ParameterKind:
	if get_args(item.annotation):
		return ParameterKind.CHOICE
	if item.name in ("group", "stage"):
		return ParameterKind(item.name)
	if item.name.endswith("statute"):
		return ParameterKind.STATUTE
	in_rows = item.name == "field" and "group" in others
	return ParameterKind.COLUMN if in_rows else ParameterKind.FIELD
