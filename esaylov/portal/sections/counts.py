"""What the pages of results show: rows of contests, turnout of regions, votes as bars, stations one by one."""

from dataclasses import dataclass
from typing import Any

from esaylov.core.formats import language as languages
from esaylov.core.texts import word
from esaylov.portal.sections.ground import Ground, bars
from esaylov.registers.published import others, results
from esaylov.registers.published.places import constituencies_named


@dataclass(frozen=True)
class Turnout:
	"""Voters of the list, and of them those who took part; share in whole percent, cut off."""

	voters: int
	counted: int

	@property
	def share(self) -> int:
		return self.counted * 100 // self.voters if self.voters else 0

	@property
	def exact(self) -> str:
		"""Percent with two digits, cut off as the shares of 2024 are."""
		hundredths = self.counted * 10_000 // self.voters if self.voters else 0
		return f"{hundredths // 100}.{hundredths % 100:02d}"


def overview(ground: Ground) -> list[dict[str, Any]]:
	"""A row for each contest and constituency whose count was opened: protocols in and to come, turnout, outcome."""
	by_place: dict[tuple[str, str], list[Any]] = {}
	for row in results.protocols(ground.code):
		by_place.setdefault((row.election_type, row.constituency or ""), []).append(row)
	places = _places({place for _, place in results.opened(ground.code)})
	tables = _tables(ground)
	found = []
	for (kind, place), number in results.opened(ground.code).items():
		numbers, _, _ = results.sums(by_place.get((kind, place), []))
		found.append(
			{
				"election_type": kind,
				"contest": ground.title(ground.contests.get(kind)),
				"place": ground.constituency(places[place]) if place in places else "",
				"number": places[place].number if place in places else 0,
				"order": ground.contests[kind].ballot_order if kind in ground.contests else 99,
				"address": f"results/{kind}/{place}" if place else f"results/{kind}",
				"opened": number,
				"received": len(by_place.get((kind, place), [])),
				"turnout": Turnout(numbers["voters"], numbers["counted"]),
				"outcome": _outcome(ground, tables.get((kind, place))),
			}
		)
	return sorted(found, key=lambda row: (row["order"], row["number"], row["address"]))


def turnout_by_region(ground: Ground) -> dict[str, Turnout]:
	"""Of the contest that comes first on the ballot, by region: each voter is counted once."""
	rows = results.protocols(ground.code)
	kinds = sorted(
		{row.election_type for row in rows},
		key=lambda kind: ground.contests[kind].ballot_order if kind in ground.contests else 99,
	)
	sums: dict[str, list[int]] = {}
	for row in rows:
		if row.election_type == kinds[0] and row.station:
			of_region = sums.setdefault(ground.region_of(row.station.territory), [0, 0])
			of_region[0] += row.voters
			of_region[1] += row.counted
	return {region: Turnout(*pair) for region, pair in sums.items()}


def turnout_by_hour(ground: Ground) -> list[tuple[str, int, Turnout]]:
	"""Hour, stations that reported it, and their turnout."""
	rows = results.turnout(ground.code)
	return [(row.hour, row.stations, Turnout(int(row.voters or 0), int(row.voted or 0))) for row in rows]


def contest(ground: Ground, election_type: str, constituency: str) -> dict[str, Any] | None:
	"""All that the page of a contest, or of one constituency, shows; None where nothing is counted.

	A contest of many seats leads to its constituencies: their candidates are no rivals, and stand on no common ballot.
	"""
	opened = results.opened(ground.code)
	mine = {
		key: number
		for key, number in opened.items()
		if key[0] == election_type and constituency in ("", key[1])
	}
	if not mine:
		return None
	rows = results.protocols(ground.code, election_type, constituency)
	numbers, votes, titles = results.sums(rows)
	place = _places({constituency}).get(constituency)
	seats = (
		[]
		if constituency
		else [row for row in overview(ground) if row["election_type"] == election_type and row["place"]]
	)
	votes = {} if seats else votes
	title = ground.title(ground.contests.get(election_type))
	table = _tables(ground).get((election_type, constituency))
	return {
		"title": f"{title}: {ground.constituency(place)}" if place else title,
		"above": (f"results/{election_type}", title) if place else None,
		"opened": sum(mine.values()),
		"received": len(rows),
		"seats": seats,
		"rows": [] if seats else rows,
		"numbers": numbers,
		"turnout": Turnout(numbers["voters"], numbers["counted"]),
		"bars": bars(
			(_line(ground, name, titles[name]), count, "")
			for name, count in sorted(votes.items(), key=lambda one: -one[1])
		),
		"lines": [(name, _line(ground, name, titles[name])) for name in votes],
		"of_station": {row.name: {line["name"]: line["votes"] for line in row.lines} for row in rows},
		"outcome": _outcome(ground, table),
		"decision": others.decisions_named([table.decision]).get(table.decision) if table else None,
	}


def _places(names: set[str | None]) -> dict[str, Any]:
	return {row.name: row for row in constituencies_named(names)}


def _tables(ground: Ground) -> dict[tuple[str, str], Any]:
	"""Tables in force that say who is elected, or that nobody is."""
	return {
		(row.election_type, row.constituency or ""): row
		for row in results.tables(ground.code)
		if row.outcome != "Added Up"
	}


def _outcome(ground: Ground, table: Any) -> str:
	return word(table.outcome, ground.request.language) if table else ""


def _line(ground: Ground, name: str, title: str) -> str:
	"""A party by its title in the reader's language, a candidate in the script of the page."""
	if name in ground.parties:
		return ground.title(ground.parties[name])
	return languages.in_script(title, ground.request.language)
