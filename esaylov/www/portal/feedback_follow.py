"""Where the answer to a message is found."""

from typing import Any

from esaylov.framework import errors
from esaylov.framework.requests.rate_limits import rate_limit
from esaylov.portal.feedback import receiving
from esaylov.portal.followed import LIMIT, SECONDS
from esaylov.portal.routes import Route
from esaylov.portal.web import Page, PortalRequest, portal_page

ROUTE = Route(
	r"feedback", login=False, is_public=True, is_built=True, arguments=("number", "code"), is_kept=False
)


@portal_page
def get_context(request: PortalRequest) -> Page:
	"""State and answer of a message by its number and code."""
	number, code = (
		request.args.get("number", "").strip().upper(),
		request.args.get("code", "").strip().upper(),
	)
	found, is_missing = None, False
	if number and code:
		try:
			found = look_up(number, code)
		except errors.NotFound:
			is_missing = True
	values = {"number": number, "code": code, "found": found, "is_missing": is_missing}
	return Page(
		"portal/feedback_follow.html", request.t("feedback.follow"), values, 404 if is_missing else 200
	)


@rate_limit(limit=LIMIT, seconds=SECONDS)
def look_up(number: str, code: str) -> dict[str, Any]:
	return receiving.found(number, code)
