"""Response headers for every address, the Desk's too: hook `after_request`. The portal sets its own, stricter ones."""

from werkzeug.wrappers import Request, Response

HEADERS = {
	"X-Content-Type-Options": "nosniff",
	"X-Frame-Options": "SAMEORIGIN",  # the Desk shows its print view in a frame of its own
	"Referrer-Policy": "same-origin",
	"Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
STRICT_TRANSPORT = "max-age=31536000; includeSubDomains"
"""One year, RFC 6797: once reached over TLS, a browser never asks this site in clear again."""


def harden(response: Response, request: Request) -> None:
	"""Add what is missing. A page behind a proxy is known to be TLS by X-Forwarded-Proto, which only the proxy may set."""
	if response is None:
		return
	for name, value in HEADERS.items():
		response.headers.setdefault(name, value)
	if request.is_secure or request.headers.get("X-Forwarded-Proto") == "https":
		response.headers.setdefault("Strict-Transport-Security", STRICT_TRANSPORT)
