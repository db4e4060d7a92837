"""The public door of logins. Each verb that lets somebody in gives the user, in a new session of the browser."""

from esaylov.identity import service as identity
from esaylov.identity.logins import devices, eds, oneid, phones, session, sms
from esaylov.identity.logins.oneid import Arrival
from esaylov.identity.logins.phones import Asked

__all__ = ["Arrival", "Asked"]

check_device = devices.check_device
check_phone_change = phones.check_change
check_oneid_settings = oneid.check_settings
oneid_enabled = oneid.is_enabled
home_of = session.home_of
within_cabinet = session.within_cabinet
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


def phone_on_record(user: str) -> str:
	"""The user's own phone number, masked; "" where none is on record. Raises NotFound for a user who is no Person."""
	return phones.on_record(user)


def phone_request(user: str, phone: str) -> Asked:
	"""Ask for a change of the user's own number: a code goes to the number on record, another to the new one.

	The same for every new number, known or not. Without a number on record the new one alone confirms. Raises NotFound,
	CodeRefused (`phone_structure`, `phone_same`), TooMany.
	"""
	return phones.request(user, phone)


def phone_confirm(user: str, change: str, phone: str, new_code: str, former_code: str = "") -> str:
	"""Change the number with the codes of both phones; the new number, masked. The user's other sessions end.

	Raises NotFound, CodeRefused: the codes of `confirm_code` with the field `former_code` or `new_code`; `code_expired` for a
	change that is another's or over; `phone_taken` where another candidate or proxy enters by the number.
	"""
	return phones.confirm(user, change, phone, new_code, former_code)
