"""Constituencies of a region, or of a district with its polling stations."""

from collections import Counter

import frappe

from esaylov.portal.routes import TERRITORY, Route
from esaylov.portal.sections.constituencies import by_kind, drawn
from esaylov.portal.sections.ground import Ground
from esaylov.portal.web import Page, PortalRequest, portal_page
from esaylov.registers.published import candidates, places

ROUTE = Route(
	r"constituencies/(?P<code>\w{4,7})",
	login=False,
	is_public=True,
	of_election=True,
	is_built=True,
	records={"code": TERRITORY},
)


@portal_page
def get_context(request: PortalRequest, code: str) -> Page:
	"""A region with its districts, or a district with its polling stations; constituencies and voters of each."""
	ground = Ground(request)
	place = ground.territories.get(code)
	if not place or place.level == "Country":
		raise frappe.DoesNotExistError
	inside = sorted((row for row in ground.territories.values() if row.above == code), key=ground.order)
	codes = [code, *(row.name for row in inside)]
	counts = [row for row in places.by_territory(ground.code) if row.territory in codes]
	numbers: Counter[str] = Counter()
	for row in counts:
		numbers[row.territory] += row.number
	values = {
		"ground": ground,
		"place": place,
		"above": ground.territories.get(place.above or ""),
		"inside": inside,
		"numbers": numbers,
		"station_numbers": places.stations_by_territory(),
		"by_kind": by_kind(ground, counts),
		"own": drawn(ground, places.constituencies(ground.code, [code], boundaries=True)),
		"candidate_numbers": candidates.by_constituency(ground.code),
		"stations": places.stations(code) if place.level == "District" else [],
	}
	return Page("portal/constituencies_territory.html", ground.title(place), values)
