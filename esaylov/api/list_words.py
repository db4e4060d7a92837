"""Words of a request for rows that mean nothing: the framework stumbles over them and answers with a fault of the server.

A list has operators that it knows, begins at a row and has so many of them, and rows of a table have a parent that has the table. How many
rows is a number wherever it is asked for: not each of the framework's functions looks before it puts the text into its statement.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

import frappe
from frappe.model import table_fields

from esaylov.api import calls, manifest
from esaylov.framework.errors import EsaylovError, RequestMalformed, shown

LIST: Final = "list"
OPERATIONS: Final = (LIST, "export")
"""Operations of the manifest whose functions are asked so."""
OF_SETTINGS: Final = frozenset({"frappe.client.get_value", "frappe.desk.listview.get_list_settings"})
"""Functions of these that answer for a DocType without rows too; the others ask a table that does not exist."""
FILTERS: Final = ("filters", "or_filters")
OF_GROUPS: Final = "current_filters"
"""Filters of a list whose rows are counted by a field."""
HOW_MANY: Final = ("page_length", "limit_start", "limit_page_length", "limit")
NUMBERS: Final = ("start", *HOW_MANY)
"""`start` is a day in other functions than lists."""
INNER: Final = ("as_list", "docstatus", "pluck", "return_query", "run", "update")
"""Arguments by which the framework's own code gets a statement and no rows, or rows in another form."""
NOTHING: Final = ("", "None", "null", None)
CONDITION: Final = ("field", "operator", "value")
STATING: Final = ("fields", "order_by", "group_by")
OF_TREES: Final = tuple(
	f"{begin}{of} of{end}"
	for begin, of, end in (
		*(("", "ancestors", ""), ("", "descendants", ""), ("", "descendants", " (inclusive)")),
		*(("not ", "ancestors", ""), ("not ", "descendants", "")),
	)
)
OPERATORS: Final = frozenset(
	(
		*("=", "!=", "<", ">", "<=", ">=", "=<", "=>", "like", "not like", "ilike", "in", "not in", "is"),
		*("between", "timespan", "previous", "next", *OF_TREES),
	)
)
"""Of Frappe 15 and 16, without `regex`: no screen sends it, the database fails at a pattern that is none, and others
cost any time.
Other apps name theirs in their hook `filters_config`."""


TABLE: Final = re.compile(r"`tab([^`]+)`")
OF_REPORTS: Final = "frappe.desk.reportview."
"""Begins the functions that read conditions one by one, without `and` and `or`, and that know DocTypes without a table."""


def refuse_senseless(functions: Iterable[str]) -> None:
	"""Raise EsaylovError (`list_words`, 417) if a list is asked for with what means nothing to it."""
	form, lines = frappe.local.form_dict, {name: manifest.entry(name) for name in functions}
	operations = {name: line.operation for name, line in lines.items() if line}
	if operations and not _are_numbers(form, HOW_MANY):
		_refuse()
	doctype = form.get("doctype") or calls.route().get("doctype")
	if any(each in OPERATIONS for each in operations.values()) and not (
		_is_sense(form) and _are_of(form, doctype)
	):
		_refuse()
	if operations and isinstance(doctype, str):
		_require_trees(form, doctype)
	asking = [name for name, each in operations.items() if each == LIST and name not in OF_SETTINGS]
	if asking and isinstance(doctype, str) and not _has_rows(doctype, asking):
		_refuse()
	of_reports = any(name.startswith(OF_REPORTS) for name in operations)
	if of_reports and isinstance(doctype, str) and not _are_flat(form):
		_refuse()


def require_conditions(form: dict[str, Any]) -> None:
	"""Make the filters of a card or a chart a list, to which the framework adds a condition.

	Raises EsaylovError (`list_words`, 417) for anything but a list of conditions with known operators.
	"""
	filters = calls.parsed(form.get("filters"))
	if not filters or filters in NOTHING:
		form["filters"] = "[]"
	elif not (isinstance(filters, list) and all(map(_is_condition, filters)) and _are_known(form)):
		_refuse()


def _refuse() -> None:
	with shown():
		raise EsaylovError(code="list_words")


def _is_sense(form: dict[str, Any]) -> bool:
	return (
		not any(name in form for name in INNER)
		and _are_numbers(form, NUMBERS)
		and _are_known(form)
		and _has_table(form.get("parent_doctype"), form.get("doctype"))
	)


def _has_rows(doctype: str, functions: Iterable[str]) -> bool:
	"""Whether these functions find rows of a DocType; of one without a table those of reports alone do."""
	kind = frappe.get_cached_value("DocType", doctype, ["issingle", "is_virtual"], as_dict=True)
	if not kind:
		return True  # others refuse it
	return not kind.issingle and (
		not kind.is_virtual or all(name.startswith(OF_REPORTS) for name in functions)
	)


