"""The public door of pages: what the portal shows of the texts that administrators write (and the kinds of pages)."""

from esaylov.portal.editorial.drafts import check, publish_shipped
from esaylov.portal.editorial.markup import to_html
from esaylov.portal.editorial.participants import Participant, Section
from esaylov.portal.editorial.texts import document, help_questions, participants_of, texts_of

__all__ = [
	"Participant",
	"Section",
	"check",
	"document",
	"help_questions",
	"participants_of",
	"publish_shipped",
	"texts_of",
	"to_html",
]
