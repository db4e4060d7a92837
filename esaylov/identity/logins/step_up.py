"""The second factor again: staff who sign, reveal personal data or change guarded configuration confirmed it a short while ago.

Asked where System Settings ask for two factors with a password (`enable_two_factor_auth`), of users of the Desk; for how long
it counts stands in E-saylov Settings (`step_up_minutes`), which two persons change. A login by signature, by
OneID or with a second factor is one itself. The mark stands in Redis, of one session, with its end: where Redis forgets it, the person
confirms once more.
"""

from datetime import timedelta
from typing import Final

import frappe
import pyotp
from frappe.twofactor import get_default, get_otpsecret_for_, should_run_2fa
from frappe.utils import cint, get_datetime, now_datetime

from esaylov.framework import clock
from esaylov.framework.errors import LoginRefused, NotPermitted, SecondFactorNeeded, TooMany
from esaylov.framework.requests import limits, login_sessions
from esaylov.identity.logins import second_factor
from esaylov.identity.logins.own_sessions import Way, key_of

SETTINGS: Final = "E-saylov Settings"
PASSKEY: Final = "Passkey"
MINUTES: Final = 15
"""What counts where nobody has set it, as on a site from before."""
TRIES, SECONDS = 5, 300
CODE_LIVES: Final = 120
"""Seconds for which a code of an app is remembered as used: longer than it is valid."""
REST_HOURS: Final = 24
"""So long a login that was given back, or made by an invitation, confirms nothing [ours], as one with a new passkey counts for no second person."""
STRONG: Final = frozenset({Way.SIGNATURE, Way.ONEID, Way.PASSKEY})


def minutes() -> int:
	"""How long a second factor counts, in minutes; 0 where it is not asked again."""
	if not cint(frappe.get_system_settings("enable_two_factor_auth")):
		return 0
	return cint(frappe.db.get_single_value(SETTINGS, "step_up_minutes")) or MINUTES


def note(login_manager: object = None) -> None:
	"""Hook `on_session_creation`: a login with two factors, or with one that is worth two, confirms for a while."""
	user, way = frappe.session.user, frappe.local.flags.esaylov_way
	with_code = not way and bool(frappe.form_dict.get("otp")) and should_run_2fa(user)
	if with_code or way in STRONG:
		confirmed()


def confirmed() -> None:
	"""This session has just proved a second factor."""
	if lasts := minutes():
		frappe.cache.set(_key(), 1, ex=lasts * 60)


def is_asked(user: str) -> bool:
	"""Whether a user must confirm once more before the next guarded step of this session."""
	if not getattr(frappe.local, "request", None) or not minutes() or not _is_staff(user):
		return False
	return not frappe.cache.get(_key())


def require() -> None:
	"""Before a guarded step over HTTP. Raises SecondFactorNeeded, NotPermitted (`recovery_rests`, `invitation_rests`)."""
	if code := _resting(str(frappe.session.user)):
		raise NotPermitted({"hours": REST_HOURS}, code=code)
	_require_mark()


def require_for_factor() -> None:
	"""Before a second factor is added or removed: one that is fresh; where none is asked here, a login that is.

	Raises NotPermitted (`second_factor_needed`, `login_again`).
	"""
	if _is_first_factor():
		return
	_require_mark()
	begun = frappe.session.data.get("creation")
	lasts = minutes() or MINUTES
	if not minutes() and begun and (now_datetime() - get_datetime(begun)).total_seconds() > lasts * 60:
		raise NotPermitted({"minutes": lasts}, code="login_again")


def allow_first_factor(session: str, lasts: int) -> None:
	"""Let the session that a recovery or an invitation began add a second factor where the user has none. session: `key_of`; lasts: minutes."""
	frappe.cache.set(_first_key(session), 1, ex=lasts * 60)


def confirm_code(user: str, code: str) -> None:
	"""Confirm by the code that the user's app shows; each serves once. Raises LoginRefused (`factor_code`), TooMany."""
	if limits.hit("step-up", user, SECONDS) > TRIES:
		raise TooMany(retry_after=limits.seconds_left("step-up", user))
	typed = "".join(code.split())[:8]
	if not (has_app(user) and typed.isascii() and pyotp.TOTP(get_otpsecret_for_(user)).verify(typed)):
		raise LoginRefused(field="code", code="factor_code")
	if not limits.take("step-up-code", f"{user}|{typed}", CODE_LIVES):
		raise LoginRefused(field="code", code="factor_code")
	limits.clear("step-up", user)
	confirmed()


def has_app(user: str) -> bool:
	"""Whether an app of the user shows codes for this site."""
	return str(get_default(user + second_factor.ENROLLED) or "") not in ("", second_factor.BY_PASSKEY)


def _require_mark() -> None:
	if is_asked(frappe.session.user):
		raise SecondFactorNeeded()


def _resting(user: str) -> str:
	"""Why a login that two persons gave back lately, or an invitation made, may confirm nothing yet; OneID and a signature prove more
	than the code by SMS did. "" where it may.
	"""
	way = frappe.session.data.get(login_sessions.WAY) if frappe.session.data else ""
	if not getattr(frappe.local, "request", None) or way in (Way.SIGNATURE, Way.ONEID):
		return ""
	rest = timedelta(hours=REST_HOURS)
	about = {"reference_doctype": "User", "reference_name": user, "action": "Recover", "status": "In force"}
	if frappe.db.exists("Configuration Change", {**about, "recorded_at": [">", now_datetime() - rest]}):
		return "recovery_rests"
	used = {"user": user, "used_at": [">", clock.now() - rest]}
	return "invitation_rests" if frappe.db.exists("Login Invitation", used) else ""


def _is_first_factor() -> bool:
	user = str(frappe.session.user)
	is_held = has_app(user) or frappe.db.exists(PASSKEY, {"user": user, "is_active": 1})
	return not is_held and bool(frappe.cache.get(_first_key(key_of(frappe.session.sid))))


def _first_key(session: str) -> bytes:
	return frappe.cache.make_key(f"esaylov-first-factor|{session}")


def _is_staff(user: str) -> bool:
	"""Users of the Desk; Administrator, who has no second factor in the framework, once a passkey stands for them."""
	if user == "Administrator":
		return bool(frappe.db.exists(PASSKEY, {"user": user, "is_active": 1}))
	return bool(frappe.get_cached_value("User", user, "user_type") == "System User")


def _key() -> bytes:
	return frappe.cache.make_key(f"esaylov-second-factor|{key_of(frappe.session.sid)}")
