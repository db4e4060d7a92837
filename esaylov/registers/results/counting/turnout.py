"""Turnout reports of precincts: one for a station and hour; the same hour again mends it, and the version before is kept."""

from datetime import datetime, time

import frappe
from frappe.model.document import Document

from esaylov.core.findings import Finding
from esaylov.core.results import turnout as law
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, NotPermitted, WrongState
from esaylov.framework.persistence import reads
from esaylov.framework.persistence.write_guard import WriteGuard
from esaylov.identity import positions
from esaylov.registers.results.outcome.writing import ANNULLED, PROTOCOL, RECEIVED, SIGNED
from esaylov.trust.chains import chain

REPORT, REPORTED = "Turnout Report", "turnout.reported"
WRITER = WriteGuard("turnout reports")
CLOSING = (SIGNED, RECEIVED, ANNULLED)
"""States of a count protocol that was handed in; one that was sent back opens the reports again [ours]. A table in force is made
of such protocols, and none of them is sent back under it."""


def check_turnout(document: Document) -> None:
	"""Called from Turnout Report.validate. Raises LawBroken."""
	WRITER.check(document)


def report_turnout(commission: str, election: str, hour: str, voters: int, voted: int) -> str:
	"""Say how many took part at the station of a precinct by an hour; the report. For anybody with a position there.

	Raises NotPermitted, WrongState (`turnout_too_early`, `turnout_closed`), FormInvalid (`not_a_choice`, and as core.results.turnout.check).
	"""
	positions.require_position(frappe.session.user, commission)
	fields = ["polling_station", "lft"]
	place = frappe.db.get_value("Election Commission", commission, fields, as_dict=True, for_update=True)
	if not place or not place.polling_station:
		raise NotPermitted()  # no precinct
	if hour not in list(law.Hour):
		raise FormInvalid([Finding("not_a_choice", "hour", article="94")])
	_check_hour(election, hour)
	_refuse_counted(election, place.polling_station)
	rows = frappe.get_all(
		REPORT,
		{"election": election, "polling_station": place.polling_station},
		["hour", "voted"],
		order_by="hour asc",
	)
	others = {law.Hour(row.hour): row.voted for row in rows if row.hour != hour}
	if found := law.check(law.Hour(hour), voted, voters, others):
		raise FormInvalid(found)
	return _write(commission, place, election, hour, {"voters": voters, "voted": voted})


def _check_hour(election: str, hour: str) -> None:
	day = frappe.db.get_value(
		"Election", {"name": election, "status": ["!=", "In Preparation"]}, "election_day"
	)
	at = (
		datetime.combine(frappe.utils.getdate(day) or clock.today(), time.fromisoformat(hour))
		if day
		else None
	)
	if at is None or clock.now() < at:
		raise WrongState({"hour": hour}, code="turnout_too_early", article="94")


def _refuse_counted(election: str, station: str) -> None:
	"""The number of who voted is signed in the protocol by now, and published. Raises WrongState (`turnout_closed`)."""
	counted = {"election": election, "polling_station": station, "status": list(CLOSING)}
	if reads.row(PROTOCOL, counted, ["name"], lock=True):
		raise WrongState(code="turnout_closed")


def _write(commission: str, place: frappe._dict, election: str, hour: str, numbers: dict[str, int]) -> str:
	key = f"{election}|{place.polling_station}|{hour}"
	if known := frappe.db.get_value(REPORT, {"report_key": key}):
		document = frappe.get_doc(REPORT, known, for_update=True)
	else:
		document = frappe.new_doc(REPORT)
		title = frappe.get_cached_value("Polling Station", place.polling_station, "title_uz")
		document.update({"election": election, "polling_station": place.polling_station, "hour": hour})
		document.update({"commission": commission, "commission_lft": place.lft, "report_key": key})
		document.title = f"{title} · {hour}"[:140]
	document.update(numbers)
	with WRITER.writing():
		document.save(
			ignore_permissions=True,  # the position of the acting user was asked before
		)
	chain.record(commission, REPORTED, said(document), clock.now())
	return str(document.name)


def said(document: Document) -> dict[str, str | int]:
	"""What the chain of a precinct is told of a report."""
	return {
		"report": str(document.name),
		"hour": str(document.hour),
		"voters": int(document.voters),
		"voted": int(document.voted),
		"station": str(document.polling_station),
		"election": str(document.election),
	}
