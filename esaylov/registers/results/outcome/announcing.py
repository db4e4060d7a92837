"""Whether the results of an election can be announced: it was held, and each contest that was counted here has its table (art. 97)."""

from datetime import date

import frappe

from esaylov.core.findings import Finding
from esaylov.framework import clock
from esaylov.registers.results.outcome import contests, elected
from esaylov.registers.results.outcome.under_decision import TABLE
from esaylov.registers.results.outcome.writing import PROTOCOL

FIELDS = ["election_type", "constituency"]


def findings(election: str, announced_on: date) -> list[Finding]:
	"""`announced_before` where the results were announced, `announced_too_early` until the day of voting is past and for a day up to it,
	`date_in_future` for a day to come, `announced_without_table` while a table is missing.

	A contest of which no protocol was ever opened here was counted elsewhere: no table of it is asked for [ours].
	"""
	if found := _day_findings(election, announced_on):
		return found
	missing = _needed(election) - _decided(election)
	if not missing:
		return []
	params: dict[str, str | int] = {"number": len(missing)}
	return [Finding("announced_without_table", "announced_on", article="95, 97", params=params)]


def _day_findings(election: str, announced_on: date) -> list[Finding]:
	voted, before = frappe.db.get_value(
		"Election", election, ["election_day", "official_announcement_on"]
	) or (None, None)
	if before:
		params: dict[str, str | int] = {"day": f"{before:%d.%m.%Y}"}
		return [Finding("announced_before", "announced_on", article="97", params=params)]
	if early := elected.too_early(election, "announced_too_early", "announced_on"):
		return [early]
	if announced_on <= voted:
		params = {"day": f"{voted:%d.%m.%Y}"}
		return [Finding("announced_too_early", "announced_on", article="97", params=params)]
	return [Finding("date_in_future", "announced_on", article="97")] if announced_on > clock.today() else []


def _needed(election: str) -> set[tuple[str, str]]:
	where = {"election": election, "live_key": ["is", "set"]}
	rows = frappe.get_all(PROTOCOL, where, FIELDS, distinct=True, order_by="election_type asc")
	return {(row.election_type, _seat(row)) for row in rows}


def _seat(row: frappe._dict) -> str:
	by_seat = contests.contest(row.election_type).seats == contests.CONSTITUENCY
	return row.constituency or "" if by_seat else ""


def _decided(election: str) -> set[tuple[str, str]]:
	where = {"election": election, "status": "Registered"}
	rows = frappe.get_all(TABLE, where, [*FIELDS, "commission"], order_by="name asc", limit=0)
	return {
		(row.election_type, row.constituency or "")
		for row in rows
		if frappe.get_cached_value("Election Commission", row.commission, "level")
		== contests.level(row.election_type)
	}
