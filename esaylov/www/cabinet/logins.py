"""Where I am logged in: each session with its device, and the end of one or of all others. For applicants and staff."""

from typing import Final

import frappe

from esaylov.framework.rate_limits import rate_limit
from esaylov.identity.logins import service as logins
from esaylov.portal.routes import FORM, Route
from esaylov.portal.web import Page, PortalRequest, Redirect, Reply, portal_page

ROUTE = Route(r"cabinet/logins", FORM, login=True)

HERE: Final = "/cabinet/logins"
LIMIT, SECONDS = 60, 10 * 60


@portal_page
def get_context(request: PortalRequest) -> Reply:
	"""The sessions of the user. What is not there, or another's, is answered alike."""
	if request.method == "POST":
		return posted(request)
	values = {
		"rows": logins.own_sessions(request.user),
		"is_staff": logins.home_of(request.user) != logins.CABINET,
		"ended": request.args.get("ended") or "",
	}
	return Page("cabinet/logins.html", request.t("logins.title"), values)


@rate_limit(limit=LIMIT, seconds=SECONDS)
def posted(request: PortalRequest) -> Reply:
	if request.form.get("action") == "others":
		logins.end_other_sessions(request.user)
		return Redirect(f"{HERE}?ended=others")
	if logins.end_own_session(request.user, request.form.get("session", "")):
		frappe.local.login_manager.clear_cookies()
		return Redirect("/cabinet/login")
	return Redirect(f"{HERE}?ended=one")
