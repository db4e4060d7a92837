"""Open data: the sets that anybody may take, their columns and rows. Codes are those of the registers, days ISO 8601."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from esaylov.core.formats import geojson
from esaylov.registers.published import candidates, others, places, results, territories
from esaylov.registers.published.candidates import Wanted
from esaylov.registers.published.request_memo import shared_rows

LEAST, BATCH = 128, 5_000
"""Rows read at once: whoever takes a page of a hundred costs a hundred, a whole set is read in twice as many each time up to the most."""
TITLES = ("title_uz", "title_ru", "title_en")
Row = dict[str, Any]


@dataclass(frozen=True)
class Set:
	"""A set of open data. `filters`: what may be asked for besides the election; `shape`: rows with a boundary exist."""

	columns: tuple[str, ...]
	rows: Callable[[str, Mapping[str, str], bool], Iterator[Row]]
	filters: tuple[str, ...] = ()
	shape: bool = False
	is_sum: bool = False
	"""Whether its few rows count a whole register: read once for all parts of the set."""


@shared_rows
def of(name: str, election: str, filters: Mapping[str, str], shapes: bool = False) -> Iterator[Row]:
	"""Rows of a set in the order of their ids; `shapes`: with `geometry`. Raises KeyError for an unknown set."""
	known = SETS[name]
	asked = {key: value for key, value in filters.items() if key in known.filters and value}
	return known.rows(election, asked, shapes)


def _candidates(election: str, filters: Mapping[str, str], _: bool) -> Iterator[Row]:
	asked = {"status": "", **filters}
	last = asked.pop("after", "")
	wanted, size = Wanted(election, **asked), LEAST
	while rows := candidates.after(wanted, last, size):
		yield from (_plain(row, CANDIDATE) for row in rows)
		last, size = rows[-1].name, min(size * 2, BATCH)


def _constituencies(election: str, filters: Mapping[str, str], shapes: bool) -> Iterator[Row]:
	codes = None
	if region := filters.get("region"):
		codes = [region, *territories.below(region)]
	found = places.constituencies(election, codes, filters.get("election_type", ""), boundaries=shapes)
	for row in sorted(found, key=lambda row: row.name):
		if filters.get("constituency", row.name) != row.name:
			continue
		plain = _plain(row, CONSTITUENCY)
		yield {**plain, "geometry": geojson.boundary(row.boundary_geojson or "")} if shapes else plain


def _voters(election: str, filters: Mapping[str, str], _: bool) -> Iterator[Row]:
	for row in others.voters(election):
		if all(row.get(key) == value for key, value in filters.items()):
			yield _plain(row, VOTERS)


def _parties(election: str, filters: Mapping[str, str], _: bool) -> Iterator[Row]:
	numbers: dict[str, int] = {}
	for row in candidates.counts(election):
		numbers[row.party] = numbers.get(row.party, 0) + row.number
	for row in others.parties():
		yield {**_plain(row, PARTY), "candidates": numbers.get(row.name, 0)}


def _observers(election: str, filters: Mapping[str, str], _: bool) -> Iterator[Row]:
	for row in others.observers(election):
		if all(row.get(key) == value for key, value in filters.items()):
			yield _plain(row, OBSERVERS)


def _protocols(election: str, filters: Mapping[str, str], _: bool) -> Iterator[Row]:
	for row in _counted(election, filters):
		yield {**_plain(row, PROTOCOL), **_of_station(row)}


def _votes(election: str, filters: Mapping[str, str], _: bool) -> Iterator[Row]:
	for row in _counted(election, filters):
		about = {**_plain(row, VOTES), **_of_station(row)}
		yield from (
			{**about, "line": line["name"], "title": line["title"], "votes": line["votes"]}
			for line in row.lines
		)


def _counted(election: str, filters: Mapping[str, str]) -> Iterator[Any]:
	asked = (filters.get("election_type", ""), filters.get("constituency", ""))
	station = filters.get("polling_station")
	yield from (row for row in results.protocols(election, *asked) if station in (None, row.polling_station))


def _stations(election: str, filters: Mapping[str, str], _: bool) -> Iterator[Row]:
	for row in places.stations_of(election, filters.get("constituency", "")):
		if all(row.get(key) == value for key, value in filters.items()):
			yield _plain(row, STATION)


def _turnout(election: str, filters: Mapping[str, str], _: bool) -> Iterator[Row]:
	for row in results.turnout_reports(election):
		if all(row.get(key) == value for key, value in filters.items()):
			yield {**_plain(row, TURNOUT), **_of_station(row)}


def _of_station(row: Any) -> Row:
	return {key: row.station.get(key) for key in ("number", "territory", "is_synthetic")}


def _plain(row: Mapping[str, Any], columns: tuple[str, ...]) -> Row:
	return {column: _value(row.get(column)) for column in columns}


def _value(value: Any) -> Any:
	return value.isoformat() if isinstance(value, date) else value


CANDIDATE = candidates.COLUMNS
CONSTITUENCY = (*(column for column in places.COLUMNS if not column.startswith("title_")), *TITLES)
VOTERS = ("kind", "territory", "gender", "value", "as_of", "source_mark", "is_synthetic")
PARTY = ("name", "ballot_order", "is_active", *TITLES)
OBSERVERS = ("kind", "territory", "number")
OF_COUNT = ("name", "election_type", "constituency", "polling_station", "version")
PROTOCOL = (*OF_COUNT, *results.NUMBERS)
VOTES = OF_COUNT
OF_PLACE = ("number", "territory", "is_synthetic")
STATION = ("constituency", "election_type", *places.STATION, "is_synthetic", *TITLES)
TURNOUT = ("hour", "polling_station", "voters", "voted")
COUNTED = ("election_type", "constituency", "polling_station")
SETS = {
	"candidates": Set(
		CANDIDATE,
		_candidates,
		("election_type", "party", "region", "constituency", "status", "after"),
	),
	"constituencies": Set(
		CONSTITUENCY, _constituencies, ("election_type", "region", "constituency"), shape=True
	),
	"voters": Set(VOTERS, _voters, ("kind", "territory", "gender")),
	"parties": Set((*PARTY, "candidates"), _parties, is_sum=True),
	"observers": Set(OBSERVERS, _observers, ("kind", "territory"), is_sum=True),
	"protocols": Set((*PROTOCOL, *OF_PLACE), _protocols, COUNTED),
	"stations": Set(STATION, _stations, ("election_type", "constituency", "territory")),
	"turnout": Set((*TURNOUT, *OF_PLACE), _turnout, ("hour", "polling_station")),
	"votes": Set((*VOTES, *OF_PLACE, "line", "title", "votes"), _votes, COUNTED),
}
