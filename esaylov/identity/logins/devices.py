"""New devices: a login from a browser without a known mark is told to the person by SMS (S03)."""

import secrets
from typing import TYPE_CHECKING

import frappe
from frappe.model.document import Document

from esaylov.framework import clock
from esaylov.framework.persistence.write_guard import WriteGuard
from esaylov.framework.requests import address
from esaylov.identity import codes, entry_logins, persons
from esaylov.identity.logins import failed_passwords
from esaylov.messages import notifications
from esaylov.trust.keys import keyed_hash

if TYPE_CHECKING:
	from frappe.auth import LoginManager

DEVICE = "Known Device"
COOKIE = "esaylov_device"
TRYING = "esaylov_trying"
"""Marks a browser between the request for a code and the login; it says nothing about a person."""
HOUR, YEAR = 3600, 365 * 24 * 3600
ALERT = "S03"
WRITER = WriteGuard("known devices")


def note(login_manager: object = None) -> None:
	"""Hook `on_session_creation`: remember the device; tell the person unless it is known, or their first one."""
	user = frappe.session.user
	person, phone = _holder(user)
	if not person or not getattr(frappe.local, "request", None):
		return
	mark = frappe.local.request.cookies.get(COOKIE) or secrets.token_urlsafe(32)
	frappe.local.cookie_manager.set_cookie(COOKIE, mark, max_age=YEAR, httponly=True, samesite="Lax")
	key, now = keyed_hash("device", f"{user}|{mark}".encode()), clock.now()
	if known := frappe.db.get_value(DEVICE, {"user": user, "device_key": key}):
		frappe.db.set_value(DEVICE, known, "last_used_at", now)  # a mark of use, no state
		return
	is_first = not frappe.db.exists(DEVICE, {"user": user})
	device = frappe.new_doc(DEVICE)
	device.update({"user": user, "device_key": key, "last_used_at": now})
	with WRITER.writing():
		device.insert(ignore_permissions=True)  # the login itself writes it; no role does
	if not is_first:
		notifications.tell_person(
			ALERT, person, {"d": now.date(), "t": now.strftime("%H:%M")}, device, phone=phone
		)


def _holder(user: str) -> tuple[str | None, str]:
	"""The person of a login, and the number that is told of it where it is not the person's own: that of the entry
	which was opened."""
	entry = next(iter(entry_logins.entries_of_logins([user])), None)
	return (entry.person, entry.phone) if entry else (persons.person_of(user), "")


def admit_password() -> None:
	"""Check that the password of this request may be tried now, from this browser.

	The password of a locked name is refused as a wrong one.
	Raises TooMany (`passwords_too_many`), frappe.SecurityException at the second step of a locked name.
	"""
	typed = _typed_name()
	if not typed:
		return
	user = str(frappe.db.get_value("User", typed, "name") or "")
	mark, known = _cookie(COOKIE), None
	if mark:  # a name without an account has the same work
		key = keyed_hash("device", f"{user}|{mark}".encode())
		known = frappe.db.get_value(DEVICE, {"user": user or typed, "device_key": key})
	try:
		failed_passwords.admit_try(user or typed, known)
	except frappe.SecurityException:
		if _pending_name():  # its password was right
			raise
		failed_passwords.refuse_typed()


def count_anew(login_manager: "LoginManager") -> None:
	"""Hook `on_login`: after a login by password, count wrong ones anew, unless too many came before (Frappe 15, which
	calls no hook before it compares the password). Raises frappe.SecurityException."""
	if _typed_name():
		user = str(login_manager.user)
		if failed_passwords.is_locked(user):
			raise frappe.SecurityException
		failed_passwords.forget_failures(user, with_address=True)


def _typed_name() -> str:
	"""The name whose password was right a moment ago, else the one that was typed, as the framework reads them; or ""."""
	typed = _pending_name() or frappe.form_dict.get("usr")
	return typed if isinstance(typed, str) else ""


def _pending_name() -> str:
	"""The name whose password was right a moment ago; "" at the first step."""
	pending = frappe.form_dict.get("tmp_id")
	found = (
		frappe.cache.get(pending[:64] + "_usr") if isinstance(pending, str) and pending.isalnum() else None
	)
	return found.decode() if isinstance(found, bytes) else str(found or "")


def place_of(user: str) -> str:
	"""By what tries for a user are counted here: a device that they logged in from before, else the network that asks."""
	mark = _cookie(COOKIE)
	key = keyed_hash("device", f"{user}|{mark}".encode())
	known = frappe.db.get_value(DEVICE, {"user": user, "device_key": key}) if mark else None
	return f"device|{known}" if known else f"{user}|{address.network()}"


def asker(phone: str, begins: bool = False) -> codes.Asker:
	"""Who asks for a login code to a phone, or types it: a device that its holder logged in from before, or a stranger.

	begins: mark the browser, so that the tries of others behind its address are not counted as its own.
	"""
	if known := _known_of(phone):
		return codes.Asker(f"device|{known}", known)
	mark = _cookie(TRYING)
	if not mark and begins and getattr(frappe.local, "request", None):
		mark = secrets.token_urlsafe(32)
		frappe.local.cookie_manager.set_cookie(TRYING, mark, max_age=HOUR, httponly=True, samesite="Lax")
	return codes.Asker("", keyed_hash("trying", (mark or address.network()).encode()))


def _known_of(phone: str) -> str | None:
	"""The Known Device of this browser, if an entry with this phone was opened from it."""
	mark = _cookie(COOKIE)
	users = {entry.login for entry in entry_logins.entries_of_phone(phone) if entry.login} if mark else set()
	keys = [keyed_hash("device", f"{user}|{mark}".encode()) for user in sorted(users)]
	return frappe.db.get_value(DEVICE, {"device_key": ["in", keys]}) if keys else None


def _cookie(name: str) -> str:
	http = getattr(frappe.local, "request", None)
	return (http.cookies.get(name) or "")[:64] if http else ""


def check_device(device: Document) -> None:
	"""Only this module writes. Raises LawBroken."""
	WRITER.check(device)
