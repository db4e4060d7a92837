"""A list of many records is answered in the orders that are offered (`permissions.list_orders`)."""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any, Final

import frappe

from esaylov.api import calls, list_words, manifest
from esaylov.framework.errors import EsaylovError, shown
from esaylov.permissions.list_orders import ORDERS

STARTS: Final = ("start", "limit_start")
LAST_START: Final = 20_000
"""A page begins here at the latest [ours]: the database passes by all rows before it, 200,000 of persons in 4.5 seconds."""
TERM: Final = re.compile(r"^\s*(?:`?(?:tab)?([^`.]+?)`?\.)?`?(\w+)`?\s*(?:asc|desc)?\s*$", re.IGNORECASE)
NAMING: Final = ("=", "in")


def require_offered(functions: Iterable[str]) -> None:
	"""Raise EsaylovError (`list_order`, `list_start`, 417) if a list of many records is asked for in an order that is not
	offered, or from far in its middle.

	Records that a condition names are few, and come in any order.
	"""
	form = frappe.local.form_dict
	doctype = form.get("doctype") or calls.route().get("doctype")
	if not isinstance(doctype, str) or doctype not in ORDERS or not any(map(_is_list, functions)):
		return
	if _names_one(form, doctype):
		return
	if any(_number(form.get(name)) > LAST_START for name in STARTS):
		with shown():
			raise EsaylovError({"number": LAST_START}, code="list_start")
	if not _is_offered(form.get("order_by"), ORDERS[doctype]):
		labels = ", ".join(_label(doctype, field) for field in ORDERS[doctype])
		with shown():
			raise EsaylovError({"fields": labels}, code="list_order")


def _is_offered(asked: object, offered: Collection[str]) -> bool:
	"""Whether the first field of an order is one of those offered; what is none is refused by others."""
	found = TERM.match(asked.split(",")[0]) if isinstance(asked, str) else None
	return not found or found[2] in offered


def _is_list(name: str) -> bool:
	line = manifest.entry(name)
	return bool(line and line.operation in list_words.OPERATIONS)


def _number(value: object) -> int:
	text = str(value).strip()
	return int(text[:12]) if text.isdecimal() else 0


def _label(doctype: str, field: str) -> str:
	return str(frappe._(frappe.get_meta(doctype).get_label(field)))


def _names_one(form: dict[str, Any], doctype: str) -> bool:
	"""Whether a condition names records, by their name or by a field that no two have in common."""
	unique = {"name", *(field.fieldname for field in frappe.get_meta(doctype).get("fields", {"unique": 1}))}
	return any(field in unique and operator in NAMING for field, operator in _conditions(form))


def _conditions(form: dict[str, Any]) -> Iterator[tuple[Any, Any]]:
	filters = calls.parsed(form.get("filters"))
	if isinstance(filters, dict):
		for field, value in filters.items():
			yield field, value[0] if isinstance(value, list) and value else "="
	elif isinstance(filters, list):
		for one in filters:
			if isinstance(one, list) and len(one) >= 3:  # with or without the DocType before them
				yield one[-3] if len(one) == 3 else one[1], one[-2] if len(one) == 3 else one[2]
