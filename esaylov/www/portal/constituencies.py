"""Constituencies (okruglar) of the country."""

from collections import Counter

import frappe

from esaylov.portal import elections
from esaylov.portal import map as maps
from esaylov.portal.routes import Route
from esaylov.portal.sections.constituencies import by_kind, drawn
from esaylov.portal.sections.ground import Ground
from esaylov.portal.web import Page, PortalRequest, portal_page
from esaylov.registers.published import places

ROUTE = Route(r"constituencies", login=False, is_public=True, of_election=True, is_built=True)
CHAMBER = "LC_SMD"
"""The kind whose boundaries the country's map shows."""


@portal_page
def get_context(request: PortalRequest) -> Page:
	"""Number by kind of election and by region, the map, the boundaries of the Chamber's constituencies."""
	ground = Ground(request)
	if not ground.election:
		return Page(
			"front_empty.html",
			request.t("constituencies.title"),
			{"ways": {}, "participants": [], "services": []},
		)
	if not elections.has("constituencies", ground.election):
		raise frappe.DoesNotExistError
	counts = places.by_territory(ground.code)
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
		"chamber": drawn(ground, places.constituencies(ground.code, None, CHAMBER, boundaries=True)),
	}
	return Page("portal/constituencies.html", request.t("constituencies.title"), values)
