"""The public door of the portal: a form drawn for somebody who is not its applicant, titles in a language, built pages."""

from esaylov.portal.away import answer as answer_away
from esaylov.portal.away import page as page_away
from esaylov.portal.built.answers import of_data as kept_data
from esaylov.portal.built.invalidation import note_change
from esaylov.portal.built.invalidation import state as build_state
from esaylov.portal.built.jobs import forget as forget_pages
from esaylov.portal.built.jobs import new_day, rebuild
from esaylov.portal.built.jobs import resume as resume_building
from esaylov.portal.built.middleware import answer as answer_early
from esaylov.portal.cabinet.types import dealings
from esaylov.portal.guests import charge as charge_guests
from esaylov.portal.guests import limit as limit_guests
from esaylov.portal.preview import preview, preview_text
from esaylov.portal.renderer import is_page_of_portal
from esaylov.portal.routes import addresses as load_pages
from esaylov.portal.titles import title_in as title_of

__all__ = [
	"answer_away",
	"answer_early",
	"build_state",
	"charge_guests",
	"dealings",
	"forget_pages",
	"is_page_of_portal",
	"kept_data",
	"limit_guests",
	"load_pages",
	"new_day",
	"note_change",
	"page_away",
	"preview",
	"preview_text",
	"rebuild",
	"resume_building",
	"title_of",
]
