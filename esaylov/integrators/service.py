"""The public door of integrators: keys by which other systems call the contracts, and webhooks that call them."""

from frappe.model.document import Document

from esaylov.integrators import entrance, keys
from esaylov.integrators.entrance import Caller

__all__ = [
	"Caller",
	"authenticate",
	"issue",
	"present",
	"refuse_key_removal",
	"revoke",
	"rotate",
	"used_today",
	"validate_key",
	"write_uses",
]

used_today = entrance.used_today
present = entrance.present


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
	return entrance.authenticate(text, method, verb)


def write_uses() -> int:
	"""Job: write down when keys were last used; how many."""
	return entrance.write_uses()
