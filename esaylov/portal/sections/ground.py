"""What the pages of the sections share: the election, titles in the reader's language, bars, pages of a list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import frappe

from esaylov.core.formats import language as languages
from esaylov.core.people.names import uzbek_letters
from esaylov.framework import clock
from esaylov.portal import elections, layout
from esaylov.portal.web import PortalRequest
from esaylov.registers.published import others
from esaylov.registers.published import territories as published_territories
from esaylov.registers.published.paging import COUNTED, Listed, Start
from esaylov.registers.published.territories import everywhere

LAST = 2000  # pages; who looks further asks by filters
COUNTED_THROUGH = 20
"""The last page that is found by its number alone."""
PLACE = ("page", "after", "before")
"""Arguments of an address that say which page of a list it shows (`published.Start`)."""


class Ground:
	"""The election of a page with its words; each is read once."""

	def __init__(self, request: PortalRequest, election: str | None = None) -> None:
		self.request = request
		self.election = others.election(election or request.election or None)
		if election and not self.election:
			raise frappe.DoesNotExistError  # of an election that is prepared, or of practice
		if self.election and election and election != elections.current_name():
			request.election = self.election.name  # the record's own election: the page leads to its pages
		self.read_at = clock.now()

	@property
	def code(self) -> str:
		"""Raises DoesNotExistError on a site without an election."""
		if not self.election:
			raise frappe.DoesNotExistError
		return str(self.election.name)

	@cached_property
	def contests(self) -> dict[str, Any]:
		return {row.name: row for row in others.contests(self.code)}

	@cached_property
	def parties(self) -> dict[str, Any]:
		return {row.name: row for row in others.parties()}

	@cached_property
	def territories(self) -> dict[str, Any]:
		return everywhere()

	@cached_property
	def regions(self) -> list[Any]:
		"""Regions in the order of their names in the reader's language."""
		rows = [row for row in self.territories.values() if row.level == "Region"]
		return sorted(rows, key=self.order)

	def title(self, row: Mapping[str, Any] | None) -> str:
		return languages.column(row, "title", self.request.language) if row else ""

	def order(self, row: Mapping[str, Any]) -> str:
		"""What sorts rows by their titles."""
		return languages.in_order(row, "title", self.request.language)

	def short(self, row: Mapping[str, Any] | None) -> str:
		"""Short title, or the whole one where there is none."""
		return (languages.column(row, "short_title", self.request.language) or self.title(row)) if row else ""

	def place(self, code: str | None) -> str:
		return self.title(self.territories.get(code or ""))

	def person(self, full_name: str) -> str:
		"""A name in the script of the page, with ʻ and ʼ. Russian pages keep the Latin one: nobody gave its Russian spelling."""
		return languages.in_script(uzbek_letters(full_name), self.request.language)

	def region_of(self, code: str | None) -> str:
		return published_territories.region_of(code, self.territories)

	def constituency(self, row: Mapping[str, Any]) -> str:
		"""Title of a constituency with where it lies."""
		return f"{self.title(row)}, {self.place(row['territory'])}"


@dataclass(frozen=True)
class Bar:
	"""A number with its share of the largest one beside it (0 to 100)."""

	title: str
	number: int
	share: float
	address: str = ""


def bars(rows: Iterable[tuple[str, int, str]]) -> list[Bar]:
	"""Bars of (title, number, address)."""
	known = list(rows)
	most = max((number for _, number, _ in known), default=0) or 1
	return [Bar(title, number, round(100 * number / most, 1), address) for title, number, address in known]


@dataclass(frozen=True)
class Paged:
	"""A page of a list and the addresses of those beside it; `first` is the number of its first row, from 1.

	`total` and `pages` of a list that has more rows than are counted: COUNTED, and 0.
	"""

	rows: list[Any]
	total: int
	number: int
	size: int
	before: str = ""
	after: str = ""
	is_longer: bool = False
	"""Whether the list has more rows than `total`."""

	@property
	def pages(self) -> int:
		return 0 if self.is_longer else max(1, -(-self.total // self.size))

	@property
	def first(self) -> int:
		return (self.number - 1) * self.size + 1


def asked_page(request: PortalRequest) -> Start:
	"""Where the page that the address names begins."""
	asked = request.args.get("page", "")
	after, before = request.args.get("after", ""), request.args.get("before", "")
	last = LAST if after or before else COUNTED_THROUGH
	number = min(max(int(asked), 1), last) if asked.isdecimal() and len(asked) < 6 else 1
	return Start(number, after, before)


def is_counted(request: PortalRequest) -> bool:
	"""Whether the page says how many rows there are, however many: one that lies ready as a file, counted when it is built."""
	return not request.args


def paged(request: PortalRequest, listed: Listed, size: int) -> Paged:
	rows, number = listed.rows, asked_page(request).number
	filters = {key: value for key, value in request.args.items() if key not in PLACE}
	before = after = ""
	if number > 1 and rows:
		# the first page is the one without a place, which may lie ready as a file
		place = {"page": str(number - 1), "before": rows[0].name} if number > 2 else {}
		before = layout.address(request, {**filters, **place})
	if listed.has_more and rows:
		after = layout.address(request, {**filters, "page": str(number + 1), "after": rows[-1].name})
	is_longer = listed.total > COUNTED and not is_counted(request)
	return Paged(
		rows,
		min(listed.total, COUNTED) if is_longer else listed.total,
		number,
		size,
		before,
		after,
		is_longer,
	)
