"""Places of a definition as places of the type that it was made of: `fields[2].fields[0].kind` as `form_fields[5].kind`.

A definition nests what a type has in rows. Whoever wrote the rows, in the Desk or in a file, is told the row; all findings of a
type have this one kind of place.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from esaylov.core.findings import Finding
from esaylov.core.forms.rows import Row

_FIELD = re.compile(r"(fields\[\d+\](?:\.fields\[\d+\])*)(?:\.(.*))?", re.DOTALL)
_RENAMED = (
	(re.compile(r"name\b"), "field_name"),
	(re.compile(r"read_only\b"), "is_read_only"),
	(re.compile(r"link\.filters\b"), "link_filters"),
	(re.compile(r"link\b"), "link_doctype"),
	(re.compile(r"file\.kinds\b"), "file_kinds"),
	(re.compile(r"file\.maximum_bytes\b"), "maximum_bytes"),
	(re.compile(r"file\b"), "file_kinds"),
)
"""Keys of a definition and the columns of a row that hold them."""


def in_rows(findings: Sequence[Finding], rows: Sequence[Row]) -> list[Finding]:
	"""The findings of a definition, each at the row and column that it came from."""
	known = _rows(rows)
	return [replace(finding, path=_place(finding, known)) for finding in findings]


def _place(finding: Finding, known: Mapping[str, str]) -> str:
	path = finding.path
	if path.startswith("rules["):
		return f"form_{path}"
	if path.startswith("titles."):
		return f"title_{path.removeprefix('titles.')}"
	if path == "fields":
		return "form_fields"
	found = _FIELD.fullmatch(path)
	if not found or found[1] not in known:
		return path
	column = _column(found[2] or "", str(finding.params.get("lang", "uz")))
	return f"{known[found[1]]}.{column}" if column else known[found[1]]


def _column(key: str, lang: str) -> str:
	if key in ("label", "help"):
		return f"{key}_{lang}"
	if key == "fields":
		return ""
	for old, new in _RENAMED:
		if begun := old.match(key):
			return new + key[begun.end() :]
	return key


def _rows(rows: Sequence[Row]) -> dict[str, str]:
	"""Places of the fields of a definition, by which it nests them, to places of their rows."""
	found: dict[str, str] = {}

	def level(parent: str, place: str) -> None:
		inside = [number for number, row in enumerate(rows) if (row.get("parent_field") or "") == parent]
		for count, number in enumerate(inside):
			here = f"{place}fields[{count}]"
			found[here] = f"form_fields[{number}]"
			if rows[number].get("kind") == "Group" and rows[number].get("field_name"):
				level(str(rows[number]["field_name"]), f"{here}.")

	level("", "")
	return found
