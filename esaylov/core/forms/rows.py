"""Fields as rows of a table (Appeal Field, the field library) and as the nested definition that forms are read from.

A row is flat: `field_name`, `kind`, `label_uz` …, limits as text, JSON columns as text, `parent_field` for the group it stands in.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from esaylov.core.findings import Finding
from esaylov.core.forms.definition import Kind
from esaylov.core.forms.reading import DefinitionInvalid

LANGUAGES = ("uz", "ru", "en")
FILE_KINDS = {
	"pdf": "application/pdf",
	"jpg": "image/jpeg",
	"png": "image/png",
	"geojson": "application/geo+json",
}
"""Kinds of files that a row may name, and the media type that the content must have."""

MOST_DIGITS = 16
"""Of a limit, its sign among them: what is longer is no number that a payload may hold."""

DEEPEST = 16
"""JSON inside JSON; a condition of a field needs five."""

Row = Mapping[str, Any]


def fields_of(rows: Sequence[Row]) -> list[dict[str, Any]]:
	"""The fields of the top level in their order; a group takes the rows that name it.

	Raises DefinitionInvalid for a row in no group, or in one that stands in itself, and for a JSON column that cannot be read.
	"""
	read = [(row, _field(row, f"form_fields[{number}]")) for number, row in enumerate(rows)]
	groups = {row.get("field_name"): field for row, field in read if row.get("kind") == Kind.GROUP}
	lost = [
		Finding("definition_group", f"form_fields[{number}].parent_field")
		for number, (row, _) in enumerate(read)
		if row.get("parent_field") and row["parent_field"] not in groups
	]
	rows_of_groups = {row.get("field_name"): row for row, _ in read if row.get("kind") == Kind.GROUP}
	lost += [
		Finding("definition_group", f"form_fields[{number}].parent_field")
		for number, (row, _) in enumerate(read)
		if not lost and _stands_in_itself(row, rows_of_groups)
	]
	if lost:
		raise DefinitionInvalid(lost)
	for field in groups.values():
		field["fields"] = []
	for row, field in read:
		if row.get("parent_field"):
			groups[row["parent_field"]]["fields"].append(field)
	return [field for row, field in read if not row.get("parent_field")]


def _stands_in_itself(row: Row, by_name: Mapping[Any, Row]) -> bool:
	"""Whether the groups around a row never come to the top level."""
	passed: set[Any] = set()
	while parent := row.get("parent_field"):
		if parent in passed:
			return True
		passed.add(parent)
		row = by_name[parent]
	return False


def _field(row: Row, path: str) -> dict[str, Any]:
	texts = {
		key: {lang: row[f"{key}_{lang}"] for lang in LANGUAGES if row.get(f"{key}_{lang}")}
		for key in ("label", "help")
	}
	found = {
		"name": row.get("field_name"),
		"kind": row.get("kind"),
		**texts,
		"required": bool(row.get("required")),
		"read_only": bool(row.get("is_read_only")),
		"filled_from": row.get("filled_from"),
		"pattern": row.get("pattern"),
		"required_if": from_json(row.get("required_if"), f"{path}.required_if"),
		"shown_if": from_json(row.get("shown_if"), f"{path}.shown_if"),
		"choices": from_json(row.get("choices"), f"{path}.choices"),
		"minimum": _bound(row, "minimum"),
		"maximum": _bound(row, "maximum"),
		**_of_kind(row, path),
	}
	return {key: value for key, value in found.items() if value not in (None, "", {}, [])}


def _of_kind(row: Row, path: str) -> dict[str, Any]:
	"""What only links, files and groups have."""
	if row.get("kind") == Kind.LINK:
		filters = from_json(row.get("link_filters"), f"{path}.link_filters")
		return {"link": {"doctype": row.get("link_doctype") or "", "filters": filters or {}}}
	if row.get("kind") in (Kind.FILE, Kind.PHOTO):
		kinds = [kind.strip() for kind in (row.get("file_kinds") or "").split(",") if kind.strip()]
		media_types = [FILE_KINDS.get(kind, kind) for kind in kinds]
		return {"file": {"kinds": media_types, "maximum_bytes": row.get("maximum_bytes") or 0}}
	if row.get("kind") == Kind.GROUP:
		return {"min_rows": row.get("min_rows") or 0, "max_rows": row.get("max_rows") or None}
	return {}


def _bound(row: Row, key: str) -> int | str | None:
	text = (row.get(key) or "").strip()
	if not text:
		return None
	is_number = len(text) <= MOST_DIGITS and text.removeprefix("-").isdecimal()
	return int(text) if is_number and row.get("kind") != Kind.DATE else text


def from_json(text: Any, path: str) -> Any:
	"""JSON that an administrator typed, None where nothing is; raises DefinitionInvalid. What is no text stays as it is."""
	if not isinstance(text, str):
		return text
	if not text.strip():
		return None
	try:
		value = json.loads(text)
	except (ValueError, RecursionError):
		raise DefinitionInvalid([Finding("definition_json", path)]) from None
	if too_deep(value):
		raise DefinitionInvalid([Finding("definition_json", path)])
	return value


def too_deep(value: Any, deepest: int = DEEPEST) -> bool:
	"""Whether lists and objects stand in one another more often than that; a loop, for what is asked may be deeper than Python."""
	level = [value]
	for _ in range(deepest):
		inner = [item for item in level if isinstance(item, list | Mapping)]
		level = [part for item in inner for part in (item.values() if isinstance(item, Mapping) else item)]
		if not level:
			return False
	return any(isinstance(item, list | Mapping) for item in level)
