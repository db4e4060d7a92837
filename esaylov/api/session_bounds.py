"""How far a session reaches: to the end of its day, and no further than the browser that logged in. Hook `auth_hooks`, before all others.

Where it does not, the request goes on as a guest's, as the framework does with a session that was not used for too long.
"""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import unquote

import frappe
from werkzeug.wrappers import Request, Response

from esaylov.api import calls
from esaylov.framework.requests import login_sessions, session_cookie

REALTIME: Final = frozenset(
	{
		"frappe.realtime.can_subscribe_doc",
		"frappe.realtime.can_subscribe_doctype",
		"frappe.realtime.get_user_info",
		"frappe.realtime.has_permission",
	}
)
"""What the framework's realtime server asks in the name of a browser, of which it keeps `sid` alone; they say who may listen, and nothing else."""
WHOLE: Final = "esaylov_whole"
"""Argument of ours: it asks for the browser of the login there too (`realtime/handlers.js`)."""


def check_request() -> None:
	"""Leave a session behind that is over, another browser's, or named by an address."""
	facts = frappe.session.data
	if frappe.session.user == "Guest" or not facts or frappe.local.flags.esaylov_session_begins:
		return  # a key of a system's has no session; and a login has just made its own
	is_of_address = _is_of_address()
	if is_of_address:
		frappe.local.cookie_manager.cookies.clear()  # a link puts no session in the place of the reader's own
	if login_sessions.is_over(facts):
		login_sessions.end(frappe.session.user, [frappe.session.sid], login_sessions.OVER)
		_go_on_as_guest()
	elif _asks_for_realtime():
		_listen(facts)
	elif is_of_address or session_cookie.is_missing(facts):
		_go_on_as_guest(keeps_cookies=is_of_address)


def keep_cookies(_response: Response | None, _request: Request) -> None:
	"""Hook `after_request`: a request that was refused before `check_request` puts no session of its arguments into the browser either."""
	cookies = getattr(frappe.local, "cookie_manager", None)
	user = getattr(getattr(frappe.local, "session", None), "user", None)
	if cookies is None or user in (None, "Guest") or frappe.local.flags.esaylov_session_begins:
		return
	if _is_of_address():
		cookies.cookies.clear()


def _is_of_address() -> bool:
	"""Whether the id of the session stood among the arguments, where the framework takes it from too."""
	return bool(frappe.session.sid != unquote(frappe.local.request.cookies.get("sid", "Guest")))


def _asks_for_realtime() -> bool:
	functions = calls.called()
	return bool(functions) and functions <= REALTIME


def _listen(facts: Mapping[str, Any]) -> None:
	"""Who listens does not use the session: a page that is left open keeps it alive no longer."""
	if frappe.local.form_dict.get(WHOLE) and session_cookie.is_missing(facts):
		_go_on_as_guest()
	else:
		frappe.local.session_obj = None  # the framework writes there that it was used


def _go_on_as_guest(keeps_cookies: bool = False) -> None:
	form = frappe.local.form_dict
	if not keeps_cookies:
		frappe.local.login_manager.clear_cookies()
	frappe.local.cookie_manager.cookies.clear()  # the framework wrote those of the session as it began to answer
	frappe.set_user("Guest")
	frappe.local.form_dict = form  # set_user empties it
	frappe.local.login_manager.user = "Guest"
	frappe.local.response["session_expired"] = 1  # the Desk asks for a login
