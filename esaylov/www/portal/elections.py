"""All elections that the public may read of: what runs, what comes, the archive."""

from esaylov.portal import elections
from esaylov.portal.routes import Route
from esaylov.portal.web import Page, PortalRequest, portal_page

ROUTE = Route(r"elections", login=False, is_public=True, is_built=True)


@portal_page
def get_context(request: PortalRequest) -> Page:
	"""Each election with its day and the way to its pages."""
	return Page(
		"portal/elections.html", request.t("elections.title"), {"elections_by_state": elections.by_state()}
	)
