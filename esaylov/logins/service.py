"""The public door of logins. Each verb that lets somebody in gives the user, in a new session of the browser."""

from esaylov.logins import devices, eds, entrance, sms

check_device = devices.check_device
home_of = entrance.home_of
CHALLENGE_SECONDS = eds.SECONDS


def sms_request(phone: str) -> int:
	"""Ask for a login code to a phone; minutes that it will be valid. The same for every number, known or not.

	Raises CodeRefused (`phone_missing`, `phone_structure`), TooMany.
	"""
	return sms.request(phone)


def sms_confirm(phone: str, code: str) -> str:
	"""Enter by the code that was sent to a phone. Raises CodeRefused, LoginRefused."""
	return sms.confirm(phone, code)


def eds_challenge() -> tuple[str, bytes]:
	"""A challenge for this network address, good once and for five minutes, and the exact bytes to sign."""
	return eds.challenge()


def eds_confirm(challenge: str, signature: str) -> str:
	"""Enter by a signed challenge: Base64 of a CMS over its bytes, detached or attached.

	The person is found by the PINFL of the certificate. Raises LoginRefused (`login_challenge`, `login_no_right`),
	SignatureRefused.
	"""
	return eds.confirm(challenge, signature)
