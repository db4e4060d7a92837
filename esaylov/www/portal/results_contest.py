"""The results of a contest, or of one constituency: votes as bars and the count of each station."""

import frappe

from esaylov.portal.routes import Route
from esaylov.portal.sections import counts
from esaylov.portal.sections.ground import Ground
from esaylov.portal.web import Page, PortalRequest, portal_page

RECORDS = {"election_type": "Election Type"}
ROUTES = (
	Route(
		r"results/(?P<election_type>\w+)",
		login=False,
		is_public=True,
		of_election=True,
		is_built=True,
		records=RECORDS,
	),
	Route(
		r"results/(?P<election_type>\w+)/(?P<constituency>\w+)",
		login=False,
		is_public=True,
		of_election=True,
		is_built=True,
		records={**RECORDS, "constituency": "Constituency"},
	),
)


@portal_page
def get_context(request: PortalRequest, election_type: str, constituency: str = "") -> Page:
	"""Raises DoesNotExistError for what is not counted in the election."""
	ground = Ground(request)
	found = counts.contest(ground, election_type, constituency)
	if found is None:
		raise frappe.DoesNotExistError
	title = found.pop("title")
	return Page("portal/results_contest.html", title, {"ground": ground, **found})
