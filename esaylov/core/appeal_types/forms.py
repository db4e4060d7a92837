"""The form of an appeal type, beyond what reading it finds: languages, files, the parameters of its rules."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from esaylov.core.appeal_types.context import World
from esaylov.core.appeal_types.lint import concerns
from esaylov.core.appeal_types.views import Definition, Placed, mappings, text, texts
from esaylov.core.findings import Finding, Severity
from esaylov.core.forms.definition import FormDefinition, Kind


def check(definition: FormDefinition | None, placed: Sequence[Placed]) -> Iterator[Finding]:
	"""Findings of the fields that their reading does not make. definition: None where the form cannot be read."""
	if definition:
		yield from concerns(definition)
	for field in placed:
		if field.kind in (Kind.FILE, Kind.PHOTO) and not _file_limit(field):
			yield Finding(
				"type_file_open", f"{field.path}.file", Severity.WARNING, params={"field": field.name}
			)


def _file_limit(field: Placed) -> bool:
	limit = field.item.get("file")
	return isinstance(limit, Mapping) and bool(limit.get("kinds")) and bool(limit.get("maximum_bytes"))


def rules(definition: Definition, world: World) -> Iterator[Finding]:
	"""Findings of the rules: numbers of the law and stages that are not there, no article, the same rule twice."""
	used = set()
	for number, use in enumerate(mappings(definition.get("rules"))):
		path, rule = f"rules[{number}]", text(use, "rule")
		parameters = texts(use, "parameters")
		yield from _parameters(parameters, world, f"{path}.parameters")
		if not text(use, "article"):
			yield Finding("type_article", f"{path}.article", Severity.WARNING, params={"rule": rule})
		if (key := (rule, str(sorted(parameters.items())))) in used:
			yield Finding("type_rule_twice", path, Severity.WARNING, params={"rule": rule})
		used.add(key)


def _parameters(parameters: Mapping[str, Any], world: World, path: str) -> Iterator[Finding]:
	known = {"statute": world.statutes, "stage": world.stages}
	for key, value in parameters.items():
		kind = key.rpartition("_")[2]
		if kind in known and value not in known[kind]:
			yield Finding(f"type_{kind}", f"{path}.{key}", params={"key": str(value)})
