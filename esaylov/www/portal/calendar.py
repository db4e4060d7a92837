"""The calendar of the election: what is past, open and to come; and the same for the reader's own calendar (.ics)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import frappe

from esaylov import clock
from esaylov.portal import elections
from esaylov.portal import language as languages
from esaylov.portal.web import Download, Page, PortalRequest, Reply

LINE = 74
"""Octets of a line of iCalendar, its end not counted (RFC 5545, 3.1: at most 75 with the space of a folded line)."""


@dataclass(frozen=True, slots=True)
class Row:
	"""A stage with its state; `days` to its end if open, to its start if ahead, since its end if past."""

	stage: Any
	state: str
	days: int


def calendar(request: PortalRequest) -> Page:
	"""All stages by month; open ones first in a list of their own."""
	election = elections.current()
	rows = [_row(stage) for stage in elections.all_stages(election.name)] if election else []
	values = {
		"open_now": sorted((row for row in rows if row.state == "open"), key=lambda row: row.days),
		"ahead": [row for row in rows if row.state == "ahead"],
		"past": [row for row in rows if row.state == "past"],
	}
	return Page("calendar.html", request.t("calendar.title"), values)


def _row(stage: Any) -> Row:
	today, last = clock.today(), elections.last_day(stage)
	if stage.starts_on > today:
		return Row(stage, "ahead", (stage.starts_on - today).days)
	if last < today:
		return Row(stage, "past", (today - last).days)
	return Row(stage, "open", (last - today).days)


def download(request: PortalRequest) -> Reply:
	"""The stages as an iCalendar file (RFC 5545), whole days."""
	election = elections.current()
	if not election:
		raise frappe.DoesNotExistError
	stages = elections.all_stages(election.name)
	lines = [
		"BEGIN:VCALENDAR",
		"VERSION:2.0",
		f"PRODID:-//E-saylov//{request.t.written.upper()}",
		f"X-WR-CALNAME:{escaped(languages.column(election, 'title', request.language))}",
		*(line for stage in stages for line in _event(request, election, stage)),
		"END:VCALENDAR",
	]
	content = "".join(f"{folded(line)}\r\n" for line in lines)
	return Download(content.encode(), f"saylov-{election.election_day}.ics", "text/calendar; charset=utf-8")


def _event(request: PortalRequest, election: Any, stage: Any) -> list[str]:
	after = elections.last_day(stage) + timedelta(days=1)  # the end of a whole-day event is the day after it
	title = languages.column(stage, "title", request.language)
	return [
		"BEGIN:VEVENT",
		f"UID:{stage.key}-{election.name}@{frappe.local.site}",
		f"DTSTAMP:{_stamp(stage.modified)}",
		f"DTSTART;VALUE=DATE:{_day(stage.starts_on)}",
		f"DTEND;VALUE=DATE:{_day(after)}",
		f"SUMMARY:{escaped(title)}",
		"TRANSP:TRANSPARENT",
		"END:VEVENT",
	]


def _day(value: date) -> str:
	return f"{value:%Y%m%d}"


def _stamp(value: datetime) -> str:
	return f"{value.replace(tzinfo=clock.TASHKENT).astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
	"""A text value of iCalendar (RFC 5545, 3.3.11)."""
	for sign in ("\\", ";", ","):
		text = text.replace(sign, f"\\{sign}")
	return text.replace("\n", "\\n")


def folded(line: str) -> str:
	"""A long line on several, none of more octets than allowed and no letter cut in two."""
	parts, part = [], ""
	for sign in line:
		if len((part + sign).encode()) > LINE:
			parts.append(part)
			part = ""
		part += sign
	return "\r\n ".join([*parts, part])
