"""A form as JSON Schema 2020-12: what `api.appeals.schema` gives out and what the structure is checked with."""

from typing import Any

from esaylov.core.forms.conditions import to_schema
from esaylov.core.forms.definition import Field, FormDefinition, Kind, columns, label
from esaylov.core.identity import PHONE_PATTERN

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SHORTEST = 1
LONGEST = {Kind.SHORT_TEXT: 200, Kind.LONG_TEXT: 10_000}
"""Lengths in characters where a field names none (own design)."""
MOST_ROWS = 1_000
"""Rows of a group that names no largest number (own design, against runaway requests)."""


def to_json_schema(definition: FormDefinition, lang: str = "uz") -> dict[str, Any]:
	"""JSON Schema of the answers, titles and descriptions in a language; unknown fields are refused at every level."""
	return {
		"$schema": DIALECT,
		"title": definition.code,
		"$comment": f"version {definition.version}",
		**_level(definition.fields, lang),
	}


def _level(fields: tuple[Field, ...], lang: str) -> dict[str, Any]:
	"""An object with these fields; conditions become if/then."""
	opened = columns(fields)
	schema: dict[str, Any] = {
		"type": "object",
		"properties": {item.name: _property(item, lang) for item in opened},
		"required": [item.name for item in opened if item.required and item.shown_if is None],
		"additionalProperties": False,
	}
	if conditions := [part for item in opened for part in _conditions(item)]:
		schema["allOf"] = conditions
	if any(item.identifier for item in opened):
		schema["anyOf"] = [{"required": ["pinfl"]}, {"required": ["passport"]}]
	return schema


def _conditions(item: Field) -> list[dict[str, Any]]:
	found: list[dict[str, Any]] = []
	if item.shown_if is not None:
		shown = to_schema(item.shown_if)
		then = {"then": {"required": [item.name]}} if item.required else {}
		found.append({"if": shown, **then, "else": {"properties": {item.name: False}}})
	if item.required_if is not None:
		conditions = [to_schema(part) for part in (item.shown_if, item.required_if) if part is not None]
		found.append({"if": {"allOf": conditions}, "then": {"required": [item.name]}})
	return found


def _property(item: Field, lang: str) -> dict[str, Any]:
	schema = {**_value(item, lang), "title": label(item.label, lang)}
	if description := label(item.help, lang):
		schema["description"] = description
	if item.read_only:
		schema["readOnly"] = True
	return schema


def _value(item: Field, lang: str) -> dict[str, Any]:
	if item.kind in (Kind.SHORT_TEXT, Kind.LONG_TEXT):
		return _text(item)
	if item.kind is Kind.GROUP:
		return _rows(item, lang)
	if item.kind is Kind.PERSON:
		return _level(item.fields, lang)
	if item.kind is Kind.INTEGER:
		return _integer(item)
	if item.kind is Kind.CHOICE:
		return {"type": "string", "enum": [choice.value for choice in item.choices]}
	return dict(_PLAIN[item.kind])


_PLAIN: dict[Kind, dict[str, Any]] = {
	Kind.YES_NO: {"type": "boolean"},
	Kind.DATE: {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
	Kind.LINK: {"type": "string", "minLength": 1, "maxLength": 140},
	Kind.PHONE: {"type": "string", "pattern": PHONE_PATTERN},
	Kind.FILE: {"type": "string", "pattern": "^[0-9a-f]{64}$", "$comment": "SHA-256 of the attachment"},
}


def _text(item: Field) -> dict[str, Any]:
	schema: dict[str, Any] = {
		"type": "string",
		"minLength": item.minimum if item.minimum is not None else SHORTEST,
		"maxLength": item.maximum if item.maximum is not None else LONGEST[item.kind],
	}
	if item.pattern:
		schema["pattern"] = item.pattern
	return schema


def _integer(item: Field) -> dict[str, Any]:
	limits = {"minimum": item.minimum, "maximum": item.maximum}
	return {"type": "integer", **{key: limit for key, limit in limits.items() if limit is not None}}


def _rows(item: Field, lang: str) -> dict[str, Any]:
	return {
		"type": "array",
		"items": _level(item.fields, lang),
		"minItems": item.min_rows,
		"maxItems": item.max_rows if item.max_rows is not None else MOST_ROWS,
	}
