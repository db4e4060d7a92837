"""Names of documents in a request to the framework: texts, never conditions.

Wherever a function of the framework takes the name of a document, it takes a filter too (`{"pinfl": ["like", "3%"]}`), looks among all
rows and all columns, and only then asks who may read what it found; so it checks what a document links to (Frappe 15). Its answers to a
guess that is right and to one that is wrong differ, so that anybody reads any column sign by sign. The Desk sends texts alone, and the
framework reads objects in them where it expects them.
"""

from collections.abc import Collection, Mapping
from typing import Any, Final

import frappe

from esaylov.api import calls

ROUTER: Final = "frappe.api."
"""Functions of the router: the arguments are the fields of a document."""
DOCUMENTS: Final = frozenset({*calls.DOCUMENT_ARGUMENTS, "args", "data", "fieldname"})
"""Arguments that carry documents, their fields or, like `docs`, their names; as an object or as JSON."""
SEVERAL: Final = frozenset(
	{"assign_to", "docnames", "file_list", "items", "names", "new_order", "reports", "users"}
)
"""Arguments that carry several names, as a list or as JSON."""
OF_ROUTER: Final = frozenset({"docnames", "names"})
"""Those of them that a function of the router may take; elsewhere there they are tables of the document that is written (`items`)."""
OBJECTS: Final = frozenset(
	(
		*(
			"applied_filters",
			"columns",
			"current_filters",
			"custom_columns",
			"export_fields",
			"export_filters",
		),
		*("field_map", "fields", "fields_to_fetch", "filter_fields", "filters", "filters_json"),
		*("group_by", "js_filters", "or_filters", "order_by", "stats", "states", "visible_idx"),
		*(
			"attachments",
			"chart",
			"config",
			"files",
			"kwargs",
			"layout",
			"new_icons",
			"options",
			"recipients",
		),
		*("report_settings", "routes", "select_columns", "settings", "step", "steps", "tags", "user_data"),
		*("user_settings",),
	)
)
"""Arguments that may carry an object or a list of anything: none of them names a document. Of charts, see `doors.STORED`."""
TABLES: Final = "child_table_updates"
"""Where the Desk changes rows of tables in several documents: fields by the DocType of the rows."""
PARENTS: Final = frozenset({"doctype", "dn", "dt", "parent", "parentfield", "parenttype"})
"""Fields of a document that name, besides those whose own name ends with `name` (`docname`, `__newname`)."""
Scalar = str | int | float | None


def require(functions: Collection[str]) -> None:
	"""Raise frappe.PermissionError if a function of the framework, or a page, is sent a condition where it takes a name.

	functions: what the request calls, none for a page. Those of ours know their arguments; other apps' are theirs.
	"""
	stock = [name for name in functions if name.startswith("frappe.")]
	fields = any(name.startswith(ROUTER) for name in stock)
	is_asked = bool(stock) or not functions
	if is_asked and not all(_is_sense(*each, fields) for each in frappe.local.form_dict.items()):
		raise frappe.PermissionError


def _is_sense(argument: str, value: Any, is_field: bool) -> bool:
	if argument in DOCUMENTS:
		return _is_document(calls.parsed(value))
	if argument in (OF_ROUTER if is_field else SEVERAL):
		return _are_names(calls.parsed(value))
	if argument in OBJECTS:
		return True
	if argument in (
		"name",
		"doctype",
	):  # the framework reads several names, and names by DocType, in a text that is JSON
		return isinstance(value, Scalar) and _are_names(calls.parsed(value), argument == "doctype")
	return _is_value(value) if is_field else isinstance(value, Scalar)


def _is_document(value: Any) -> bool:
	"""Whether no field of what may be a document, or of several, holds a condition; other names that begin with `__`
	are the Desk's own."""
	if isinstance(value, list):
		return all(isinstance(one, Scalar | Mapping) and _is_document(one) for one in value)
	if not isinstance(value, Mapping):
		return True
	return all(_is_field(key, each) for key, each in value.items())


def _is_field(key: str, value: Any) -> bool:
	"""Whether a field of a document holds what it may: one that names a document or DocType holds one name, never a list."""
	if key in PARENTS or key.endswith("name"):
		return isinstance(value, Scalar)
	return key.startswith("__") or _is_value(value, key == TABLES)


def _is_value(value: Any, by_doctype: bool = False) -> bool:
	"""Whether a field holds a value, several, or the rows of a table."""
	if isinstance(value, list):
		return _is_document(value)
	if by_doctype and isinstance(value, Mapping):
		return all(map(_is_document, value.values()))
	return isinstance(value, Scalar)


def _are_names(value: Any, by_doctype: bool = False) -> bool:
	"""Whether it is a name or several; or, by DocType, lists of names."""
	if isinstance(value, list):
		return all(isinstance(one, Scalar) for one in value)
	if by_doctype and isinstance(value, Mapping):
		return all(map(_are_names, value.values()))
	return isinstance(value, Scalar)
