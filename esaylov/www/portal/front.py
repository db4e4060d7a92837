"""The front page and the page of a region. Everything shown is public and names its source and time."""

from typing import Any

from esaylov.portal import elections, menu
from esaylov.portal import language as languages
from esaylov.portal import map as maps
from esaylov.portal.web import Page, PortalRequest

MEASURES = {"candidates": "Candidate", "constituencies": "Constituency", "observers": "Observer"}
"""What the map of the front page may show, and the register that is counted."""


def front(request: PortalRequest) -> Page:
	"""Election and day, days left, what is open now, figures, search, the map with its table, the seven pages."""
	election = elections.current()
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
		**measured(request, election.name, figures),
	}
	return Page("front.html", title, values)


def measured(request: PortalRequest, election: str, figures: elections.Figures) -> dict[str, Any]:
	"""The map and table of one measure, chosen by `?map=`; `elsewhere` is what belongs to no region (party lists)."""
	measure = request.args.get("map")
	measure = measure if measure in MEASURES else next(iter(MEASURES))
	region_rows = elections.regions()
	counts = elections.by_region(
		elections.by_territory(MEASURES[measure], election), region_rows, elections.district_parents()
	)
	total = getattr(figures, measure)
	return {
		"measure": measure,
		"measures": tuple(MEASURES),
		"regions": sorted(region_rows, key=lambda row: languages.column(row, "title", request.language)),
		"counts": counts,
		"total": total,
		"elsewhere": total - sum(counts.values()),
		"map": maps.drawn(counts),
		"chosen": None,
	}


def territory(request: PortalRequest, code: str) -> Page:
	"""A region: what stands in the registers for it and its districts and cities, and its commission."""
	election = elections.current()
	region = elections.region(code)
	region_rows = elections.regions()
	parents = elections.district_parents()
	registers = {
		measure: elections.by_territory(register, election.name) if election else {}
		for measure, register in MEASURES.items()
	}
	totals = {
		measure: elections.by_region(counts, region_rows, parents) for measure, counts in registers.items()
	}
	districts = elections.districts(code)
	values = {
		"region": region,
		"regions": region_rows,
		"districts": sorted(districts, key=lambda row: languages.column(row, "title", request.language)),
		"registers": registers,
		"has_own": any(code in counts for counts in registers.values()),
		"totals": totals,
		"ways": {path: menu.way(request, path) for path in menu.SECTIONS},
		"commissions": elections.commissions_of([code, *(row.name for row in districts)]),
		"measure": next(iter(MEASURES)),
		"map": maps.drawn(totals[next(iter(MEASURES))]),
		"chosen": code,
		"figures": elections.figures(election.name) if election else None,
	}
	return Page("territory.html", languages.column(region, "title", request.language), values)
