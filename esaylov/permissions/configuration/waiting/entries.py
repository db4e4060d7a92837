"""The rows of Configuration Change and their events: how an entry is made, what it says of documents, how it is bound.

An entry in force says of each of its documents what it holds since: a salted SHA-256, GONE for what is not there. Its
event in the chain of the central commission has the hash of that. Until the event is written, a seal by the server's key
stands for it, which nobody can make who only writes in the database.
"""

import hmac
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

import frappe
from frappe.model.document import Document
from frappe.utils import get_datetime, now_datetime

from esaylov.core.records.payload import canonical, sha256_hex
from esaylov.framework import clock, place
from esaylov.framework.persistence import documents
from esaylov.framework.persistence.write_guard import WriteGuard
from esaylov.permissions.configuration.rules import approvers, disclosure, states
from esaylov.permissions.configuration.rules.watched import WATCHED
from esaylov.trust import keys
from esaylov.trust.chains.chain import record

CHANGE: Final = "Configuration Change"
PROPOSED, IN_FORCE, DECLINED, SUPERSEDED = "Proposed", "In force", "Declined", "Superseded"
UNEXPLAINED, RESTORED, ACCEPTED = "Unexplained", "Restored", "Accepted"
SET_UP, BENCH, RELEASE, PROVED = "set-up", "bench", "release", "proved"
VOUCHED: Final = "site_config.json"
NOBODY: Final = frozenset({SET_UP, BENCH, RELEASE, PROVED, VOUCHED, ""})
"""What may stand in place of a person."""
RECORD: Final = "Record"
"""The action of what one person, or nobody, decided: the log begins to watch it, or tells what was written."""
MANY: Final = "*"
"""The name of an entry about many documents of a DocType."""
WRITER: Final = WriteGuard("the log of configuration")
APPLYING: Final = WriteGuard("confirmed configuration")
FOUND_STATES: Final = (UNEXPLAINED, RESTORED, ACCEPTED)
TOLD: Final = (IN_FORCE, *FOUND_STATES)
"""What the public log has."""
EMERGENCY: Final = "configuration.emergency"
CONFIRMED: Final = "configuration.confirmed"
"""A second person signed what the holder of the bench had confirmed alone."""
KIND, FOUND, RECONCILED = "configuration.changed", "configuration.unexplained", "configuration.restored"
SEAL: Final = "whole configuration entry"
SEALED: Final = (
	*(
		"name",
		"reference_doctype",
		"reference_name",
		"action",
		"status",
		"before",
		"after",
		"proposed",
		"base",
	),
	*("proposed_by", "supported_by", "support", "decided_by", "signature", "finding", "salt", "states"),
)
"""What an entry says, all of it, its own name too: no entry is a copy of another."""


def new(
	doctype: str,
	name: str,
	action: str,
	before: Mapping[str, Any],
	after: Mapping[str, Any],
	proposed: Collection[str] = (),
) -> Document:
	"""An entry about a document, unsaved; before and after as the log may tell them. proposed: fields that wait for a second person."""
	row = frappe.new_doc(CHANGE)
	row.name, row.flags.name_set = frappe.generate_hash(length=20), True  # its seal covers it
	row.update(
		{
			"reference_doctype": doctype,
			"reference_name": name,
			"action": action,
			"before": frappe.as_json(disclosure.disclosed(doctype, before, row.name)),
			"after": frappe.as_json(disclosure.disclosed(doctype, after, row.name, proposed)),
			"proposed_by": frappe.session.user,
			"proposed_at": clock.now(),
			"salt": states.new_salt(),
		}
	)
	return row


def find_matching_fields(row: Document, values: Mapping[str, Any]) -> set[str]:
	"""The fields of which an entry tells, as what they hold after it, just these values; also one that an earlier version wrote."""
	doctype, after = str(row.reference_doctype), json.loads(row.after or "{}")
	forms = (
		disclosure.disclosed(doctype, values, str(row.name), values),
		disclosure.disclosed(doctype, values, str(row.name)),
		disclosure.disclosed(doctype, values),
	)
	return {field for field in values if any(after.get(field) == form.get(field) for form in forms)}


def insert(row: Document) -> str:
	"""Write a new entry, with its moment and its seal; its name."""
	row.recorded_at = row.recorded_at or now_datetime()
	row.seal = seal(row)
	with WRITER.writing():
		row.insert(ignore_permissions=True)  # a trace of what somebody did; nobody writes it by hand
	if row.status == PROPOSED:
		approvers.notify_approvers(row)
	return str(row.name)


def insert_many(rows: Sequence[Document]) -> None:
	"""Write new entries, each with its moment and its seal, with a few statements however many there are."""
	for row in rows:
		row.recorded_at = row.recorded_at or now_datetime()
		row.seal = seal(row)
		row.flags.ignore_save_passwords = (
			not row.sealed
		)  # nothing was sealed under a new name, so nothing is removed
	with WRITER.writing():
		documents.insert(rows)  # as `insert`


def close(change: Document, status: str, user: str) -> None:
	"""Give an entry its status, and who decided."""
	was_proposed = change.status == PROPOSED
	change.update({"status": status, "decided_by": user, "decided_at": clock.now(), "sealed": None})
	save(change)
	if was_proposed:
		approvers.close_notices(change)


