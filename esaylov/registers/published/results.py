"""Results as the public may read them: protocols that were taken in, and tables in force; one source for each number."""

import json
from collections.abc import Iterable
from typing import Any

import frappe
from frappe.query_builder.functions import Count, Sum

from esaylov.core.results import FIELDS
from esaylov.registers.published.request_memo import shared
from esaylov.registers.results.outcome import writing

RECEIVED = "Received"
NUMBERS = tuple(writing.COLUMNS.values())
PROTOCOL = (
	"name",
	"election_type",
	"constituency",
	"polling_station",
	"commission",
	"version",
	"received_at",
)
STATION = ("number", "territory", "title_uz", "title_uz_cyrl", "title_ru", "title_en", "is_synthetic")


@shared
def opened(election: str) -> dict[tuple[str, str], int]:
	"""How many protocols there are to be, by contest and constituency ("" where there is none)."""
	table = frappe.qb.DocType("Count Protocol")
	rows = (
		frappe.qb.from_(table)
		.select(table.election_type, table.constituency, Count(table.name))
		.where((table.election == election) & table.live_key.isnotnull())
		.groupby(table.election_type, table.constituency)
		.run()
	)
	return {(kind, constituency or ""): number for kind, constituency, number in rows}


@shared
def protocols(election: str, election_type: str = "", constituency: str = "") -> list[Any]:
	"""Protocols that were taken in, with their station: `lines` are the votes, `station_` what is known of the station."""
	where = {"election": election, "status": RECEIVED}
	asked = {"election_type": election_type, "constituency": constituency}
	where |= {key: value for key, value in asked.items() if value}
	rows = frappe.get_all(
		"Count Protocol",
		where,
		[*PROTOCOL, *NUMBERS, "votes"],
		order_by="election_type asc, name asc",
		limit=0,
	)
	stations = _stations({row.polling_station for row in rows})
	for row in rows:
		row.lines = json.loads(row.votes or "[]")
		row.station = stations.get(row.polling_station, frappe._dict())
	return sorted(rows, key=lambda row: (row.election_type, row.station.get("number") or 0, row.name))


def _stations(names: Iterable[str]) -> dict[str, Any]:
	known = {"name": ["in", sorted(names) or [""]]}
	rows = frappe.get_all("Polling Station", known, ["name", *STATION], order_by="name asc", limit=0)
	return {row.name: row for row in rows}


@shared
def tables(election: str) -> list[Any]:
	"""Tables in force, with the decision each stands on."""
	fields = ["name", "election_type", "constituency", "commission", "outcome", "article", "reason"]
	fields += ["votes", "elected", "decision", *NUMBERS]
	where = {"election": election, "status": "Registered"}
	return frappe.get_all("Result Table", where, fields, order_by="election_type asc, name asc", limit=0)


@shared
def turnout(election: str) -> list[Any]:
	"""By hour: `stations` that reported it, `voters` of their lists and those who `voted`."""
	table = frappe.qb.DocType("Turnout Report")
	columns = (
		Count(table.name).as_("stations"),
		Sum(table.voters).as_("voters"),
		Sum(table.voted).as_("voted"),
	)
	query = frappe.qb.from_(table).select(table.hour, *columns).where(table.election == election)
	return query.groupby(table.hour).orderby(table.hour).run(as_dict=True)


@shared
def turnout_reports(election: str) -> list[Any]:
	"""Each report of a station by hour, with the station: what `turnout` adds up."""
	fields = ["hour", "polling_station", "voters", "voted"]
	rows = frappe.get_all(
		"Turnout Report", {"election": election}, fields, order_by="hour asc, polling_station asc", limit=0
	)
	stations = _stations({row.polling_station for row in rows})
	for row in rows:
		row.station = stations.get(row.polling_station, frappe._dict())
	return rows


def sums(rows: Iterable[Any]) -> tuple[dict[str, int], dict[str, int], dict[str, str]]:
	"""Numbers by the law's name, votes by line, and the lines' titles, added up over protocols."""
	numbers, votes, titles = dict.fromkeys(FIELDS, 0), dict[str, int](), dict[str, str]()
	for row in rows:
		for name in FIELDS:
			numbers[name] += row[writing.COLUMNS[name]] or 0
		for line in row.lines:
			votes[line["name"]] = votes.get(line["name"], 0) + line["votes"]
			titles[line["name"]] = line["title"]
	return numbers, votes, titles