def _are_flat(form: dict[str, Any]) -> bool:
	"""Whether lists of filters are plain conditions whose fields are plain names."""
	lists = [found for name in FILTERS if isinstance(found := calls.parsed(form.get(name)), list)]
	return all(_is_condition(one) and _field_of(one).isidentifier() for found in lists for one in found)


def _field_of(condition: list[Any]) -> str:
	return str(condition[len(condition) > len(CONDITION)])


def _are_of(form: dict[str, Any], doctype: object) -> bool:
	"""Whether columns and conditions are about a DocType or the rows of its tables: no other table is joined.

	A DocType that is not there is refused by others.
	"""
	texts = " ".join(str(form.get(name) or "") for name in STATING)
	named = set(TABLE.findall(texts))
	for found in (calls.parsed(form.get(name)) for name in FILTERS):
		conditions = found if isinstance(found, list) else []
		named |= {one[0] for one in conditions if isinstance(one, list) and len(one) > len(CONDITION)}
	if not named - {doctype} or not (isinstance(doctype, str) and frappe.db.exists("DocType", doctype)):
		return True
	tables = frappe.get_meta(doctype).get("fields", {"fieldtype": ["in", table_fields]})
	return named <= {doctype, *(field.options for field in tables)}


def _are_known(form: dict[str, Any]) -> bool:
	"""Whether each operator of the filters is known."""
	hooks = frappe.get_hooks("filters_config") or ()
	known = OPERATORS.union(*(frappe.get_attr(hook)() for hook in hooks))
	operators = (
		one for name in (*FILTERS, OF_GROUPS) for *_, one in _conditions(calls.parsed(form.get(name)))
	)
	return all(isinstance(one, str) and one.strip().lower() in known for one in operators)


def _require_trees(form: dict[str, Any], doctype: str) -> None:
	"""Raise RequestMalformed (`argument_kind`, 400) if a filter asks for descendants or ancestors in a DocType that is no tree."""
	for name in (*FILTERS, OF_GROUPS):
		for table, field, operator in _conditions(calls.parsed(form.get(name))):
			is_of_tree = isinstance(operator, str) and operator.strip().lower() in OF_TREES
			if is_of_tree and not _is_tree(table or doctype, field):
				with shown():
					raise RequestMalformed({"argument": name}, code="argument_kind")


def _is_tree(doctype: object, field: object) -> bool:
	"""Whether documents that a field names, or without a field of this name those of the DocType, have a place in a tree."""
	if not (isinstance(doctype, str) and frappe.db.exists("DocType", doctype)):
		return True  # refused by others
	found = frappe.get_meta(doctype).get_field(str(field))
	target = found.options if found else doctype
	return bool(target and frappe.get_cached_value("DocType", target, "is_tree"))


def _are_numbers(form: dict[str, Any], names: Iterable[str]) -> bool:
	return all(_is_number(form.get(name)) for name in names)


def _is_number(value: object) -> bool:
	return value in NOTHING or str(value).strip().isdecimal()


def _conditions(filters: Any) -> Iterator[tuple[Any, Any, Any]]:
	"""DocType ("" for that of the list), field and operator of filters: by field, or conditions in a list, which may be joined
	by and, or; a list of names alone has none.
	"""
	if isinstance(filters, dict):
		lists = ((field, value) for field, value in filters.items() if isinstance(value, list) and value)
		yield from (("", field, value[0]) for field, value in lists)
	elif isinstance(filters, list):
		for one in filters:
			yield from [_of_condition(one)] if _is_condition(one) else _conditions(one)


def _is_condition(one: Any) -> bool:
	return isinstance(one, list) and len(one) >= len(CONDITION) and isinstance(one[0], str)


def _of_condition(one: list[Any]) -> tuple[Any, Any, Any]:
	"""Of `[field, operator, value]`, or with the DocType before them."""
	return (one[0], one[1], one[2]) if len(one) > len(CONDITION) else ("", one[0], one[1])


def _has_table(parent: object, doctype: object) -> bool:
	"""Whether a DocType that is named as the parent of rows may be; one that is not there is refused by others."""
	if parent in NOTHING or parent == doctype:
		return True
	if not isinstance(parent, str):
		return False
	if not frappe.db.exists("DocType", parent):
		return True
	tables = frappe.get_meta(parent).get("fields", {"fieldtype": ["in", table_fields]})
	return any(field.options == doctype for field in tables)
