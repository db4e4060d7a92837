"""The one door: everybody's ways to log in (OneID, a signature, an SMS code, a password), and the password with its second factor.

Passwords and codes of an app are Frappe's matter (lock after repeated failures, session, log of logins), everything else that of
`logins`. Frappe's own address, which its Desk leads to, leads here.
"""

from typing import Any

import frappe
from frappe import twofactor

from esaylov.core.texts import known, text
from esaylov.framework.errors import EsaylovError
from esaylov.framework.requests.rate_limits import rate_limit
from esaylov.identity.logins import addresses, invitations
from esaylov.identity.logins.ways import oneid
from esaylov.portal import layout
from esaylov.portal.cabinet.attempts import LIMIT, SECONDS
from esaylov.portal.routes import FORM, Route
from esaylov.portal.web import Page, PortalRequest, Redirect, Reply, portal_page

OF_THE_FRAMEWORK = "login"
ROUTES = (Route(r"cabinet/login", FORM, login=False), Route(OF_THE_FRAMEWORK, login=False))

TOLD = ("oneid_", "login_")
"""Codes that may stand in the address of the page: what a browser brings back from OneID."""
BY_APP = "OTP App"


@portal_page
def get_context(request: PortalRequest) -> Reply:
	"""The ways to log in; posted, the log-in by password and on to `next` (an address of the cabinet or the Desk, nothing else)."""
	if request.path == OF_THE_FRAMEWORK:
		return from_the_framework(request)
	after = addresses.within_site(request.form.get("next") or request.args.get("next"))
	if request.method == "POST":
		return posted(request, after)
	if not request.is_guest:
		return Redirect(addresses.after_login(request.user, after))
	return page(request, after, notice(request))


def from_the_framework(request: PortalRequest) -> Redirect:
	"""From `/login?redirect-to=…`, as the Desk says it, to the page; who is in already goes on."""
	wanted = addresses.within_site(request.args.get("redirect-to")) or addresses.DESK
	if request.is_guest:
		return Redirect(layout.with_query("/cabinet/login", next=wanted))
	return Redirect(addresses.after_login(request.user, wanted))


def notice(request: PortalRequest) -> str:
	"""The text of a refusal that stands in the address, if it is one of ours."""
	code = request.args.get("problem", "")
	return text(code, request.t.written) if code.startswith(TOLD) and known(code) else ""


def posted(request: PortalRequest, after: str) -> Reply:
	"""The answer to a password or to the code after it."""
	if request.form.get("tmp_id") and not twofactor.get_cached_user_pass()[0]:
		return page(request, after, request.t("login.second_expired"), 401)
	before = frappe.local.login_manager.user
	try:
		return attempt(request, after)
	except frappe.AuthenticationError:
		return wrong(request, after, is_password_right=frappe.local.login_manager.user != before)
	except frappe.SecurityException:  # the account is locked
		if request.form.get("tmp_id"):
			return page(request, after, request.t("login.locked"), 429)
		# of a name that has no account the framework never says so
		return wrong(request, after, is_password_right=False)
	except (twofactor.ExpiredLoginException, frappe.OutgoingEmailError) as refusal:
		has_ended = isinstance(refusal, twofactor.ExpiredLoginException)
		return page(
			request, after, request.t("login.second_expired" if has_ended else "login.elsewhere"), 401
		)
	except EsaylovError as refusal:
		frappe.db.rollback()
		return page(request, after, layout.tell_refusal(request, refusal), refusal.http_status_code)


@rate_limit(limit=5 * LIMIT, seconds=SECONDS)  # an office behind one address
def attempt(request: PortalRequest, after: str) -> Reply:
	if typed := frappe.form_dict.get("usr"):
		frappe.form_dict.usr = invitations.user_of_phone(str(typed))
	if frappe.local.login_manager.login() is not False:  # reads usr and pwd of the form, or tmp_id and otp
		return Redirect(addresses.after_login(frappe.session.user, after))
	answer = frappe.local.response
	if answer.get("tmp_id"):
		return second(request, after, answer.tmp_id, answer.get("verification"))
	if new_password := answer.get("redirect_to"):  # the password is too old
		return Redirect(layout.on_this_site(new_password))
	return page(request, after, request.t("login.elsewhere"), 403)


def wrong(request: PortalRequest, after: str, *, is_password_right: bool) -> Page:
	"""The page again: a wrong code may be typed anew; of a password that was right, the hour or the network was wrong."""
	if pending := request.form.get("tmp_id"):
		return second(request, after, pending, problem=request.t("login.second_wrong"), status=401)
	return page(request, after, request.t("login.not_now" if is_password_right else "login.wrong"), 401)


def second(
	request: PortalRequest,
	after: str,
	pending: str,
	verification: dict[str, Any] | None = None,
	problem: str = "",
	status: int = 200,
) -> Page:
	"""The step after a password that was right. pending: the framework's name of this try."""
	is_app = (verification or {}).get("method", BY_APP) == BY_APP
	values = {"after": after, "pending": pending, "is_app": is_app, "problem": problem}
	return Page("cabinet/second_factor.html", request.t("login.second_title"), values, status)


def page(request: PortalRequest, after: str, problem: str = "", status: int = 200) -> Page:
	is_password = request.method == "POST"
	values = {
		"after": after,
		"is_deep": bool(after) and after not in addresses.HOMES,
		"problem": problem,
		"is_password": is_password,
		"is_staff": is_password or addresses.is_of_desk(after),
		"has_password": not frappe.get_system_settings("disable_user_pass_login"),
		"oneid": oneid.is_enabled(),
		"user": request.form.get("usr", "") if is_password else "",
	}
	return Page("cabinet/login.html", request.t("login.title"), values, status)
