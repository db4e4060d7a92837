"""Public status of one appeal, for whoever holds its number and tracking code."""

from typing import Any

from esaylov.appeals.filing import tracking
from esaylov.framework import errors
from esaylov.framework.requests.rate_limits import rate_limit
from esaylov.portal.followed import LIMIT, SECONDS
from esaylov.portal.routes import Route
from esaylov.portal.titles import title_of
from esaylov.portal.web import Page, PortalRequest, portal_page

ROUTE = Route(
	r"track", login=False, is_public=True, is_built=True, arguments=("number", "code"), is_kept=False
)


@portal_page
def get_context(request: PortalRequest) -> Page:
	"""The form, and below it what is found."""
	number, code = request.args.get("number", "").strip(), request.args.get("code", "").strip().upper()
	values = {"number": number, "code": code, "found": None, "commission": "", "is_missing": False}
	if number and code:
		try:
			found = look_up(number, code)
			values |= {
				"found": found,
				"commission": title_of("Election Commission", found["recipient"], request),
			}
		except errors.NotFound:
			values["is_missing"] = True
	return Page("portal/track.html", request.t("track.title"), values, 404 if values["is_missing"] else 200)


@rate_limit(limit=LIMIT, seconds=SECONDS)
def look_up(number: str, code: str) -> dict[str, Any]:
	return tracking.track(number, code)
