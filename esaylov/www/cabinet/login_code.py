"""Logging in by an SMS code."""

from collections.abc import Sequence

import frappe

from esaylov.core.findings import Finding
from esaylov.core.people.identity import IdentityInvalid, masked_phone, normal_phone
from esaylov.core.texts import finding_text
from esaylov.framework.errors import EsaylovError
from esaylov.framework.requests.rate_limits import rate_limit
from esaylov.identity import codes
from esaylov.identity.logins import addresses
from esaylov.identity.logins.ways import sms
from esaylov.portal import layout
from esaylov.portal.cabinet.attempts import LIMIT, SECONDS
from esaylov.portal.routes import FORM, Route
from esaylov.portal.web import Page, PortalRequest, Redirect, Reply, portal_page

ROUTE = Route(r"cabinet/login/code", FORM, login=False)


@portal_page
def get_context(request: PortalRequest) -> Reply:
	"""Ask for a code to a phone, then type it; the same pages for every number."""
	after = addresses.within_site(request.args.get("next") or request.form.get("next"))
	if not request.is_guest:
		return Redirect(addresses.after_login(request.user, after))
	if request.method != "POST":
		return code_page(request, after)
	try:
		return code_posted(request, after)
	except EsaylovError as refusal:
		frappe.db.rollback()
		is_sent = request.form.get("action") == "enter"
		problem = layout.tell_refusal(request, refusal)
		return code_page(request, after, problem, is_sent, refusal.http_status_code, refusal.findings)


@rate_limit(limit=LIMIT, seconds=SECONDS)
def code_posted(request: PortalRequest, after: str) -> Reply:
	phone = request.form.get("phone", "")
	if request.form.get("action") == "enter":
		sms.confirm(phone, request.form.get("code", ""), request.form.get("entry", ""))
		return Redirect(addresses.after_login(frappe.session.user, after))
	sms.request(phone)
	return code_page(request, after, is_sent=True)


def code_page(
	request: PortalRequest,
	after: str,
	problem: str = "",
	is_sent: bool = False,
	status: int = 200,
	choices: Sequence[Finding] = (),
) -> Page:
	"""The page that asks for a number, then for the code, then for one of the entries that have the number (choices)."""
	phone = request.form.get("phone", "")
	values = {
		"after": after,
		"problem": problem,
		"is_sent": is_sent,
		"code": request.form.get("code", "") if choices else "",
		"choices": [(found.path, finding_text(found, request.t.written)) for found in choices],
		"phone": phone,
		"masked": _masked(phone),
		"minutes": codes.code_minutes(),
	}
	return Page("cabinet/login_code.html", request.t("login.sms"), values, status)


def _masked(phone: str) -> str:
	try:
		return masked_phone(normal_phone(phone))
	except IdentityInvalid:
		return ""
