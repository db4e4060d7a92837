"""Lists that may be long: a page of rows, how many there are, and addresses of the pages beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pypika import Order

from esaylov.portal import layout
from esaylov.portal.web import PortalRequest
from esaylov.registers.published import paging
from esaylov.registers.published.paging import COUNTED

SIZE = 25
LAST = 4000  # pages; what lies beyond is found by filters


@dataclass(frozen=True)
class Rows:
	"""A page of a list; `number` counts from 1. `total` of a list that has more rows than are counted is COUNTED, and `pages` 0."""

	rows: Sequence[Any]
	total: int
	number: int
	before: str = ""
	after: str = ""
	is_longer: bool = False
	"""Whether the list has more rows than `total`."""

	@property
	def pages(self) -> int:
		return 0 if self.is_longer else max(1, -(-self.total // SIZE))


def number_of(request: PortalRequest) -> int:
	"""The asked page; what is no number is the first."""
	asked = request.args.get("page", "")
	return min(max(int(asked), 1), LAST) if asked.isdecimal() else 1


def page(request: PortalRequest, base: Any, table: Any, columns: Sequence[Any], newest: Any) -> Rows:
	"""Two queries, however many rows there are: how many up to COUNTED, and those of the asked page, the newest first.

	base: a query with its conditions and no columns. newest: a column of `table`.
	"""
	number = number_of(request)
	total = paging.count(base, table)
	rows = (
		base.select(*columns)
		.orderby(newest, order=Order.desc)
		.orderby(table.name, order=Order.desc)  # as an index of the first has them
		.limit(SIZE + 1)
		.offset((number - 1) * SIZE)
		.run(as_dict=True)
	)
	return Rows(
		rows[:SIZE],
		min(total, COUNTED),
		number,
		before=layout.query(request, page=str(number - 1)) if number > 1 else "",
		after=layout.query(request, page=str(number + 1)) if len(rows) > SIZE else "",
		is_longer=total > COUNTED,
	)
