"""Candidates (nomzodlar) as the public may read them: the columns of the booklet's table, the biography, the decision."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import frappe
from frappe.query_builder.functions import Count
from pypika import CustomFunction, Order, Table
from pypika.queries import QueryBuilder
from pypika.terms import ContainsCriterion, Criterion, LiteralValue, PseudoColumn

from esaylov.framework.errors import FormInvalid
from esaylov.framework.files import photos, pictures, stored_files
from esaylov.registers.published import names, paging, territories
from esaylov.registers.published.paging import FIRST, Listed, Start
from esaylov.registers.published.request_memo import shared

REGISTERED = "Registered"
STATUSES = (REGISTERED, "Withdrawn", "Nomination Revoked", "Excluded", "Replaced")
GENDERS = ("Male", "Female")
AGES = ((0, 29), (30, 39), (40, 49), (50, 59), (60, 200))
"""Ages in full years on the day of the election, both ends meant."""
COLUMNS = (
	"name",
	"full_name",
	"birth_date",
	"birthplace",
	"party",
	"election_type",
	"constituency",
	"territory",
	"list_position",
	"status",
	"registered_on",
)
"""What a row of a list says; nothing else of a candidate leaves the server in lists and open data."""
OF_PAGE = (
	*COLUMNS,
	"party_membership",
	"biography",
	"program",
	"proxies_count",
	"decision",
	"ended_on",
	"end_decision",
	"photo",
)
"""What a candidate's own page says besides. Not the reason of an end: people give reasons that are nobody's business."""
TIMESTAMPDIFF = CustomFunction("TIMESTAMPDIFF", ["unit", "since", "until"])
BY_NAME, BY_PARTY, BY_PLACE = "register_in_order", "register_by_party", "register_by_place"
"""Indexes of the register: an election's candidates in the order of the alphabet with status, gender and party; those of a party in a
contest; those of a constituency. Each holds all that a page is chosen by: whole rows are read of those that the page shows."""
FOUND = 500
"""Names that a search gives at most, the best first."""


@dataclass(frozen=True)
class Wanted:
	"""Which candidates of an election are asked for; an empty field asks nothing."""

	election: str
	q: str = ""
	election_type: str = ""
	party: str = ""
	region: str = ""
	constituency: str = ""
	gender: str = ""
	status: str = REGISTERED
	names: Sequence[str] = field(default=(), compare=False)


@shared
def page(wanted: Wanted, size: int, start: Start = FIRST, is_counted: bool = False) -> Listed:
	"""A page of rows; two queries, one more for a key. is_counted: `total` is theirs, however many they are.

	In the order of the search, else of the list or the names. A search gives the FOUND best.
	"""
	if wanted.q:
		wanted = replace(wanted, names=names.find(wanted.election, wanted.q, FOUND))
		if not wanted.names:
			return Listed([], 0, False)
	candidate, query = _query(wanted)
	if wanted.names:
		places = {name: place for place, name in enumerate(wanted.names)}
		rows = query.select(*(candidate[column] for column in COLUMNS)).run(as_dict=True)
		return paging.part(sorted(rows, key=lambda row: places[row.name]), start, size)
	total = paging.count(_counted_by(query, wanted), candidate, is_counted)
	orders = [(term, Order.asc) for term in _orders(candidate, wanted)]
	found, has_more = paging.read(
		_read_by(query, wanted, total), candidate, [candidate.name], orders, start, size
	)
	return Listed(_rows([row.name for row in found]), total, has_more)


def _rows(names: Sequence[str]) -> list[Any]:
	"""Rows by name, in the order of the names."""
	candidate = frappe.qb.DocType("Candidate")
	query = frappe.qb.from_(candidate).where(candidate.name.isin(list(names) or [""]))
	rows = query.select(*(candidate[column] for column in COLUMNS)).run(as_dict=True)
	places = {name: place for place, name in enumerate(names)}
	return sorted(rows, key=lambda row: places[row.name])


def _counted_by(query: QueryBuilder, wanted: Wanted) -> QueryBuilder:
	"""The query with the index that counts without reading rows; the database's own choice reads each row of a party or a region."""
	if index := _index_of_filter(wanted):
		return query.force_index(index)
	is_in_order = wanted.status == REGISTERED and not (wanted.constituency or wanted.election_type)
	return query.force_index(BY_NAME) if is_in_order else query


def _read_by(query: QueryBuilder, wanted: Wanted, total: int) -> QueryBuilder:
	"""The query with the index that a page is read from."""
	if index := _index_of_filter(wanted):
		return query.force_index(index)
	# many: read in this order, else all of them are read, and sorted. Few would be looked for among all
	return query.force_index(BY_NAME) if total > paging.COUNTED and not wanted.constituency else query


def _index_of_filter(wanted: Wanted) -> str:
	"""The index of the narrowest filter; "" where neither a region nor a party in a contest is asked for."""
	if wanted.constituency:
		return ""
	if wanted.region:
		return BY_PLACE
	return BY_PARTY if wanted.election_type and wanted.party else ""


def after(wanted: Wanted, last: str, size: int) -> list[Any]:
	"""Rows in the order of their ids that come after an id: what pages of open data are made of."""
	candidate, query = _query(wanted)
	if last:
		query = query.where(candidate.name > last)
	columns = (candidate[column] for column in COLUMNS)
	return query.select(*columns).orderby(candidate.name).limit(size).run(as_dict=True)


@shared
def one(name: str) -> Any:
	"""A candidate's page with its decision(s). Raises DoesNotExistError."""
	row = frappe.db.get_value("Candidate", name, ["election", *OF_PAGE], as_dict=True)
	if not row:
		raise frappe.DoesNotExistError
	row.has_photo = bool(row.pop("photo")) and row.status == REGISTERED
	return row


