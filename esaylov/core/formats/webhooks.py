"""Webhooks by the Standard Webhooks specification 1.0: signature and steps of repetition.

Source: standardwebhooks.com, specification 1.0; the steps and the pause are its recommendation, the rest is own design.
"""

import base64
import binascii
import hashlib
import hmac
from datetime import datetime, timedelta
from enum import StrEnum

SECRET_PREFIX = "whsec_"  # noqa: S105 # begins every secret, is none
SECRET_BYTES = 32
STEPS = tuple(
	timedelta(seconds=seconds)
	for seconds in (5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600)
)
"""How long is waited after the first, second … failure; after the last one the delivery has failed."""
PAUSE_AFTER = timedelta(days=5)
"""A receiver that took nothing for so long is not called any more until an administrator resumes it."""


class Delivery(StrEnum):
	"""Where a delivery stands; equal to the options of Webhook Delivery.status."""

	QUEUED = "Queued"
	SENDING = "Sending"
	"""Claimed by a worker; the claim ends by itself."""
	DELIVERED = "Delivered"
	FAILED = "Failed"
	STOPPED = "Stopped"


class Family(StrEnum):
	"""What a receiver may ask to be told of; equal to the options of Webhook Event.family."""

	APPEAL = "appeal"
	DECISION = "decision"
	CERTIFICATE = "certificate"
	REGISTER = "register"


def secret_of(random: bytes) -> str:
	"""A secret as its receiver gets it: `whsec_` and the random bytes (SECRET_BYTES of them) in Base64."""
	return SECRET_PREFIX + base64.b64encode(random).decode()


def signed_headers(secret: str, message: str, at: int, body: bytes) -> dict[str, str]:
	"""The headers of a call. message: id, the same at each repetition; at: seconds since 1970, of this attempt.

	Raises ValueError for a secret that is none.
	"""
	return {
		"webhook-id": message,
		"webhook-timestamp": str(at),
		"webhook-signature": f"v1,{_signature(secret, message, at, body)}",
	}


def _signature(secret: str, message: str, at: int, body: bytes) -> str:
	try:
		key = base64.b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)
	except binascii.Error:
		raise ValueError("no secret of a webhook") from None
	content = b".".join((message.encode(), str(at).encode(), body))
	return base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()


def next_attempt(failures: int, now: datetime, spread: float = 0.0) -> datetime | None:
	"""When it is tried again after so many failures (from 1); None: no more. spread: 0 to 1, adds up to a tenth."""
	if failures > len(STEPS):
		return None
	return now + STEPS[failures - 1] * (1 + spread / 10)


def is_taken(status: int) -> bool:
	"""Whether the receiver took it; a redirect is no answer, for it could lead anywhere."""
	return 200 <= status < 300


def ends_all(status: int) -> bool:
	"""410 Gone: the receiver wants nothing more."""
	return status == 410


def should_pause(failing_since: datetime | None, now: datetime) -> bool:
	"""Whether a receiver failed for too long."""
	return failing_since is not None and now - failing_since >= PAUSE_AFTER
