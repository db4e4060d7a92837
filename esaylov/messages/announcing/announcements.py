"""What the calendar of an election tells of its stages: data, by which the calendar orders campaigns and a campaign is checked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import frappe

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


def last_day(stage: Stage) -> date:
	"""The last day of a stage: its first one where it has one day only."""
	day: date = frappe.utils.getdate(stage["ends_on"] or stage["starts_on"])
	return day


def _before_end(days: int) -> Callable[[Stage], date]:
	return lambda stage: last_day(stage) - timedelta(days=days)


def _before_start(days: int) -> Callable[[Stage], date]:
	return lambda stage: _starts(stage) - timedelta(days=days)


def _span(stage: Stage) -> Mapping[str, Any]:
	return {"d1": _starts(stage), "d2": last_day(stage)}


def _end(stage: Stage) -> Mapping[str, Any]:
	return {"d": last_day(stage), "t": stage["ends_at"] or END_OF_DAY}


PARTIES = "parties,authorized_representatives"
ANNOUNCEMENTS = (
	Announcement("S19", "nomination_period", PARTIES, _starts, last_day, _span),
	Announcement("S20", "nomination_period", PARTIES, _before_end(3), last_day, _end),
	Announcement("S21", "registration_documents_deadline", PARTIES, _before_end(2), last_day, _end),
	Announcement("S27", "campaign_period", "candidates", _starts, last_day, _span),
	Announcement(
		"S28", "campaign_period", "candidates,proxies", last_day, last_day, lambda stage: {}, LAST_HOUR
	),
	Announcement(
		"S39",
		"observers_notification_deadline",
		"parties,mahallas,foreign_ministry",
		_before_end(3),
		last_day,
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
STAGES: Final = {one.template: one.stage for one in ANNOUNCEMENTS}
"""Template to the stage whose days it tells."""
CAMPAIGN_TEMPLATES: Final = frozenset({*STAGES, REMINDER})
"""The templates that we ship for many receivers. All others tell one person of one event, as a code or a decision."""
