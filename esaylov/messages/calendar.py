"""What the calendar of an election tells (S19, S20, S21, S27, S28, S35, S39, S53): each once, as a campaign.

Run each hour. An event is due from its day on for as long as it is of use, so a scheduler that stood still for a day loses
none; a unique key of election, stage and its day keeps it to one. A stage that was moved tells again, for its new day.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import frappe

from esaylov.framework import clock
from esaylov.messages import campaigns

Stage = Mapping[str, Any]
END_OF_DAY = "23:59"
LAST_HOUR = 17
"""From this hour on it is evening."""


@dataclass(frozen=True, slots=True)
class Announcement:
	"""What is told of a stage. day: on which it is told. until: the last day on which telling still helps."""

	template: str
	stage: str
	audience: str
	day: Callable[[Stage], date]
	until: Callable[[Stage], date]
	values: Callable[[Stage], Mapping[str, Any]]
	from_hour: int = 0


def _starts(stage: Stage) -> date:
	day: date = frappe.utils.getdate(stage["starts_on"])
	return day


def _ends(stage: Stage) -> date:
	day: date = frappe.utils.getdate(stage["ends_on"] or stage["starts_on"])
	return day


def _before_end(days: int) -> Callable[[Stage], date]:
	return lambda stage: _ends(stage) - timedelta(days=days)


def _before_start(days: int) -> Callable[[Stage], date]:
	return lambda stage: _starts(stage) - timedelta(days=days)


def _span(stage: Stage) -> Mapping[str, Any]:
	return {"d1": _starts(stage), "d2": _ends(stage)}


def _end(stage: Stage) -> Mapping[str, Any]:
	return {"d": _ends(stage), "t": stage["ends_at"] or END_OF_DAY}


PARTIES = "parties,authorized_representatives"
ANNOUNCEMENTS = (
	Announcement("S19", "nomination_period", PARTIES, _starts, _ends, _span),
	Announcement("S20", "nomination_period", PARTIES, _before_end(3), _ends, _end),
	Announcement("S21", "registration_documents_deadline", PARTIES, _before_end(2), _ends, _end),
	Announcement("S27", "campaign_period", "candidates", _starts, _ends, _span),
	Announcement("S28", "campaign_period", "candidates,proxies", _ends, _ends, lambda stage: {}, LAST_HOUR),
	Announcement(
		"S39",
		"observers_notification_deadline",
		"parties,mahallas,foreign_ministry",
		_before_end(3),
		_ends,
		_end,
	),
	Announcement(
		"S53",
		"election_day",
		"candidates,proxies,observers,media",
		_before_start(1),
		_before_start(1),
		lambda stage: {"d": _starts(stage)},
	),
)
REMINDER, REMINDED_UNTIL = "S35", "proxy_change_deadline"


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
	if not stage or today > _ends(stage) or not _somebody_without_proxies(election, today):
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
