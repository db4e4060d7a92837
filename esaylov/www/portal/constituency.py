"""One constituency: boundary, voters, centre, candidates."""

from esaylov.portal.routes import Route
from esaylov.portal.sections import candidates, drawing
from esaylov.portal.sections.ground import PLACE, Ground
from esaylov.portal.web import Page, PortalRequest, portal_page
from esaylov.registers.published import others, places
from esaylov.registers.published.candidates import Wanted

ROUTE = Route(
	r"constituency/(?P<name>\w+)",
	login=False,
	is_public=True,
	is_built=True,
	arguments=PLACE,
	records={"name": "Constituency"},
)


@portal_page
def get_context(request: PortalRequest, name: str) -> Page:
	"""A constituency: boundary, voters, centre, candidates."""
	row = places.constituency(name)
	ground = Ground(request, row.election)
	wanted = Wanted(row.election, constituency=name)
	values = {
		**candidates.table(ground, wanted),
		"row": row,
		"kind": ground.contests.get(row.election_type),
		"drawn": drawing.alone(row.boundary_geojson),
		"stations": places.stations_of(row.election, name),
		"place": ground.territories.get(row.territory),
		"decision": others.decisions_named([row.decision]).get(row.decision) if row.decision else None,
	}
	return Page("portal/constituency.html", ground.constituency(row), values)
