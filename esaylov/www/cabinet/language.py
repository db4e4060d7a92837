"""The language and script of whoever has logged in, chosen in the header."""

from esaylov.identity.logins import service as logins
from esaylov.portal.routes import Route
from esaylov.portal.web import PortalRequest, Redirect, portal_page

ROUTE = Route(r"cabinet/language", ("POST",), login=True)


@portal_page
def get_context(request: PortalRequest) -> Redirect:
	"""Keep the choice, and back to the page."""
	logins.choose_language(request.user, request.form.get("language", ""))
	return Redirect(logins.within_site(request.form.get("next")) or logins.CABINET)
