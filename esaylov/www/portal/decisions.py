"""The published register of decisions (qarorlar): which commission decided what, when, and whether it still stands."""

from datetime import date
from typing import Any

from esaylov.portal.routes import Route
from esaylov.portal.sections.ground import PLACE, Ground, asked_page, is_counted, paged
from esaylov.portal.titles import titles_of_kinds
from esaylov.portal.web import Page, PortalRequest, portal_page
from esaylov.registers.published import others
from esaylov.registers.published.others import WantedDecisions

ROUTE = Route(
	r"decisions",
	login=False,
	is_public=True,
	of_election=True,
	is_built=True,
	arguments=("outcome", "territory", "since", "until", *PLACE),
)

SIZE = 50
OUTCOMES = ("Granted", "Partly Granted", "Refused", "Acknowledged")
COMMISSION, TYPE = "Election Commission", "Appeal Type"


@portal_page
def get_context(request: PortalRequest) -> Page:
	"""Signed decisions, the newest first; filters stand in the address."""
	ground = Ground(request)
	wanted = wanted_by(request, ground)
	listed = others.decisions(wanted, SIZE, asked_page(request), is_counted(request))
	rows = listed.rows
	keys = {(COMMISSION, row.commission) for row in rows} | {
		(TYPE, row.appeal_type) for row in rows if row.appeal_type
	}
	values = {
		"ground": ground,
		"wanted": wanted,
		"outcomes": OUTCOMES,
		"regions": ground.regions,
		"titles": titles_of_kinds(keys, request),
		"annulled": others.decisions_named([row.annuls for row in rows if row.annuls]),
		"list": paged(request, listed, SIZE),
	}
	return Page("portal/decisions.html", request.t("decisions.title"), values)


def wanted_by(request: PortalRequest, ground: Ground) -> WantedDecisions:
	outcome, territory = request.args.get("outcome", ""), request.args.get("territory", "")
	return WantedDecisions(
		election=ground.election.name if ground.election else "",
		outcome=outcome if outcome in OUTCOMES else "",
		territory=territory if territory in ground.territories else "",
		since=_day(request.args.get("since")),
		until=_day(request.args.get("until")),
	)


def _day(text: Any) -> date | None:
	try:
		return date.fromisoformat(text or "")
	except ValueError:
		return None
