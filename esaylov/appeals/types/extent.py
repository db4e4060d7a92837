"""How large an appeal type may be, asked before anything is done with it: rows, lengths of texts, numbers, depth (own design).

A shipped type has 14 fields, 13 rules and 800 characters of choices at most; the limits leave twenty times that.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.core.findings import Finding
from esaylov.core.formats.places import below
from esaylov.core.forms.rows import too_deep
from esaylov.framework.errors import FormInvalid

ROWS: Mapping[str, int] = {"form_fields": 300, "form_rules": 100}
MOST_ROWS = 60
"""Rows of every other table."""
LENGTHS: Mapping[str, int] = {"Small Text": 4000, "Code": 20_000, "JSON": 20_000}
LINE = 140
"""Characters of every other text whose column says nothing else, as the framework makes it."""
LARGEST_NUMBER = 2**31 - 1

MADE = frozenset({"version", "status", "title_uz_cyrl"})
"""Fields that the system writes: they are in no file."""
LAYOUT = frozenset({"Section Break", "Column Break", "Tab Break", "HTML", "Button", "Heading"})


def check(document: Document) -> None:
	"""A type as it is about to be saved. Raises FormInvalid."""
	if found := list(problems(document.doctype, document.as_dict())):
		raise FormInvalid(found)


def columns(doctype: str) -> dict[str, Any]:
	"""The fields that a file of a type may hold, by name."""
	return {
		field.fieldname: field
		for field in frappe.get_meta(doctype).fields
		if field.fieldtype not in LAYOUT and field.fieldname not in MADE
	}


def problems(doctype: str, values: Mapping[str, Any], path: str = "") -> Iterator[Finding]:
	"""What is too large in a type or in a row of it; keys that are no fields are passed over."""
	fields = columns(doctype)
	for name, value in values.items():
		field, here = fields.get(name), below(path, str(name))
		if field is None:
			continue
		if isinstance(value, list) and field.fieldtype.startswith("Table"):
			yield from _rows(field, value, here)
		else:
			yield from _single(field, value, here)


def _rows(field: Any, rows: list[Any], path: str) -> Iterator[Finding]:
	limit = ROWS.get(field.fieldname, MOST_ROWS)
	if len(rows) > limit:
		yield Finding("too_many_rows", path, params={"limit": limit})
		return
	for number, row in enumerate(rows):
		if isinstance(row, Mapping):
			yield from problems(field.options, row, below(path, number))


def _single(field: Any, value: Any, path: str) -> Iterator[Finding]:
	if isinstance(value, str):
		limit = LENGTHS.get(field.fieldtype) or int(field.length or LINE)
		if len(value) > limit:
			yield Finding("too_long", path, params={"limit": limit})
	elif isinstance(value, int) and abs(value) > LARGEST_NUMBER:
		yield Finding("too_large", path, params={"limit": LARGEST_NUMBER})
	elif isinstance(value, list | Mapping) and too_deep(value):
		yield Finding("definition_json", path)
