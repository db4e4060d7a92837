"""One of the seven pages of the participants."""

from esaylov.portal.editorial.participants import Participant
from esaylov.portal.participant import values_of
from esaylov.portal.routes import PARTICIPANT, Route
from esaylov.portal.web import Page, PortalRequest, portal_page

ROUTE = Route(PARTICIPANT, login=False, is_public=True, is_built=True)


@portal_page
def get_context(request: PortalRequest, participant: str) -> Page:
	"""The page of one kind of participant."""
	page = Participant(participant)
	return Page("portal/participant.html", request.t(f"for.{page}"), values_of(request, page))
