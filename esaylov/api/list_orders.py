"""A list of many records is answered in the orders that are offered (`permissions.list_orders`)."""

import re
from collections.abc import Iterator
from typing import Any, Final

import frappe

from esaylov.api import calls
from esaylov.framework.errors import EsaylovError, shown
from esaylov.permissions.list_orders import ORDERS

STARTS: Final = ("start", "limit_start")
LAST_START: Final = 20_000
"""A page begins here at the latest [ours]: the database passes by all rows before it, 200,000 of persons in 4.5 seconds."""
TERM: Final = re.compile(r"^\s*(?:`?(?:tab)?([^`.]+?)`?\.)?`?(\w+)`?\s*(?:asc|desc)?\s*$", re.IGNORECASE)
NAMING: Final = ("=", "in")


def require_offered(form: dict[str, Any], doctype: str) -> None:
	"""Raise EsaylovError (`list_order`, `list_start`, 417) if a list of many records is asked for in an order that is not offered,
	or from far in its middle.

	Records that a condition names are few, and come in any order.
	"""
	offered, asked = ORDERS.get(doctype), form.get("order_by")
	if not offered or _is_by_name(form):
		return
	if any(_number(form.get(name)) > LAST_START for name in STARTS):
		with shown():
			raise EsaylovError({"number": LAST_START}, code="list_start")
	if not isinstance(asked, str) or not asked.strip():
		return
	first, *_ = asked.split(",")
	found = TERM.match(first)
	if found and found[2] not in offered:
		labels = ", ".join(_label(doctype, field) for field in offered)
		with shown():
			raise EsaylovError({"fields": labels}, code="list_order")


def _number(value: object) -> int:
	text = str(value).strip()
	return int(text[:12]) if text.isdecimal() else 0


def _label(doctype: str, field: str) -> str:
	return str(frappe._(frappe.get_meta(doctype).get_label(field)))


def _is_by_name(form: dict[str, Any]) -> bool:
	return any(field == "name" and operator in NAMING for field, operator in _conditions(form))


def _conditions(form: dict[str, Any]) -> Iterator[tuple[Any, Any]]:
	filters = calls.parsed(form.get("filters"))
	if isinstance(filters, dict):
		for field, value in filters.items():
			yield field, value[0] if isinstance(value, list) and value else "="
	elif isinstance(filters, list):
		for one in filters:
			if isinstance(one, list) and len(one) >= 3:  # with or without the DocType before them
				yield one[-3] if len(one) == 3 else one[1], one[-2] if len(one) == 3 else one[2]