def save(change: Document) -> None:
	"""Write an entry again, with its seal."""
	change.seal = seal(change)
	with WRITER.writing():
		change.save(ignore_permissions=True)  # the same: a trace


def note_states(row: Document, names: Iterable[str], gone: bool = False) -> None:
	"""Say in an entry what its documents hold from now on."""
	doctype = row.reference_doctype
	names = [each for name in names for each in states.known_as(doctype, name)]
	if doctype not in WATCHED:
		return
	held = dict.fromkeys(names, states.GONE) if gone else states.snapshot(doctype, names, row.salt)
	set_states(row, held)


def set_states(row: Document, held: Mapping[str, str]) -> None:
	"""Write digests into an entry, with the moment."""
	row.update({"states": json.dumps(held, sort_keys=True), "recorded_at": now_datetime()})


def seal(row: Document | frappe._dict) -> str:
	"""HMAC by the server's key over all that the entry says: no part of it is another's, or an older one of its own."""
	said = [str(row.get(field) or "") for field in SEALED]
	return keys.keyed_hash(SEAL, canonical([*said, _moment(row)]))


def is_sealed(row: Document | frappe._dict) -> bool:
	"""Whether the server itself wrote what an entry says."""
	return hmac.compare_digest(row.seal or "", seal(row))


def _moment(row: Document | frappe._dict) -> str:
	return str(get_datetime(row.recorded_at) or "") if row.recorded_at else ""


def is_explained(doctype: str, name: str) -> bool:
	"""Whether a document holds in the database just what its last entry says; of one that is not watched, yes."""
	if doctype not in WATCHED:
		return True
	held = states.contents(doctype, [name]).get(name)
	if held is None and WATCHED[doctype].is_followed:
		return _is_followed(doctype, name)
	said = _last_said(doctype, name)
	if said is None:
		return held is None
	salt, sign = said
	return sign == (states.GONE if held is None else states.digest(salt, held))


def is_in_log(doctype: str, name: str) -> bool:
	"""Whether the log says that a document is there."""
	said = _last_said(doctype, name)
	return said is not None and said[1] != states.GONE


def _is_followed(doctype: str, name: str) -> bool:
	"""Whether somebody whom nothing names now holds what the log said last, if it ever did."""
	salt, sign = _last_said(doctype, name) or ("", states.GONE)
	held = states.of_unnamed(doctype, [name]).get(name)
	return sign == states.GONE or (held is not None and sign == states.digest(salt, held))


def _last_said(doctype: str, name: str) -> tuple[str, str] | None:
	"""Salt and digest of what the log said last of a document; None where it never did."""
	about = {
		"reference_doctype": doctype,
		"reference_name": ["in", [name.removesuffix(states.PASSWORD), MANY]],
	}
	rows = frappe.get_all(
		CHANGE,
		{**about, "status": IN_FORCE, "states": ["is", "set"]},
		["salt", "states"],
		order_by="recorded_at desc, creation desc",
	)
	for row in rows:
		if name in (said := json.loads(row.states)):
			return row.salt, said[name]
	return None


def chain_of() -> str | None:
	"""The commission whose chain has the log: the central one; None before there is one."""
	return frappe.db.get_value("Election Commission", {"level": "CEC"}, "name", order_by="lft asc")


def chain(change: Document, kind: str = KIND) -> None:
	"""Write the event; before there is a central commission, and on a held site, the job does it later.

	A restored copy is migrated before its release, while the site it was taken from may go on with the same chain.
	"""
	commission = chain_of()
	if not commission or place.is_held_lately():
		return
	persons = {key: by(change, change.get(key) or "") for key in ("proposed_by", "decided_by")}
	event = record(commission, kind, body(change) | persons, clock.now())
	frappe.db.set_value(CHANGE, change.name, "event", event, update_modified=False)
	change.event = event


def body(change: Document | frappe._dict) -> dict[str, Any]:
	"""What the event says of an entry, without its persons: the comparison makes it again."""
	said = {
		"change": change.name,
		"document_type": change.reference_doctype,
		"document": by(change, change.reference_name)
		if change.reference_doctype == "User"
		else change.reference_name,
		"action": change.action,
		"before": json.loads(change.before or "{}"),
		"after": json.loads(change.after or "{}"),
	}
	if change.states:
		said |= {"states": sha256_hex(change.states.encode()), "recorded_at": str(change.recorded_at)}
	return said | {
		field: change.get(field) for field in ("support", "signature", "finding") if change.get(field)
	}


def payload(change: Document) -> bytes:
	"""Canonical bytes of a proposal, for its second person to sign; they say where the document stands as nobody explained."""
	left_out = ("states", "recorded_at", "support", "signature")
	said = {key: value for key, value in body(change).items() if key not in left_out}
	if not is_explained(change.reference_doctype, change.reference_name):
		said["unexplained"] = True
	named = {**said, "document_name": said["document"], "base": change.base or ""}
	return canonical({**named, "document": "configuration change"})


def by(change: Document | frappe._dict, user: str) -> str:
	"""A person as the event has them: who has the entry can prove it, nobody can guess it."""
	return user if user in NOBODY else states.digest(change.salt, user.encode())
