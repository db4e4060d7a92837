"""The public door of logins. Each verb that lets somebody in gives the user, in a new session of the browser."""

from esaylov.identity import service as identity
from esaylov.logins import devices, eds, entrance, oneid, sms
from esaylov.logins.oneid import Arrival

__all__ = ["Arrival"]

check_device = devices.check_device
check_oneid_settings = oneid.check_settings
oneid_enabled = oneid.is_enabled
home_of = entrance.home_of
within_cabinet = entrance.within_cabinet
code_minutes = identity.code_minutes
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


def oneid_start(after: str = "") -> str:
	"""The address at OneID where this browser logs in; `after` comes back with the arrival. Raises LoginRefused (`oneid_off`)."""
	return oneid.start(after)


def oneid_callback(code: str, state: str) -> Arrival:
	"""Enter with what OneID sent the browser back with; each state and code serve once, in the browser that began.

	Raises LoginRefused: `oneid_state`, `oneid_cancelled`, `oneid_code`, `oneid_unreachable`, `oneid_bad_answer`,
	`oneid_refused`, `oneid_not_confirmed`, `oneid_method`, `oneid_no_pinfl`, `oneid_organization`, `login_no_right`.
	"""
	return oneid.callback(code, state)
