"""What a form that can be read lacks: a language of a label, a way to fill a field, the field that a rule is about.

Paths are those of the definition: `fields[2].fields[0].label`, `rules[1].parameters`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from esaylov.core.findings import Finding, Param, Severity
from esaylov.core.forms.definition import Field, FormDefinition, Kind, Label, columns
from esaylov.core.rules.description import ParameterKind, describe
from esaylov.core.rules.usage import RuleUse

LANGUAGES = ("uz", "ru", "en")


def concerns(definition: FormDefinition) -> list[Finding]:
	"""`definition_translation` for a label or help that lacks a language (a warning for help), `definition_unfilled` for a
	required field that nobody may type and nothing fills, `definition_rule_field` for a rule about a field that is not there.
	"""
	return [*_level(definition.fields, "fields"), *_rules(definition)]


def _level(fields: tuple[Field, ...], path: str) -> Iterator[Finding]:
	for number, item in enumerate(fields):
		here = f"{path}[{number}]"
		if item.is_spread:
			continue
		yield from _untranslated(item.label, f"{here}.label", item.name, needed=True)
		yield from _untranslated(item.help, f"{here}.help", item.name)
		for place, choice in enumerate(item.choices):
			yield from _untranslated(choice.label, f"{here}.choices[{place}].label", item.name, needed=True)
		if item.read_only and item.required and not item.filled_from:
			yield Finding("definition_unfilled", here, params={"name": item.name})
		if item.kind is Kind.GROUP:
			yield from _level(item.fields, f"{here}.fields")


def _untranslated(texts: Label, path: str, name: str, *, needed: bool = False) -> Iterator[Finding]:
	if not needed and not any(texts.values()):
		return
	for lang in LANGUAGES:
		if not texts.get(lang):
			severity = Severity.ERROR if needed else Severity.WARNING
			yield Finding("definition_translation", path, severity, params={"name": name, "lang": lang})


def _rules(definition: FormDefinition) -> Iterator[Finding]:
	top = {item.name: item for item in columns(definition.fields)}
	for number, use in enumerate(definition.rules):
		for key, name in _unknown(use, top):
			params: dict[str, Param] = {"rule": use.rule, "parameter": key, "name": name}
			yield Finding("definition_rule_field", f"rules[{number}].parameters", params=params)


def _unknown(use: RuleUse, top: Mapping[str, Field]) -> Iterator[tuple[str, str]]:
	"""Parameters of a rule that name a group or a field the form does not have."""
	given: dict[str, Any] = {item.name: item.default for item in describe(use.rule).parameters}
	given |= use.parameters
	group = top.get(str(given.get("group", "")))
	inside = {item.name for item in columns(group.fields)} if group else set(top)
	for item in describe(use.rule).parameters:
		name = str(given[item.name])
		places = {
			ParameterKind.GROUP: {*_groups(top), *([""] if item.default == "" else [])},
			ParameterKind.FIELD: set(top),
			ParameterKind.COLUMN: inside,
		}
		if item.kind in places and name not in places[item.kind]:
			yield item.name, name


def _groups(top: Mapping[str, Field]) -> set[str]:
	return {name for name, item in top.items() if item.kind in (Kind.GROUP, Kind.PERSON)}
