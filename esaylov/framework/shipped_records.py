"""What we ship of a document that a site may have changed, from its Shipped Record: values as text, rows of tables as such values."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _
from frappe.core.doctype.docfield.docfield import DocField
from frappe.model.document import Document
from frappe.model.meta import Meta

from esaylov.framework import titles


def contents(doctype: str, names: Collection[str]) -> dict[str, dict[str, Any]]:
	"""Name to the fields as we ship them today; a document of the site's own is left out."""
	rows = frappe.get_all(
		"Shipped Record",
		{"reference_doctype": doctype, "reference_name": ["in", list(names)]},
		["reference_name", "content", "difference"],
		order_by="creation asc",
	)
	found = {}
	for row in rows:
		newer = {field: pair["shipped"] for field, pair in json.loads(row.difference or "{}").items()}
		found[row.reference_name] = {**json.loads(row.content or "{}"), **newer}
	return found


def title(record: Document) -> str:
	"""What the document of a Shipped Record is called to the reader; "" where it is there no more, or not for them to read."""
	return str(_(_read(record) or ""))


def differences(record: Document) -> list[dict[str, Any]] | None:
	"""What a site has otherwise than we ship it, in the reader's words: `label` of the field, `here` and `shipped`, a line each.

	Of tables the rows that the other side lacks. Records that the reader may not read stand there by their codes; None: the document
	itself is not for them to read.
	"""
	if not record.difference:
		return []
	if _read(record) is None:
		return None
	meta, held = frappe.get_meta(record.reference_doctype), sorted(json.loads(record.difference).items())
	named = titles.readable(
		(str(cell.field.options), str(cell.value))
		for name, pair in held
		for value in pair.values()
		for row in _rows(meta, name, value)
		for cell in row
		if cell.field and cell.field.fieldtype == "Link" and cell.value
	)
	found = []
	for name, pair in held:
		here, shipped = (_lines(meta, name, pair.get(side), named) for side in ("site", "shipped"))
		if isinstance(pair.get("shipped"), list):
			here, shipped = _besides(here, shipped), _besides(shipped, here)
		found.append({"label": _label(meta.get_field(name), name), "here": here, "shipped": shipped})
	return found


def _read(record: Document) -> str | None:
	"""The title of the record's document, where the session's user may read that."""
	doctype, name = str(record.reference_doctype), str(record.reference_name)
	if not frappe.db.exists("DocType", doctype):
		return None
	return titles.readable([(doctype, name)])[doctype].get(name)


@dataclass(frozen=True, slots=True)
class _Cell:
	"""A value of a field; of one that a later version gave up the name alone is known."""

	field: DocField | None
	name: str
	value: Any


def _rows(meta: Meta, name: str, value: Any) -> list[list[_Cell]]:
	"""The rows of a table; of another field the one value."""
	field = meta.get_field(name)
	if not isinstance(value, list):
		return [[_Cell(field, name, value)]]
	of = frappe.get_meta(str(field.options)) if field else meta
	return [[_Cell(of.get_field(column), column, held) for column, held in row.items()] for row in value]


Named = Mapping[str, Mapping[str, str]]
"""Titles by DocType and name."""


def _lines(meta: Meta, name: str, value: Any, named: Named) -> list[str]:
	rows = _rows(meta, name, value)
	if not isinstance(value, list):
		return _said(rows[0][0], named).splitlines()
	return [
		"; ".join(f"{_label(cell.field, cell.name)}: {_said(cell, named)}" for cell in row if cell.value)
		for row in rows
	]


def _besides(lines: Collection[str], others: Collection[str]) -> list[str]:
	return [line for line in lines if line not in others]


def _label(field: DocField | None, name: str) -> str:
	return str(_(field.label or name)) if field else name


def _said(cell: _Cell, named: Named) -> str:
	kind, value = cell.field.fieldtype if cell.field else "", str(cell.value or "")
	if kind == "Check":
		return str(_("Yes") if value == "1" else _("No"))
	if kind == "Link" and cell.field:
		return str(_(named.get(str(cell.field.options), {}).get(value) or value)) if value else ""
	return str(_(value)) if kind == "Select" and value else value
