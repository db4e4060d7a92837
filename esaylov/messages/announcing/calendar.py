"""What the calendar of an election tells (S19, S20, S21, S27, S28, S35, S39, S53): each once, as a campaign.

Run each hour. An event is due from its day on for as long as it is of use, so a scheduler that stood still for a day loses
none; a unique key of election, stage and its day keeps it to one. A stage that was moved tells again, for its new day.
"""

from collections.abc import Mapping
from datetime import date, timedelta

import frappe

from esaylov.framework import clock
from esaylov.messages.announcing import campaigns
from esaylov.messages.announcing.announcements import (
	ANNOUNCEMENTS,
	REMINDED_UNTIL,
	REMINDER,
	Announcement,
	Stage,
	last_day,
)


def run() -> list[str]:
	"""Job: the campaigns that are due now, ordered; their names. Safe to repeat, at any time and at once."""
	now, ordered = clock.now(), []
	for election, stages in _calendars().items():
		for told in ANNOUNCEMENTS:
			stage = stages.get(told.stage)
			if stage and told.day(stage) <= now.date() <= told.until(stage) and now.hour >= told.from_hour:
				ordered.append(_order(election, told, stage))
		ordered.append(_remind_of_proxies(election, stages, now.date()))
	return [name for name in ordered if name]


def _order(election: str, told: Announcement, stage: Stage) -> str | None:
	key = "|".join((told.template, election, told.stage, told.day(stage).isoformat()))
	title = f"{stage['title_uz'] or told.stage}, {told.day(stage):%d.%m.%Y}"[:140]
	return campaigns.order(key, title, told.template, election, told.audience, told.values(stage))


def _remind_of_proxies(election: str, stages: Mapping[str, Stage], today: date) -> str | None:
	"""S35: candidates a week after their registration; a campaign a day, each candidate in the first that finds them."""
	stage = stages.get(REMINDED_UNTIL)
	if not stage or today > last_day(stage) or not _somebody_without_proxies(election, today):
		return None
	key = f"{REMINDER}|{election}|{today.isoformat()}"
	title = f"{stage['title_uz'] or REMINDED_UNTIL}, {today:%d.%m.%Y}"[:140]
	return campaigns.order(key, title, REMINDER, election, "candidates_without_proxies", {})


def _somebody_without_proxies(election: str, today: date) -> bool:
	"""Days before are looked at too: a scheduler that stood still. Nobody is reminded twice, whoever is found twice."""
	days = ["between", [today - timedelta(days=9), today - timedelta(days=7)]]
	wanted = {"election": election, "status": "Registered", "proxies_count": 0, "registered_on": days}
	return bool(frappe.db.exists("Candidate", wanted))


def _calendars() -> dict[str, dict[str, Stage]]:
	"""Stages by key of each election that is not over."""
	elections = frappe.get_all(
		"Election", {"status": ["in", ("Planned", "Announced")]}, pluck="name", order_by="name asc"
	)
	fields = ["election", "key", "starts_on", "ends_on", "ends_at", "title_uz"]
	found: dict[str, dict[str, Stage]] = {}
	for row in frappe.get_all(
		"Election Stage", {"election": ["in", elections or [""]]}, fields, order_by="starts_on asc"
	):
		found.setdefault(row.election, {})[row.key] = row
	return found
