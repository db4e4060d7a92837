"""Passkeys (WebAuthn level 2) as a second factor: registered by their owner, asked for after the password, and to confirm a step.

The server asks, the browser has the device sign a challenge for this site and no other one, and `fido2` verifies. What we
hold: the challenge once, for one purpose, of one session (or of one login that has passed its password); the exact origin of the site's
address (`host_name` of site_config.json); that the device verified its user (PIN, finger, face); a counter that goes forward.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final
from urllib.parse import urlsplit

import frappe
from fido2.server import Fido2Server
from fido2.webauthn import (
	AttestedCredentialData,
	AuthenticationResponse,
	PublicKeyCredentialRpEntity,
	PublicKeyCredentialUserEntity,
	ResidentKeyRequirement,
	UserVerificationRequirement,
)
from frappe.model.document import Document

from esaylov.core.people.unseen import seen
from esaylov.framework import clock, queues
from esaylov.framework.errors import LoginRefused, NotFound, TooMany
from esaylov.framework.persistence.write_guard import WriteGuard
from esaylov.framework.requests import limits
from esaylov.identity.logins import alerts, devices, second_factor, session, step_up
from esaylov.identity.logins.own_sessions import Way, key_of
from esaylov.trust import keys

PASSKEY: Final = "Passkey"
SECONDS: Final = 300
"""How long a challenge may be answered."""
MOST: Final = 10
"""Passkeys of one user in force."""
TRIES: Final = 10
MARKUP: Final = "<>"
LONGEST_TITLE: Final = 60
WRITER: Final = WriteGuard("passkeys")
VERIFIED: Final = UserVerificationRequirement.REQUIRED
DOUBTED: Final = "esaylov.identity.logins.ways.passkeys.mark_doubtful"
Credential = Mapping[str, Any]
"""What the browser answers, as `PublicKeyCredential.toJSON()` writes it."""


class Purpose(StrEnum):
	"""What a challenge is for; an answer to one serves no other."""

	ADD = "add"
	LOGIN = "login"
	CONFIRM = "confirm"


@dataclass(frozen=True, slots=True)
class OwnPasskey:
	"""A passkey in force, for its owner."""

	name: str
	title: str
	added_at: datetime
	last_used_at: datetime | None


def of_user(user: str) -> list[OwnPasskey]:
	"""Passkeys of a user in force, the oldest first."""
	fields = ["name", "title", "added_at", "last_used_at"]
	rows = frappe.get_all(PASSKEY, _own(user), fields, order_by="creation asc")
	return [OwnPasskey(row.name, row.title, row.added_at, row.last_used_at) for row in rows]


def add_options(user: str) -> dict[str, Any]:
	"""What the browser needs to make a passkey. Raises NotPermitted (`second_factor_needed`, `login_again`), LoginRefused (`passkey_many`)."""
	step_up.require_for_factor()
	held = _held(user)
	if len(held) >= MOST:
		raise LoginRefused({"count": MOST}, code="passkey_many")
	name = frappe.get_cached_value("User", user, "full_name") or user
	entity = PublicKeyCredentialUserEntity(id=_handle(user), name=user, display_name=name)
	options, state = _server().register_begin(
		entity,
		credentials=held,
		resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,
		user_verification=VERIFIED,
	)
	_store(Purpose.ADD, _here(), state)
	return _json(options)


def add(user: str, title: str, credential: Credential) -> str:
	"""Register a passkey under a name of its owner's; its name. Other logins stay; alerts go out.

	Raises NotPermitted, LoginRefused (`passkey_expired`, `passkey_refused`, `passkey_many`, `passkey_title_markup`).
	"""
	step_up.require_for_factor()
	name = _title(title)
	if set(MARKUP) & set(name):  # the framework would take tags out, and refuse what is left empty
		raise LoginRefused(code="passkey_title_markup")
	state = _take(Purpose.ADD, _here())
	if len(_held(user)) >= MOST:
		raise LoginRefused({"count": MOST}, code="passkey_many")
	try:
		data = _server().register_complete(state, credential)
		held = data.credential_data
		assert held is not None  # noqa: S101 # the library asks it too
	except Exception as fault:  # a stranger's bytes: whatever a reader of them raises is a refusal
		raise LoginRefused(code="passkey_refused") from fault
	row = frappe.new_doc(PASSKEY)
	values = {"user": user, "title": name, "added_at": clock.now(), "sign_count": data.counter}
	row.update(
		{**values, "credential_key": _fingerprint(held), "credential": base64.b64encode(held).decode()}
	)
	with WRITER.writing():
		row.insert(ignore_permissions=True)  # the login itself writes it; no role does
	second_factor.begin_passkeys(user)
	alerts.tell(user, "passkey_added", row)
	return str(row.name)


def remove(user: str, name: str) -> None:
	"""Take a passkey of the user out of force. Raises NotPermitted, NotFound for one that is another's or not in force."""
	step_up.require_for_factor()
	if not frappe.db.exists(PASSKEY, {**_own(user), "name": name}):
		raise NotFound()
	_end(frappe.get_doc(PASSKEY, name, for_update=True), user)


