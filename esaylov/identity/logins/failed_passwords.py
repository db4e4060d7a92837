"""Wrong passwords of a name and of an address, counted where no cache evicts the count, with the same work for every name.

The framework counts them in the cache as well, and only of names that have an account.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from typing import Any, Final

import frappe
from frappe.auth import get_login_attempt_tracker
from frappe.twofactor import should_run_2fa
from frappe.utils.password import check_password, passlibctx

from esaylov.framework import limits
from esaylov.framework.cache_away import AWAY

KIND = "failed-password"
RETRY_SECONDS: Final = 30
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
	if frappe.local.form_dict.get("pwd"):
		if not _has_password(log.user):
			passlibctx.dummy_verify()
		if not frappe.db.get_value("User", log.user, "name"):
			_ask_of_stand_in()
	with _counting():
		for key in (_key_of_user(log.user), _key_of_address()):
			limits.hit(KIND, key, _setting("allow_login_after_fail"))


def require_few_failures(user: str) -> None:
	"""Raise frappe.SecurityException, as the framework does, if a name or the caller's address has too many failures."""
	most = _setting("allow_consecutive_login_attempts")
	with _counting():
		counts = [limits.count(KIND, key) for key in (_key_of_user(user), _key_of_address())]
	if most and max(counts) > most:
		raise frappe.SecurityException


def forget_failures(user: str, with_address: bool = False) -> None:
	"""Begin to count anew for a user; with_address: and for the caller's address."""
	limits.clear(KIND, _key_of_user(user))
	for name in FRAMEWORK:
		frappe.cache.hdel(name, user)
	if with_address:
		limits.clear(KIND, _key_of_address())


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


def _key_of_address() -> str:
	return f"address|{frappe.local.request_ip}"


def _setting(name: str) -> int:
	return frappe.utils.cint(frappe.get_system_settings(name))
