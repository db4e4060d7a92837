"""Values of shipped documents and of the same documents on the site, brought to one comparable form."""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import frappe
from frappe.core.doctype.docfield.docfield import DocField
from frappe.model.document import Document
from frappe.utils import cint, flt, getdate

Values = dict[str, Any]
"""Field to text, or, for a child table, to a list of such rows."""
Difference = dict[str, dict[str, object]]

_NUMBERS = frozenset({"Int", "Check"})
_FRACTIONS = frozenset({"Float", "Percent", "Currency"})
_TABLES = frozenset({"Table", "Table MultiSelect"})
_NOT_FIELDS = frozenset({"doctype", "name"})
_MARK_OF_A_TREE = "is_group"
"""Set by the system at a row below which something was formed: no change that the site made to the row."""


def name_of(content: Values) -> str:
	"""The name that a shipped document has on every site; raises ValueError where it has none."""
	if name := content.get("name"):
		return str(name)
	autoname = frappe.get_meta(str(content["doctype"])).autoname or ""
	kind, _, pattern = autoname.partition(":")
	if kind == "field":
		return str(content[pattern])
	if kind == "format":
		return re.sub(r"{(\w+)}", lambda place: str(content[place[1]]), pattern)
	raise ValueError(f"shipped {content['doctype']} without a name: {content}")


def of_content(content: Values) -> Values:
	"""A shipped document in comparable form: its fields only, whatever the site has besides."""
	return _row(str(content["doctype"]), content)


def on_site(doctype: str, wanted: dict[str, Values]) -> dict[str, Values]:
	"""The same fields as they stand on the site, for those of the names that are there; one query a table."""
	if not wanted:
		return {}
	meta = frappe.get_meta(doctype)
	fields = {field for values in wanted.values() for field in values}
	tables = {
		df.fieldname: str(df.options)
		for df in meta.fields
		if df.fieldtype in _TABLES and df.fieldname in fields
	}
	rows: dict[str, dict[str, Any]] = {
		row.name: row
		for row in frappe.get_all(
			doctype,
			filters={"name": ["in", list(wanted)]},
			fields=["name", *sorted(fields - tables.keys())],
			order_by="name asc",
		)
	}
	for table, child in sorted(tables.items()):
		_add_children((doctype, table, child), wanted, rows)
	if meta.is_tree and _MARK_OF_A_TREE in fields:
		for name, row in rows.items():
			row[_MARK_OF_A_TREE] = wanted[name].get(_MARK_OF_A_TREE) if row[_MARK_OF_A_TREE] else 0
	return {
		name: _row(doctype, {field: row.get(field) for field in wanted[name]}) for name, row in rows.items()
	}


def of_today(doctype: str, loaded: Values) -> Values:
	"""What was loaded, without the fields that a later version of the DocType gave up."""
	meta = frappe.get_meta(doctype)
	return {field: value for field, value in loaded.items() if meta.has_field(field) or field == "name"}


def to_write(document: Document, content: Values) -> Values:
	"""What of a shipped document is written over one that stands on the site: a tree keeps what hangs below it."""
	kept = {_MARK_OF_A_TREE} if document.meta.is_tree and document.get(_MARK_OF_A_TREE) else set()
	return {field: value for field, value in content.items() if field not in _NOT_FIELDS | kept}


def difference(site: Values, shipped: Values) -> Difference:
	"""Fields that differ, with both values."""
	return {
		field: {"site": site.get(field), "shipped": value}
		for field, value in shipped.items()
		if site.get(field) != value
	}


def text_of(values: Mapping[str, object]) -> str:
	"""Values as JSON text, always the same for the same values."""
	return json.dumps(values, ensure_ascii=False, sort_keys=True, indent=1)


def hash_of(values: Values) -> str:
	"""SHA-256 of the values."""
	return hashlib.sha256(text_of(values).encode()).hexdigest()


def _add_children(
	place: tuple[str, str, str], wanted: dict[str, Values], rows: dict[str, dict[str, Any]]
) -> None:
	doctype, table, child = place
	columns = sorted(
		{column for values in wanted.values() for row in values.get(table, []) for column in row}
	)
	children: dict[str, list[dict[str, Any]]] = defaultdict(list)
	filters = {"parenttype": doctype, "parentfield": table, "parent": ["in", list(rows)]}
	for row in frappe.get_all(
		child, filters=filters, fields=["parent", *columns], order_by="parent asc, idx asc"
	):
		children[row.parent].append({column: row.get(column) for column in columns})
	for name, values in rows.items():
		shipped_rows = wanted[name].get(table, [])
		values[table] = [
			{
				column: child_row[column]
				for column in (shipped_rows[at] if at < len(shipped_rows) else columns)
			}
			for at, child_row in enumerate(children[name])
		]


def _row(doctype: str, content: Values) -> Values:
	meta = frappe.get_meta(doctype)
	return {
		field: _value(df, value)
		for field, value in content.items()
		if field not in _NOT_FIELDS and (df := meta.get_field(field))
	}


def _value(field: DocField, value: Any) -> object:
	kind = field.fieldtype
	if kind in _TABLES:
		return [_row(str(field.options), dict(row)) for row in value or []]
	if kind in _NUMBERS:
		return str(cint(value))
	if kind in _FRACTIONS:
		return str(flt(value))
	if value in (None, ""):
		return ""
	if kind == "Date":
		return getdate(value).isoformat()
	if kind == "JSON" or (kind == "Code" and field.options == "JSON"):
		return _json(value)
	if isinstance(value, timedelta):
		return str(value).rjust(8, "0")
	return str(value)


def _json(value: object) -> str:
	parsed = json.loads(value) if isinstance(value, str) else value
	return json.dumps(parsed, ensure_ascii=False, sort_keys=True)
