"""One candidate: status in plain words with its decision, biography, programme."""

from collections.abc import Iterable
from typing import Any

from esaylov.core.formats import language as languages
from esaylov.core.people.names import surname_and_initials
from esaylov.portal.routes import Route
from esaylov.portal.sections.candidates import LOOKS, around
from esaylov.portal.sections.ground import Ground
from esaylov.portal.titles import titles_of
from esaylov.portal.web import Page, PortalRequest, portal_page
from esaylov.registers.published import candidates, others, places

ROUTE = Route(
	r"candidate/(?P<name>\w+)",
	login=False,
	is_public=True,
	is_built=True,
	records={"name": "Candidate"},
)


@portal_page
def get_context(request: PortalRequest, name: str) -> Page:
	"""A candidate's page: status in plain words with its decision, biography, programme."""
	row = candidates.one(name)
	ground = Ground(request, row.election)
	named = others.decisions_named([code for code in (row.decision, row.end_decision) if code])
	place = places.constituency(row.constituency) if row.constituency else None
	values = {
		**around(ground),
		"row": row,
		"shown": ground.person(row.full_name),
		"initials": "".join(part[0] for part in row.full_name.split()[:2]).upper(),
		"kind": ground.contests.get(row.election_type),
		"party": ground.parties.get(row.party or ""),
		"place": place,
		"looks": LOOKS,
		"photo_language": languages.DEFAULT,  # one file for all languages
		"decision": named.get(row.decision),
		"end_decision": named.get(row.end_decision or ""),
		"commissions": _commissions(ground, named.values()),
	}
	return Page("portal/candidate.html", surname_and_initials(row.full_name), values)


def _commissions(ground: Ground, decisions: Iterable[Any]) -> dict[str, str]:
	return titles_of("Election Commission", {row.commission for row in decisions}, ground.request)
