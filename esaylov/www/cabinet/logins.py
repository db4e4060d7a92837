"""Where I am logged in: each session with its device, and its end; of staff the passkeys too. For applicants and staff."""

from typing import Any, Final

import frappe

from esaylov.framework.requests.rate_limits import rate_limit
from esaylov.identity.logins import addresses, own_sessions, step_up
from esaylov.identity.logins.ways import passkeys
from esaylov.permissions.configuration.waiting import recovery
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
		"rows": own_sessions.of_user(request.user),
		"is_staff": addresses.home_of(request.user) != addresses.CABINET,
		"ended": request.args.get("ended") or "",
		"recovery": recovery.open_of(request.user),
		**_factors(request.user),
	}
	return Page("cabinet/logins.html", request.t("logins.title"), values)


def _factors(user: str) -> dict[str, Any]:
	"""The second factors of staff: passkeys, an app, and for how long one counts."""
	return {
		"passkeys": passkeys.of_user(user),
		"has_app": step_up.has_app(user),
		"is_asked": step_up.is_asked(user),
		"minutes": step_up.minutes(),
	}


@rate_limit(limit=LIMIT, seconds=SECONDS)
def posted(request: PortalRequest) -> Reply:
	if request.form.get("action") == "others":
		own_sessions.end_others(request.user)
		return Redirect(f"{HERE}?ended=others")
	if request.form.get("action") == "stop_recovery":
		recovery.stop(recovery.open_of(request.user))
		return Redirect(f"{HERE}?ended=stopped")
	if request.form.get("action") == "remove":
		passkeys.remove(request.user, request.form.get("passkey", ""))
		return Redirect(f"{HERE}?ended=passkey")
	if own_sessions.end(request.user, request.form.get("session", "")):
		frappe.local.login_manager.clear_cookies()
		return Redirect("/cabinet/login")
	return Redirect(f"{HERE}?ended=one")
