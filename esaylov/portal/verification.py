"""What the pages that check documents share: the server's keys, the parts of the check without network, words."""

import base64
from typing import Any

from esaylov.framework import errors
from esaylov.portal.web import PortalRequest
from esaylov.trust.keys import public_keys

LIST, WORKER = "/verify/endings.json", "/verify/worker.js"
FILES = ("offline.bundle.css", "offline.bundle.js")
READER = "reader.bundle.js"


def server_keys() -> dict[str, Any]:
	"""Key id to public key in Base64; none on a site whose key was not made yet."""
	try:
		keys = public_keys()
	except errors.SetupMissing:
		return {}
	return {key_id: base64.b64encode(key.public_bytes_raw()).decode() for key_id, key in keys.items()}


def event(request: PortalRequest, name: str) -> str:
	"""The event that ends a certificate without a date, in words."""
	key = f"verify.event.{name.lower().replace(' ', '_')}"
	return request.t(key) if request.t.has(key) else name
