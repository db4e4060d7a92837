"""The first password of a member of a commission, by the code of an invitation; then a second factor. For whoever is not logged in."""

from functools import partial

from esaylov.framework.requests.rate_limits import rate_limit
from esaylov.permissions.configuration.waiting import invitations
from esaylov.portal.cabinet import new_password
from esaylov.portal.cabinet.attempts import LIMIT, SECONDS
from esaylov.portal.routes import FORM, Route
from esaylov.portal.web import PortalRequest, Reply, portal_page

ROUTE = Route(r"cabinet/invite", FORM, login=False)


@portal_page
def get_context(request: PortalRequest) -> Reply:
	"""Type the number, the code and a password twice; the same answer for whatever is wrong with number and code."""
	return new_password.posted(request, "invite", "cabinet/invite.html", partial(use, request))


@rate_limit(limit=LIMIT, seconds=SECONDS)
def use(request: PortalRequest) -> None:
	"""Try number and code."""
	phone, code, password = (request.form.get(name, "") for name in ("phone", "code", "password"))
	invitations.accept(phone, code, password)
