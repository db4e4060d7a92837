"""Where I am logged in: each session with its device, and its end; of staff the passkeys too. For applicants and staff."""

from typing import Any, Final

import frappe

from esaylov.framework.rate_limits import rate_limit
from esaylov.identity.logins import service as logins
from esaylov.permissions.configuration import service as configuration
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
		"recovery": configuration.open_recovery(request.user),
		**_factors(request.user),
	}
	return Page("cabinet/logins.html", request.t("logins.title"), values)


def _factors(user: str) -> dict[str, Any]:
	"""The second factors of staff: passkeys, an app, and for how long one counts."""
	return {
		"passkeys": logins.passkeys_of(user),
		"has_app": logins.has_app(user),
		"is_asked": logins.is_factor_asked(user),
		"minutes": logins.factor_minutes(),
	}


@rate_limit(limit=LIMIT, seconds=SECONDS)
def posted(request: PortalRequest) -> Reply:
	if request.form.get("action") == "others":
		logins.end_other_sessions(request.user)
		return Redirect(f"{HERE}?ended=others")
	if request.form.get("action") == "stop_recovery":
		configuration.stop_recovery(configuration.open_recovery(request.user))
		return Redirect(f"{HERE}?ended=stopped")
	if request.form.get("action") == "remove":
		logins.remove_passkey(request.user, request.form.get("passkey", ""))
		return Redirect(f"{HERE}?ended=passkey")
	if logins.end_own_session(request.user, request.form.get("session", "")):
		frappe.local.login_manager.clear_cookies()
		return Redirect("/cabinet/login")
	return Redirect(f"{HERE}?ended=one")
