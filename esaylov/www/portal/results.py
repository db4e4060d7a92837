"""Results (natijalar): which protocols came in, turnout by region, what was decided; each number from the protocols."""

from typing import Any

from esaylov.portal import map as maps
from esaylov.portal.routes import Route
from esaylov.portal.sections import counts
from esaylov.portal.sections.ground import Ground
from esaylov.portal.web import Page, PortalRequest, portal_page

ROUTE = Route(r"results", login=False, is_public=True, of_election=True, is_built=True)


@portal_page
def get_context(request: PortalRequest) -> Page:
	"""Every contest and constituency that is counted, and the turnout of the regions."""
	ground = Ground(request)
	if not ground.election:
		empty: dict[str, Any] = {"ways": {}, "participants": [], "services": []}
		return Page("front_empty.html", request.t("results.title"), empty)
	rows = counts.overview(ground)
	turnout = counts.turnout_by_region(ground)
	shares = {
		region.name: turnout[region.name].share if region.name in turnout else 0 for region in ground.regions
	}
	values = {
		"ground": ground,
		"rows": rows,
		"turnout": turnout,
		"hours": counts.turnout_by_hour(ground),
		"shares": shares,
		# of one region a map would show the others as if nobody had voted there
		"map": maps.drawn(shares) if len(turnout) > 1 else None,
	}
	return Page("portal/results.html", request.t("results.title"), values)
