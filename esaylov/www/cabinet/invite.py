"""The first password of a member of a commission, by the code of an invitation; then a second factor. For whoever is not logged in."""

from typing import Final

import frappe

from esaylov.framework.errors import EsaylovError
from esaylov.framework.rate_limits import rate_limit
from esaylov.identity.logins import service as logins
from esaylov.permissions.configuration import service as configuration
from esaylov.portal import layout
from esaylov.portal.cabinet.attempts import LIMIT, SECONDS
from esaylov.portal.routes import FORM, Route
from esaylov.portal.web import Page, PortalRequest, Redirect, Reply, portal_page

ROUTE = Route(r"cabinet/invite", FORM, login=False)

AFTERWARDS: Final = "/cabinet/logins"
FIELDS: Final = ("phone", "code", "password", "again")


@portal_page
def get_context(request: PortalRequest) -> Reply:
	"""Type the number, the code and a password twice; the same answer for whatever is wrong with number and code."""
	if not request.is_guest:
		return Redirect(AFTERWARDS)
	if request.method != "POST":
		return page(request)
	try:
		return posted(request)
	except EsaylovError as refusal:
		frappe.db.rollback()
		problem = layout.refusal_text(request, refusal)
		return page(request, problem, refusal.field or "code", refusal.http_status_code)


@rate_limit(limit=LIMIT, seconds=SECONDS)
def posted(request: PortalRequest) -> Reply:
	phone, code, password, again = (request.form.get(name, "") for name in FIELDS)
	if password != again:
		return page(request, request.t("recovery.differs"), "again", 422)
	configuration.accept_invitation(phone, code, password)
	return Redirect(f"{AFTERWARDS}?ended=invitation#passkeys")


def page(request: PortalRequest, problem: str = "", field: str = "code", status: int = 200) -> Page:
	values = {
		"problem": problem,
		"field": field,
		"phone": request.form.get("phone", ""),
		"code": request.form.get("code", ""),
		"shortest": logins.SHORTEST_PASSWORD,
	}
	return Page("cabinet/invite.html", request.t("invite.title"), values, status)
