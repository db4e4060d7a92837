"""Keys and webhooks of integrators over HTTP, for an Election Administrator; a key asks about itself."""

from typing_extensions import TypedDict

from esaylov.api import guards
from esaylov.api.endpoint import endpoint
from esaylov.framework.errors import NotFound
from esaylov.integrations.inbound import authentication, deliveries, keys, receivers

ADMINISTRATOR = "Election Administrator"


class KeyAnswer(TypedDict):
	"""A key as it is shown once."""

	key: str
	secret: str


class CallerAnswer(TypedDict):
	"""What a key may call, and how often."""

	key: str
	user: str
	scopes: list[str]
	commission: str
	body_type: str
	body: str
	per_minute: int
	per_day: int
	used_today: int


@endpoint(methods=["POST"])
@guards.holds_role(ADMINISTRATOR)
def issue(key: str) -> KeyAnswer:
	"""Give an entered Integrator Key its secret, which is shown this once."""
	name, secret = keys.issue(key)
	return {"key": name, "secret": secret}


@endpoint(methods=["POST"])
@guards.holds_role(ADMINISTRATOR)
def rotate(key: str, overlap_hours: int = 24) -> KeyAnswer:
	"""Replace a key by a new one of the same scopes; the old one works on for so many hours (720 at most)."""
	name, secret = keys.rotate(key, overlap_hours)
	return {"key": name, "secret": secret}


@endpoint(methods=["POST"])
@guards.holds_role(ADMINISTRATOR)
def revoke(key: str, reason: str) -> dict[str, str]:
	"""End a key at once."""
	keys.revoke(key, reason)
	return {"key": key}


@endpoint(methods=["GET"])
@guards.signed_in
def whoami() -> CallerAnswer:
	"""The key of this call: its scopes, limits and how many calls it made today; `not_found` without a key."""
	caller = authentication.present()
	if caller is None:
		raise NotFound()
	return {
		"key": caller.key,
		"user": caller.user,
		"scopes": sorted(caller.scopes),
		"commission": caller.commission,
		"body_type": caller.body[0] if caller.body else "",
		"body": caller.body[1] if caller.body else "",
		"per_minute": caller.per_minute,
		"per_day": caller.per_day,
		"used_today": authentication.used_today(caller.key),
	}


@endpoint(methods=["POST"])
@guards.holds_role(ADMINISTRATOR)
def new_webhook_secret(receiver: str) -> dict[str, str]:
	"""A new secret for the signatures to a Webhook Receiver, shown this once."""
	return {"receiver": receiver, "secret": receivers.new_secret(receiver)}


@endpoint(methods=["POST"])
@guards.holds_role(ADMINISTRATOR)
def start_webhooks(receiver: str) -> dict[str, str]:
	"""Tell a receiver of events from now on; after a pause also of those held back."""
	receivers.start(receiver)
	return {"receiver": receiver}


@endpoint(methods=["POST"])
@guards.holds_role(ADMINISTRATOR)
def stop_webhooks(receiver: str) -> dict[str, str]:
	"""Tell a receiver of nothing any more."""
	receivers.stop(receiver)
	return {"receiver": receiver}


@endpoint(methods=["POST"])
@guards.holds_role(ADMINISTRATOR)
def repeat_delivery(delivery: str) -> dict[str, str]:
	"""Send a delivery again."""
	deliveries.repeat(delivery)
	return {"delivery": delivery}


@endpoint(methods=["POST"])
@guards.holds_role(ADMINISTRATOR)
def stop_delivery(delivery: str) -> dict[str, str]:
	"""Stop a delivery that still waits."""
	deliveries.stop(delivery)
	return {"delivery": delivery}
