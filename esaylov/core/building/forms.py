"""The form of an appeal type: labels, choices, help in each language; the parameters of its rules."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from esaylov.core.building.views import Definition, Placed, mappings, names_in, text, texts
from esaylov.core.building.world import World
from esaylov.core.findings import Finding, Severity
from esaylov.core.forms.definition import SPREAD, Kind

LANGUAGES = ("uz", "ru", "en")


def check(placed: Sequence[Placed]) -> Iterator[Finding]:
	"""Findings of the fields that their reading does not make."""
	for field in placed:
		if not field.name.startswith(SPREAD):
			yield from _label(texts(field.item, "label"), f"{field.path}.label", field.name)
		yield from _help(field)
		yield from _choices(field)
		if field.kind == Kind.FILE and not _file_limit(field):
			yield Finding(
				"type_file_open", f"{field.path}.file", Severity.WARNING, params={"field": field.name}
			)
		if field.item.get("required") and field.item.get("read_only") and not field.item.get("filled_from"):
			yield Finding("type_never_filled", field.path, params={"field": field.name})


def _label(label: Mapping[str, str], path: str, name: str) -> Iterator[Finding]:
	for lang in LANGUAGES:
		if not label.get(lang):
			yield Finding("type_label", path, params={"field": name, "language": lang})


def _help(field: Placed) -> Iterator[Finding]:
	written = texts(field.item, "help")
	if any(written.get(lang) for lang in LANGUAGES):
		for lang in LANGUAGES:
			if not written.get(lang):
				params = {"field": field.name, "language": lang}
				yield Finding("type_help", f"{field.path}.help", Severity.WARNING, params=params)


def _choices(field: Placed) -> Iterator[Finding]:
	for number, choice in enumerate(mappings(field.item.get("choices"))):
		name = f"{field.name}: {text(choice, 'value')}"
		yield from _label(texts(choice, "label"), f"{field.path}.choices[{number}]", name)


def _file_limit(field: Placed) -> bool:
	limit = field.item.get("file")
	return isinstance(limit, Mapping) and bool(limit.get("kinds")) and bool(limit.get("maximum_bytes"))


def rules(definition: Definition, placed: Sequence[Placed], world: World) -> Iterator[Finding]:
	"""Findings of the rules' parameters: numbers of the law, stages, groups and fields that are not there."""
	used = set()
	for number, use in enumerate(mappings(definition.get("rules"))):
		path, parameters = f"rules[{number}]", use.get("parameters")
		rule = text(use, "rule")
		parameters = parameters if isinstance(parameters, Mapping) else {}
		yield from _parameters(rule, parameters, placed, world, f"{path}.parameters")
		if not text(use, "article"):
			yield Finding("type_article", f"{path}.article", Severity.WARNING, params={"rule": rule})
		if (key := (rule, str(sorted(parameters.items(), key=str)))) in used:
			yield Finding("type_rule_twice", path, Severity.WARNING, params={"rule": rule})
		used.add(key)


def _parameters(
	rule: str, parameters: Mapping[str, Any], placed: Sequence[Placed], world: World, path: str
) -> Iterator[Finding]:
	group = text(parameters, "group")
	if group and group not in _groups(placed):
		yield Finding("type_rule_group", f"{path}.group", params={"rule": rule, "name": group})
	for key, value in parameters.items():
		if not isinstance(value, str) or not value:
			continue
		if key.endswith("statute") and value not in world.statutes:
			yield Finding("type_statute", f"{path}.{key}", params={"key": value})
		if key == "stage" and value not in world.stages:
			yield Finding("type_stage", f"{path}.{key}", params={"key": value})
		if key in FIELD_PARAMETERS and value not in names_in(placed, group if key == "field" else ""):
			yield Finding("type_rule_field", f"{path}.{key}", params={"rule": rule, "name": value})


FIELD_PARAMETERS = ("field", "total")
"""Parameters of rules that name a field: `field` of the group where one is named, `total` always of the top level."""


def _groups(placed: Sequence[Placed]) -> frozenset[str]:
	return frozenset(field.name for field in placed if field.kind == Kind.GROUP)
