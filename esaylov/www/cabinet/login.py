"""Logging in to the cabinet: through OneID, by a signature, by an SMS code, by a password; and out.

Passwords are Frappe's matter (lock after repeated failures, session, log of logins), everything else that of `logins`.
"""

from base64 import b64encode

import frappe

from esaylov import clock
from esaylov.core.identity import IdentityInvalid, masked_phone, normal_phone
from esaylov.core.texts import known, text
from esaylov.errors import EsaylovError
from esaylov.logins import service as logins
from esaylov.portal import frame
from esaylov.portal.web import Page, PortalRequest, Redirect, Reply
from esaylov.rate_limits import rate_limit

HOME = "/cabinet"
# a wall behind Frappe's own lock, which closes after a few wrong passwords in a row
LIMIT, SECONDS = 60, 10 * 60
TOLD = ("oneid_", "login_")
"""Codes that may stand in the address of the page: what a browser brings back from OneID."""
ZONE = "+05:00"  # Tashkent, no summer time


def log_in(request: PortalRequest) -> Reply:
	"""The ways to log in; posted, the log-in by password and on to `next` (an address of the cabinet, nothing else)."""
	after = logins.within_cabinet(request.args.get("next"))
	if request.method == "POST":
		return attempt(request, logins.within_cabinet(request.form.get("next")))
	if not request.is_guest:
		return Redirect(after)
	return page(request, after, told(request))


def told(request: PortalRequest) -> str:
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
	return Page("login.html", request.t("login.title"), values, status)


def by_code(request: PortalRequest) -> Reply:
	"""Ask for a code to a phone, then type it; the same pages for every number."""
	after = logins.within_cabinet(request.args.get("next") or request.form.get("next"))
	if not request.is_guest:
		return Redirect(after)
	if request.method != "POST":
		return code_page(request, after)
	try:
		return code_posted(request, after)
	except EsaylovError as refusal:
		frappe.db.rollback()
		is_sent = request.form.get("action") == "enter"
		problem = frame.refusal_text(request, refusal)
		return code_page(request, after, problem, is_sent, refusal.http_status_code)


@rate_limit(limit=LIMIT, seconds=SECONDS)
def code_posted(request: PortalRequest, after: str) -> Reply:
	phone = request.form.get("phone", "")
	if request.form.get("action") == "enter":
		logins.sms_confirm(phone, request.form.get("code", ""))
		return Redirect(after)
	logins.sms_request(phone)
	return code_page(request, after, is_sent=True)


def code_page(
	request: PortalRequest, after: str, problem: str = "", is_sent: bool = False, status: int = 200
) -> Page:
	phone = request.form.get("phone", "")
	values = {
		"after": after,
		"problem": problem,
		"is_sent": is_sent,
		"phone": phone,
		"masked": _masked(phone),
		"minutes": logins.code_minutes(),
	}
	return Page("login_code.html", request.t("login.sms"), values, status)


def by_signature(request: PortalRequest) -> Reply:
	"""The challenge in the page, signed there; posted, the log-in."""
	after = logins.within_cabinet(request.args.get("next") or request.form.get("next"))
	if not request.is_guest:
		return Redirect(after)
	if request.method != "POST":
		return signature_page(request, after)
	try:
		return signature_posted(request, after)
	except EsaylovError as refusal:
		frappe.db.rollback()
		problem = frame.refusal_text(request, refusal)
		return signature_page(request, after, problem, refusal.http_status_code)


@rate_limit(limit=LIMIT, seconds=SECONDS)
def signature_posted(request: PortalRequest, after: str) -> Reply:
	user = logins.eds_confirm(request.form.get("challenge", ""), request.form.get("signature", ""))
	home = logins.home_of(user)
	return Redirect(after if home == HOME else home)


def signature_page(request: PortalRequest, after: str, problem: str = "", status: int = 200) -> Page:
	challenge, content = logins.eds_challenge()
	values = {
		"after": after,
		"problem": problem,
		"challenge": challenge,
		"payload": b64encode(content).decode(),
		"payload_text": content.decode(),
		"now_iso": clock.now().isoformat(timespec="milliseconds") + ZONE,
	}
	return Page("login_eds.html", request.t("login.eds"), values, status, signs=True)


def log_out(request: PortalRequest) -> Redirect:
	frappe.local.login_manager.logout()
	return Redirect(f"/{request.language}")


def _masked(phone: str) -> str:
	try:
		return masked_phone(normal_phone(phone))
	except IdentityInvalid:
		return ""
