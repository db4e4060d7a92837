"""The calendar of the election: what is past, open and to come."""

from dataclasses import dataclass
from typing import Any

from esaylov.framework import clock
from esaylov.portal import elections
from esaylov.portal.routes import Route
from esaylov.portal.web import Page, PortalRequest, portal_page

ROUTE = Route(r"calendar", login=False, is_public=True, of_election=True, is_built=True)


@dataclass(frozen=True, slots=True)
class Row:
	"""A stage with its state; `days` to its end if open, to its start if ahead, since its end if past."""

	stage: Any
	state: str
	days: int


@portal_page
def get_context(request: PortalRequest) -> Page:
	"""All stages by month; open ones first in a list of their own."""
	election = elections.of(request)
	rows = [_row(stage) for stage in elections.all_stages(election.name)] if election else []
	values = {
		"open_now": sorted((row for row in rows if row.state == "open"), key=lambda row: row.days),
		"ahead": [row for row in rows if row.state == "ahead"],
		"past": [row for row in rows if row.state == "past"],
	}
	return Page("portal/calendar.html", request.t("calendar.title"), values)


def _row(stage: Any) -> Row:
	today, last = clock.today(), elections.last_day(stage)
	if stage.starts_on > today:
		return Row(stage, "ahead", (stage.starts_on - today).days)
	if last < today:
		return Row(stage, "past", (today - last).days)
	return Row(stage, "open", (last - today).days)
