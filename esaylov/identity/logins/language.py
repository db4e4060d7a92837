"""The language and script that a person reads: chosen in the header of the cabinet or the Desk, taken at the next login [ours]."""

import frappe
from frappe.cache_manager import clear_user_cache

from esaylov.core.formats.language import COOKIE, DEFAULT, NEW_LETTERS
from esaylov.framework import new_letters
from esaylov.framework.errors import NotFound

CHOSEN = "esaylov_language"
YEAR = 365 * 24 * 3600  # seconds


def choose(user: str, language: str) -> None:
	"""Keep what a user chose, one of those that are offered today, and have this browser read it. Raises NotFound."""
	if not new_letters.is_offered(language):
		raise NotFound()
	frappe.db.set_default(CHOSEN, language, parent=user)
	# what the Desk and the messages to staff read; the framework knows no letters of 2026
	written = DEFAULT if language == NEW_LETTERS else language
	frappe.db.set_value("User", user, "language", written, update_modified=False)
	clear_user_cache(user)
	_remember(language)


def chosen(user: str) -> str:
	"""What a user chose, "" for nothing."""
	return str(frappe.db.get_default(CHOSEN, parent=user) or "")


def take(login_manager: object = None) -> None:
	"""Hook `on_session_creation`: pages read what the person chose, whoever sat at this browser before."""
	if getattr(frappe.local, "request", None) and (language := chosen(frappe.session.user)):
		_remember(language)


def _remember(language: str) -> None:
	frappe.local.cookie_manager.set_cookie(COOKIE, language, max_age=YEAR, samesite="Lax")
