"""What an administrator should look at before a form is published. The form works without; nothing here blocks.

Paths are those of the definition: `fields[2].fields[0].label`, `rules[1].parameters`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from esaylov.core.findings import Finding, Param, Severity
from esaylov.core.forms.definition import Field, FormDefinition, Kind, Label, columns
from esaylov.core.rules.description import ParameterKind, describe
from esaylov.core.rules.registry import RuleUse

LANGUAGES = ("uz", "ru", "en")


def concerns(definition: FormDefinition) -> list[Finding]:
	"""Warnings: `definition_translation` for a label or help that lacks a language, `definition_unfilled` for a required
	field that nobody may type and nothing fills, `definition_rule_field` for a rule about a field that is not there.
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
			yield _warning("definition_unfilled", here, name=item.name)
		if item.kind is Kind.GROUP:
			yield from _level(item.fields, f"{here}.fields")


def _untranslated(texts: Label, path: str, name: str, *, needed: bool = False) -> Iterator[Finding]:
	if not needed and not any(texts.values()):
		return
	for lang in LANGUAGES:
		if not texts.get(lang):
			yield _warning("definition_translation", path, name=name, lang=lang)


def _rules(definition: FormDefinition) -> Iterator[Finding]:
	top = {item.name: item for item in columns(definition.fields)}
	for number, use in enumerate(definition.rules):
		for key, name in _unknown(use, top):
			yield _warning(
				"definition_rule_field",
				f"rules[{number}].parameters",
				rule=use.rule,
				parameter=key,
				name=name,
			)


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


def _warning(code: str, path: str, **params: Param) -> Finding:
	return Finding(code, path, Severity.WARNING, params=params)
