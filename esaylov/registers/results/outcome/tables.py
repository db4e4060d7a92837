"""Tables (*yakuniy jadval*): made of the received protocols of a contest below a commission, and of nothing else (art. 95)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import frappe

from esaylov.core.findings import Finding
from esaylov.core.records.payload import sha256_hex
from esaylov.core.results import FIELDS, Outcome, Protocol, Verdict
from esaylov.core.results import tables as law
from esaylov.elections import statutes
from esaylov.framework.errors import FormInvalid, NotFound
from esaylov.registers.results.outcome import contests
from esaylov.registers.results.outcome.contests import Line
from esaylov.registers.results.outcome.under_decision import TABLE
from esaylov.registers.results.outcome.writing import ANNULLED, COLUMNS, PROTOCOL, RECEIVED, numbers_of

MOST_NAMED = 5
"""Stations that a refusal names; the list shows all."""
OF_ROW = ["name", "status", "polling_station", "votes", "payload_sha256", *COLUMNS.values()]


@dataclass(frozen=True, slots=True)
class Area:
	"""Which table: a contest, its constituency ("" where it has none), and the commission below which protocols are added up."""

	election: str
	election_type: str
	constituency: str
	commission: str


@dataclass(frozen=True, slots=True)
class Table:
	"""A table as it stands. missing: titles of stations whose protocol was not received yet; left_out: of annulled ones; seats: by party."""

	area: Area
	sums: Protocol
	lines: list[Line]
	received: int
	missing: list[str]
	left_out: list[str]
	verdict: Verdict
	seats: Mapping[str, int]
	elected: list[str]
	sha256: str


def area_of(election: str, commission: str, values: Mapping[str, Any]) -> Area:
	"""The table that the data of a decision are about. values: `election_type`, and `constituency` where the contest has them."""
	constituency = str(values.get("constituency") or "")
	return Area(election, str(values.get("election_type") or ""), constituency, commission)


def title_of(area: Area, language: str) -> str:
	"""Contest and constituency in a language (uz, ru)."""
	named = (("Election Type", area.election_type), ("Constituency", area.constituency))
	found = [
		frappe.get_cached_value(doctype, name, f"title_{language}") or name for doctype, name in named if name
	]
	return ", ".join(found)


def table(area: Area, reason: str = "") -> Table:
	"""The table of an area. reason: why the commission calls the election invalid there, "" where it does not. Raises NotFound."""
	if area.election_type not in contests.held(area.election):
		raise NotFound({"doctype": "Election Type"})
	rows = _rows(area)
	received = [row for row in rows if row.status == RECEIVED]
	ballot = contests.ballot(area.election, area.election_type, area.constituency)
	sums = law.table([numbers_of(row) for row in received], [line.name for line in ballot])
	verdict, seats = _verdict(area, sums, ballot, reason)
	return Table(
		area,
		sums,
		_lines(sums, ballot),
		len(received),
		_titles([row.polling_station for row in rows if row.status not in (RECEIVED, ANNULLED)]),
		_titles([row.polling_station for row in rows if row.status == ANNULLED]),
		verdict,
		seats,
		_people(area, verdict, seats),
		sha256_hex("\n".join(f"{row.name}:{row.payload_sha256}" for row in received).encode()),
	)


def data(area: Area, reason: str = "") -> dict[str, Any]:
	"""The table as plain values, as a decision on it holds them. Raises NotFound, FormInvalid (`table_without_protocols`, `table_incomplete`)."""
	made = table(area, reason)
	if not made.received:
		raise FormInvalid([Finding("table_without_protocols", "election_type", article="95")])
	if made.missing:
		named = "; ".join(made.missing[:MOST_NAMED]) + ("…" if len(made.missing) > MOST_NAMED else "")
		params: dict[str, str | int] = {"number": len(made.missing), "name": named}
		raise FormInvalid([Finding("table_incomplete", "election_type", article="95", params=params)])
	return plain(made)


def plain(made: Table) -> dict[str, Any]:
	"""The same of a table at hand."""
	return {
		"protocols": made.received,
		"protocols_sha256": made.sha256,
		"numbers": {name: getattr(made.sums, name) for name in FIELDS},
		"votes": [
			{
				"name": line.name,
				"title": line.title,
				"votes": made.sums.votes[line.name],
				"seats": made.seats.get(line.name, 0),
			}
			for line in made.lines
		],
		"outcome": str(made.verdict.outcome),
		"article": made.verdict.article,
		"names": list(made.verdict.names),
		"elected": made.elected,
	}


def is_decided(area: Area) -> bool:
	"""Whether the commission's table of an area is in force."""
	where = {
		"election": area.election,
		"election_type": area.election_type,
		"commission": area.commission,
		"status": "Registered",
	}
	rows = frappe.get_all(TABLE, where, pluck="constituency", order_by="name asc", limit=0)
	return area.constituency in {constituency or "" for constituency in rows}


def _rows(area: Area) -> list[frappe._dict]:
	lft, rgt = frappe.db.get_value("Election Commission", area.commission, ["lft", "rgt"]) or (0, 0)
	where: list[list[Any]] = [
		["election", "=", area.election],
		["election_type", "=", area.election_type],
		["live_key", "is", "set"],
		["commission_lft", ">=", lft],
		["commission_lft", "<=", rgt],
	]
	if area.constituency:
		where.append(["constituency", "=", area.constituency])
	return frappe.get_all(PROTOCOL, where, OF_ROW, order_by="name asc", limit=0)


def _verdict(
	area: Area, sums: Protocol, ballot: list[Line], reason: str
) -> tuple[Verdict, Mapping[str, int]]:
	contest = contests.contest(area.election_type)
	level = frappe.get_cached_value("Election Commission", area.commission, "level")
	if level != contests.level(area.election_type) or contest.seats == contests.NONE:
		return Verdict(Outcome.SUMMED, article="95"), {}
	if contest.seats == contests.CONSTITUENCY and not area.constituency:
		return Verdict(Outcome.SUMMED, article="95"), {}
	if reason:
		return Verdict(Outcome.INVALID), {}
	turnout = statutes.number("turnout_min") if contests.needs_turnout(area.election) else 0
	if contest.seats == contests.LIST:
		numbers = (statutes.number(key) for key in ("list_threshold", "list_seats"))
		return law.lists(sums, law.Rules(turnout, 0, *numbers))
	rules = law.Rules(turnout, statutes.number(contest.share))
	return law.seat(sums, [line.name for line in ballot], rules), {}


def _people(area: Area, verdict: Verdict, seats: Mapping[str, int]) -> list[str]:
	"""Candidates who are elected; of a list those first on it, as many as it has seats."""
	if verdict.outcome == Outcome.ELECTED:
		return list(verdict.names)
	found: list[str] = []
	for party, count in seats.items():
		key = {"election": area.election, "election_type": area.election_type, "party": party}
		where = {**key, "status": "Registered"}
		order = "list_position asc, name asc"
		if count:
			found += frappe.get_all("Candidate", where, pluck="name", order_by=order, limit=count)
	return found


def _lines(sums: Protocol, ballot: list[Line]) -> list[Line]:
	known = {line.name: line.title for line in ballot}
	gone = contests.names_of_gone([name for name in sums.votes if name not in known])
	return [Line(name, known.get(name) or gone.get(name) or name) for name in sums.votes]


def _titles(stations: list[str]) -> list[str]:
	where = {"name": ["in", stations or [""]]}
	return frappe.get_all(
		"Polling Station", where, pluck="title_uz", order_by="number asc, name asc", limit=0
	)
