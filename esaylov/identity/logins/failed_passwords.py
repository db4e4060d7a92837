"""Tries at passwords, counted where no cache evicts the count, with the same work for every name.

A device that a user logged in from before has tries of its own. Failures of all other devices count for the name and for the
address. The framework counts them in the cache as well, and only of names that have an account.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from typing import Any, Final

import frappe
from frappe.auth import get_login_attempt_tracker
from frappe.twofactor import should_run_2fa
from frappe.utils.password import check_password, passlibctx

from esaylov.framework.cache_away import AWAY
from esaylov.framework.errors import TooMany
from esaylov.framework.requests import address, limits

KIND = "failed-password"
RETRY_SECONDS: Final = 30
LONGEST: Final = 512
"""Signs of a password that the framework compares (`frappe.auth.MAX_PASSWORD_SIZE`)."""
FRAMEWORK = ("login_failed_count", "login_failed_time")
"""Where the framework counts wrong passwords, by user and by address."""
STAND_IN: Final = "Guest"
"""An account without a password, of which the framework is asked what it asks of any other."""


def note_failure(log: Any, _event: str | None = None) -> None:
	"""Hook `before_insert` of Activity Log, which the framework writes for each failed login: count it.

	A name without a password or without an account costs as many comparisons and queries as any other.
	"""
	if log.operation != "Login" or log.status != "Failed":
		return
	_equal_work(log.user, frappe.local.form_dict.get("pwd"))
	if _is_on_known_device(log.user):
		return  # `admit_try` has counted it
	with _counting():
		for key in (_key_of_user(log.user), _key_of_address()):
			limits.hit(KIND, key, _setting("allow_login_after_fail"))


def admit_try(user: str, device: str | None) -> None:
	"""Check that a password of a user may be tried now. device: the Known Device of the user from which it is tried.

	A try from a known device counts until a login from there succeeds, and no failure of others locks it. The lock of an
	address does not depend on the name, so that the answer may say it.
	Raises TooMany (`passwords_too_many`), frappe.SecurityException for a locked name: the caller gives it the work and the count
	of a wrong password (`refuse_typed`), or both would reveal which names are spellings of one account.
	"""
	frappe.local.flags.esaylov_known_device = (user, device) if device else None
	_forget_in_framework(user, str(frappe.local.request_ip))
	most, seconds = _setting("allow_consecutive_login_attempts"), _setting("allow_login_after_fail")
	if not most:
		return
	with _counting():
		if device:
			if limits.hit(KIND, _key_of_device(device), seconds) > most:
				raise _too_many(_key_of_device(device))
			return
		if limits.count(KIND, _key_of_address()) > most:
			raise _too_many(_key_of_address())
		if limits.count(KIND, _key_of_user(user)) > most:
			raise frappe.SecurityException


def refuse_typed() -> None:
	"""Have the framework compare another password than the typed one: it refuses the login as any wrong password."""
	if frappe.local.form_dict.get("pwd"):
		frappe.local.form_dict.pwd = secrets.token_urlsafe()


def is_locked(user: str) -> bool:
	"""Whether a name or the caller's address has too many failures, unless `admit_try` found a known device of the user."""
	most = _setting("allow_consecutive_login_attempts")
	if not most or _is_on_known_device(user):
		return False
	with _counting():
		return max(limits.count(KIND, key) for key in (_key_of_user(user), _key_of_address())) > most


def forget_failures(user: str, with_address: bool = False) -> None:
	"""Begin to count anew: the tries of the user's known device, else for the user; with_address: and for the caller's address."""
	if _is_on_known_device(user):
		limits.clear(KIND, _key_of_device(frappe.local.flags.esaylov_known_device[1]))
		return
	limits.clear(KIND, _key_of_user(user))
	_forget_in_framework(user)
	if with_address:
		limits.clear(KIND, _key_of_address())


def _equal_work(user: str, password: str | None) -> None:
	"""Work that the framework leaves out of a failed login: it compares no password that is too long, and none where none is set."""
	if not password:
		return
	is_long = len(password) > LONGEST
	if is_long or not _has_password(user):
		passlibctx.dummy_verify()
	if not is_long and not frappe.db.get_value("User", user, "name"):
		_ask_of_stand_in()


def _is_on_known_device(user: str) -> bool:
	return (frappe.local.flags.esaylov_known_device or ("",))[0] == user != ""


def _forget_in_framework(*keys: str) -> None:
	with suppress(AWAY):  # without a cache the framework counts nothing
		for name in FRAMEWORK:
			for key in keys:
				frappe.cache.hdel(name, key)


def _too_many(key: str) -> TooMany:
	seconds = limits.seconds_left(KIND, key)
	frappe.local.flags.esaylov_retry_after = seconds
	return TooMany({"minutes": -(-seconds // 60) or 1}, code="passwords_too_many", retry_after=seconds)


@contextmanager
def _counting() -> Iterator[None]:
	"""Answer 503 where nothing can be counted: a password that nobody counts is tried without end."""
	try:
		yield
	except AWAY:
		frappe.local.flags.esaylov_retry_after = RETRY_SECONDS
		raise frappe.InReadOnlyMode from None


def _ask_of_stand_in() -> None:
	"""Make the queries that the framework makes for a name with an account."""
	with suppress(AWAY):  # the cache, in which the framework counts, is away
		with suppress(frappe.AuthenticationError):
			check_password(STAND_IN, "", delete_tracker_cache=False)
		should_run_2fa(STAND_IN)
		get_login_attempt_tracker(STAND_IN, raise_locked_exception=False)


def _has_password(user: str) -> bool:
	found = {"doctype": "User", "name": user, "fieldname": "password", "encrypted": 0}
	return bool(frappe.db.get_value("__Auth", found, "name", order_by=None))


def _key_of_user(user: str) -> str:
	return f"user|{sha256(user.casefold().encode()).hexdigest()}"


def _key_of_device(device: str) -> str:
	return f"device|{device}"


def _key_of_address() -> str:
	return f"address|{address.network()}"


def _setting(name: str) -> int:
	return frappe.utils.cint(frappe.get_system_settings(name))
