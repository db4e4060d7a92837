"""Pages of a list by keys: what comes after a row, or before it, in an order of several columns; rows before it are not counted through.

The key is the name of a row, and what it is ordered by is read anew: an address stays good when rows are added above it, and when its
own row is asked for no longer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import frappe
from pypika import Order, Table
from pypika.queries import QueryBuilder
from pypika.terms import Criterion, Term

Sort = tuple[Term, Order]


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


def read(
	query: QueryBuilder,
	table: Table,
	columns: Sequence[Term],
	orders: Sequence[Sort],
	start: Start,
	size: int,
) -> list[Any]:
	"""The columns of a page of what a query asks for. orders: columns of `table` without NULL, the last one unlike in each row."""
	query = query.select(*columns).limit(size)
	values = _values(table, orders, start.key)
	if not values:
		return _ordered(query, orders).offset((start.number - 1) * size).run(as_dict=True)
	if start.after:
		return _ordered(query.where(_beyond(orders, values)), orders).run(as_dict=True)
	turned = [(term, Order.asc if order is Order.desc else Order.desc) for term, order in orders]
	rows = _ordered(query.where(_beyond(turned, values)), turned).run(as_dict=True)[::-1]
	# rows came in between, or left: what would be a part of the first page is the first page
	return rows if len(rows) == size else _ordered(query, orders).run(as_dict=True)


def part(rows: Sequence[Any], start: Start, size: int) -> list[Any]:
	"""The same of rows that are at hand in their order."""
	places = {row.name: place for place, row in enumerate(rows)}
	first = (start.number - 1) * size
	if start.key in places:
		first = places[start.key] + 1 if start.after else max(places[start.key] - size, 0)
	return list(rows[first : first + size])


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
