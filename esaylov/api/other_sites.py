"""What a page of another site may make somebody's browser do here: open a page, and nothing else.

The framework compares a token, but only if the session has one yet, and logs in before it compares anything, whatever the
verb. Browsers keep the cookie from most requests of other sites, not from links, and not from those of another name under the
same domain. So what a browser says of where a request comes from is read too: `Origin`, on everything that may write, and
`Sec-Fetch-Site`. A program that is no browser says neither, and nobody leads it here.
"""

from urllib.parse import urlsplit

import frappe
from werkzeug.wrappers import Request, Response

from esaylov.api import calls

READING = ("GET", "HEAD", "OPTIONS")
FOREIGN = ("cross-site", "same-site")
OWN = "esaylov.api."
RETURN = "/api/method/esaylov.api.login.oneid_callback"
"""The one address at which another site ends a login by a link: OneID, with a state that this browser was given."""
LOGOUTS = frozenset({"frappe.handler.logout", "frappe.handler.web_logout"})


def refuse_login(login_manager: object) -> None:
	"""Hook `on_login`, whoever logs in and how: no page of another site logs a reader in as somebody else.

	Raises frappe.PermissionError (403), before there is a session.
	"""
	request = getattr(frappe.local, "request", None)
	user = getattr(login_manager, "user", None)
	if not isinstance(request, Request) or user == "Guest" or request.path == RETURN:
		return
	if request.method in READING or not is_from_us(request):
		raise frappe.PermissionError


def check_request() -> None:
	"""Hook `auth_hooks`: nothing is written, called or ended in a session for a page of another site.

	Raises frappe.PermissionError (403).
	"""
	request = frappe.local.request
	if frappe.session.user == "Guest" or frappe.get_request_header("Authorization"):
		return  # no session that could be misused
	if request.method not in READING:
		if not is_from_us(request):
			raise frappe.PermissionError
		return
	called = set(calls.called())
	if _logs_out(request, called) and request.headers.get("Sec-Fetch-Site") != "same-origin":
		raise frappe.PermissionError
	if (
		is_led_here(request)
		and _is_call(request)
		and not all(name.startswith(OWN) for name in called or [""])
	):
		raise frappe.PermissionError


def _logs_out(request: Request, called: set[str]) -> bool:
	# version 2 of the framework's API has a road of its own to it
	return bool(LOGOUTS & called) or request.path.rstrip("/").endswith("/method/logout")


def _is_call(request: Request) -> bool:
	"""Whether this is no page, but a method or the documents of the API."""
	return bool(frappe.local.form_dict.get("cmd")) or request.path.lower().lstrip("/").startswith("api/")


def is_from_us(request: Request) -> bool:
	"""Whether a page of this site sent this, or a program. "null" is a page without an origin: a sandbox, a local file."""
	origin = request.headers.get("Origin")
	if origin is not None:
		return urlsplit(origin).netloc == request.host
	return not is_led_here(request)


def is_led_here(request: Request) -> bool:
	"""Whether the browser says that another site's page led it here."""
	return request.headers.get("Sec-Fetch-Site") in FOREIGN


def keep_login(response: Response, request: Request) -> None:
	"""Hook `after_request`: what another site's page sends comes without a cookie, and the answer to a guest takes no login away.

	The framework tells every guest that they are one by a cookie, over the one that the browser kept back.
	"""
	cookies = getattr(frappe.local, "cookie_manager", None)
	user = getattr(getattr(frappe.local, "session", None), "user", None)
	if cookies is None or user not in (None, "Guest") or request.path == RETURN or is_from_us(request):
		return
	cookies.cookies.clear()
	cookies.to_delete.clear()