def forget_factors(user: str) -> None:
	"""Take every second factor of a user, passkeys and app: for the break-glass procedure, by whoever holds the bench."""
	for row in of_user(user):
		_end(frappe.get_doc(PASSKEY, row.name, for_update=True), "Administrator")
	second_factor.forget(user)


def login_options(pending: str) -> dict[str, Any]:
	"""What the browser needs to answer after the password. pending: the framework's `tmp_id` of a password that was right.

	Raises LoginRefused (`passkey_expired`, `passkey_none`), TooMany.
	"""
	user = _pending_user(pending)
	return _options(Purpose.LOGIN, pending, user)


def login(pending: str, credential: Credential) -> str:
	"""Enter with the passkey that answered; the user. Raises LoginRefused, TooMany."""
	user = _pending_user(pending)
	_verify(Purpose.LOGIN, pending, user, credential)
	for ending in ("_usr", "_pwd", "_otp_secret", "_token"):
		frappe.cache.delete(pending + ending)
	return session.enter_user(user, Way.PASSKEY)


def confirm_options(user: str) -> dict[str, Any]:
	"""What the browser needs to confirm a step of this session. Raises LoginRefused (`passkey_none`)."""
	return _options(Purpose.CONFIRM, _here(), user)


def confirm(user: str, credential: Credential) -> None:
	"""Confirm that it is the user, for some minutes (`step_up`). Raises LoginRefused, TooMany."""
	_verify(Purpose.CONFIRM, _here(), user, credential)
	step_up.confirmed()


def mark_doubtful(passkey: str) -> None:
	"""Job: a counter went back, so that there may be two of this passkey: it counts no more, and people are told."""
	row = frappe.get_doc(PASSKEY, passkey, for_update=True)
	if row.is_active:
		row.is_doubtful = 1
		_end(row, "Administrator", "passkey_doubtful_notice")


def check_passkey(row: Document) -> None:
	"""Only this module writes. Raises LawBroken."""
	WRITER.check(row)


