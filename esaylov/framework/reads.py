"""A few columns of rows by equal values, read by a statement whose text is made once; and what a step reads of the ground it stands on, such as
numbers of the law and the calendar, read once in the step.

The framework's query builder makes its text anew each time, which costs the server more than the answer costs the database: on the way
of a filing that was most of its work. Asks no permission, as `frappe.get_all`; rows come as they stand. Names of DocTypes and
columns are those of our own code, values go to the database as values."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, wraps
from typing import Any, ParamSpec, Protocol, TypeVar

import frappe
from pypika.terms import Parameter

from esaylov.framework.cache_away import AWAY

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


def at_hand(*documents: tuple[str, str]) -> None:
	"""Have documents at hand that this request asks of the framework's cache (`get_cached_doc`, `get_cached_value`), by one word with Redis.

	What Redis has of one is compared with what it had when this process read it last; the same needs not be unpacked again, which costs
	more than all else of a Workflow. So this is as fresh as the framework's own way, and whoever gets a document writes nothing into it.
	"""
	keys = {}
	for doctype, name in documents:
		key = frappe.get_document_cache_key(doctype, name)
		if (made := frappe.cache.make_key(key)) not in frappe.local.cache:
			keys[made] = key
	with suppress(AWAY):
		for made, text in zip(keys, frappe.cache.mget(list(keys)) if keys else (), strict=True):
			known = _copies.get(made)
			if text is not None and known is not None and known[0] == text:
				frappe.local.cache[made] = known[1]
			elif text is not None and (document := frappe.cache.get_value(keys[made], expires=True)):
				frappe.local.cache[made] = document
				_keep(made, text, document)


def _keep(key: bytes, text: bytes, document: object) -> None:
	if len(_copies) >= MOST_COPIES:
		_copies.clear()
	if frappe.cache.get(key) == text:  # it was not written anew before it was read
		_copies[key] = (text, document)


MOST_COPIES = 500
_copies: dict[bytes, tuple[bytes, object]] = {}
"""What Redis had of a document, and the document."""
P = ParamSpec("P")
R = TypeVar("R")
_seen: ContextVar[dict[Any, Any] | None] = ContextVar("what a step has read", default=None)


def step(function: Callable[P, R]) -> Callable[P, R]:
	"""Decorator of a step that changes nothing of what `once` reads: from its beginning to its end each is read once."""

	@wraps(function)
	def looking(*args: P.args, **kwargs: P.kwargs) -> R:
		token = _seen.set({})
		try:
			return function(*args, **kwargs)
		finally:
			_seen.reset(token)

	return looking


def once(read: Callable[P, R]) -> Callable[P, R]:
	"""Decorator of a reading by arguments that can be compared; whoever gets its answer does not write into it."""

	@wraps(read)
	def reading(*args: P.args, **kwargs: P.kwargs) -> R:
		seen = _seen.get()
		if seen is None:
			return read(*args, **kwargs)
		key = (read, args, tuple(sorted(kwargs.items())))
		if key not in seen:
			seen[key] = read(*args, **kwargs)
		found: R = seen[key]
		return found

	return reading
