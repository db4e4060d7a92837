"""A form as JSON Schema 2020-12: what `api.appeals.schema` gives out and what the structure is checked with."""

from typing import Any

from esaylov.core.forms.branching import Branch, Schema, branches, lifted
from esaylov.core.forms.definition import Field, FormDefinition, Kind, columns, label
from esaylov.core.people.identity import PHONE_PATTERN

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SHA256_PATTERN = "^[0-9a-f]{64}$"
SHORTEST = 1
LONGEST = {Kind.SHORT_TEXT: 200, Kind.LONG_TEXT: 10_000}
"""Lengths in characters where a field names none (own design)."""
MOST_ROWS = 1_000
"""Rows of a group that names no largest number (own design, against runaway requests)."""


def to_json_schema(definition: FormDefinition, lang: str = "uz") -> dict[str, Any]:
	"""JSON Schema of the answers, titles and descriptions in a language; unknown fields are refused at every level.

	Beside the standard keywords: `x-labels` (value of a choice to its label), `x-link` (register of a Link), `x-file` (media
	types and largest bytes of a File or Photo).
	"""
	schema, _ = _level(definition.fields, lang)
	return {
		"$schema": DIALECT,
		"title": definition.code,
		"$comment": f"version {definition.version}",
		**schema,
	}


def _level(fields: tuple[Field, ...], lang: str) -> tuple[Schema, list[Branch]]:
	"""An object with these fields, conditions as if/then/else; and the branches that read fields of an outer level."""
	opened = columns(fields)
	names = frozenset(item.name for item in opened)
	properties: dict[str, Schema] = {}
	found: list[Branch] = []
	for item in opened:
		properties[item.name], inner = _property(item, lang)
		found += [*branches(item), *inner]
	schema: Schema = {
		"type": "object",
		"properties": properties,
		"required": [item.name for item in opened if item.required and item.shown_if is None],
		"additionalProperties": False,
	}
	if here := [branch.schema() for branch in found if branch.resolved(names)]:
		schema["allOf"] = here
	if any(item.identifier for item in opened):
		schema["anyOf"] = [{"required": ["pinfl"]}, {"required": ["passport"]}]
	return schema, [branch for branch in found if not branch.resolved(names)]


def _property(item: Field, lang: str) -> tuple[Schema, list[Branch]]:
	value, outwards = _value(item, lang)
	schema = {**value, "title": label(item.label, lang)}
	if description := label(item.help, lang):
		schema["description"] = description
	if item.read_only:
		schema["readOnly"] = True
	if item.filled_from:
		schema["x-filled-from"] = item.filled_from
	return schema, outwards


def _value(item: Field, lang: str) -> tuple[Schema, list[Branch]]:
	if item.kind is Kind.GROUP:
		return _rows(item, lang)
	if item.kind is Kind.PERSON:
		return _level(item.fields, lang)
	makers = {Kind.INTEGER: _integer, Kind.LINK: _link, Kind.FILE: _file, Kind.PHOTO: _file}
	if item.kind in LONGEST:
		return _text(item), []
	if item.kind is Kind.CHOICE:
		return _choice(item, lang), []
	make = makers.get(item.kind)
	return (make(item) if make else dict(_PLAIN[item.kind])), []


_PLAIN: dict[Kind, dict[str, Any]] = {
	Kind.YES_NO: {"type": "boolean"},
	Kind.DATE: {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
	Kind.PHONE: {"type": "string", "pattern": PHONE_PATTERN},
}


def _text(item: Field) -> dict[str, Any]:
	schema: Schema = {
		"type": "string",
		"minLength": item.minimum if item.minimum is not None else SHORTEST,
		"maxLength": item.maximum if item.maximum is not None else LONGEST[item.kind],
	}
	if item.pattern:
		schema["pattern"] = _whole(item.pattern)
	return schema


def _whole(pattern: str) -> str:
	"""A pattern is of the whole value, also where its author forgot to say so."""
	anchored = pattern.startswith("^") and pattern.endswith("$") and "|" not in pattern
	return pattern if anchored else f"^(?:{pattern})$"


def _integer(item: Field) -> Schema:
	limits = {"minimum": item.minimum, "maximum": item.maximum}
	return {"type": "integer", **{key: limit for key, limit in limits.items() if limit is not None}}


def _choice(item: Field, lang: str) -> Schema:
	labels = {choice.value: label(choice.label, lang) for choice in item.choices}
	return {"type": "string", "enum": list(labels), "x-labels": labels}


def _link(item: Field) -> Schema:
	register = {"x-link": item.link.doctype} if item.link else {}
	return {"type": "string", "minLength": 1, "maxLength": 140, **register}


def _file(item: Field) -> Schema:
	schema: Schema = {
		"type": "string",
		"pattern": SHA256_PATTERN,
		"$comment": "SHA-256 of the attachment",
	}
	limits = {"kinds": list(item.file.kinds), "maximum_bytes": item.file.maximum_bytes}
	if given := {key: limit for key, limit in limits.items() if limit}:
		schema["x-file"] = given
	return schema


def _rows(item: Field, lang: str) -> tuple[Schema, list[Branch]]:
	row, branches_of_row = _level(item.fields, lang)
	names = frozenset(column.name for column in columns(item.fields))
	schema = {
		"type": "array",
		"items": row,
		"minItems": item.min_rows,
		"maxItems": item.max_rows if item.max_rows is not None else MOST_ROWS,
	}
	return schema, [outer for branch in branches_of_row for outer in lifted(branch, item.name, names)]
