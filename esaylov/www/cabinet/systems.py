"""Systems that act for the bodies that the user heads: their keys, which the head makes and ends."""

from typing import Final

from esaylov.identity import delegation, service_accounts
from esaylov.portal.cabinet import bodies
from esaylov.portal.routes import Route
from esaylov.portal.web import Page, PortalRequest, portal_page

ROUTE = Route(r"cabinet/systems", login=True)
HERE: Final = "/cabinet/systems"


@portal_page
def get_context(request: PortalRequest) -> Page:
	"""The keys of the bodies that the user heads, the newest first, ended ones too; none where they head none."""
	found = bodies.of(request)
	headed = delegation.headed(request.user)
	rows = [
		{"key": key, "body": found.title(body)}
		for body in found.own
		if (body.doctype, body.name) in headed
		for key in service_accounts.keys(request.user, (body.doctype, body.name))
	]
	values = {"rows": rows, "may_bind": bool(headed), "is_ended": "ended" in request.args}
	return Page("cabinet/systems.html", request.t("systems.title"), values)
