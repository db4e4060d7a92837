"""A login of staff given back by two persons, as an entry of the log: opened by one with a reason, in force when another signs.

Who may: those who confirm guarded configuration (Election Administrator, System Manager), and nobody of a commission [ours]. Whoever
decides and votes beside a member must not be able to take that member's login; and administrators are the ones who count as two
people here, by PINFL and a login that nobody changed lately (`persons`). Who stands behind the request they find out themselves,
face to face or by a call to the number on record: the reason says how.

The phone is the register's and must have stood there for some days: whoever has changed it a moment ago would be sent the code.
"""

from datetime import timedelta
from typing import Final

import frappe
from frappe.model.document import Document
from frappe.utils import get_datetime, now_datetime

from esaylov.core.findings import Finding
from esaylov.core.people.identity import masked_phone
from esaylov.core.records.payload import sha256_hex
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, NotFound, NotPermitted, TooMany, WrongState
from esaylov.framework.requests import limits
from esaylov.identity.logins import alerts, recovery
from esaylov.messages import notifications
from esaylov.permissions.configuration.rules import states
from esaylov.permissions.configuration.rules.guarded import CONFIRMING
from esaylov.permissions.configuration.waiting import entries
from esaylov.permissions.configuration.waiting.entries import CHANGE, DECLINED, IN_FORCE, PROPOSED, SUPERSEDED
from esaylov.trust.chains import chain

RECOVER: Final = "Recover"
OPEN_HOURS: Final = 24
"""So long another person may sign [ours]."""
PHONE_DAYS: Final = 7
"""A phone that was changed within so many days is sent no code [ours]."""
PER_DAY: Final = 3
"""Recoveries that one author opens in a day [ours]: theirs is the limit, not the owner's."""
DAY: Final = 24 * 3600
OPENED, STOPPED, USED = "login.recovery_opened", "login.recovery_stopped", "login.recovery_used"
NOTICE: Final = "S62"


def propose(user: str, reason: str) -> str:
	"""Open a recovery of the login of a member of staff; the entry that another person signs (`changes.confirm`).

	Nothing of the login changes until then; its owner is told at once. Raises NotFound for a user who is no member of staff with
	a login, FormInvalid without a reason, NotPermitted (`recovery_own`), WrongState (`recovery_no_phone`, `recovery_phone_new`,
	`recovery_open`), TooMany (`recovery_many`).
	"""
	author = str(frappe.session.user)
	if not reason.strip():
		raise FormInvalid([Finding("required", "reason")])
	person = _subject(user)
	if author == user:
		raise NotPermitted(code="recovery_own")
	_check_phone(person)
	frappe.db.get_value("User", user, "name", for_update=True)  # of two at once the second sees the first
	_require_none_open(user)
	if limits.hit("recovery", author, DAY) > PER_DAY:
		raise TooMany({"count": PER_DAY}, code="recovery_many")
	said = {"reason": f"sha256:{sha256_hex(reason.strip()[:500].encode())}"}
	row = entries.new("User", user, RECOVER, {}, said)
	row.update({"status": PROPOSED, "note": reason.strip()[:500], "base": _base(row.salt, person)})
	entries.insert(row)
	_record(row, OPENED)
	_tell(row, "recovery_opened")
	now = clock.now()
	notifications.tell_person(NOTICE, person.name, {"d": now.date(), "t": now.strftime("%H:%M")}, row)
	return str(row.name)


def put_in_force(change: Document) -> None:
	"""Take what the login was entered with and send the code; called with the second signature verified.

	Raises WrongState (`recovery_expired`, `recovery_phone_new`, `configuration_moved`), NotFound.
	"""
	if _is_over(change):
		raise WrongState({"status": change.status, "hours": OPEN_HOURS}, code="recovery_expired")
	user = str(change.reference_name)
	person = _subject(user)
	_check_phone(person)
	if change.base != _base(change.salt, person) or change.after != frappe.as_json(_said(change)):
		raise WrongState({"status": change.status}, code="configuration_moved")
	recovery.begin(user, str(person.name), change)
	entries.set_states(change, states.snapshot("User", [user + states.PASSWORD], change.salt))
	_tell(change, "recovery_begun")


def stop(name: str, note: str = "") -> str:
	"""End a recovery that was not used yet, before or after the second signature; its entry's name.

	For its owner and for whoever may confirm one. The login stays as it is: after the signature without password and second factor,
	so that its owner enters by OneID or a signature, or asks again. Raises NotFound, WrongState.
	"""
	about = {"name": name, "action": RECOVER, "reference_doctype": "User"}
	if not frappe.db.exists(CHANGE, about):
		raise NotFound({"doctype": CHANGE})
	change, user = frappe.get_doc(CHANGE, name, for_update=True), str(frappe.session.user)
	if user not in ("Administrator", change.reference_name) and not CONFIRMING & set(frappe.get_roles(user)):
		raise NotFound({"doctype": CHANGE})
	if change.status == PROPOSED:
		change.note = " ".join(filter(None, (change.note, note.strip()[:200])))
		entries.close(change, DECLINED, user)
	elif change.status != IN_FORCE or not recovery.end(name):
		raise WrongState({"status": change.status})
	_record(change, STOPPED)
	_tell(change, "recovery_stopped")
	return name


