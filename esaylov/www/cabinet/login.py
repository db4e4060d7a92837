"""Logging in to the cabinet: the ways to do so (OneID, a signature, an SMS code), and the one by a password.

Passwords are Frappe's matter (lock after repeated failures, session, log of logins), everything else that of `logins`.
"""

import frappe

from esaylov.core.texts import known, text
from esaylov.framework.rate_limits import rate_limit
from esaylov.identity.logins import service as logins
from esaylov.portal.cabinet.attempts import LIMIT, SECONDS
from esaylov.portal.routes import FORM, Route
from esaylov.portal.web import Page, PortalRequest, Redirect, Reply, portal_page

ROUTE = Route(r"cabinet/login", FORM, login=False)

TOLD = ("oneid_", "login_")
"""Codes that may stand in the address of the page: what a browser brings back from OneID."""


@portal_page
def get_context(request: PortalRequest) -> Reply:
	"""The ways to log in; posted, the log-in by password and on to `next` (an address of the cabinet, nothing else)."""
	after = logins.within_cabinet(request.args.get("next"))
	if request.method == "POST":
		return attempt(request, logins.within_cabinet(request.form.get("next")))
	if not request.is_guest:
		return Redirect(after)
	return page(request, after, notice(request))


def notice(request: PortalRequest) -> str:
	"""The text of a refusal that stands in the address, if it is one of ours."""
	code = request.args.get("problem", "")
	return text(code, request.t.written) if code.startswith(TOLD) and known(code) else ""


@rate_limit(limit=5 * LIMIT, seconds=SECONDS)  # an office behind one address
def attempt(request: PortalRequest, after: str) -> Reply:
	try:
		is_in = frappe.local.login_manager.login() is not False  # reads usr and pwd of the form
	except frappe.AuthenticationError:
		return page(request, after, request.t("login.wrong"), 401)
	except frappe.SecurityException:
		return page(request, after, request.t("login.locked"), 429)
	return Redirect(after) if is_in else page(request, after, request.t("login.elsewhere"), 403)


def page(request: PortalRequest, after: str, problem: str = "", status: int = 200) -> Page:
	is_password = request.method == "POST"
	values = {
		"after": after,
		"problem": problem,
		"is_password": is_password,
		"oneid": logins.oneid_enabled(),
		"user": request.form.get("usr", "") if is_password else "",
	}
	return Page("cabinet/login.html", request.t("login.title"), values, status)
