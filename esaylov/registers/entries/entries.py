"""Entries of the registers: written once by an effect, ended by a later one, and by nothing else."""

from collections.abc import Mapping, Sequence
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.core.rules.result_rules.mandates import DUPLICATE, OBSERVER, PRESS
from esaylov.framework import clock, practice
from esaylov.framework.errors import LawBroken, WrongState
from esaylov.framework.persistence import documents
from esaylov.framework.persistence.write_guard import WriteGuard
from esaylov.registers.entries import history, people, portraits
from esaylov.registers.entries.grants import Grant, of_decision

WRITER = WriteGuard("registers")
PRESIDENT = "PRES"
REGISTERED, REPLACED, REVOKED, RESIGNED = "Registered", "Replaced", "Revoked", "Resigned"
ANNULLED = "Annulled"
OF_PEOPLE = (
	"Candidate",
	"Proxy",
	"Authorized Representative",
	"Media Representative",
	"Observer",
	"Elected Deputy",
)
OF_MATTERS = (
	"Candidate List",
	"Party Admission",
	"Signature Sheets",
	"Campaign Meeting",
	"Complaint Outcome",
	"Result Table",
)
REGISTERS = OF_PEOPLE + OF_MATTERS

SEAT = "seat"
"""Not a column: what `seat_of` says."""
ONCE: dict[str, dict[str, tuple[str, ...]]] = {
	"Candidate": {
		"standing_key": ("election", "election_type", "person"),
		"seat_key": ("election", SEAT, "party"),
	},
	"Candidate List": {"standing_key": ("election", "election_type", "party")},
	"Proxy": {"standing_key": ("candidate", "person")},
	"Party Admission": {"standing_key": ("election", "election_type", "party", "commission")},
	"Elected Deputy": {"standing_key": ("election", "election_type", "person")},
	"Observer": {"standing_key": ("election", "territory", "person")},
	"Media Representative": {"standing_key": ("election", "person", "organization_title")},
	"Result Table": {"standing_key": ("election", "election_type", "constituency", "commission")},
}
"""What only one entry in force may say. A unique index holds it, so no look-up and no gap lock is needed."""

OF_MANDATES: Mapping[str, str] = {"Observer": OBSERVER, "Media Representative": PRESS}
"""Register whose key is a rule over mandates (`core.rules.result_rules.mandates`) -> the kind of mandate."""

Facts = Mapping[str, Any]


def write(register: str, rows: Sequence[tuple[Grant, Facts]]) -> list[str]:
	"""Write an entry for each grant; names in the order of the rows.

	The facts stand above what all entries share (`shared`). Links are names that this step read or that were checked
	at the filing, so they are not looked up again for each row. Raises LawBroken (`entry_exists`, `mandate_duplicate`) where
	a unique index knows an entry in force.
	"""
	written = []
	photos = portraits.of_grants(register, [grant for grant, _ in rows])
	for (grant, facts), photo in zip(rows, photos, strict=True):
		entry = frappe.new_doc(register)
		entry.update({**shared(grant), **photo, **facts})
		entry.flags.grant = grant  # read a moment ago; check_granted need not read it again for each row
		written.append(entry)
	with WRITER.writing():
		_insert(register, written)
	history.record([history.of_entry(entry, "", entry.decision) for entry in written])
	return [str(entry.name) for entry in written]


def shared(grant: Grant) -> dict[str, Any]:
	"""What every entry says of its act."""
	return {
		"election": grant.appeal.election,
		"territory": grant.appeal.territory or grant.commission["territory"],
		"commission": grant.commission["name"],
		"commission_lft": grant.commission["lft"],
		"decision": grant.decision.name,
		"row_path": grant.path,
		"appeal": grant.appeal.name,
		"registered_on": clock.today(),
		"status": REGISTERED,
	}


def refuse_practice(grants: Sequence[Grant]) -> None:
	"""Commissions and polling stations belong to no election: a practice changes none. Raises WrongState (`practice_real`)."""
	if any(practice.is_of(grant.decision.election) for grant in grants):
		raise WrongState(code="practice_real")


def persons(grants: Sequence[Grant]) -> list[dict[str, str]]:
	"""Person, name, title and phone of each grant's person. The phone is the entry's; one of practice gives no number."""
	places: dict[str, int] = {}
	asked = [
		people.Asked(
			grant.row, places.setdefault(grant.decision.name, len(places)), grant.appeal.language or ""
		)
		for grant in grants
	]
	names = people.find_or_make(asked, gives_mandate=True)
	found = []
	for grant, name in zip(grants, names, strict=True):
		full_name = " ".join(str(grant.row.get("full_name") or "").split())
		phone = "" if practice.is_of(grant.decision.election) else people.phone_of(grant.row)
		found.append({"person": name, "full_name": full_name, "title": full_name, "phone": phone})
	return found


