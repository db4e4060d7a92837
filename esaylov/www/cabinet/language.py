"""The language and script of whoever has logged in, chosen in the header."""

from esaylov.identity.logins import addresses, language
from esaylov.portal.routes import Route
from esaylov.portal.web import PortalRequest, Redirect, portal_page

ROUTE = Route(r"cabinet/language", ("POST",), login=True)


@portal_page
def get_context(request: PortalRequest) -> Redirect:
	"""Keep the choice, and back to the page."""
	language.choose(request.user, request.form.get("language", ""))
	return Redirect(addresses.within_site(request.form.get("next")) or addresses.CABINET)
