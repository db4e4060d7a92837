"""`/.well-known/security.txt`: where a weakness is told (RFC 9116). Hook `page_renderer`.

The address is the administration's, `esaylov_security_contact` in site_config.json: one or several of mailto:, https: or tel:. Without
one the page is not there, and `esaylov-verify` says so.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import Final

import frappe
from werkzeug.wrappers import Response

CONFIG: Final = "esaylov_security_contact"
PATH: Final = ".well-known/security.txt"
ADDRESS: Final = re.compile(r"(?:mailto:[^@\s]+@[^@\s]+|https://\S+|tel:\+[0-9-]+)")
LANGUAGES: Final = "uz, ru, en"
VALID: Final = timedelta(days=90)
"""From when it is asked; RFC 9116 recommends less than a year [ours]."""


def contacts() -> list[str]:
	"""Where weaknesses are told, in the order of the setting; what is no address is left out."""
	given = frappe.conf.get(CONFIG)
	asked = given if isinstance(given, list) else [given]
	return [one for one in asked if isinstance(one, str) and ADDRESS.fullmatch(one)]


class SecurityTextRenderer:
	"""What Frappe asks: `can_render`, then `render`."""

	def __init__(self, path: str | None = None, http_status_code: int | None = None) -> None:
		http = getattr(frappe.local, "request", None)
		self.path = (http.path if http else path or "").strip("/ ")

	def can_render(self) -> bool:
		"""Whether the address is ours and somebody is named."""
		return self.path == PATH and bool(contacts())

	def render(self) -> Response:
		"""The fields as plain text."""
		if frappe.local.request.method not in ("GET", "HEAD"):
			return Response(status=405, headers={"Allow": "GET, HEAD"})
		ends = (datetime.now(UTC) + VALID).replace(hour=0, minute=0, second=0, microsecond=0)
		lines = [f"Contact: {one}" for one in contacts()]
		lines += [f"Expires: {ends:%Y-%m-%dT%H:%M:%SZ}", f"Preferred-Languages: {LANGUAGES}"]
		answer = Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
		answer.headers["Cache-Control"] = "public, max-age=3600"
		return answer
