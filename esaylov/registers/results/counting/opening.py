"""The count of a contest is opened station by station: from then on a missing protocol is known by its station."""

from collections.abc import Sequence

import frappe
from frappe.model.document import Document

from esaylov.core.findings import Finding
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, NotFound, NotPermitted, WrongState
from esaylov.identity import positions
from esaylov.registers.results.outcome import contests
from esaylov.registers.results.outcome.writing import DRAFT, PROTOCOL, save

ARRANGING = ("Chair", "Deputy Chair", "Secretary")
COMMISSION = "Election Commission"


def open_count(
	commission: str, election: str, election_type: str, constituency: str, stations: Sequence[str]
) -> list[str]:
	"""Open the count of stations whose precinct commissions stand directly below a commission; the names of the protocols.

	stations: all of them where none is named, of a constituency that names its stations those alone. A station that counts this contest already is left alone. For the chair, deputy
	or secretary. Raises NotPermitted, NotFound, WrongState (`count_too_early`), FormInvalid (`count_wrong_constituency`,
	`count_nobody_stands`, `count_no_precinct`).
	"""
	positions.require_position(frappe.session.user, commission, ARRANGING)
	check_day(election)
	_check_contest(election, election_type, constituency)
	below = _of_constituency(_precincts(commission, stations), constituency, stations)
	keys = {station: live_key(election, election_type, station) for station in below}
	known = set(
		frappe.get_all(PROTOCOL, {"live_key": ["in", list(keys.values()) or [""]]}, pluck="live_key", limit=0)
	)
	lft = dict(
		frappe.get_all(
			COMMISSION, {"name": ["in", list(below.values()) or [""]]}, ["name", "lft"], as_list=True, limit=0
		)
	)
	return [
		str(_new(election, election_type, constituency, station, precinct, commission, lft[precinct]).name)
		for station, precinct in below.items()
		if keys[station] not in known
	]


def live_key(election: str, election_type: str, station: str) -> str:
	"""What only the version in use may say."""
	return f"{election}|{election_type}|{station}"


def check_day(election: str) -> None:
	"""Raises NotFound; WrongState (`count_too_early`) before the day of the election: nothing is counted before (art. 94)."""
	day = frappe.db.get_value(
		"Election", {"name": election, "status": ["!=", "In Preparation"]}, "election_day"
	)
	if not day:
		raise NotFound({"doctype": "Election"})
	if clock.today() < frappe.utils.getdate(day):
		raise WrongState(
			{"day": f"{frappe.utils.getdate(day):%d.%m.%Y}"}, code="count_too_early", article="94"
		)


def _check_contest(election: str, election_type: str, constituency: str) -> None:
	if election_type not in contests.held(election):
		raise NotFound({"doctype": "Election Type"})
	is_by_seat = contests.contest(election_type).seats == contests.CONSTITUENCY
	key = {"name": constituency, "election": election, "election_type": election_type, "is_annulled": 0}
	if is_by_seat != bool(constituency) or (constituency and not frappe.db.exists("Constituency", key)):
		raise FormInvalid([Finding("count_wrong_constituency", "constituency", article="94")])
	if not contests.ballot(election, election_type, constituency):
		raise FormInvalid([Finding("count_nobody_stands", "election_type", article="94")])


def _precincts(commission: str, stations: Sequence[str]) -> dict[str, str]:
	"""Station to precinct commission, those directly below a commission."""
	where = {"parent_election_commission": commission, "level": "PEC", "polling_station": ["is", "set"]}
	rows = frappe.get_all(COMMISSION, where, ["name", "polling_station"], order_by="name asc", limit=0)
	below = {row.polling_station: row.name for row in rows}
	if missing := [station for station in stations if station not in below]:
		known = {"name": ["in", missing]}
		titles = frappe.get_all("Polling Station", known, pluck="title_uz", order_by="number asc", limit=0)
		if not titles:
			raise NotFound({"doctype": "Polling Station"})
		raise FormInvalid(
			[Finding("count_no_precinct", "stations", article="94", params={"name": "; ".join(titles)[:140]})]
		)
	if not below:
		raise NotPermitted()  # no commission that precincts hand in to
	return {station: below[station] for station in stations} if stations else below


def _of_constituency(below: dict[str, str], constituency: str, asked: Sequence[str]) -> dict[str, str]:
	"""Of stations those of the constituency; all of them where nobody entered its stations."""
	named = {"parenttype": "Constituency", "parent": constituency or ""}
	own = set(
		frappe.get_all("Constituency Station", named, pluck="polling_station", order_by="idx asc", limit=0)
	)
	if not own:
		return below
	if not own.issuperset(asked):
		raise FormInvalid([Finding("count_wrong_constituency", "constituency", article="94")])
	return {station: precinct for station, precinct in below.items() if station in own}


def _new(
	election: str, election_type: str, constituency: str, station: str, precinct: str, receiver: str, lft: int
) -> Document:
	document = frappe.new_doc(PROTOCOL)
	document.update(
		{
			"title": title(station, election_type),
			"status": DRAFT,
			"election": election,
			"election_type": election_type,
			"constituency": constituency or None,
			"polling_station": station,
			"commission": precinct,
			"commission_lft": lft,
			"receiver": receiver,
			"version": 1,
			"entry_round": 1,
			"live_key": live_key(election, election_type, station),
		}
	)
	try:
		return save(document)
	except frappe.UniqueValidationError:  # opened by another at the same moment
		frappe.clear_last_message()
		raise WrongState({"status": DRAFT}, code="count_opened", article="94") from None


def title(station: str, election_type: str) -> str:
	"""What a list calls a protocol."""
	place = frappe.get_cached_value("Polling Station", station, "title_uz")
	contest = frappe.get_cached_value("Election Type", election_type, "short_title_uz")
	return f"{place} · {contest or election_type}"[:140]
