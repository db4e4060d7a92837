"""Thanks for a message; what a program that fell into the trap of the form is shown."""

from esaylov.portal.editorial.participants import Participant
from esaylov.portal.routes import PARTICIPANT, Route
from esaylov.portal.web import Page, PortalRequest, portal_page

ROUTE = Route(PARTICIPANT + "/sent", login=False, is_public=True, is_built=True)


@portal_page
def get_context(request: PortalRequest, participant: str) -> Page:
	"""The page without a receipt: nothing was written."""
	values = {"participant": Participant(participant), "receipt": None}
	return Page("portal/feedback_sent.html", request.t("feedback.sent"), values)
