"""From which day the letters of 2026 are offered to readers, and from which papers are printed in them: E-saylov Settings.

Both days are empty as shipped: that the law is in force was not found (`core/people/letters.py`), so an
administrator enters them.
"""

from datetime import date

import frappe

from esaylov.core.formats.language import LANGUAGES, NEW_LETTERS
from esaylov.framework import clock
from esaylov.framework.persistence import table_cache

SETTINGS = "E-saylov Settings"
OFFERED, PRINTED = "new_letters_from", "papers_in_new_letters_from"


def is_offered(language: str) -> bool:
	"""Whether a language is one that readers may choose today: all but the new letters before their day."""
	if language != NEW_LETTERS:
		return language in LANGUAGES
	start = _day(OFFERED)
	return start is not None and start <= clock.today()


def offered() -> tuple[str, ...]:
	"""The languages that readers may choose today, in the order of the header."""
	return tuple(language for language in LANGUAGES if is_offered(language))


def begin_today() -> bool:
	"""Whether today is the first day on which the new letters are offered."""
	return _day(OFFERED) == clock.today()


def are_printed(issued_on: date) -> bool:
	"""Whether a paper of a day is printed in the new letters; one of an earlier day stays as it was."""
	start = _day(PRINTED)
	return start is not None and start <= issued_on


def _day(field: str) -> date | None:
	# as it is stored: asked for by the field's type, the framework reads an empty date as one that is long past
	value = table_cache.settings(SETTINGS).get(field)
	return frappe.utils.getdate(value) if value else None
