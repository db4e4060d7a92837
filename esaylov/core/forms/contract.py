"""The schema that callers are given: what they send, and the limits of the law that the check will hold against it."""

from collections.abc import Iterator, Mapping
from typing import Any

from esaylov.core.forms.branching import Schema
from esaylov.core.forms.definition import FormDefinition, label
from esaylov.core.forms.schema import to_json_schema
from esaylov.core.rules import RuleUse, describe
from esaylov.core.rules.registry import STATUTE

MOST = {"list_size": "maximum_statute", "group_size_statute": "statute", "proxy_limit": "statute"}
LEAST = {"list_size": "minimum_statute"}
"""Rules that bound the rows of a group to the parameter that names the number of the law."""

FILLED = frozenset({"readOnly", "x-filled-from"})
"""Marks of what the system fills."""


def contract(definition: FormDefinition, lang: str, numbers: Mapping[str, int]) -> Schema:
	"""JSON Schema of the answers as a caller writes them. numbers: Statutes that hold today, by key.

	A `readOnly` field is filled by the system, and one with `x-filled-from` where nothing was sent: neither is required of a caller.
	Groups have the law's limits as `minItems` and `maxItems`; `x-law` lists every rule with its article, its text in the language, its
	parameters and its numbers.
	"""
	schema = _without_filled(to_json_schema(definition, lang))
	for use in definition.rules:
		_bound(schema, use, numbers)
	return {**schema, "x-law": [_law(use, lang, numbers) for use in definition.rules]}


def _without_filled(schema: Schema) -> Schema:
	properties = {name: _inside(value) for name, value in schema["properties"].items()}
	asked = [name for name in schema["required"] if not FILLED & properties[name].keys()]
	return {**schema, "properties": properties, "required": asked}


def _inside(value: Schema) -> Schema:
	if value.get("type") == "array":
		return {**value, "items": _without_filled(value["items"])}
	return _without_filled(value) if "properties" in value else value


def _bound(schema: Schema, use: RuleUse, numbers: Mapping[str, int]) -> None:
	group = schema["properties"].get(use.parameters.get("group"))
	if not group or group.get("type") != "array":
		return
	for rules, key, narrower in ((MOST, "maxItems", min), (LEAST, "minItems", max)):
		number = numbers.get(str(use.parameters.get(rules.get(use.rule, ""), "")))
		if number is not None:
			group[key] = narrower(number, group.get(key, number))


def _law(use: RuleUse, lang: str, numbers: Mapping[str, int]) -> dict[str, Any]:
	return {
		"rule": use.rule,
		"article": use.article,
		"text": label(describe(use.rule).text, lang),
		"parameters": dict(use.parameters),
		"numbers": dict(_numbers(use, numbers)),
	}


def _numbers(use: RuleUse, numbers: Mapping[str, int]) -> Iterator[tuple[str, int]]:
	for key, value in use.parameters.items():
		if key.rpartition("_")[2] == STATUTE and value in numbers:
			yield str(value), numbers[value]
