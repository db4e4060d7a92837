"""What guests ask and no file answers costs points, by network: hook `auth_hooks`. A point is about 10 ms of processor time.

Points of the address are counted before anything is done; what an answer took beyond them is added when it is made (`charge`).

Counted is what is dear, not how often somebody asks: behind one address may stand a whole town. Reading lists and data, and
doing something (logging in, filing a message, following an appeal) have an account each, so that whoever reads everything
behind an address keeps nobody behind it from their appeal. Built pages, kept answers and assets cost nothing.
"""

import json
import re
import time

import frappe
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request, Response

from esaylov.core.formats import language as languages
from esaylov.core.texts import text as core_text
from esaylov.framework import database_away
from esaylov.framework.cache_away import AWAY
from esaylov.framework.errors import TooMany
from esaylov.framework.requests import address, headers, limits
from esaylov.portal import away, routes

SECONDS = 60
POINTS = 3_000
"""A minute: 30 s of processor time, a quarter of two cores; of each account [ours]."""
CONFIG = "esaylov_guest_points"
"""In site_config.json: another number of points."""
READING, DOING = "reading", "doing"
OTHER = 2
"""Points of an address that has none of its own: a page of the framework, one that is not there."""
METHODS = {"esaylov.api.open_data.": 10, "esaylov.api.chain.export": 50, "esaylov.api.chain.": 2}
"""Points of what programs read; the first that fits."""
FREE = frozenset(
	{
		*("ping", "frappe.ping", "frappe.realtime.get_user_info"),
		*("esaylov.api.metrics.metrics", "esaylov.api.status.status", "esaylov.api.sms.callback"),
	}
)
"""What this server and its watchers ask from one address, and the reports of a gateway: these have limits of their own."""
POINT, ROWS_OF_POINT = 0.01, 5_000
"""Seconds of this process, and rows that the database reads, for a point. 0.4 to 2 µs a row were measured (`benchmarks/guest_values.py`)."""
READS = tuple(f"Handler_read_{kind}" for kind in ("key", "next", "prev", "rnd", "rnd_next"))
CHARGED = "guest_charged"
API, METHOD_AT = "api/", re.compile(r"api/(?:v[12]/)?method/([^/]*)")
ACTING = ("cabinet", "login")
"""Addresses without a language where something is done, by reading too."""


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
	except AWAY:
		return
	frappe.local.flags[CHARGED] = (key, points, time.thread_time())
	if spent > int(frappe.conf.get(CONFIG) or POINTS):
		raise HTTPException(response=refusal(http, limits.seconds_left("guest", key) or SECONDS))


def charge() -> None:
	"""Count what the answer to a guest took beyond the points of its address: a row that is read costs as processor time does."""
	charged: tuple[str, int, float] | None = frappe.local.flags.pop(CHARGED, None)
	if charged is None:
		return
	key, points, began = charged
	try:
		taken = measured(time.thread_time() - began, _rows_read())
		if taken > points:
			limits.hit("guest", key, SECONDS, taken - points)
	except AWAY:
		return
	except Exception as fault:
		if not database_away.is_away(fault):
			raise


def measured(seconds: float, rows: int) -> int:
	"""Points of so much processor time of this process and so many rows of the database."""
	return int(seconds / POINT + rows / ROWS_OF_POINT)


def _rows_read() -> int:
	"""Rows that the database read for this request: each has a connection of its own."""
	counters = dict(frappe.db.sql("show session status like 'Handler_read%%'"))
	return sum(int(counters[name]) for name in READS)


def cost(http: Request) -> tuple[str, int]:
	"""The account that a request belongs to, and its points. A method has the same by each of its addresses."""
	path = "/".join(part for part in http.path.strip().split("/") if part)
	if cmd := frappe.local.form_dict.get("cmd"):  # the framework looks at it first
		return _of_method(str(cmd))
	if method := METHOD_AT.match(path):
		return _of_method(method[1])
	first, _, rest = path.partition("/")
	if first in languages.LANGUAGES:
		return READING if http.method in routes.READ else DOING, routes.cost(rest)
	if http.method in routes.READ and first not in ("api", *ACTING):
		return READING, OTHER if first else 0
	return DOING, OTHER


def _of_method(name: str) -> tuple[str, int]:
	if name in FREE:
		return READING, 0
	found = next((points for start, points in METHODS.items() if name.startswith(start)), None)
	return (DOING, OTHER) if found is None else (READING, found)


def refusal(http: Request, seconds: int) -> Response:
	"""429 with the seconds to wait: a page for readers, the envelope of all refusals for programs. It asks no database."""
	if http.path.lstrip("/").startswith(API):
		message = core_text(TooMany.code, database_away.language_of(http))
		texts = {"code": TooMany.code, "message": message, "field": "", "pointer": "", "article": ""}
		error = {**texts, "findings": []}
		response = Response(json.dumps({"error": error}), mimetype="application/json")
	else:
		response = away.page(http, "busy")
	response.status_code = TooMany.http_status_code
	response.headers.update({"Retry-After": str(seconds), "Cache-Control": "no-store"})
	headers.harden(response, http)
	return response
