"""The display in the hall of a session, for whoever has its link: item, quorum and result, and nobody's name.

The page asks for its middle part again every few seconds; that part is made once in two seconds, however many ask.
"""

import hashlib
from typing import Any

import frappe
from markupsafe import Markup

from esaylov.core.formats import language as languages
from esaylov.decisions.hall import shown as hall_shown
from esaylov.framework.requests.rate_limits import rate_limit
from esaylov.portal import web
from esaylov.portal.routes import Route
from esaylov.portal.web import Content, Page, PortalRequest, portal_page

ROUTE = Route(r"hall/(?P<token>[\w.-]+)", login=False)
SECONDS = 2
"""How long a part is kept: a display is never further behind the session than this and its own rest."""
LIMIT, LIMIT_SECONDS = 300, 60
"""Calls of one address: ten displays that ask every three seconds, and as many again [ours]."""
PART = "hall_display.html"


@portal_page
def get_context(request: PortalRequest, token: str) -> Page | Content:
	"""The display, or the part of it that changes where its own script asks."""
	part = _part(request, token)
	if request.wants_data:
		return Content(part.encode(), "text/html; charset=utf-8")
	return Page("hall/display.html", request.t("hall.title"), {"part": Markup(part)})  # noqa: S704 # made by a template that escapes


@rate_limit(limit=LIMIT, seconds=LIMIT_SECONDS)
def _part(request: PortalRequest, token: str) -> str:
	key = f"hall_display|{request.language}|{hashlib.sha256(token.encode()).hexdigest()}"
	kept: str | None = frappe.cache.get_value(key, expires=True)
	if kept:
		return kept
	part = web.environment().get_template(PART).render(**_values(request, token))
	frappe.cache.set_value(key, part, expires_in_sec=SECONDS)
	return part


def _values(request: PortalRequest, token: str) -> dict[str, Any]:
	shown = hall_shown.shown(token)
	return {
		"t": request.t,
		"shown": shown,
		"words": lambda text: languages.in_script(text, request.language),
		"share": round(100 * shown.present / shown.members) if shown.members else 0,
	}
