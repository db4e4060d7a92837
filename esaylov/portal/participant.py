"""What the seven pages of the participants show: general information, guide, services, videos, legislation, questions, feedback."""

from dataclasses import dataclass
from typing import Any

from frappe.model.document import Document

from esaylov.core.formats import language as languages
from esaylov.portal import menu
from esaylov.portal.editorial import markup, participants
from esaylov.portal.editorial.texts import texts_of
from esaylov.portal.web import PortalRequest

WITH_GUIDE = ("parties", "candidates", "local-media", "foreign-media")
"""Whose pages have a guide to the system in the booklet."""
SERVICES = ("station", "track")
"""The electronic services for voters."""


@dataclass(frozen=True, slots=True)
class Text:
	"""A published text in the reader's language: heading, and HTML that is safe to stand on a page."""

	title: str
	html: str
	values: dict[str, Any]


def values_of(
	request: PortalRequest, participant: participants.Participant, instead: Document | None = None
) -> dict[str, Any]:
	"""The values of a page, with a document as it is being written in the place of its published text."""
	texts = texts_of(participant, instead)
	is_voters = participant == participants.Participant.VOTERS
	return {
		"participant": participant,
		"section_keys": section_keys(participant),
		"texts": {
			section.value: text_of(request, content, "title", "body")
			for section, content in texts.sections.items()
		},
		"acts": [text_of(request, content, "title", "summary") for content in texts.acts],
		"questions": [text_of(request, content, "question", "answer") for content in texts.questions],
		"services": [entry for entry in menu.services(request) if is_voters and entry.key in SERVICES],
	}


def section_keys(participant: participants.Participant) -> list[str]:
	"""The sections of a page in their order (booklet, "Pages for the participants")."""
	is_voters = participant == participants.Participant.VOTERS
	guide = ["guide"] if participant in WITH_GUIDE else []
	return ["general", *guide, *(["services", "videos"] if is_voters else []), "acts", "questions"]


def text_of(request: PortalRequest, content: dict[str, Any], title: str, body: str) -> Text:
	"""`{lang}` in an address of the text becomes the language of the page."""
	written = languages.column(content, body, request.language).replace("{lang}", request.language)
	return Text(languages.column(content, title, request.language), markup.to_html(written), content)
