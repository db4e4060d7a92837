"""Logging in by a signature."""

from base64 import b64encode

import frappe

from esaylov.framework import clock
from esaylov.framework.errors import EsaylovError
from esaylov.framework.requests.rate_limits import rate_limit
from esaylov.identity.logins import addresses
from esaylov.identity.logins.ways import eds
from esaylov.portal import layout
from esaylov.portal.cabinet.attempts import LIMIT, SECONDS
from esaylov.portal.routes import FORM, Route
from esaylov.portal.web import Page, PortalRequest, Redirect, Reply, portal_page
from esaylov.trust import program_keys

ROUTE = Route(r"cabinet/login/eds", FORM, login=False)

ZONE = "+05:00"  # Tashkent, no summer time


@portal_page
def get_context(request: PortalRequest) -> Reply:
	"""The challenge in the page, signed there; posted, the log-in."""
	after = addresses.within_site(request.args.get("next") or request.form.get("next"))
	if not request.is_guest:
		return Redirect(addresses.after_login(request.user, after))
	if request.method != "POST":
		return signature_page(request, after)
	try:
		return signature_posted(request, after)
	except EsaylovError as refusal:
		frappe.db.rollback()
		problem = layout.tell_refusal(request, refusal)
		return signature_page(request, after, problem, refusal.http_status_code)


@rate_limit(limit=LIMIT, seconds=SECONDS)
def signature_posted(request: PortalRequest, after: str) -> Reply:
	user = eds.confirm(request.form.get("challenge", ""), request.form.get("signature", ""))
	return Redirect(addresses.after_login(user, after))


def signature_page(request: PortalRequest, after: str, problem: str = "", status: int = 200) -> Page:
	challenge, content = eds.challenge()
	values = {
		"after": after,
		"problem": problem,
		"challenge": challenge,
		"payload": b64encode(content).decode(),
		"payload_text": content.decode(),
		"program_keys": " ".join(program_keys.program_keys()),
		"now_iso": clock.now().isoformat(timespec="milliseconds") + ZONE,
	}
	return Page("cabinet/login_eds.html", request.t("login.eds"), values, status, signs=True)