def _verify(purpose: Purpose, bound: str, user: str, credential: Credential) -> None:
	"""The answer of one of the user's own passkeys to the challenge that was given to them."""
	place = devices.place_of(user)  # who has the password alone spends no try of the owner's device
	if limits.hit("passkey", place, SECONDS) > TRIES:
		raise TooMany(retry_after=limits.seconds_left("passkey", place))
	state, held = _take(purpose, bound), _held(user)
	try:
		used = _server().authenticate_complete(state, held, credential)
		counter = AuthenticationResponse.from_dict(credential).response.authenticator_data.counter
	except Exception as fault:  # a stranger's bytes: whatever a reader of them raises is a refusal
		raise LoginRefused(code="passkey_refused") from fault
	row = frappe.get_doc(PASSKEY, {"credential_key": _fingerprint(used)}, for_update=True)
	if not row.is_active:
		raise LoginRefused(code="passkey_refused")
	if (counter or row.sign_count) and counter <= row.sign_count:
		queues.wake_now(DOUBTED, queues.MESSAGES, passkey=row.name)  # now: the refusal takes this step back
		raise LoginRefused(code="passkey_doubtful")
	row.update({"sign_count": counter, "last_used_at": clock.now()})
	with WRITER.writing():
		row.save(ignore_permissions=True)  # the same
	limits.clear("passkey", place)


def _options(purpose: Purpose, bound: str, user: str) -> dict[str, Any]:
	held = _held(user)
	if not held:
		raise LoginRefused(code="passkey_none")
	options, state = _server().authenticate_begin(held, user_verification=VERIFIED)
	_store(purpose, bound, state)
	return _json(options)


def _end(row: Document, by: str, word: str = "passkey_removed") -> None:
	row.update({"is_active": 0, "removed_at": clock.now(), "removed_by": by})
	with WRITER.writing():
		row.save(ignore_permissions=True)  # the same
	if not frappe.db.exists(PASSKEY, _own(row.user)):
		second_factor.end_passkeys(row.user)
	alerts.tell(row.user, word, row)


def _held(user: str) -> list[AttestedCredentialData]:
	rows = frappe.get_all(PASSKEY, _own(user), pluck="credential", order_by="creation asc")
	return [AttestedCredentialData(base64.b64decode(row)) for row in rows]


def _own(user: str) -> dict[str, Any]:
	return {"user": user, "is_active": 1}


def _server() -> Fido2Server:
	"""The library for this site; an origin is right only letter by letter."""
	origin = session.origin()
	entity = PublicKeyCredentialRpEntity(name="E-saylov", id=urlsplit(origin).hostname)
	return Fido2Server(entity, verify_origin=lambda said: said == origin)


def _json(options: object) -> dict[str, Any]:
	return dict(dict(options)["publicKey"])  # type: ignore[call-overload]  # a mapping in the library's own writing


def _handle(user: str) -> bytes:
	"""What the device calls the user: the same for all their passkeys, and nobody's name."""
	return bytes.fromhex(keys.keyed_hash("passkey user", user.encode()))


def _title(title: str) -> str:
	return seen(title).strip()[:LONGEST_TITLE] or "Passkey"


def _fingerprint(held: AttestedCredentialData) -> str:
	return sha256(held.credential_id).hexdigest()


def _pending_user(pending: str) -> str:
	"""Whose password was right a moment ago. Raises LoginRefused (`passkey_expired`)."""
	found = frappe.cache.get(pending[:64] + "_usr") if pending.isalnum() else None
	if not found:
		raise LoginRefused(code="passkey_expired")
	return found.decode() if isinstance(found, bytes) else str(found)


def _here() -> str:
	return key_of(frappe.session.sid)


def _store(purpose: Purpose, bound: str, state: Mapping[str, Any]) -> None:
	"""Keep a challenge; one that was given for the same before serves no more."""
	frappe.cache.set(_name(purpose, bound), json.dumps(state), ex=SECONDS)


def _take(purpose: Purpose, bound: str) -> dict[str, Any]:
	"""Take a challenge out of the store, once: of two answers at a time one finds nothing. Raises LoginRefused (`passkey_expired`)."""
	name = _name(purpose, bound)
	found = frappe.cache.get(name)
	if not found or not frappe.cache.delete(name):
		raise LoginRefused(code="passkey_expired")
	return dict(json.loads(found))


def _name(purpose: Purpose, bound: str) -> bytes:
	return frappe.cache.make_key(f"esaylov-passkey|{purpose.value}|{bound[:64]}")
