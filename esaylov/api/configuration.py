"""Guarded configuration over HTTP: the second person's yes or no."""

import base64
import json

from esaylov.api import guards
from esaylov.api.endpoint import endpoint
from esaylov.permissions.configuration.waiting import changes, recovery

ROLES = ("Election Administrator", "System Manager")


@endpoint(methods=["GET"])
@guards.holds_role(*ROLES)
def to_sign(change: str) -> dict[str, str]:
	"""The bytes of a proposed change that its second person signs (`payload`, Base64), and the same to read (`text`)."""
	content = changes.to_sign(change)
	return {
		"payload": base64.b64encode(content).decode(),
		"text": json.dumps(json.loads(content), indent=2, ensure_ascii=False),
	}


@endpoint(methods=["POST"])
@guards.holds_role(*ROLES)
@guards.fresh_factor
def confirm(change: str, signature: str) -> dict[str, str]:
	"""Sign a proposed change over the bytes of `to_sign`; not by its author. `change`: what is in force, or "" while it waits for another."""
	return {"change": changes.confirm(change, signature)}


@endpoint(methods=["POST"])
@guards.holds_role(*ROLES)
@guards.fresh_factor
def accept(finding: str, reason: str) -> dict[str, str]:
	"""Propose that what the daily comparison found stands; another person signs the proposal that is given."""
	return {"change": changes.accept(finding, reason)}


@endpoint(methods=["POST"])
@guards.holds_role(*ROLES)
@guards.fresh_factor
def recover(user: str, reason: str) -> dict[str, str]:
	"""Open the recovery of the login of a member of staff, with a reason; another person signs the proposal that is given."""
	return {"change": recovery.propose(user, reason)}


@endpoint(methods=["POST"])
@guards.holds_role(*ROLES)
def stop_recovery(change: str, note: str = "") -> dict[str, str]:
	"""End a recovery that was not used yet, before or after its second signature."""
	return {"change": recovery.stop(change, note)}


@endpoint(methods=["POST"])
@guards.holds_role(*ROLES)
def decline(change: str, note: str = "") -> dict[str, str]:
	"""End a proposed change without effect."""
	return {"change": changes.decline(change, note)}
