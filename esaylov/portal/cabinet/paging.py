"""Lists that may be long: a page of rows, how many there are, and addresses of the pages beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from frappe.query_builder.functions import Count
from pypika import Order

from esaylov.portal import layout
from esaylov.portal.web import PortalRequest

SIZE = 25
LAST = 4000  # pages; what lies beyond is found by filters


@dataclass(frozen=True)
class Rows:
	"""A page of a list; `number` counts from 1."""

	rows: Sequence[Any]
	total: int
	number: int
	before: str = ""
	after: str = ""

	@property
	def pages(self) -> int:
		return max(1, -(-self.total // SIZE))


def number_of(request: PortalRequest) -> int:
	"""The asked page; what is no number is the first."""
	asked = request.args.get("page", "")
	return min(max(int(asked), 1), LAST) if asked.isdecimal() else 1


def page(request: PortalRequest, base: Any, table: Any, columns: Sequence[Any], newest: Any) -> Rows:
	"""Two queries, however many rows there are: how many, and those of the asked page, the newest first.

	base: a query with its conditions and no columns.
	"""
	number = number_of(request)
	total = count(base, table)
	rows = (
		base.select(*columns)
		.orderby(newest, order=Order.desc)
		.orderby(table.name)
		.limit(SIZE)
		.offset((number - 1) * SIZE)
		.run(as_dict=True)
	)
	return Rows(
		rows,
		total,
		number,
		before=layout.query(request, page=str(number - 1)) if number > 1 else "",
		after=layout.query(request, page=str(number + 1)) if number * SIZE < total else "",
	)


def count(base: Any, table: Any) -> int:
	"""How many rows a query has."""
	return int(base.select(Count(table.name)).run()[0][0])
