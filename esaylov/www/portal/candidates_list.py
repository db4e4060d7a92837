"""Candidates of a kind of election or of a party in it, in the booklet's table."""

import frappe

from esaylov.portal.routes import Route
from esaylov.portal.sections import candidates as shared
from esaylov.portal.sections.ground import PLACE, Bar, Ground, is_counted
from esaylov.portal.web import Page, PortalRequest, portal_page
from esaylov.registers.published import candidates
from esaylov.registers.published.candidates import Wanted

ROUTES = (
	Route(
		r"candidates/(?P<election_type>\w+)",
		login=False,
		is_public=True,
		of_election=True,
		is_built=True,
		arguments=PLACE,
		records={"election_type": "Election Type"},
	),
	Route(
		r"candidates/(?P<election_type>\w+)/(?P<party>\w+)",
		login=False,
		is_public=True,
		of_election=True,
		is_built=True,
		arguments=PLACE,
		records={"election_type": "Election Type", "party": "Political Party"},
	),
)


@portal_page
def get_context(request: PortalRequest, election_type: str, party: str = "") -> Page:
	"""Of a kind of election: the parties that nominated in it, and the first page of its candidates; or those of one party."""
	ground = Ground(request)
	ground.code  # noqa: B018 # raises where there is no election
	if election_type not in ground.contests or (party and party not in ground.parties):
		raise frappe.DoesNotExistError
	kind = ground.contests[election_type]
	wanted = Wanted(ground.code, election_type=election_type, party=party)
	title = ground.title(ground.parties[party]) if party else ground.title(kind)
	values = {
		**shared.table(ground, wanted),
		"kind": kind,
		"party": ground.parties.get(party),
		"by_party": [] if party else _parties(ground, election_type),
		"ended": candidates.ended(wanted) if is_counted(request) else 0,
		"more": _filters(election_type=election_type, party=party),
	}
	return Page("portal/candidates_list.html", title, values)


def _parties(ground: Ground, election_type: str) -> list[Bar]:
	"""Bars of the parties of a contest, above the first page of its list alone: they count every candidate of the election."""
	if not is_counted(ground.request):
		return []
	counts = [row for row in candidates.counts(ground.code) if row.election_type == election_type]
	return shared.by_party(ground, counts, ground.request.within(f"candidates/{election_type}") + "/{}")


def _filters(**values: str) -> str:
	return "&".join(f"{key}={value}" for key, value in values.items() if value)
