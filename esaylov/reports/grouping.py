"""What the reports share: rows within the reader's reach, groups, sums in the database, and what groups are called."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _
from frappe.query_builder.functions import Sum
from frappe.utils import add_days, getdate
from pypika import Case, CustomFunction
from pypika.queries import QueryBuilder, Table
from pypika.terms import Criterion, Function, LiteralValue, Term

from esaylov.framework import practice, titles
from esaylov.permissions.reach import reach

Filters = Mapping[str, Any]
Row = dict[str, Any]

Days = CustomFunction("DATEDIFF", ["later", "earlier"])
_Left = CustomFunction("LEFT", ["text", "length"])
PLACE = "Administrative Territory"
MEASURED = ("_mean", "_least", "_most")
"""Ends of the names of figures that are no sums: of no rows there are none."""


@dataclass(frozen=True, slots=True)
class Group:
	"""One way to put rows into groups. `names`: DocType that names them; without it, their values are words to translate."""

	names: str = ""
	is_word: bool = True


STATED = Group()
"""Groups by a Select: its values are translated."""
MONTHLY = Group(is_word=False)
"""Groups by month, `2026-11`."""


def reached(doctype: str) -> LiteralValue:
	"""The condition on rows that the user of the session reads; a `%` in it is doubled, as the statement has parameters."""
	return LiteralValue("({})".format(reach().counting(doctype).replace("%", "%%")))


def month(moment: Term) -> Function:
	"""The month of a date or moment, `2026-11`."""
	return _Left(moment, 7)


def number_of(condition: Criterion) -> Function:
	"""How many rows of a group meet a condition."""
	return Sum(Case().when(condition, 1).else_(0))


def placed(query: QueryBuilder, territory: Term) -> tuple[QueryBuilder, Term]:
	"""The query joined to places, and the region in which a territory lies: itself, or the one above a district."""
	place = frappe.qb.DocType(PLACE)
	region = Case().when(place.level == "District", place.parent_administrative_territory).else_(place.name)
	return query.left_join(place).on(place.name == territory), region


def within(query: QueryBuilder, table: Table, filters: Filters, fields: Collection[str]) -> QueryBuilder:
	"""Only rows whose fields have the values of the filters that were given; those of a practice election where it is named alone."""
	if "election" in fields and not filters.get("election"):
		query = query.where(practice.without(table))
	for field in fields:
		if filters.get(field):
			query = query.where(table[field] == str(filters[field]))
	return query


def between(query: QueryBuilder, moment: Term, filters: Filters) -> QueryBuilder:
	"""Only rows from `from_date` to the end of `to_date`."""
	if filters.get("from_date"):
		query = query.where(moment >= getdate(filters["from_date"]))
	if filters.get("to_date"):
		query = query.where(moment < add_days(getdate(filters["to_date"]), 1))
	return query


def at_or_below(query: QueryBuilder, table: Table, field: str, filters: Filters) -> QueryBuilder:
	"""Only rows of the commission of the filters and of those below it."""
	if not filters.get("commission"):
		return query
	commission = frappe.qb.DocType("Election Commission")
	place = frappe.db.get_value("Election Commission", filters["commission"], ["lft", "rgt"])
	lft, rgt = place or (0, 0)
	below = frappe.qb.from_(commission).select(commission.name).where(commission.lft[lft:rgt])
	return query.where(table[field].isin(below))


def in_region(query: QueryBuilder, region: Term, filters: Filters) -> QueryBuilder:
	"""Only rows that lie in the region of the filters; the query is joined to places."""
	return query.where(region == str(filters["region"])) if filters.get("region") else query


def chosen(filters: Filters, groups: Mapping[str, Group], default: str) -> str:
	"""The way of grouping that the filters name, or the default."""
	by = str(filters.get("by") or "")
	return by if by in groups else default


def named(rows: Sequence[Row], group: Group) -> list[Row]:
	"""The rows with `label`: what each group is called in the reader's language. One query, however many groups."""
	known: dict[str, str] = {}
	if group.names:
		known = titles.of((group.names, row["of"]) for row in rows if row["of"]).get(group.names, {})
	for row in rows:
		row["label"] = _label(row["of"], known, group)
	return list(rows)


def _label(value: str | None, known: Mapping[str, str], group: Group) -> str:
	if not value:
		return _("Not stated")
	return known.get(value) or (_(value) if group.is_word and not group.names else value)


def largest_first(rows: Sequence[Row]) -> list[Row]:
	"""The rows in the order of their size."""
	return sorted(rows, key=lambda row: (-row["total"], row["of"] or ""))


def whole(rows: Iterable[Mapping[str, Any]]) -> list[Row]:
	"""Rows of a statement as plain numbers: sums come as decimals, and empty ones are 0; what was never measured stays none."""
	return [{key: _plain(key, value) for key, value in row.items()} for row in rows]


def _plain(key: str, value: Any) -> Any:
	if key == "of" or (value is None and key.endswith(MEASURED)):
		return value
	number = float(value or 0)
	return int(number) if number.is_integer() else round(number, 1)
