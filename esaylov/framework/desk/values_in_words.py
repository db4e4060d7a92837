"""Values of fields as somebody reads them: labels, titles and choices in the session's language, for what is stored as JSON."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _
from frappe.core.doctype.docfield.docfield import DocField
from frappe.model.meta import Meta
from frappe.utils import formatdate

from esaylov.framework import titles

Named = Mapping[str, Mapping[str, str]]
"""Titles by DocType and name."""


@dataclass(frozen=True, slots=True)
class Cell:
	"""A value of a field; of one that a later version gave up the name alone is known."""

	field: DocField | None
	name: str
	value: Any


def of(doctype: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
	"""Each field of a document by itself: its `label` and `lines`, one for each row of a table; links that the reader may not read by their codes."""
	meta = frappe.get_meta(doctype)
	named = links(meta, values.items())
	return [
		{"label": label(meta, name), "lines": lines(meta, name, held, named)} for name, held in values.items()
	]


def links(meta: Meta, pairs: Iterable[tuple[str, Any]]) -> Named:
	"""Titles of what values of fields, and of rows of tables, link to, where the session's user may read that."""
	cells = (cell for name, value in pairs for row in _rows(meta, name, value) for cell in row)
	return titles.readable(_linked(cells))


def lines(meta: Meta, name: str, value: Any, named: Named) -> list[str]:
	"""A value in words, a line for each row of a table."""
	rows = _rows(meta, name, value)
	if not isinstance(value, list):
		return _said(rows[0][0], named).splitlines()
	return [
		"; ".join(f"{_label(cell.field, cell.name)}: {_said(cell, named)}" for cell in row if cell.value)
		for row in rows
	]


def label(meta: Meta, name: str) -> str:
	"""What a field is called to the reader; of one that is there no more its name."""
	return _label(meta.get_field(name), name)


def _linked(cells: Iterable[Cell]) -> Iterator[tuple[str, str]]:
	for cell in cells:
		if cell.field and cell.field.fieldtype == "Link" and cell.value:
			yield str(cell.field.options), str(cell.value)


def _rows(meta: Meta, name: str, value: Any) -> list[list[Cell]]:
	"""The rows of a table; of another field the one value."""
	field = meta.get_field(name)
	if not isinstance(value, list):
		return [[Cell(field, name, value)]]
	of_rows = frappe.get_meta(str(field.options)) if field else meta
	return [[Cell(of_rows.get_field(column), column, held) for column, held in row.items()] for row in value]


def _label(field: DocField | None, name: str) -> str:
	return str(_(field.label or name)) if field else name


def _said(cell: Cell, named: Named) -> str:
	kind, value = cell.field.fieldtype if cell.field else "", str(cell.value or "")
	if kind == "Check":
		return str(_("Yes") if value == "1" else _("No"))
	if kind == "Link" and cell.field:
		return str(_(named.get(str(cell.field.options), {}).get(value) or value)) if value else ""
	if kind == "Date" and value:
		return formatdate(value)
	return str(_(value)) if kind == "Select" and value else value
