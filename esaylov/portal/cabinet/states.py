"""States of an appeal: which of them say that something goes on, and what each means in plain words."""

from typing import Any

from esaylov.core.formats import language as languages
from esaylov.portal.web import PortalRequest

OPEN = ("Registered", "Under Review", "Expert Review", "On Agenda")


def sentence(request: PortalRequest, appeal: Any) -> str:
	"""Where it stands, in plain words, with the commission's time limit while that runs."""
	words = request.t(f"state.{appeal.status}.explained")
	if appeal.status in OPEN and appeal.due_on:
		words += " " + request.t("status.until", day=languages.day(appeal.due_on, request.language))
	return words
