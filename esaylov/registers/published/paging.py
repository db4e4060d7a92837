"""Pages of a list by keys: what comes after a row, or before it, in an order of several columns; rows before it are not counted through.

The key is the name of a row, and what it is ordered by is read anew: an address stays good when rows are added above it, and when its
own row is asked for no longer. How many rows a list has is counted up to COUNTED alone, and whether more follow a page is read with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import frappe
from frappe.query_builder.functions import Count
from pypika import Order, Table
from pypika.queries import QueryBuilder
from pypika.terms import Criterion, Term, ValueWrapper

Sort = tuple[Term, Order]
COUNTED = 1_000
"""Rows of a list that are counted for whoever asks (own design): of a longer one it is said that it has more."""


@dataclass(frozen=True, slots=True)
class Start:
	"""Where a page begins. after, before: name of the row next to it; one that is none counts as "".

	number: which page it is, from 1; it is called so, and without a key it is counted.
	"""

	number: int = 1
	after: str = ""
	before: str = ""

	@property
	def key(self) -> str:
		"""The row next to the page."""
		return self.after or self.before


FIRST = Start()


@dataclass(frozen=True, slots=True)
class Listed:
	"""A page of a list. total: how many rows the list has, one more than COUNTED where that is all that is known."""

	rows: list[Any]
	total: int
	has_more: bool
	"""Whether rows follow this page."""


def count(query: QueryBuilder, table: Table, is_exact: bool = False) -> int:
	"""How many rows a query finds. is_exact: however many they are, else COUNTED + 1 stands for more than COUNTED."""
	if is_exact:
		return int(query.select(Count(table.name)).run()[0][0])
	# a column of the rows would be written for each of them
	some = query.select(ValueWrapper(1, "one")).limit(COUNTED + 1).as_("some")
	return int(frappe.qb.from_(some).select(Count("*")).run()[0][0])


def read(
	query: QueryBuilder,
	table: Table,
	columns: Sequence[Term],
	orders: Sequence[Sort],
	start: Start,
	size: int,
) -> tuple[list[Any], bool]:
	"""The columns of a page of what a query asks for, and whether rows follow it.

	orders: columns of `table` without NULL, the last one unlike in each row. Without a key no more than COUNTED rows are counted through.
	"""
	query = query.select(*columns).limit(size + 1)
	values = _values(table, orders, start.key)
	if not values:
		first = min((start.number - 1) * size, COUNTED)
		return _cut(_ordered(query, orders).offset(first).run(as_dict=True), size)
	if start.after:
		return _cut(_ordered(query.where(_beyond(orders, values)), orders).run(as_dict=True), size)
	turned = [(term, Order.asc if order is Order.desc else Order.desc) for term, order in orders]
	rows = _ordered(query.where(_beyond(turned, values)), turned).run(as_dict=True)[:size]
	if len(rows) == size:
		return rows[::-1], True  # the row of the key follows
	# rows came in between, or left: what would be a part of the first page is the first page
	return _cut(_ordered(query, orders).run(as_dict=True), size)


def part(rows: Sequence[Any], start: Start, size: int) -> Listed:
	"""A page of rows that are all at hand in their order."""
	places = {row.name: place for place, row in enumerate(rows)}
	first = (start.number - 1) * size
	if start.key in places:
		first = places[start.key] + 1 if start.after else max(places[start.key] - size, 0)
	return Listed(list(rows[first : first + size]), len(rows), first + size < len(rows))


def _cut(rows: list[Any], size: int) -> tuple[list[Any], bool]:
	return rows[:size], len(rows) > size


def _values(table: Table, orders: Sequence[Sort], name: str) -> Sequence[Any]:
	if not name:
		return ()
	found = frappe.qb.from_(table).select(*(term for term, _ in orders)).where(table.name == name).run()
	return found[0] if found else ()


def _ordered(query: QueryBuilder, orders: Sequence[Sort]) -> QueryBuilder:
	for term, order in orders:
		query = query.orderby(term, order=order)
	return query


def _beyond(orders: Sequence[Sort], values: Sequence[Any]) -> Criterion:
	"""What comes after a row with these values; the first column's bound once more by itself, which an index can be read from."""
	ways = []
	for place, ((term, order), value) in enumerate(zip(orders, values, strict=True)):
		same = [before == known for (before, _), known in zip(orders[:place], values, strict=False)]
		ways.append(Criterion.all([*same, term > value if order is Order.asc else term < value]))
	first, order = orders[0]
	bound = first >= values[0] if order is Order.asc else first <= values[0]
	return Criterion.all([bound, Criterion.any(ways)])
