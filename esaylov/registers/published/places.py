"""Constituencies (okruglar) and polling stations (uchastkalar) as the public may read them."""

from typing import Any

import frappe
from frappe.query_builder.functions import Count, Sum
from pypika import Order

from esaylov.registers.published.request_memo import shared
from esaylov.registers.published.territories import TITLES

IN_FORCE = {"is_annulled": 0}
"""Whose decision was annulled is no constituency and no station any more: nobody counts or shows it."""

COLUMNS = ("name", "election_type", "number", "territory", "center", "voters_count", "is_synthetic", *TITLES)
STATION = (
	"name",
	"number",
	"territory",
	"kind",
	"voters_count",
	"building",
	"address",
	"phone",
	"country",
	"city",
)
"""Of a station; the phone is the station's own."""


@shared
def by_territory(election: str) -> list[Any]:
	"""Number of constituencies and of their voters by kind of election and territory."""
	table = frappe.qb.DocType("Constituency")
	return (
		frappe.qb.from_(table)
		.select(
			table.election_type,
			table.territory,
			Count(table.name).as_("number"),
			Sum(table.voters_count).as_("voters"),
		)
		.where((table.election == election) & (table.is_annulled == 0))
		.groupby(table.election_type, table.territory)
		.run(as_dict=True)
	)


@shared
def constituencies(
	election: str, territories: list[str] | None = None, election_type: str = "", boundaries: bool = False
) -> list[Any]:
	"""Constituencies by kind and number; of some territories where those are given; with their GeoJSON where asked for."""
	table = frappe.qb.DocType("Constituency")
	columns = (*COLUMNS, "boundary_geojson") if boundaries else COLUMNS
	query = frappe.qb.from_(table).where((table.election == election) & (table.is_annulled == 0))
	if territories is not None:
		query = query.where(table.territory.isin(territories or [""]))
	if election_type:
		query = query.where(table.election_type == election_type)
	for column in (table.election_type, table.territory, table.number, table.name):
		query = query.orderby(column, order=Order.asc)
	return query.select(*(table[column] for column in columns)).run(as_dict=True)


@shared
def constituency(name: str) -> Any:
	"""One constituency with its boundaries in words and as GeoJSON, and its decision. Raises DoesNotExistError."""
	columns = ["election", "boundaries", "boundary_geojson", "decision", "source_mark", *COLUMNS]
	row = frappe.db.get_value("Constituency", name, columns, as_dict=True)
	if not row:
		raise frappe.DoesNotExistError
	return row


@shared
def constituencies_named(names: set[str | None]) -> list[Any]:
	"""Constituencies by name; empty names are left out."""
	known = sorted(name for name in names if name)
	return frappe.get_all("Constituency", {"name": ["in", known or [""]]}, list(COLUMNS), order_by="name asc")


@shared
def stations(territory: str) -> list[Any]:
	"""Polling stations of a district, by number."""
	return frappe.get_all(
		"Polling Station", {"territory": territory, **IN_FORCE}, [*STATION, *TITLES], order_by="number asc"
	)


@shared
def stations_of(election: str, constituency: str = "") -> list[Any]:
	"""The polling stations of the constituencies of an election, or of one, by contest, constituency and number.

	A row each: `constituency` and `election_type`, and what STATION says. A station of several contests is there for each.
	"""
	held, row, station = (
		frappe.qb.DocType(name) for name in ("Constituency", "Constituency Station", "Polling Station")
	)
	query = (
		frappe.qb.from_(row)
		.join(held)
		.on((row.parent == held.name) & (row.parenttype == "Constituency"))
		.join(station)
		.on(row.polling_station == station.name)
		.where((held.election == election) & (held.is_annulled == 0) & (station.is_annulled == 0))
	)
	if constituency:
		query = query.where(held.name == constituency)
	columns = (station[column] for column in (*STATION, "is_synthetic", *TITLES))
	query = query.select(held.name.as_("constituency"), held.election_type, *columns)
	for column in (held.election_type, held.name, station.number, station.name):
		query = query.orderby(column, order=Order.asc)
	return query.run(as_dict=True)


@shared
def stations_by_territory() -> dict[str, int]:
	"""Number of polling stations of each territory; those abroad belong to the country."""
	table = frappe.qb.DocType("Polling Station")
	return dict(
		frappe.qb.from_(table)
		.select(table.territory, Count(table.name))
		.where(table.is_annulled == 0)
		.groupby(table.territory)
		.run()
	)
