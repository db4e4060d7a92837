"""The stages of the election for the reader's own calendar (.ics)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import frappe

from esaylov.core.formats import language as languages
from esaylov.framework import clock
from esaylov.portal import elections
from esaylov.portal.built.pages import KINDS
from esaylov.portal.routes import Route
from esaylov.portal.web import Content, PortalRequest, Reply, portal_page

ROUTE = Route(r"calendar\.ics", login=False, is_public=True, is_built=True, of_election=True)
LINE = 74
"""Octets of a line of iCalendar, its end not counted (RFC 5545, 3.1: at most 75 with the space of a folded line)."""


@portal_page
def get_context(request: PortalRequest) -> Reply:
	"""The stages as an iCalendar file (RFC 5545), whole days."""
	election = elections.of(request)
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
	return Content(content.encode(), KINDS[".ics"])


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
