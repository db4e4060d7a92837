"""Suggestions and questions from the pages of the participants."""

from typing import Any

from esaylov.framework import errors
from esaylov.framework.errors import FormInvalid
from esaylov.framework.requests.rate_limits import rate_limit
from esaylov.portal.editorial.participants import Participant
from esaylov.portal.feedback import receiving
from esaylov.portal.routes import FORM, PARTICIPANT, Route
from esaylov.portal.web import Page, PortalRequest, Redirect, Reply, portal_page

ROUTE = Route(PARTICIPANT + "/feedback", FORM, login=False, is_public=True, is_built=True)

EMPTY = {"text": "", "name": "", "contact": ""}
TRAP = "website"
"""A field that no person sees: whoever fills it in is a program. It gets the same thanks, and nothing is written."""


@portal_page
def get_context(request: PortalRequest, participant: str) -> Reply:
	"""The form; posted, the message goes into the queue and the reader sees number and code."""
	page = Participant(participant)
	if request.method != "POST":
		return form(request, page, EMPTY)
	typed = {field: request.form.get(field, "") for field in EMPTY}
	if request.form.get(TRAP):
		return Redirect(request.public(f"for/{page}/sent"))
	try:
		receipt = sent(request, page, typed)
	except FormInvalid as refusal:
		return form(request, page, typed, refusal)
	return Page(
		"portal/feedback_sent.html", request.t("feedback.sent"), {"participant": page, "receipt": receipt}
	)


@rate_limit(limit=receiving.LIMIT, seconds=receiving.SECONDS)
def sent(request: PortalRequest, page: Participant, typed: dict[str, str]) -> receiving.Receipt:
	return receiving.send(page, typed["text"], request.language, typed["name"], typed["contact"])


def form(
	request: PortalRequest, page: Participant, typed: dict[str, str], refusal: FormInvalid | None = None
) -> Page:
	"""What was typed stays, with what is wrong beside it."""
	problems = {
		finding.path: errors.finding_words(finding, request.t.written)
		for finding in (refusal.findings if refusal else ())
	}
	values: dict[str, Any] = {
		"participant": page,
		"typed": typed,
		"problems": problems,
		"trap": TRAP,
		"longest": receiving.LONGEST,
	}
	return Page("portal/feedback.html", request.t("feedback.title"), values, 422 if refusal else 200)
