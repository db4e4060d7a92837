"""What is missing before an election can be held on this site: counted, each with the list where it is mended."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _
from frappe.query_builder.functions import Count

from esaylov.elections import in_office
from esaylov.framework import clock
from esaylov.framework.errors import NotFound

WITH_CHAIR = ("CEC", "REG", "DC")
"""Levels that stand before an election is called; okrug and precinct commissions are formed for it."""


@dataclass(frozen=True, slots=True)
class Item:
	"""One thing to look at. missing: how many are wanting, 0 when it is ready. doctype, filters: the list that shows them."""

	key: str
	title: str
	missing: int
	doctype: str
	filters: Mapping[str, Any]


def of(election: str) -> list[Item]:
	"""What is missing before the election can be held, in the session's language and the order of the work. Raises NotFound."""
	if not frappe.db.exists("Election", election):
		raise NotFound({"doctype": "Election"})
	return [item for part in (_calendar, _places, _commissions, _law, _means) for item in part(election)]


def _calendar(election: str) -> Iterator[Item]:
	windows = frappe.get_all(
		"Appeal Type", {"published": 1}, ["window_from_stage", "window_to_stage"], order_by="name asc"
	)
	named = {key for row in windows for key in row.values() if key}
	held = set(frappe.get_all("Election Stage", {"election": election}, pluck="key", order_by="name asc"))
	title = _("Stages of the calendar that appeal types name and the election lacks")
	yield Item("stages", title, len(named - held), "Election Stage", {"election": election})
	unpublished = frappe.db.count("Appeal Type", {"published": 0})
	title = _("Appeal types that are not published")
	yield Item("types", title, unpublished, "Appeal Type", {"published": 0})


def _places(election: str) -> Iterator[Item]:
	here = {"election": election, "is_annulled": 0}
	contests = set(
		frappe.get_all("Election Contest", {"parent": election}, pluck="election_type", order_by="idx asc")
	)
	ever = set(
		frappe.get_all("Constituency", pluck="election_type", distinct=True, order_by="election_type asc")
	)
	held = set(
		frappe.get_all(
			"Constituency", here, pluck="election_type", distinct=True, order_by="election_type asc"
		)
	)
	title = _("Contests without constituencies that had them before")
	yield Item("contests", title, len(contests & ever - held), "Constituency", {"election": election})
	bare = {**here, "boundary_geojson": ["is", "not set"]}
	yield Item(
		"boundaries",
		_("Constituencies without a boundary"),
		_count("Constituency", bare),
		"Constituency",
		bare,
	)
	empty = {**here, "voters_count": 0}
	yield Item(
		"voters",
		_("Constituencies without a number of voters"),
		_count("Constituency", empty),
		"Constituency",
		empty,
	)
	figures = _count("Voter Statistic", {"election": election})
	yield Item(
		"figures",
		_("Voter figures of the election"),
		int(not figures),
		"Voter Statistic",
		{"election": election},
	)


def _commissions(election: str) -> Iterator[Item]:
	for position, title in (
		("Chair", _("Central, regional and district commissions without a chair today")),
		("Secretary", _("Central, regional and district commissions without a secretary today")),
	):
		total = _count("Election Commission", {"level": ["in", WITH_CHAIR]})
		filters = {"position": position, "commission_level": ["in", WITH_CHAIR]}
		yield Item(position.lower(), title, total - _held(position), "Commission Membership", filters)
	stations, precincts = frappe.qb.DocType("Polling Station"), frappe.qb.DocType("Election Commission")
	formed = (
		frappe.qb.from_(precincts)
		.select(precincts.polling_station)
		.where(precincts.polling_station.isnotnull())
	)
	query = frappe.qb.from_(stations).select(Count("*")).where(stations.is_annulled == 0)
	bare = int(query.where(stations.name.notin(formed)).run()[0][0])
	yield Item("precincts", _("Polling stations without a precinct commission"), bare, "Polling Station", {})


def _held(position: str) -> int:
	"""Commissions of those levels in which somebody holds the position today."""
	row, today = frappe.qb.DocType("Commission Membership"), clock.today()
	query = (
		frappe.qb.from_(row)
		.select(Count(row.commission).distinct())
		.where((row.position == position) & row.commission_level.isin(WITH_CHAIR))
		.where(in_office.is_in_office(row, today))
	)
	return int(query.run()[0][0])


def _law(election: str) -> Iterator[Item]:
	unsure = {"source_mark": ["like", "%[unverified]%"]}
	title = _("Statutory values that no lawyer has confirmed")
	yield Item("statutes", title, _count("Statute", unsure), "Statute", unsure)


def _means(election: str) -> Iterator[Item]:
	paperless = {"print_format": ["is", "not set"]}
	title = _("Kinds of certificates without a paper")
	yield Item("papers", title, _count("Certificate Kind", paperless), "Certificate Kind", paperless)
	for key, title, doctype, ready in (
		("gateways", _("An SMS gateway that is switched on"), "SMS Gateway", {"is_enabled": 1}),
		(
			"authorities",
			_("A trusted authority for signatures, not the demonstration's"),
			"Trusted Certificate",
			{"is_demo": 0, "is_active": 1},
		),
	):
		yield Item(key, title, int(not _count(doctype, ready)), doctype, {})


def _count(doctype: str, filters: Mapping[str, Any]) -> int:
	# the list that the item leads to says so of an emptied field, `frappe.db.count` of Frappe 15 does not
	return len(frappe.get_all(doctype, dict(filters), pluck="name", limit=0))
