"""The front page. Everything shown is public and names its source and time."""

from typing import Any

from esaylov.core.formats import language as languages
from esaylov.portal import elections, menu
from esaylov.portal import map as maps
from esaylov.portal.routes import Route
from esaylov.portal.web import Page, PortalRequest, portal_page

ROUTE = Route(r"", login=False, is_public=True, of_election=True, is_built=True, arguments=("map",))


@portal_page
def get_context(request: PortalRequest) -> Page:
	"""Election and day, days left, what is open now, figures, search, the map with its table, the seven pages."""
	election = elections.of(request)
	title = request.t("front.title")
	ways = {
		"ways": {path: menu.way(request, path) for path in (*menu.SECTIONS, "calendar")},
		"participants": menu.participants(request),
		"services": menu.services(request),
	}
	if not election:
		return Page("front_empty.html", title, ways)
	stages = elections.stages(election.name)
	figures = elections.figures(election.name)
	values = {
		**ways,
		"stages": stages,
		"open_stages": [stage for stage in stages if stage.is_open],
		"figures": figures,
		"other_elections": elections.others(election.name),
		**measured(request, election, figures),
	}
	return Page("portal/home.html", title, values)


def measured(request: PortalRequest, election: Any, figures: elections.Figures) -> dict[str, Any]:
	"""The map and table of one measure, chosen by `?map=`; `elsewhere` is what belongs to no region (party lists)."""
	known = elections.measures(election)
	measure = request.args.get("map")
	measure = measure if measure in known else next(iter(known))
	region_rows = elections.regions()
	counts = elections.by_region(
		figures.by_territory(measure),
		region_rows,
		elections.district_parents(),
	)
	total = figures.total(measure)
	return {
		"measure": measure,
		"measures": tuple(known),
		"regions": sorted(region_rows, key=lambda row: languages.in_order(row, "title", request.language)),
		"counts": counts,
		"total": total,
		"elsewhere": total - sum(counts.values()),
		"map": maps.drawn(counts),
		"chosen": None,
	}
