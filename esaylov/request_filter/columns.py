"""Columns that a list of the framework may be asked for: texts and objects that lead to a field of its DocType.

The framework looks up the field before a dot, or the key of an object, without asking whether there is one, and ends in an error of
the server.
"""

from collections.abc import Iterator
from re import IGNORECASE
from re import compile as pattern
from typing import Any, Final

import frappe
from frappe.model import table_fields

LINK: Final = "Link"
ALL: Final = "*"
ALIAS: Final = "as"
OF_TABLE: Final = pattern(r"`tab[^`]+`\.|\btab\w+\.")
"""A column of a DocType that the request names itself: others ask about it."""
NAMED: Final = pattern(r"\s+as\s+", IGNORECASE)
BEFORE_DOT: Final = pattern(r"`?(\w+)`?\s*\.")


def are_columns(value: Any) -> bool:
	"""Whether a value is a list of columns: texts, or objects with a text or a list for each key."""
	return isinstance(value, list) and all(isinstance(one, str | dict) for one in value)


def lead_somewhere(doctype: object, columns: Any) -> bool:
	"""Whether each column of another document is behind a field of the DocType that leads to one.

	columns: as `are_columns`, or another value, which names none.
	"""
	if not isinstance(columns, list) or not any(map(_is_dotted, columns)):
		return True
	if not isinstance(doctype, str) or not frappe.db.exists("DocType", doctype):
		return True  # refused by others
	meta = frappe.get_meta(doctype)
	kinds = {df.fieldname: df.fieldtype for df in meta.fields}
	return all(_is_led(column, kinds) for column in columns)


def _is_dotted(column: Any) -> bool:
	return isinstance(column, dict) or (isinstance(column, str) and "." in column)


def _is_led(column: Any, kinds: dict[str, str]) -> bool:
	if isinstance(column, str):
		return all(kinds.get(name) in (LINK, *table_fields) for name in _names_before_dots(column))
	return all(_is_table(key, inner, kinds) for key, inner in column.items())


def _is_table(key: str, inner: Any, kinds: dict[str, str]) -> bool:
	"""Whether a key of an object is a function (in capitals) or its alias, or a table whose columns are a list."""
	if key == ALIAS or key.isupper():
		return True
	return kinds.get(key) in table_fields and isinstance(inner, list)


def _names_before_dots(column: str) -> Iterator[str]:
	text, *_ = NAMED.split(column)
	yield from BEFORE_DOT.findall(OF_TABLE.sub("", text))
