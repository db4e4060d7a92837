"""The head of a body ends that a system acts for it."""

from typing import Final

from esaylov.framework.errors import NotFound
from esaylov.identity import delegation, service_accounts
from esaylov.portal.routes import FORM, Route
from esaylov.portal.web import Page, PortalRequest, Redirect, Reply, portal_page

ROUTE = Route(r"cabinet/systems/(?P<name>[\w-]+)/end", FORM, login=True)
HERE: Final = "/cabinet/systems"


@portal_page
def get_context(request: PortalRequest, name: str) -> Reply:
	"""Asks once, then ends a key; the same answer for one of another body and one that is not there."""
	keys = [
		key
		for body in sorted(delegation.headed(request.user))
		for key in service_accounts.keys(request.user, body)
	]
	row = next((key for key in keys if key.key == name and key.is_open), None)
	if row is None:
		raise NotFound()
	if request.method == "POST":
		service_accounts.end(request.user, name)
		return Redirect(f"{HERE}?ended=1")
	values = {"row": row, "address": f"{HERE}/{name}/end"}
	return Page("cabinet/systems_end.html", request.t("systems.end_title"), values)
