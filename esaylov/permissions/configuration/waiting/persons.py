"""Who counts as one of the two persons of a change: a verified person behind a login that nobody made or reset just now.

A person is known by the PINFL that their certificate must name. Whoever makes a second login, or gives a colleague a new
password, has two logins and still is one person: a login without a Person, or made or changed within `HOURS`, counts for
nobody, and another person signs in its place.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

import frappe
from frappe.model.document import Document
from frappe.utils import get_datetime, now_datetime

from esaylov.core.records.payload import sha256_hex
from esaylov.framework import clock
from esaylov.framework.errors import NotPermitted
from esaylov.identity.logins.invitations import INVITED
from esaylov.identity.logins.recovery import RECOVERED
from esaylov.permissions.configuration.rules import states
from esaylov.permissions.configuration.rules.guarded import CONFIRMING
from esaylov.permissions.configuration.waiting import entries, known_table, recovery
from esaylov.permissions.configuration.waiting.entries import CHANGE, IN_FORCE

HOURS: int = 24
"""For so long a login that was made or changed counts for nobody [ours]."""
NEW_PASSWORD: Final = "frappe.core.doctype.user.user.update_password"  # noqa: S105 # a function
PASSWORDS: Final = "passwords_apart"
SYSTEM: Final = (entries.SET_UP, entries.RELEASE)
FACTOR: Final = "second_factor"
ENROLLED, SECRET = "_otplogin", "_otpsecret"  # endings of the framework's own keys


def require_second(change: Document, user: str) -> str:
	"""The Person of a user who may sign a change now; raises NotPermitted (`second_person_needed`, `login_unsettled`)."""
	if user in (change.proposed_by, change.reference_name if change.action == recovery.RECOVER else ""):
		raise NotPermitted(code="second_person_needed")
	if user != "Administrator" and not CONFIRMING & set(frappe.get_roles(user)):
		raise NotPermitted()
	person = _person(user)
	if not person or person.pinfl in _pinfls(change):
		raise NotPermitted(code="second_person_needed")
	if not _is_settled(user, str(person.name), now_datetime()):
		raise NotPermitted({"hours": HOURS}, code="login_unsettled")
	return str(person.pinfl)


def list_administrators() -> dict[str, str]:
	"""PINFL -> user of those who may sign for the site as one of two: an administrator with a login that is in use, and a Person."""
	roles = frappe.get_all(
		"Has Role", {"parenttype": "User", "role": ["in", sorted(CONFIRMING)]}, pluck="parent"
	)
	users = frappe.get_all("User", {"name": ["in", roles], "enabled": 1}, pluck="name", order_by="name asc")
	rows = frappe.get_all(
		"Person", {"user": ["in", users], "pinfl": ["is", "set"]}, ["pinfl", "user"], order_by="name asc"
	)
	return {str(row.pinfl): str(row.user) for row in rows}


def find_obstacle(user: str) -> NotPermitted | None:
	"""Why a user cannot be the second person of any change now; None where nothing is in the way."""
	if user != "Administrator" and not CONFIRMING & set(frappe.get_roles(user)):
		return NotPermitted()
	person = _person(user)
	if not person:
		return NotPermitted(code="login_of_nobody")
	is_settled = _is_settled(user, str(person.name), now_datetime())
	return None if is_settled else NotPermitted({"hours": HOURS}, code="login_unsettled")


def counted(change: Document) -> list[str]:
	"""Users who count for a change so far, by the log: its author, and who has signed it."""
	author, person = str(change.proposed_by or ""), _person(change.proposed_by)
	begun = get_datetime(change.recorded_at or change.creation)  # the seal covers the former
	counts = bool(person and begun and _is_settled(author, str(person.name), begun))
	return [*([author] if counts else ()), *([str(change.supported_by)] if change.supported_by else ())]


def author_counts(change: Document) -> bool:
	"""Whether the author of a proposal counts as one of its two persons."""
	return change.proposed_by in counted(change)


def note(login_manager: object = None) -> None:
	"""Hook `on_session_creation`: what a user of the Desk entered with now for the first time, as an entry of the log.

	A second factor, and a password that its holder set by the framework's own page. Other passwords stand in the log when they
	are saved with the user (`watching`), or are found.
	"""
	user = str(frappe.session.user)
	if frappe.db.get_value("User", user, "user_type") != "System User":
		return
	if _factor(user) != _known_factor(user):
		_note_factor(user, entries.PROVED)
	if NEW_PASSWORD in (frappe.local.form_dict.get("cmd"), _called()):
		note_password(user, entries.PROVED)
	way = frappe.local.flags.esaylov_way
	if way in (RECOVERED, INVITED):
		note_password(user, entries.PROVED)
	if way == RECOVERED:
		recovery.note_used(str(frappe.local.flags.esaylov_recovery))


def note_password(user: str, by: str) -> None:
	"""A new password of a user of the Desk, as an entry. by: the user who gave it, or `proved` by its holder."""
	row, name = _login(user, by), user + states.PASSWORD
	entries.set_states(row, states.snapshot("User", [name], row.salt))
	entries.insert(row)


def _note_factor(user: str, by: str) -> None:
	row = _login(user, by)
	row.after = frappe.as_json({FACTOR: states.digest(row.salt, _factor(user).encode())})
	entries.insert(row)


def _login(user: str, by: str) -> Document:
	row = entries.new("User", user, "Login", {}, {})
	row.update({"status": IN_FORCE, "decided_by": by, "decided_at": clock.now()})
	return row


def _called() -> str:
	"""The function that a request names in its address; "" outside of requests."""
	request = getattr(frappe.local, "request", None)
	return request.path.rstrip("/").rpartition("/")[2] if request else ""


def _pinfls(change: Document) -> set[str]:
	"""Of those who count already, and of the author in any case."""
	people = (_person(user) for user in {change.proposed_by, change.supported_by} if user)
	signed = (
		frappe.db.get_value("Document Signature", change.support, "signer_pinfl") if change.support else None
	)
	return {str(person.pinfl) for person in people if person} | ({str(signed)} if signed else set())


def _person(user: str | None) -> frappe._dict | None:
	"""The verified person of a login: name and PINFL; None of a login of nobody known."""
	row = frappe.db.get_value("Person", {"user": user}, ["name", "pinfl"], as_dict=True) if user else None
	return row if row and row.pinfl else None


def _is_settled(user: str, person: str, at: datetime) -> bool:
	"""Whether nobody made or changed a login in the hours before a moment, and it is today what the log says."""
	since = max(filter(None, (at - timedelta(hours=HOURS), known_table.since(PASSWORDS))))
	lately = {"status": IN_FORCE, "decided_by": ["not in", SYSTEM], "recorded_at": ["between", [since, at]]}
	about = (("User", user), ("User", user + states.PASSWORD), ("Person", person))
	return (
		not any(_changes(doctype, name, lately) for doctype, name in about)
		and _factor(user) == _known_factor(user)
		and all(entries.is_explained(doctype, name) for doctype, name in about)
	)


def _changes(doctype: str, name: str, lately: dict[str, Any]) -> bool:
	"""Whether entries tell of a change of who it is; what somebody changed beside that locks nobody out."""
	about = {**lately, "reference_doctype": doctype, "reference_name": name}
	rows = frappe.get_all(CHANGE, about, ["action", "decided_by"], order_by="recorded_at asc")
	return any(row.action != entries.RECORD or row.decided_by in entries.NOBODY for row in rows)


def _factor(user: str) -> str:
	"""SHA-256 of the second factors of a user, the app and passkeys; "" without one."""
	held = {
		key: frappe.db.get_value("DefaultValue", {"parent": "__2fa", "defkey": user + key}, "defvalue")
		for key in (ENROLLED, SECRET)
	}
	app = sha256_hex(str(held[SECRET]).encode()) if all(held.values()) else ""
	passkeys = frappe.get_all(
		"Passkey", {"user": user, "is_active": 1}, pluck="credential_key", order_by="creation asc"
	)
	return sha256_hex("|".join((app, *passkeys)).encode()) if passkeys else app


def _known_factor(user: str) -> str:
	"""The present one if the last entry about it says so; "" where there is none."""
	rows = frappe.get_all(
		CHANGE,
		{"reference_doctype": "User", "reference_name": user, "status": IN_FORCE, "action": "Login"},
		["salt", "after"],
		order_by="recorded_at desc, creation desc",
	)
	said = next((row for row in rows if FACTOR in (row.after or "")), None)
	if not said:
		return ""
	factors: Iterable[str] = (_factor(user), "")
	digest = frappe.parse_json(said.after)[FACTOR]
	return next((one for one in factors if states.digest(said.salt, one.encode()) == digest), "another")
