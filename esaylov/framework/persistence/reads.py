"""A few columns of rows by equal values, read by a statement whose text is made once.

The framework's query builder makes its text anew each time, which costs the server more than the answer costs the database: on the way
of a filing that was most of its work. Asks no permission, as `frappe.get_all`; rows come as they stand. Names of DocTypes and
columns are those of our own code, values go to the database as values."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Protocol

import frappe
from pypika.terms import Parameter

ALL = ("*",)
"""All columns."""
SEEN = "_seen"
"""A column that no DocType has."""
Where = Mapping[str, Any]
"""Column to its value: one, or a list of which it is one; None for one that has none."""


def row(doctype: str, where: Where, columns: Sequence[str], lock: bool = False) -> frappe._dict | None:
	"""The columns of the one row, or of any of several; None where there is none. lock: as the last commit left it, locked."""
	found = rows(doctype, where, columns, "", lock)
	return found[0] if found else None


def rows(
	doctype: str, where: Where, columns: Sequence[str], order_by: str = "name", lock: bool = False
) -> list[frappe._dict]:
	"""The columns of all rows. order_by: a column, or several after commas. lock: see `row`."""
	counts: list[
		tuple[str, int | None]
	] = []  # how many values a list has; -1 for a single one, None for nothing
	values: list[object] = []
	for column, value in where.items():
		if value is None:
			counts.append((column, None))
		elif not isinstance(value, list | tuple):
			counts.append((column, -1))
			values.append(value)
		elif value:
			counts.append((column, len(value)))
			values += value
		else:
			return []
	return run(_text(doctype, tuple(counts), tuple(columns), order_by, lock), values)


class Query(Protocol):
	"""What has a text: a query, or several put together."""

	def get_sql(self) -> str: ...


def statement(made: Callable[[int], Query]) -> Callable[[int], str]:
	"""Decorator: a query with `one` in place of each value and `many(count)` for a list, as text that is made once for each count."""
	return lru_cache(maxsize=256)(lambda count: str(made(count).get_sql()))


def one() -> Parameter:
	"""The place of a value in a statement."""
	return Parameter("%s")


def many(count: int) -> list[Parameter]:
	"""The places of a list of so many values."""
	return [one() for _ in range(count)]


def run(text: str, values: Sequence[object]) -> list[frappe._dict]:
	"""The rows of a `statement`."""
	found: list[frappe._dict] = frappe.db.sql(text, values, as_dict=True)
	return found


@lru_cache(maxsize=512)
def _text(
	doctype: str,
	counts: tuple[tuple[str, int | None], ...],
	columns: tuple[str, ...],
	order_by: str,
	lock: bool,
) -> str:
	table = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(table).select(
		*(columns if columns == ALL else (table[column] for column in columns))
	)
	for column, count in counts:
		if count is None:
			query = query.where(table[column].isnull())
		else:
			query = query.where(table[column] == one() if count < 0 else table[column].isin(many(count)))
	if order_by:
		query = query.orderby(*(table[column] for column in order_by.split(",")))
	return str((query.for_update() if lock else query).get_sql())


@dataclass(frozen=True, slots=True)
class Seen:
	"""What a transaction saw of a document before it locked it: when that was changed, and the rows of its first table."""

	modified: datetime
	first: list[dict[str, Any]]


def see(doctype: str, name: str) -> Seen | None:
	"""What this transaction sees of a document, by one statement and no lock; None where there is none."""
	table = next(iter(frappe.get_meta(doctype).get_table_fields()), None)
	child = str(table.options) if table else ""
	found = run(_seeing(doctype, child, table.fieldname if table else ""), [name])
	if not found:
		return None
	rows: list[dict[str, Any]] = []
	for row in found:
		modified = row.pop(SEEN)
		if row.get("parent"):
			rows.append({**row, "doctype": child})
	return Seen(modified, rows)


@lru_cache
def _seeing(doctype: str, child: str, fieldname: str) -> str:
	document = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(document).select(document.modified.as_(SEEN)).where(document.name == one())
	if child:
		row = frappe.qb.DocType(child)
		of_document = (row.parent == document.name) & (row.parenttype == doctype)
		query = query.left_join(row).on(of_document & (row.parentfield == fieldname))
		query = query.select(row.star).orderby(row.idx)
	return str(query.get_sql())
