"""The public door of integrators: keys by which other systems call the contracts, and webhooks that call them."""

from frappe.model.document import Document

from esaylov.integrations.inbound import authentication, deliveries, keys, receivers
from esaylov.integrations.inbound.authentication import Caller

__all__ = [
	"Caller",
	"authenticate",
	"issue",
	"new_webhook_secret",
	"present",
	"purge_deliveries",
	"refuse_delivery",
	"refuse_key_removal",
	"repeat_delivery",
	"revoke",
	"rotate",
	"run_webhooks",
	"start_webhooks",
	"stop_delivery",
	"stop_webhooks",
	"used_today",
	"validate_key",
	"validate_receiver",
	"write_uses",
]

used_today = authentication.used_today
present = authentication.present


def validate_key(document: Document) -> None:
	"""Called from Integrator Key.validate. Raises FormInvalid; LawBroken for a step that did not come from here."""
	keys.validate(document)


def refuse_key_removal(document: Document) -> None:
	"""Called from Integrator Key.on_trash. Raises LawBroken for a key that was issued."""
	keys.refuse_removal(document)


def issue(key: str) -> tuple[str, str]:
	"""Give an entered key its secret: name and the whole key, which is shown this once. Raises NotFound, WrongState."""
	return keys.issue(key)


def rotate(key: str, overlap_hours: int) -> tuple[str, str]:
	"""Replace an active key by a new one with the same scopes; the old one works on for so many hours.

	Name of the new one, and the whole key. Raises NotFound, WrongState, FormInvalid.
	"""
	return keys.rotate(key, overlap_hours)


def revoke(key: str, reason: str) -> None:
	"""End an active key at once. Raises NotFound, WrongState, FormInvalid."""
	keys.revoke(key, reason)


def authenticate(text: str, method: str, verb: str) -> Caller:
	"""The caller of a request with a key. method: `appeals.create`, "" for what is no contract; verb: of HTTP.

	Raises KeyRefused (unknown, expired, revoked, user switched off), TooMany, NotPermitted (scope).
	"""
	return authentication.authenticate(text, method, verb)


def write_uses() -> int:
	"""Job: write down when keys were last used; how many."""
	return authentication.write_uses()


def validate_receiver(document: Document) -> None:
	"""Called from Webhook Receiver.validate. Raises FormInvalid; LawBroken for a state that did not come from here."""
	receivers.validate(document)


def refuse_delivery(document: Document) -> None:
	"""Called from Webhook Delivery.validate and on_trash: only this package writes them. Raises LawBroken."""
	deliveries.refuse(document)


def new_webhook_secret(receiver: str) -> str:
	"""A new secret for the signatures to a receiver, shown this once; the old one signs no more. Raises NotFound."""
	return receivers.new_secret(receiver)


def start_webhooks(receiver: str) -> None:
	"""Tell a receiver of events from now on; after a pause also of those held back.

	Raises NotFound, WrongState (no secret, no active key), FormInvalid (an address that is not called).
	"""
	receivers.start(receiver)


def stop_webhooks(receiver: str) -> None:
	"""Tell a receiver of nothing any more. Raises NotFound."""
	receivers.stop(receiver)


def run_webhooks() -> int:
	"""Job of each minute: make deliveries of what happened, have those that are due handed over; how many are new."""
	return deliveries.run()


def repeat_delivery(delivery: str) -> None:
	"""Send again what failed, was stopped, or was taken. Raises NotFound, WrongState."""
	deliveries.repeat(delivery)


def stop_delivery(delivery: str) -> None:
	"""Stop what still waits. Raises NotFound, WrongState."""
	deliveries.stop(delivery)


def purge_deliveries() -> None:
	"""Job of each day: remove deliveries that ended thirty days ago."""
	deliveries.purge()
