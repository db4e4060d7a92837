"""Help: questions and answers for users, a question about the page one came from, and one's own questions. For applicants and staff."""

from typing import Any, Final

from esaylov.framework import errors
from esaylov.framework.errors import EsaylovError, FormInvalid, TooMany
from esaylov.framework.requests.rate_limits import rate_limit
from esaylov.identity.logins import addresses, first_login
from esaylov.portal.editorial import texts
from esaylov.portal.feedback import asking, receiving
from esaylov.portal.participant import text_of
from esaylov.portal.routes import FORM, Route
from esaylov.portal.web import Page, PortalRequest, Redirect, Reply, portal_page

ROUTE = Route(r"cabinet/help", FORM, login=True)

HERE: Final = "/cabinet/help"
LIMIT, SECONDS = 60, 10 * 60


@portal_page
def get_context(request: PortalRequest) -> Reply:
	"""The page; posted, a question goes to the administrators, or an answer counts as read."""
	if request.method == "POST":
		return posted(request)
	return shown(request, "", request.args.get("screen") or "")


@rate_limit(limit=LIMIT, seconds=SECONDS)
def posted(request: PortalRequest) -> Reply:
	if request.form.get("action") == "read":
		asking.mark_read(request.user, request.form.get("number", ""))
		return Redirect(HERE)
	if request.form.get("action") == "toured":
		first_login.finish(request.user)
		return Redirect(addresses.CABINET)
	words, screen = request.form.get("text", ""), request.form.get("screen", "")
	try:
		number = asking.ask(request.user, words, screen)
	except (FormInvalid, TooMany) as refusal:
		return shown(request, words, screen, refusal)
	return Redirect(f"{HERE}?sent={number}")


def shown(request: PortalRequest, typed: str, screen: str, refusal: EsaylovError | None = None) -> Page:
	"""What was typed stays, with what is wrong beside it."""
	own = asking.own(request.user)
	values: dict[str, Any] = {
		"is_staff": addresses.home_of(request.user) != addresses.CABINET,
		"questions": [text_of(request, row, "question", "answer") for row in texts.help_questions()],
		"own": own,
		"sent": next((row["name"] for row in own if row["name"] == request.args.get("sent")), ""),
		"typed": typed,
		"screen": screen,
		"problem": _words(request, refusal),
		"longest": receiving.LONGEST,
	}
	return Page(
		"cabinet/help.html", request.t("help.title"), values, refusal.http_status_code if refusal else 200
	)


def _words(request: PortalRequest, refusal: EsaylovError | None) -> str:
	if refusal is None:
		return ""
	if isinstance(refusal, FormInvalid):
		return errors.finding_words(refusal.findings[0], request.t.written)
	return errors.in_words(refusal, request.t.written)
