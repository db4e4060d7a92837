"""Guarded configuration over HTTP: the second person's yes or no."""

import base64
import json

from esaylov.api import guards
from esaylov.api.endpoint import endpoint
from esaylov.permissions.configuration import service as configuration

ROLES = ("Election Administrator", "System Manager")


@endpoint(methods=["GET"])
@guards.holds_role(*ROLES)
def to_sign(change: str) -> dict[str, str]:
	"""The bytes of a proposed change that its second person signs (`payload`, Base64), and the same to read (`text`)."""
	content = configuration.to_sign(change)
	return {
		"payload": base64.b64encode(content).decode(),
		"text": json.dumps(json.loads(content), indent=2, ensure_ascii=False),
	}


@endpoint(methods=["POST"])
@guards.holds_role(*ROLES)
def confirm(change: str, signature: str) -> dict[str, str]:
	"""Bring a proposed change into force with a signature over the bytes of `to_sign`; not by its author."""
	return {"change": configuration.confirm(change, signature)}


@endpoint(methods=["POST"])
@guards.holds_role(*ROLES)
def decline(change: str, note: str = "") -> dict[str, str]:
	"""End a proposed change without effect."""
	return {"change": configuration.decline(change, note)}
