"""Elections, parties, figures about voters, observers in numbers, and the register of decisions."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe.query_builder.functions import Count
from pypika import Order, Table
from pypika.queries import QueryBuilder

from esaylov.framework import practice
from esaylov.framework.persistence import table_cache
from esaylov.framework.persistence.table_cache import cached
from esaylov.registers.published import paging
from esaylov.registers.published.paging import FIRST, Listed, Start
from esaylov.registers.published.request_memo import shared
from esaylov.registers.published.territories import TITLES

SHORT = ("short_title_uz", "short_title_ru", "short_title_en")
EVERYBODY = {"voters", "abroad"}
"""Kinds of figures whose sum is all voters."""
SIGNED = ("Signed", "Annulled")
PUBLIC = ("Announced", "Planned", "Finished")
"""States of an election of which everybody may read; one that is prepared is nobody's yet, one of practice nobody's ever."""
BY_DAY = "register_by_day"
"""Index of an election's decisions in the order of their days."""
DECISION = ("name", "number", "act_number", "decided_on", "kind", "outcome", "status", "commission", "annuls")
"""What the register of decisions says of one."""


def election(name: str | None = None) -> Any:
	"""An election by code, or the one of the settings; None where there is none, where it is in preparation still, or for practice."""
	name = name or table_cache.settings("E-saylov Settings").current_election
	fields = ("name", "election_day", "status", "voters_count", "is_synthetic", *TITLES, *SHORT)
	found = table_cache.row("Election", {"name": name}, fields) if name else None
	return found if found and found.status in PUBLIC else None


@cached("Election Contest", "Election Type")
def contests(election: str) -> list[Any]:
	"""Kinds of election that are held, in the order of the ballots. Kept by the process: callers do not write into the rows."""
	held = frappe.get_all("Election Contest", {"parent": election}, pluck="election_type", order_by="idx asc")
	return frappe.get_all(
		"Election Type",
		{"name": ["in", held or [""]]},
		["name", "ballot_order", *TITLES, *SHORT],
		order_by="ballot_order asc",
	)


@cached("Political Party")
def parties() -> list[Any]:
	"""Parties in the order of the ballot. Kept by the process, as contests are."""
	fields = ["name", "ballot_order", "colour", "is_active", *TITLES, *SHORT]
	return frappe.get_all("Political Party", fields=fields, order_by="ballot_order asc, name asc")


@shared
def voters(election: str) -> list[Any]:
	"""Figures about voters of an election, each with its day, source and mark."""
	fields = ["kind", "territory", "gender", "value", "as_of", "source_mark", "note", "is_synthetic"]
	return frappe.get_all(
		"Voter Statistic", {"election": election}, fields, order_by="territory asc, name asc"
	)


@shared
def voters_in_all(election: str) -> int:
	"""The number of voters that every page shows first: of the country and abroad together, as published.

	Where these have not both been published, what the election itself says; 0 where nobody has said it.
	"""
	country = frappe.db.get_value("Administrative Territory", {"level": "Country"})
	published = {
		row.kind: row.value for row in voters(election) if row.territory == country and not row.gender
	}
	if published.keys() >= EVERYBODY:
		return sum(published[kind] for kind in EVERYBODY)
	return frappe.db.get_value("Election", election, "voters_count") or 0


@shared
def elections_with_voters() -> list[Any]:
	"""Elections that have figures about voters, the last day first."""
	statistic, table = frappe.qb.DocType("Voter Statistic"), frappe.qb.DocType("Election")
	known = frappe.qb.from_(statistic).select(statistic.election).distinct()
	columns = (table[column] for column in ("name", "election_day", *TITLES))
	query = frappe.qb.from_(table).select(*columns).where(table.name.isin(known) & table.status.isin(PUBLIC))
	return query.orderby(table.election_day, order=Order.desc).run(as_dict=True)


@shared
def observers(election: str) -> list[Any]:
	"""Registered observers in numbers, by kind and territory: the booklet shows no names of them."""
	table = frappe.qb.DocType("Observer")
	return (
		frappe.qb.from_(table)
		.select(table.kind, table.territory, Count(table.name).as_("number"))
		.where((table.election == election) & (table.status == "Registered"))
		.groupby(table.territory, table.kind)  # as their index has them
		.orderby(table.territory)
		.orderby(table.kind)
		.run(as_dict=True)
	)


@dataclass(frozen=True)
class WantedDecisions:
	"""Which decisions are asked for; an empty field asks nothing. Both days are meant."""

	election: str = ""
	territory: str = ""
	outcome: str = ""
	since: date | None = None
	until: date | None = None


@shared
def decisions(wanted: WantedDecisions, size: int, start: Start = FIRST, is_counted: bool = False) -> Listed:
	"""A page of signed decisions, the newest first. is_counted: `total` is theirs, however many they are.

	What an act says of persons is not here: who was registered stands in the registers, who was refused is told alone.
	"""
	decision, query = _decisions(wanted)
	total = paging.count(query, decision, is_counted)
	orders = [(decision[column], Order.desc) for column in ("decided_on", "creation", "name")]
	if total > paging.COUNTED and wanted.election and not wanted.territory:
		# many: read in this order, else all of an outcome are read, and sorted. Few would be looked for among all
		query = query.force_index(BY_DAY)
	found, has_more = paging.read(query, decision, [decision.name], orders, start, size)
	names = [row.name for row in found]
	appeal = frappe.qb.DocType("Appeal")
	# whole rows of these alone: a sort of all decisions carries what it selects
	rows = (
		frappe.qb.from_(decision)
		.left_join(appeal)
		.on(decision.appeal == appeal.name)
		.select(*(decision[column] for column in DECISION), appeal.appeal_type)
		.where(decision.name.isin(names or [""]))
		.run(as_dict=True)
	)
	places = {name: place for place, name in enumerate(names)}
	return Listed(sorted(rows, key=lambda row: places[row.name]), total, has_more)


def _decisions(wanted: WantedDecisions) -> tuple[Table, QueryBuilder]:
	decision, commission = frappe.qb.DocType("Decision"), frappe.qb.DocType("Election Commission")
	query = frappe.qb.from_(decision).where(decision.status.isin(SIGNED) & practice.without(decision))
	for column in ("election", "outcome"):
		if value := getattr(wanted, column):
			query = query.where(decision[column] == value)
	if wanted.territory:
		there = frappe.qb.from_(commission).select(commission.name)
		query = query.where(decision.commission.isin(there.where(commission.territory == wanted.territory)))
	if wanted.since:
		query = query.where(decision.decided_on >= wanted.since)
	if wanted.until:
		query = query.where(decision.decided_on <= wanted.until)
	return decision, query


@shared
def decisions_named(names: list[str]) -> dict[str, Any]:
	"""Number, day, commission and kind of decisions by name."""
	rows = frappe.get_all(
		"Decision",
		{"name": ["in", names or [""]], "status": ["in", SIGNED]},
		list(DECISION),
		order_by="name asc",
	)
	return {row.name: row for row in rows}
