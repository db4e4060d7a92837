"""The front page and the page of a region. Everything shown is public and names its source and time."""

from esaylov.portal import elections
from esaylov.portal import language as languages
from esaylov.portal import map as maps
from esaylov.portal.web import Page, PortalRequest


def front(request: PortalRequest) -> Page:
	"""Election and day, days left, what is open now, figures, the map and a table that says the same."""
	election = elections.current()
	title = request.t("front.title")
	if not election:
		return Page("front_empty.html", title)
	region_rows = elections.regions()
	counts = elections.by_region(
		elections.observers_by_territory(election.name), region_rows, elections.district_parents()
	)
	values = {
		"stages": elections.stages(election.name),
		"figures": elections.figures(election.name),
		"regions": sorted(region_rows, key=lambda row: languages.column(row, "title", request.language)),
		"counts": counts,
		"map": maps.drawn(counts),
		"chosen": None,
	}
	return Page("front.html", title, values)


def territory(request: PortalRequest, code: str) -> Page:
	"""A region: its commission, and its districts and cities with theirs."""
	election = elections.current()
	region = elections.region(code)
	region_rows = elections.regions()
	observers = elections.observers_by_territory(election.name) if election else {}
	counts = elections.by_region(observers, region_rows, elections.district_parents())
	districts = elections.districts(code)
	values = {
		"region": region,
		"regions": region_rows,
		"districts": sorted(districts, key=lambda row: languages.column(row, "title", request.language)),
		"observers": observers,
		"counts": counts,
		"commissions": elections.commissions_of([code, *(row.name for row in districts)]),
		"map": maps.drawn(counts),
		"chosen": code,
		"figures": elections.figures(election.name) if election else None,
	}
	return Page("territory.html", languages.column(region, "title", request.language), values)
