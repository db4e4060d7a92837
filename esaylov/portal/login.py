"""Logging in to the cabinet by user and password (demonstration; OneID and key come with the logins' issue), and out.

Frappe does the work: password, lock after repeated failures, session, log of logins.
"""

import frappe
from frappe.rate_limiter import rate_limit

from esaylov.portal.web import Page, PortalRequest, Redirect, Reply

HOME = "/cabinet"
# a wall behind Frappe's own lock, which closes after a few wrong passwords in a row
LIMIT, SECONDS = 60, 10 * 60


def log_in(request: PortalRequest) -> Reply:
	"""The form, or the log-in and on to `next` (an address of the cabinet, nothing else)."""
	after = within_cabinet(request.args.get("next"))
	if not request.is_guest:
		return Redirect(after)
	if request.method != "POST":
		return page(request, after)
	return attempt(request, within_cabinet(request.form.get("next")))


@rate_limit(key="usr", limit=LIMIT, seconds=SECONDS)
def attempt(request: PortalRequest, after: str) -> Reply:
	try:
		is_in = frappe.local.login_manager.login() is not False  # reads usr and pwd of the form
	except frappe.AuthenticationError:
		return page(request, after, "login.wrong", 401)
	except frappe.SecurityException:
		return page(request, after, "login.locked", 429)
	return Redirect(after) if is_in else page(request, after, "login.elsewhere", 403)


def page(request: PortalRequest, after: str, problem: str = "", status: int = 200) -> Page:
	values = {"after": after, "problem": problem, "user": request.form.get("usr", "") if problem else ""}
	return Page("login.html", request.t("login.title"), values, status)


def within_cabinet(address: str | None) -> str:
	"""The address if it leads into the cabinet, else the cabinet's home: no way out to another site."""
	is_ours = address == HOME or (address or "").startswith(HOME + "/")
	return address if is_ours and "//" not in address and "\\" not in address else HOME


def log_out(request: PortalRequest) -> Redirect:
	frappe.local.login_manager.logout()
	return Redirect(f"/{request.language}")
