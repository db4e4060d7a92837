"""The page of a region. Everything shown is public and names its source and time."""

from esaylov.core.formats import language as languages
from esaylov.portal import elections, menu
from esaylov.portal import map as maps
from esaylov.portal.routes import TERRITORY, Route
from esaylov.portal.web import Page, PortalRequest, portal_page

ROUTE = Route(
	r"territory/(?P<code>\d{4})",
	login=False,
	is_public=True,
	of_election=True,
	is_built=True,
	records={"code": TERRITORY},
)


@portal_page
def get_context(request: PortalRequest, code: str) -> Page:
	"""A region: what stands in the registers for it and its districts and cities, and its commission."""
	election = elections.of(request)
	region = elections.region(code)
	region_rows = elections.regions()
	parents = elections.district_parents()
	known = elections.measures(election)
	figures = elections.figures(election.name) if election else None
	registers = {measure: figures.by_territory(measure) if figures else {} for measure in known}
	totals = {
		measure: elections.by_region(counts, region_rows, parents) for measure, counts in registers.items()
	}
	districts = elections.districts(code)
	values = {
		"region": region,
		"regions": region_rows,
		"districts": sorted(districts, key=lambda row: languages.in_order(row, "title", request.language)),
		"registers": registers,
		"has_own": any(code in counts for counts in registers.values()),
		"totals": totals,
		"ways": {path: menu.way(request, path) for path in menu.SECTIONS},
		"commissions": elections.commissions_of([code, *(row.name for row in districts)]),
		"measure": next(iter(known)),
		"map": maps.drawn(totals[next(iter(known))]),
		"chosen": code,
		"figures": figures,
	}
	return Page("portal/territory.html", languages.column(region, "title", request.language), values)
