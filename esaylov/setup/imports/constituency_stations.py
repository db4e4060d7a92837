"""Polling stations of constituencies: which of them vote for which seat of an election (the administrator's own entry)."""

from collections.abc import Mapping, Sequence
from typing import Any

import frappe
from pypika.queries import QueryBuilder

from esaylov.core.findings import Finding
from esaylov.permissions.configuration import watching
from esaylov.setup.imports.ground_targets import CONSTITUENCY, STATION, Ground, writing_signed
from esaylov.setup.imports.reading import Row
from esaylov.setup.imports.targets import Resolved, among

ROW = "Constituency Station"


class ConstituencyStations(Ground):
	"""Rows that are missing are added to their constituency. One station is of one constituency of a contest, so nothing is moved."""

	doctype = ROW
	key_fields = ("parent", "polling_station")
	extra = ("election_type", "territory", "number", "station_territory", "station_number")

	def filters(self, found: Sequence[Resolved]) -> dict[str, Any]:
		return {"parenttype": CONSTITUENCY, "parent": among(found, "parent")}

	def guarded(self, found: Sequence[Resolved]) -> list[Resolved]:
		is_draft = watching.are_drafts("Election", [self.order.election])
		return (
			[]
			if is_draft
			else [item for item in found if "parent" in item.values and not item.name and not item.findings]
		)

	def complete(self, found: Sequence[Resolved]) -> None:
		seats, stations = self._seats(found), _stations(found)
		for item in found:
			row = item.row
			seat = seats.get((row["election_type"], row["territory"], row["number"]))
			station = stations.get((row["station_territory"], row["station_number"]))
			if not seat:
				item.findings.append(Finding("intake_constituency_unknown", "number"))
			if not station:
				item.findings.append(Finding("intake_station_unknown", "station_number"))
			if seat and station:
				item.values.update({"parent": seat, "polling_station": station})
		self._check_taken(found)

	def write(self, fresh: Sequence[Resolved], changed: Sequence[Resolved]) -> None:
		added: dict[str, list[str]] = {}
		for item in (*fresh, *changed):
			added.setdefault(item.values["parent"], []).append(item.values["polling_station"])
		with writing_signed():
			for seat, stations in sorted(added.items()):  # locked in one order
				document = frappe.get_doc(CONSTITUENCY, seat, for_update=True)
				for station in stations:
					document.append("stations", {"polling_station": station})
				document.save(ignore_permissions=True)  # the job of the administrator who ordered it

	def _seats(self, found: Sequence[Resolved]) -> dict[tuple[str, str, int], str]:
		keys = {"election": self.order.election, "territory": _named(found, "territory"), "is_annulled": 0}
		fields = ["name", "election_type", "territory", "number"]
		rows = frappe.get_all(CONSTITUENCY, keys, fields, order_by="name asc", limit=0)
		return {(row.election_type, row.territory, row.number): row.name for row in rows}

	def _check_taken(self, found: Sequence[Resolved]) -> None:
		"""The station lies in no other constituency of the contest."""
		held = frappe.qb.DocType(ROW)
		query = (
			_lying(self.order.election)
			.select(held.parent, held.polling_station)
			.where(held.polling_station.isin(among(found, "polling_station")[1]))
		)
		taken: dict[tuple[str, str], frappe._dict] = {}
		for row in query.run(as_dict=True):
			taken[row.election_type, row.polling_station] = row
		for item in found:
			other = taken.get((item.row["election_type"], item.values.get("polling_station", "")))
			if other and other.parent != item.values["parent"]:
				params = {"number": other.number}
				item.findings.append(Finding("intake_station_taken", "station_number", params=params))


def listed(election: str, most: int) -> list[Mapping[str, Any]]:
	"""The stations of the constituencies of an election, in the columns of the table; no more rows than `most`."""
	held, station = frappe.qb.DocType(ROW), frappe.qb.DocType(STATION)
	query = (
		_lying(election)
		.join(station)
		.on(station.name == held.polling_station)
		.select(station.territory.as_("station_territory"), station.number.as_("station_number"))
		.orderby(held.parent)
		.orderby(held.idx)
		.limit(most)
	)
	return list(query.run(as_dict=True))


def _lying(election: str) -> QueryBuilder:
	"""Rows of the constituencies of an election that are not annulled: kind of election, territory and number of each."""
	held, seat = frappe.qb.DocType(ROW), frappe.qb.DocType(CONSTITUENCY)
	return (
		frappe.qb.from_(held)
		.join(seat)
		.on((seat.name == held.parent) & (held.parenttype == CONSTITUENCY))
		.select(seat.election_type, seat.territory, seat.number)
		.where((seat.election == election) & (seat.is_annulled == 0))
	)


def _stations(found: Sequence[Resolved]) -> dict[tuple[str, int], str]:
	keys = {
		"territory": _named(found, "station_territory"),
		"number": _named(found, "station_number"),
		"is_annulled": 0,
	}
	rows = frappe.get_all(STATION, keys, ["name", "territory", "number"], order_by="name asc", limit=0)
	return {(row.territory, row.number): row.name for row in rows}


def _named(found: Sequence[Resolved], column: str) -> list[Any]:
	"""What the rows say in a column, once each, for a filter `in`."""
	rows: list[Row] = [item.row for item in found]
	return ["in", sorted({row[column] for row in rows}) or [""]]
