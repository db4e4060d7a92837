"""Suggestions and questions from the pages of the participants, and where their answers are found."""

from typing import Any

from esaylov import errors
from esaylov.errors import FormInvalid
from esaylov.feedback import service as feedback
from esaylov.pages.service import Participant
from esaylov.portal import track
from esaylov.portal.web import Page, PortalRequest, Redirect, Reply
from esaylov.rate_limits import rate_limit

EMPTY = {"text": "", "name": "", "contact": ""}
TRAP = "website"
"""A field that no person sees: whoever fills it in is a program. It gets the same thanks, and nothing is written."""


def write(request: PortalRequest, participant: str) -> Reply:
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
	return Page("feedback_sent.html", request.t("feedback.sent"), {"participant": page, "receipt": receipt})


@rate_limit(limit=feedback.LIMIT, seconds=feedback.SECONDS)
def sent(request: PortalRequest, page: Participant, typed: dict[str, str]) -> feedback.Receipt:
	return feedback.send(page, typed["text"], request.language, typed["name"], typed["contact"])


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
		"longest": feedback.LONGEST,
	}
	return Page("feedback.html", request.t("feedback.title"), values, 422 if refusal else 200)


def thanks(request: PortalRequest, participant: str) -> Page:
	"""What a program that fell into the trap is shown."""
	values = {"participant": Participant(participant), "receipt": None}
	return Page("feedback_sent.html", request.t("feedback.sent"), values)


def follow(request: PortalRequest) -> Page:
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
	return Page("feedback_follow.html", request.t("feedback.follow"), values, 404 if is_missing else 200)


@rate_limit(limit=track.LIMIT, seconds=track.SECONDS)
def look_up(number: str, code: str) -> dict[str, Any]:
	return feedback.found(number, code)