def photo(name: str, width: int) -> bytes:
	"""The photo of a registered candidate as a JPEG so many dots wide, made anew and without metadata.

	Raises DoesNotExistError where there is none, and for who stands no longer: what was published for the election is taken
	back with the candidacy [ours].
	"""
	row = frappe.db.get_value("Candidate", name, ["photo", "status"], as_dict=True)
	address = row.photo if row and row.status == REGISTERED else None
	file = frappe.db.get_value("File", {"file_url": address, "is_private": 1}) if address else None
	if not file:
		raise frappe.DoesNotExistError
	try:
		return pictures.smaller(photos.cut(stored_files.content(file)), width)
	except FormInvalid as problem:
		raise frappe.DoesNotExistError from problem


@shared
def counts(election: str) -> list[Any]:
	"""Registered candidates by kind of election, party, gender, constituency's territory and own territory."""
	candidate, constituency = frappe.qb.DocType("Candidate"), frappe.qb.DocType("Constituency")
	keys = (
		candidate.election_type,
		candidate.party,
		candidate.gender,
		constituency.territory.as_("place"),
		candidate.territory,
	)
	return (
		frappe.qb.from_(candidate)
		.left_join(constituency)
		.on(candidate.constituency == constituency.name)
		.select(*keys, Count(candidate.name).as_("number"))
		.where((candidate.election == election) & (candidate.status == REGISTERED))
		.groupby(
			candidate.election_type,
			candidate.party,
			candidate.gender,
			constituency.territory,
			candidate.territory,
		)
		.run(as_dict=True)
	)


@shared
def by_age(election: str, day: date) -> dict[tuple[int, int], int]:
	"""Registered candidates by their age on a day; those without a day of birth are in none."""
	candidate = frappe.qb.DocType("Candidate")
	years = TIMESTAMPDIFF(PseudoColumn("YEAR"), candidate.birth_date, day)
	rows = (
		frappe.qb.from_(candidate)
		.select(years.as_("years"), Count(candidate.name))
		.where((candidate.election == election) & (candidate.status == REGISTERED))
		.where(candidate.birth_date.isnotnull())
		.groupby(years)
		.run()
	)
	found: Counter[tuple[int, int]] = Counter({age: 0 for age in AGES})
	for full_years, number in rows:
		found[next(age for age in AGES if full_years <= age[1])] += number
	return dict(found)


@shared
def by_constituency(election: str) -> dict[str, int]:
	"""Registered candidates of each constituency."""
	candidate = frappe.qb.DocType("Candidate")
	rows = (
		frappe.qb.from_(candidate)
		.select(candidate.constituency, Count(candidate.name))
		.where((candidate.election == election) & (candidate.status == REGISTERED))
		.where(candidate.constituency.isnotnull())
		.groupby(candidate.constituency)
		.run()
	)
	return dict(rows)


@shared
def ended(wanted: Wanted) -> int:
	"""How many of those asked for left, and stand in no list of registered ones."""
	candidate, query = _query(replace(wanted, status=""))
	return paging.count(query.where(candidate.status != REGISTERED), candidate, is_exact=True)


def _orders(candidate: Any, wanted: Wanted) -> list[Any]:
	by_name = [candidate.name_order, candidate.name]
	return [candidate.list_position, *by_name] if _is_list(wanted) else by_name


def _is_list(wanted: Wanted) -> bool:
	"""Whether one party's list is asked for, which has an order of its own."""
	return wanted.election_type == "LC_PL" and bool(wanted.party)


def _query(wanted: Wanted) -> tuple[Table, QueryBuilder]:
	candidate = frappe.qb.DocType("Candidate")
	query = frappe.qb.from_(candidate)
	# what lies in a region is chosen among the election's own; the election once more would be read from whole rows
	where = _in_region(candidate, wanted) if wanted.region else candidate.election == wanted.election
	query = query.where(where)
	for column in ("election_type", "party", "constituency", "gender", "status"):
		if value := getattr(wanted, column):
			query = query.where(candidate[column] == value)
	if wanted.names:
		query = query.where(candidate.name.isin(list(wanted.names)))
	return candidate, query


def _in_region(candidate: Table, wanted: Wanted) -> Criterion:
	"""Where the constituency lies; without one, where the candidate was registered for.

	Both are named here: with a subquery, or with the columns themselves, the database reads every row that it looks at.
	"""
	places = [wanted.region, *territories.below(wanted.region)]
	constituency = frappe.qb.DocType("Constituency")
	inside = _named(
		frappe.qb.from_(constituency)
		.select(constituency.name)
		.where((constituency.election == wanted.election) & constituency.territory.isin(places))
	)
	in_none = candidate.constituency.isnull() | (candidate.constituency == "")
	outside = _named(
		frappe.qb.from_(candidate)
		.force_index(BY_PLACE)
		.select(candidate.name)
		.where((candidate.election == wanted.election) & in_none & candidate.territory.isin(places))
	)
	where = ContainsCriterion(candidate.constituency, inside or EMPTY)
	return where | ContainsCriterion(candidate.name, outside) if outside else where


def _named(query: QueryBuilder) -> LiteralValue | None:
	"""The names that a query finds, as a list of SQL; None where it finds none. Hundreds of terms of their own take longer than the answer."""
	names = query.run(pluck=True)
	return LiteralValue(f"({','.join(map(frappe.db.escape, names))})") if names else None


EMPTY = LiteralValue("('')")
