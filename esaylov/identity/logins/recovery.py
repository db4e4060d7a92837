"""A login given back: after two persons decided it (`permissions.configuration.waiting.recovery`), its owner sets a new password by a code.

Password, passkeys and the secret of the app count no more, all sessions end, and a code goes by SMS to the phone that the register
knows, to no number that anybody named. The code lives an hour [ours], serves once, and stands in Redis as a keyed hash alone: where Redis
forgets it, or somebody stops the recovery, it opens nothing. It has 16 digits, so that nothing needs to be counted against its
owner: who tries from a million addresses, 360 times an hour each, finds it with a chance of 1 in 28,000,000.
"""

import json
import secrets
from functools import partial
from typing import Final

import frappe
from frappe.model.document import Document
from frappe.utils.password import update_password

from esaylov.framework import queues
from esaylov.framework.errors import CodeRefused, LoginRefused
from esaylov.framework.requests import login_sessions
from esaylov.identity.logins import passwords, session, step_up
from esaylov.identity.logins.own_sessions import Way, key_of
from esaylov.identity.logins.ways import passkeys
from esaylov.messages import notifications
from esaylov.trust import keys

MINUTES: Final = 60
"""How long the code may be used [ours]."""
DIGITS: Final = 16
CODE: Final = "S63"
RECOVERED: Final = Way.RECOVERY
"""How a session was begun by the code."""
REASON: Final = "Recovered by two persons"


def begin(user: str, person: str, change: Document) -> None:
	"""Take everything by which somebody enters as this user with a password, and send the code to their phone on record.

	change: the decision of two persons; the message is about it. Sessions end, and the code counts, once this is committed.
	"""
	passkeys.forget_factors(user)
	update_password(user, secrets.token_urlsafe(48))  # of nobody: who knew the former one is out
	frappe.db.set_value("User", user, "reset_password_key", "", update_modified=False)  # nor by an older link
	code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
	notifications.tell_person(CODE, person, {"key": code, "min": MINUTES}, change, is_secret=True)
	queues.after_commit(partial(_keep, user, str(change.name), code))
	queues.after_commit(partial(login_sessions.end_all, user, REASON))


def waits(change: str) -> bool:
	"""Whether the code of a recovery can still be used."""
	return bool(frappe.cache.get(_of_change(change)))


def end(change: str) -> bool:
	"""Have the code of a recovery open nothing any more; whether it would have. Of an end and a use at once one finds it."""
	key = frappe.cache.get(_of_change(change))
	frappe.cache.delete(_of_change(change))
	return bool(key and frappe.cache.delete(_name(_text(key))))


def use(code: str, password: str) -> str:
	"""Set a new password by the code and log in; the user.

	What is wrong with the password costs no code. Raises CodeRefused (`recovery_code` at field `code`; `password_short`,
	`password_common`, `password_weak` at field `password`), LoginRefused (`login_no_right`).
	"""
	key = _hash("".join(code.split()).replace("-", ""))
	found = _read(key)
	if not found:
		raise CodeRefused(field="code", code="recovery_code")
	user, change = found
	names = frappe.db.get_value("User", user, ["first_name", "last_name", "email"]) or ()
	passwords.check(password, names)
	if not frappe.cache.delete(_name(key)):  # of many at once one has it
		raise CodeRefused(field="code", code="recovery_code")
	frappe.cache.delete(_of_change(change))
	if not frappe.db.get_value("User", user, "enabled"):
		raise LoginRefused(code="login_no_right")
	update_password(user, password)
	notifications.forget_codes("Configuration Change", [change])
	frappe.local.flags.esaylov_recovery = change
	session.enter_user(user, Way.RECOVERY)
	step_up.allow_first_factor(key_of(frappe.session.sid), MINUTES)
	return user


def _keep(user: str, change: str, code: str) -> None:
	key = _hash(code)
	frappe.cache.set(_name(key), json.dumps([user, change]), ex=MINUTES * 60)
	frappe.cache.set(_of_change(change), key, ex=MINUTES * 60)


def _read(key: str) -> tuple[str, str] | None:
	found = frappe.cache.get(_name(key))
	if not found:
		return None
	user, change = json.loads(found)
	return str(user), str(change)


def _hash(code: str) -> str:
	return keys.keyed_hash("recovery", code.encode())


def _text(value: bytes | str) -> str:
	return value.decode() if isinstance(value, bytes) else value


def _name(key: str) -> bytes:
	return frappe.cache.make_key(f"esaylov-recovery|{key}")


def _of_change(change: str) -> bytes:
	return frappe.cache.make_key(f"esaylov-recovery-of|{change}")
