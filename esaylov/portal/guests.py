"""What guests ask and no file answers costs points, by network: hook `auth_hooks`. A point is about 10 ms of processor time.

Counted is what is dear, not how often somebody asks: behind one address may stand a whole town. Reading lists and data, and
doing something (logging in, filing a message, following an appeal) have an account each, so that whoever reads everything
behind an address keeps nobody behind it from their appeal. Built pages, kept answers and assets cost nothing.
"""

import json

import frappe
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request, Response

from esaylov.core import language as languages
from esaylov.core.texts import text as core_text
from esaylov.framework import address, database_away, headers, limits, rate_limits
from esaylov.framework.errors import TooMany
from esaylov.portal import away, routes

SECONDS = 60
POINTS = 3_000
"""A minute: 30 s of processor time, a quarter of two cores; of each account [ours]."""
CONFIG = "esaylov_guest_points"
"""In site_config.json: another number of points."""
READING, DOING = "reading", "doing"
OTHER = 2
"""Points of an address that has none of its own: a page of the framework, one that is not there."""
METHODS = {
	"esaylov.api.open_data.": 10,
	"esaylov.api.chain.export": 50,
	"esaylov.api.chain.": 2,
	"esaylov.api.sms.callback": 0,
}
"""Points of what programs ask; the first that fits. A gateway reports thousands of deliveries from one address: it has a limit of its own."""
API, METHOD = "api/", "/api/method/"


def limit() -> None:
	"""Raise the answer 429, which ends the request, where a guest's network has spent its points; else nothing.

	While nothing can be counted nobody is limited (`rate_limits`).
	"""
	if frappe.session.user != "Guest":
		return
	http = frappe.local.request
	account, points = cost(http)
	if not points:
		return
	key = f"{account}|{address.network()}"
	try:
		spent = limits.hit("guest", key, SECONDS, points)
	except rate_limits.AWAY:
		return
	if spent > int(frappe.conf.get(CONFIG) or POINTS):
		raise HTTPException(response=refusal(http, limits.seconds_left("guest", key) or SECONDS))


def cost(http: Request) -> tuple[str, int]:
	"""The account that an address belongs to, and its points."""
	first, _, rest = http.path.strip("/ ").partition("/")
	if first in languages.LANGUAGES:
		return READING if http.method in routes.READ else DOING, routes.cost(rest)
	method = http.path.removeprefix(METHOD)
	found = next((points for name, points in METHODS.items() if method.startswith(name)), None)
	return (DOING, OTHER) if found is None else (READING, found)


def refusal(http: Request, seconds: int) -> Response:
	"""429 with the seconds to wait: a page for readers, the envelope of all refusals for programs. It asks no database."""
	if http.path.lstrip("/").startswith(API):
		message = core_text(TooMany.code, database_away.language_of(http))
		error = {"code": TooMany.code, "message": message, "field": "", "article": "", "findings": []}
		response = Response(json.dumps({"error": error}), mimetype="application/json")
	else:
		response = away.page(http, "busy")
	response.status_code = TooMany.http_status_code
	response.headers.update({"Retry-After": str(seconds), "Cache-Control": "no-store"})
	headers.harden(response, http)
	return response
