"""Constituencies (okruglar): the country, a region, a district with its polling stations, one constituency."""

from collections import Counter
from typing import Any

import frappe

from esaylov.portal import map as maps
from esaylov.portal.sections import candidates, drawing
from esaylov.portal.sections.ground import Ground, bars
from esaylov.portal.web import Page, PortalRequest
from esaylov.published import service as published
from esaylov.published.service import Wanted

LIST = "LC_PL"
"""Party lists stand in one constituency, the whole country, which has no row of its own."""
CHAMBER = "LC_SMD"
"""The kind whose boundaries the country's map shows."""


def constituencies(request: PortalRequest) -> Page:
	"""Number by kind of election and by region, the map, the boundaries of the Chamber's constituencies."""
	ground = Ground(request)
	if not ground.election:
		return Page(
			"front_empty.html",
			request.t("constituencies.title"),
			{"ways": {}, "participants": [], "services": []},
		)
	counts = published.constituencies_by_territory(ground.code)
	by_region: Counter[str] = Counter()
	for row in counts:
		by_region[ground.region_of(row.territory)] += row.number
	on_map = {region.name: by_region[region.name] for region in ground.regions}
	values = {
		"ground": ground,
		"total": sum(row.number for row in counts),
		"by_kind": by_kind(ground, counts),
		"counts": on_map,
		"map": maps.drawn(on_map),
		"chamber": drawn(ground, published.constituencies(ground.code, None, CHAMBER, boundaries=True)),
	}
	return Page("sections/constituencies.html", request.t("constituencies.title"), values)


def territory(request: PortalRequest, code: str) -> Page:
	"""A region with its districts, or a district with its polling stations; constituencies and voters of each."""
	ground = Ground(request)
	place = ground.territories.get(code)
	if not place or place.level == "Country":
		raise frappe.DoesNotExistError
	inside = sorted((row for row in ground.territories.values() if row.above == code), key=ground.title)
	codes = [code, *(row.name for row in inside)]
	counts = [row for row in published.constituencies_by_territory(ground.code) if row.territory in codes]
	numbers: Counter[str] = Counter()
	for row in counts:
		numbers[row.territory] += row.number
	values = {
		"ground": ground,
		"place": place,
		"above": ground.territories.get(place.above or ""),
		"inside": inside,
		"numbers": numbers,
		"station_numbers": published.stations_by_territory(),
		"by_kind": by_kind(ground, counts),
		"own": drawn(ground, published.constituencies(ground.code, [code], boundaries=True)),
		"candidate_numbers": published.candidates_by_constituency(ground.code),
		"stations": published.stations(code) if place.level == "District" else [],
	}
	return Page("sections/territory.html", ground.title(place), values)


def constituency(request: PortalRequest, name: str) -> Page:
	"""A constituency: boundary, voters, centre, candidates."""
	row = published.constituency(name)
	ground = Ground(request, row.election)
	wanted = Wanted(row.election, constituency=name)
	values = {
		**candidates.table(ground, wanted),
		"row": row,
		"kind": ground.contests.get(row.election_type),
		"drawn": drawing.alone(row.boundary_geojson),
		"place": ground.territories.get(row.territory),
		"decision": published.decisions_named([row.decision]).get(row.decision) if row.decision else None,
	}
	return Page("sections/constituency.html", ground.constituency(row), values)


def by_kind(ground: Ground, counts: list[Any]) -> list[Any]:
	"""Bars of the kinds of election that have constituencies here."""
	numbers: Counter[str] = Counter()
	for row in counts:
		numbers[row.election_type] += row.number
	return bars(
		(ground.title(row), numbers[code], "") for code, row in ground.contests.items() if code != LIST
	)


def drawn(ground: Ground, rows: list[Any]) -> list[Any]:
	"""Constituencies with the path of their boundary on the map of the country."""
	for row in rows:
		row.path = drawing.on_country(row.pop("boundary_geojson"))
		row.title = ground.constituency(row)
		row.kind = ground.short(ground.contests.get(row.election_type))
	return rows