def in_force(register: str, name: object, commission: str = "") -> Document:
	"""A locked entry that is in force. commission: the one that wrote it, where only that one may end it.

	Raises LawBroken (`entry_ended`, `entry_elsewhere`), also for a name that does not exist.
	"""
	if not isinstance(name, str) or not frappe.db.exists(register, name):
		raise LawBroken({"status": "-"}, code="entry_ended")
	entry = frappe.get_doc(register, name, for_update=True)  # a locking read: who waited sees the last commit
	if entry.status != REGISTERED:
		raise LawBroken({"status": entry.status}, code="entry_ended")
	if commission and entry.commission != commission:
		raise LawBroken(code="entry_elsewhere")
	return entry


def end(entry: Document, status: str, grant: Grant, reason: object, **more: object) -> None:
	"""End a locked entry: what it says stays, how and by which decision it ended is added."""
	end_by(entry, status, grant.decision.name, reason, **more)


def end_by(entry: Document, status: str, decision: str, reason: object, **more: object) -> None:
	"""The same for a decision that grants nothing: an annulment, an official announcement."""
	before, told = entry.status, " ".join(str(reason or "").split())[:500]
	change(entry, status=status, ended_on=clock.today(), end_decision=decision, end_reason=told, **more)
	history.record([history.of_entry(entry, before, decision, told)])


def revive(entry: Document, decision: str, reason: str) -> None:
	"""Bring a locked entry back to force; that it had ended stands in its history.

	Raises LawBroken (`entry_exists`, `mandate_duplicate`) where another entry in force says the same now.
	"""
	before = entry.status
	try:
		change(entry, status=REGISTERED, ended_on=None, end_decision=None, end_reason=None)
	except frappe.UniqueValidationError as problem:
		frappe.clear_last_message()
		raise _refusal_of_second(entry.doctype) from problem
	history.record([history.of_entry(entry, before, decision, reason)])


def change(entry: Document, **values: object) -> None:
	"""Save values on a locked entry.

	Its links were proved when it was written, and may have been committed after this transaction's snapshot: the framework's
	own look-up, a plain read, would not find them.
	"""
	entry.update(values)
	entry.flags.ignore_links = True
	with WRITER.writing():
		entry.save(ignore_permissions=True)  # the effect of a decision; no role may write


def check(entry: Document) -> None:
	"""Called from validate of every register. Raises LawBroken."""
	WRITER.check(entry)
	for key, said in keys_of(entry.doctype, entry).items():
		entry.set(key, said if entry.status == REGISTERED else None)
	if entry.is_new() and not entry.flags.grant and not entry.flags.imported:
		_check_granted(entry)


def keys_of(register: str, entry: Facts | Document) -> dict[str, str | None]:
	"""What an entry says that only one in force may say, by column of its key; None for a seat where it has none."""
	seat = seat_of(entry.get("constituency"), entry.get("election_type"))
	found: dict[str, str | None] = {}
	for key, columns in ONCE.get(register, {}).items():
		parts = [seat if column == SEAT else str(entry.get(column) or "") for column in columns]
		found[key] = None if SEAT in columns and not seat else "|".join(parts)
	return found


def columns_of_keys(register: str) -> set[str]:
	"""The columns that `keys_of` reads."""
	named = {column for columns in ONCE.get(register, {}).values() for column in columns}
	return named - {SEAT} | ({"constituency", "election_type"} if SEAT in named else set())


def seat_of(constituency: str | None, election_type: str | None) -> str:
	"""The seat that a party nominates one person for: a constituency, or the office of the President [old: art. 64]; "" on a list."""
	return constituency or (PRESIDENT if election_type == PRESIDENT else "")


def refuse_removal(entry: Document) -> None:
	"""A register entry is ended by a decision, never removed."""
	raise LawBroken({"doctype": entry.doctype, "to": "removed"})


def _insert(register: str, written: Sequence[Document]) -> None:
	try:
		documents.insert(written)  # an effect: no role may create
	except frappe.UniqueValidationError as problem:
		frappe.clear_last_message()
		raise _refusal_of_second(register) from problem


def _refusal_of_second(register: str) -> LawBroken:
	"""The refusal of an entry that another one in force excludes: of a second mandate in the words of its rule."""
	if kind := OF_MANDATES.get(register):
		return LawBroken({"kind": kind, "other": kind}, code=DUPLICATE)
	return LawBroken({"doctype": register}, code="entry_exists")


def _check_granted(entry: Document) -> None:
	"""The entry's decision is signed and grants this very row, to this very person."""
	for grant in of_decision(entry.decision):
		is_row = (grant.path, grant.commission["name"]) == (entry.row_path, entry.commission)
		if is_row and (not entry.get("person") or people.is_of(entry.person, grant.row)):
			return
	raise LawBroken({"decision": entry.decision})
