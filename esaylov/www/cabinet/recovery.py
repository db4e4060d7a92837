"""A new password by the code of a recovery that two persons decided; then a new second factor. For staff who are not logged in."""

from typing import Final

import frappe

from esaylov.framework.errors import EsaylovError
from esaylov.framework.rate_limits import rate_limit
from esaylov.identity.logins import service as logins
from esaylov.portal import layout
from esaylov.portal.cabinet.attempts import LIMIT, SECONDS
from esaylov.portal.routes import FORM, Route
from esaylov.portal.web import Page, PortalRequest, Redirect, Reply, portal_page

ROUTE = Route(r"cabinet/recovery", FORM, login=False)

AFTERWARDS: Final = "/cabinet/logins"
FIELDS: Final = ("code", "password", "again")


@portal_page
def get_context(request: PortalRequest) -> Reply:
	"""Type the code and a new password twice; the same answer for a code that is wrong, over or used."""
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
	code, password, again = (request.form.get(name, "") for name in FIELDS)
	if password != again:
		return page(request, request.t("recovery.differs"), "again", 422)
	logins.use_recovery(code, password)
	return Redirect(f"{AFTERWARDS}?ended=recovery#passkeys")


def page(request: PortalRequest, problem: str = "", field: str = "code", status: int = 200) -> Page:
	values = {
		"problem": problem,
		"field": field,
		"code": request.form.get("code", ""),
		"shortest": logins.SHORTEST_PASSWORD,
	}
	return Page("cabinet/recovery.html", request.t("recovery.title"), values, status)