def note_used(change: str) -> None:
	"""The owner has set a new password by the code: an event, and a notice to them and to those who watch."""
	row = frappe.get_doc(CHANGE, change)
	_record(row, USED)
	_tell(row, "recovery_used")


def open_of(user: str) -> str:
	"""The recovery of a user that can still come into force or be used; "" without one."""
	about = {"reference_doctype": "User", "reference_name": user, "action": RECOVER}
	rows = frappe.get_all(
		CHANGE,
		{**about, "status": ["in", (PROPOSED, IN_FORCE)]},
		["name", "status", "proposed_at", "recorded_at"],
		order_by="recorded_at desc, creation desc",
		limit=9,
	)
	return next((str(row.name) for row in rows if _is_open(row)), "")


def of_form(change: Document) -> dict[str, str | bool]:
	"""What the form of a recovery says besides: whose login, the phone on record (masked), and whether it can be stopped."""
	if change.action != RECOVER:
		return {}
	phone = frappe.db.get_value("Person", {"user": change.reference_name}, "phone") or ""
	return {
		"name": str(frappe.db.get_value("User", change.reference_name, "full_name") or ""),
		"phone": masked_phone(phone) if phone else "",
		"is_open": _is_open(change),
	}


def _subject(user: str) -> frappe._dict:
	"""The Person behind a login of staff: name, pinfl, phone. Raises NotFound, WrongState (`recovery_no_phone`)."""
	login = {"name": user, "enabled": 1, "user_type": "System User"}
	if user == "Administrator" or not frappe.db.exists("User", login):
		raise NotFound(field="user", code="recovery_no_login")
	person = frappe.db.get_value("Person", {"user": user}, ["name", "pinfl", "phone"], as_dict=True)
	if not person or not person.phone or not person.pinfl:
		raise WrongState(code="recovery_no_phone")
	return person


def _check_phone(person: frappe._dict) -> None:
	"""The phone stands on record for some days, and nobody wrote it past the log. Raises WrongState (`recovery_phone_new`)."""
	days = timedelta(days=PHONE_DAYS)
	about = {"reference_doctype": "Person", "reference_name": person.name, "status": IN_FORCE}
	lately = {**about, "recorded_at": [">", now_datetime() - days], "decided_by": ["!=", entries.SET_UP]}
	changes = frappe.get_all(CHANGE, lately, ["before", "after"], order_by="recorded_at asc")
	own = {"person": person.name, "confirmed_at": [">", clock.now() - days]}
	if (
		any(_phone(row.before) != _phone(row.after) for row in changes)
		or frappe.db.exists("Phone Change", own)
		or not entries.is_explained("Person", str(person.name))
	):
		raise WrongState({"days": PHONE_DAYS}, code="recovery_phone_new")


def _phone(values: str | None) -> str:
	return str((frappe.parse_json(values or "{}") or {}).get("phone") or "")


def _require_none_open(user: str) -> None:
	if open_of(user):
		raise WrongState(code="recovery_open")
	about = {"reference_doctype": "User", "reference_name": user, "action": RECOVER, "status": PROPOSED}
	for name in frappe.get_all(CHANGE, about, pluck="name", order_by="creation asc"):
		entries.close(frappe.get_doc(CHANGE, name, for_update=True), SUPERSEDED, str(frappe.session.user))


def _is_open(row: Document | frappe._dict) -> bool:
	if row.status == PROPOSED:
		return not _is_over(row)
	return row.status == IN_FORCE and recovery.waits(str(row.name))


def _is_over(row: Document | frappe._dict) -> bool:
	begun = get_datetime(row.recorded_at)  # by the clock of the server; the seal covers it
	return not begun or begun + timedelta(hours=OPEN_HOURS) < now_datetime()


def _said(change: Document) -> dict[str, str]:
	return {"reason": f"sha256:{sha256_hex((change.note or '').encode())}"}


def _base(salt: str, person: frappe._dict) -> str:
	"""For whom and for which phone a recovery was opened."""
	return states.digest(salt, f"{person.name}|{person.pinfl}|{person.phone}".encode())


def _record(change: Document, kind: str) -> None:
	"""The event of a step, in the chain of the log; before there is a central commission there is none."""
	if commission := entries.chain_of():
		whose, who = (entries.by(change, str(user)) for user in (change.reference_name, frappe.session.user))
		chain.record(commission, kind, {"change": change.name, "document": whose, "by": who}, clock.now())


def _tell(change: Document, code: str) -> None:
	alerts.tell(str(change.reference_name), code, change)
