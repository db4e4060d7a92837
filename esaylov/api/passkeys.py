"""Passkeys and the second factor over HTTP: after the password of a login, to confirm a step, and of one's own account."""

from typing import Any

import frappe

from esaylov.api import guards
from esaylov.api.answers import PublicKeyOptions
from esaylov.api.endpoint import endpoint, json_object
from esaylov.api.login import from_own_pages
from esaylov.framework.requests.rate_limits import rate_limit
from esaylov.identity.logins import addresses, step_up
from esaylov.identity.logins.ways import passkeys


@endpoint(methods=["POST"], guest=True)  # a login: its password was right, nobody is logged in yet
@from_own_pages
@rate_limit(limit=120, seconds=10 * 60)
def login_options(pending: str) -> PublicKeyOptions:
	"""What the browser needs to answer with a passkey after the password. pending: `tmp_id` of the framework's login."""
	return {"options": passkeys.login_options(pending)}


@endpoint(methods=["POST"], guest=True)  # the same
@from_own_pages
@rate_limit(limit=120, seconds=10 * 60)
def login(pending: str, credential: str | dict[str, Any], after: str = "") -> dict[str, str]:
	"""Enter with a passkey after the password; where to go next: to `after`, an address of the cabinet or the Desk, if it is theirs."""
	user = passkeys.login(pending, json_object(credential, "credential"))
	return {"home": addresses.after_login(user, after)}


@endpoint(methods=["GET"])
@guards.signed_in
def state() -> dict[str, bool | int]:
	"""Whether the caller must confirm with a second factor before the next guarded step, by what they can, and for how many minutes."""
	user = frappe.session.user
	return {
		"is_asked": step_up.is_asked(user),
		"has_passkey": bool(passkeys.of_user(user)),
		"has_app": step_up.has_app(user),
		"minutes": step_up.minutes(),
	}


@endpoint(methods=["POST"])
@guards.staff
@rate_limit(limit=60, seconds=10 * 60)
def confirm_options() -> PublicKeyOptions:
	"""What the browser needs to confirm a step with a passkey of the caller's."""
	return {"options": passkeys.confirm_options(frappe.session.user)}


@endpoint(methods=["POST"])
@guards.staff
@rate_limit(limit=60, seconds=10 * 60)
def confirm(credential: str | dict[str, Any] = "", code: str = "") -> dict[str, int]:
	"""Confirm that it is the caller, by a passkey or by the code of their app; for how many minutes it counts."""
	if credential:
		passkeys.confirm(frappe.session.user, json_object(credential, "credential"))
	else:
		step_up.confirm_code(frappe.session.user, code)
	return {"minutes": step_up.minutes()}


@endpoint(methods=["POST"])
@guards.staff
@rate_limit(limit=60, seconds=10 * 60)
def add_options() -> PublicKeyOptions:
	"""What the browser needs to make a passkey for the caller."""
	return {"options": passkeys.add_options(frappe.session.user)}


@endpoint(methods=["POST"])
@guards.staff
@rate_limit(limit=60, seconds=10 * 60)
def add(title: str, credential: str | dict[str, Any]) -> dict[str, str]:
	"""Register a passkey of the caller's under a name."""
	return {"passkey": passkeys.add(frappe.session.user, title, json_object(credential, "credential"))}


@endpoint(methods=["POST"])
@guards.staff
def remove(passkey: str) -> dict[str, bool]:
	"""Take a passkey of the caller's out of force."""
	passkeys.remove(frappe.session.user, passkey)
	return {"removed": True}
