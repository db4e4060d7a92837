"""A new password by the code of a recovery that two persons decided; then a new second factor. For staff who are not logged in."""

from functools import partial

from esaylov.framework.requests.rate_limits import rate_limit
from esaylov.identity.logins import recovery
from esaylov.portal.cabinet import new_password
from esaylov.portal.cabinet.attempts import LIMIT, SECONDS
from esaylov.portal.routes import FORM, Route
from esaylov.portal.web import PortalRequest, Reply, portal_page

ROUTE = Route(r"cabinet/recovery", FORM, login=False)


@portal_page
def get_context(request: PortalRequest) -> Reply:
	"""Type the code and a new password twice; the same answer for a code that is wrong, over or used."""
	return new_password.posted(request, "recovery", "cabinet/recovery.html", partial(use, request))


@rate_limit(limit=LIMIT, seconds=SECONDS)
def use(request: PortalRequest) -> None:
	"""Try the code."""
	recovery.use(request.form.get("code", ""), request.form.get("password", ""))
