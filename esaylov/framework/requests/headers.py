"""Response headers for every address, the Desk's too: hook `after_request`. The portal sets its own, stricter ones."""

import frappe
from werkzeug.wrappers import Request, Response

from esaylov.framework.requests import session_cookie

HEADERS = {
	"X-Content-Type-Options": "nosniff",
	"X-Frame-Options": "SAMEORIGIN",  # the Desk shows its print view in a frame of its own
	"Referrer-Policy": "same-origin",
	"Permissions-Policy": "camera=(), geolocation=(), microphone=()",
	# whoever opened a page from another site keeps no handle on it; the Desk's own windows keep theirs
	"Cross-Origin-Opener-Policy": "same-origin-allow-popups",
}
OF_A_SESSION = {"Cross-Origin-Resource-Policy": "same-origin"}
"""What was answered to somebody who is logged in is no picture, script or frame of another site; a browser does not load it."""
PERSONAL = ("text/html", "application/json")
"""What is kept nowhere when somebody who is logged in was answered; Frappe 16 says so itself, Frappe 15 said nothing."""
STRICT_TRANSPORT = "max-age=31536000; includeSubDomains"
"""One year, RFC 6797: once reached over TLS, a browser never asks this site in clear again."""

POLICY = "Content-Security-Policy"
FRAMED = "frame-ancestors 'self'"
"""The policy of what is no page, so that nothing of this site is shown in a frame of another one (ASVS 5.0, 3.4.6)."""
CLEARED = '"storage"'
"""What a browser forgets with the logout (ASVS 5.0, 14.3.1): what pages stored in it. Cookies stay, for the mark of a device is one; personal
answers are in no cache."""
DESK_POLICY = {
	"default-src": "'self'",
	# the framework's pages are full of inline script, and its templates are functions made of text
	"script-src": "'self' 'unsafe-inline' 'unsafe-eval'",
	"style-src": "'self' 'unsafe-inline'",
	"img-src": "'self' data: blob:",
	"font-src": "'self' data:",
	"media-src": "'self' blob:",
	"worker-src": "'self' blob:",
	"frame-src": "'self'",
	"object-src": "'none'",
	"base-uri": "'self'",
	"form-action": "'self'",
	"frame-ancestors": "'self'",
}
"""For pages that bring no policy of their own: as strict as the framework bears. Nothing comes from another host, and
nothing goes there, so a script that got in all the same brings no other and tells nobody."""


def harden(response: Response, request: Request) -> None:
	"""Add what is missing. A page behind a proxy is known to be TLS by X-Forwarded-Proto, which only the proxy may set."""
	if response is None:
		return
	session = getattr(frappe.local, "session", None)
	is_guest = not session or session.user in (None, "Guest")
	for name, value in {**HEADERS, **({} if is_guest else OF_A_SESSION)}.items():
		response.headers.setdefault(name, value)
	response.headers.setdefault(POLICY, policy_of(request) if response.mimetype == "text/html" else FRAMED)
	if frappe.local.flags.esaylov_logged_out:
		response.headers["Clear-Site-Data"] = CLEARED
	if response.mimetype in PERSONAL and not is_guest:
		response.headers.setdefault("Cache-Control", "private, no-store")
	if session_cookie.is_tls(request):
		response.headers.setdefault("Strict-Transport-Security", STRICT_TRANSPORT)


def keep_cookies_private(response: Response, request: Request) -> None:
	"""Hook `after_request`: what a proxy may keep for everybody takes no cookie along. Frappe 15 would add those of a guest to it,
	and each reader of the kept answer were logged out.
	"""
	cookies = getattr(frappe.local, "cookie_manager", None)
	if response is None or cookies is None or not response.cache_control.public:
		return
	cookies.cookies.clear()
	cookies.to_delete.clear()


def policy_of(request: Request) -> str:
	"""The policy for a page of the framework; realtime has a port of its own where no proxy is in front."""
	host, colon, _ = request.host.partition(":")
	port = frappe.conf.get("socketio_port") or 9000
	realtime = f"http://{host}:{port} ws://{host}:{port}" if colon else f"wss://{host}"
	sources = {**DESK_POLICY, "connect-src": f"'self' {realtime}"}
	return "; ".join(f"{name} {value}" for name, value in sources.items())
