"""The rows of Configuration Change: proposed, confirmed by another, declined, and their event in the published chain."""

import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import frappe
from frappe.model.document import Document
from frappe.utils.password import get_decrypted_password

from esaylov.core.findings import Finding
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, LawBroken, NotFound, NotPermitted, WrongState
from esaylov.permissions.configuration.rules import approvers, disclosure, states
from esaylov.permissions.configuration.rules.guard import Guard
from esaylov.permissions.configuration.rules.guarded import EMERGENCY, TWO_PERSONS
from esaylov.permissions.configuration.rules.watched import LOGGED, WATCHED, Watch
from esaylov.permissions.configuration.waiting import campaigns, entries, findings, notices, persons, recovery
from esaylov.permissions.configuration.waiting.entries import (
	APPLYING,
	BENCH,
	CHANGE,
	DECLINED,
	IN_FORCE,
	PROPOSED,
	RECORD,
	SUPERSEDED,
	WRITER,
)
from esaylov.permissions.configuration.waiting.waiting_changes import list_unconfirmed
from esaylov.trust import signatures
from esaylov.trust.chains import chain

SHOWN: Final = 20
PURPOSE: Final = "configuration"


def check(change: Document) -> None:
	"""Called from Configuration Change.validate: only this module writes. Raises LawBroken."""
	WRITER.check(change)


def propose(document: Document, wanted: Mapping[str, Any], is_new: bool) -> str:
	"""Keep what is wanted of a document until somebody else confirms it; an older proposal for it is superseded."""
	supersede(document)
	stands = disclosure.values_of(document)
	proposed, sealed = disclosure.split(document.doctype, dict(wanted))
	action, before = ("Enter", {}) if is_new else ("Change", stands)
	row = entries.new(document.doctype, document.name, action, before, {**stands, **wanted}, wanted)
	row.update({"status": PROPOSED, "proposed": frappe.as_json(proposed), "base": disclosure.state(document)})
	row.sealed = json.dumps(sealed) if sealed else None
	return entries.insert(row)


def supersede(document: Document) -> None:
	"""End the open proposals about a document: there is a newer one, or the document is removed."""
	older = {"reference_doctype": document.doctype, "reference_name": document.name, "status": PROPOSED}
	for name in frappe.get_all(CHANGE, older, pluck="name", order_by="creation asc"):
		entries.close(frappe.get_doc(CHANGE, name), SUPERSEDED, frappe.session.user)


def waiting(document: Document) -> str:
	"""The open proposal about a document; "" without one."""
	about = {"reference_doctype": document.doctype, "reference_name": document.name, "status": PROPOSED}
	return str(frappe.db.get_value(CHANGE, about) or "")


def waiting_of(doctype: str, names: Collection[str]) -> dict[str, frappe._dict]:
	"""The open proposals about documents of a DocType, by document: `name`, `proposed_by`, `after` (values as the log has them)."""
	rows = frappe.get_all(
		CHANGE,
		{"reference_doctype": doctype, "reference_name": ["in", list(names)], "status": PROPOSED},
		["name", "reference_name", "proposed_by", "after"],
		order_by="creation asc",
	)
	return {row.reference_name: frappe._dict(row, after=json.loads(row.after or "{}")) for row in rows}


def is_named_waiting(doctype: str, name: str) -> bool:
	"""Whether an open proposal about another document names this one: who signs it must know that it stays what it is."""
	namers = [namer for namer, guard in TWO_PERSONS.items() for field in _links_to(doctype, namer, guard)]
	filters = {"reference_doctype": ["in", namers], "status": PROPOSED, "after": ["like", f"%{name}%"]}
	rows = frappe.get_all(CHANGE, filters, ["reference_doctype", "after"], order_by="creation asc")
	return any(
		json.loads(row.after).get(field) == name
		for row in rows
		for field in _links_to(doctype, row.reference_doctype, TWO_PERSONS[row.reference_doctype])
	)


def _links_to(doctype: str, namer: str, guard: Guard) -> list[str]:
	"""The guarded fields of a DocType that name documents of another."""
	if not frappe.db.exists("DocType", namer, cache=True):
		return []
	links = frappe.get_meta(namer).get_link_fields()
	return [link.fieldname for link in links if link.options == doctype and link.fieldname in guard.fields]


def enter(
	document: Document,
	action: str,
	before: Mapping[str, Any],
	after: Mapping[str, Any],
	by: str,
	name: str = "",
) -> str:
	"""Keep a change that is in force at once, with its event.

	by: who or what made a second person unnecessary. name: of the document, where it is another than it has now. What stood
	in the document and nobody explained stays so: then the entry does not say what the document holds since.
	"""
	name = name or str(document.name)
	row = entries.new(document.doctype, name, action, before, after)
	row.update({"status": IN_FORCE, "decided_by": by, "decided_at": clock.now()})
	if not document.flags.configuration_unexplained:
		entries.note_states(row, [name], gone=action == "Remove")
	entries.insert(row)
	if not is_busy(document.doctype):
		entries.chain(row)
	return str(row.name)


def record(document: Document, before: Mapping[str, Any], after: Mapping[str, Any], by: str) -> None:
	"""Keep what one person changed of a document beside what is guarded; it says nothing of what the document holds since."""
	row = entries.new(document.doctype, str(document.name), RECORD, before, after)
	row.update({"status": IN_FORCE, "decided_by": by, "decided_at": clock.now()})
	entries.insert(row)
	if not is_busy(document.doctype):
		entries.chain(row)


def enter_named(document: Document, differing: Collection[str]) -> None:
	"""Begin to watch whom a document names now and none did before: as they are, without values. differing: its new fields."""
	for doctype, watch in WATCHED.items():
		for name in _newly_watched(doctype, watch, document, differing):
			row = entries.new(doctype, name, RECORD, {}, {})
			row.update({"status": IN_FORCE, "decided_by": entries.PROVED, "decided_at": clock.now()})
			entries.note_states(row, [name])
			entries.insert(row)


def _newly_watched(doctype: str, watch: Watch, document: Document, differing: Collection[str]) -> list[str]:
	"""Whom a row names as the first one, or who is behind a login that is one of the Desk since; not who was watched already."""
	namer, field = watch.named_by
	if namer == document.doctype:
		name = str(document.get(field) or "")
		is_first = field in differing and name and frappe.db.count(namer, {field: name}) == 1
		return [name] if is_first and not (watch.of_staff and states.of_staff(doctype, [name])) else []
	if not watch.of_staff or document.doctype != states.USER or "user_type" not in differing:
		return []
	behind = frappe.get_all(doctype, {"user": document.name}, pluck="name", order_by="name asc")
	return [name for name in states.of_staff(doctype, behind) if not _is_named_before(namer, field, name)]


def _is_named_before(namer: str, field: str, name: str) -> bool:
	"""Whether a row that stands in the log names somebody: the one that gives the login its roles just now has no entry yet."""
	rows = frappe.get_all(namer, {field: name}, pluck="name", order_by="creation asc")
	return any(entries.is_explained(namer, row) for row in rows)


def is_busy(doctype: str) -> bool:
	"""Whether the events of a DocType are left to the job."""
	return doctype in WATCHED and WATCHED[doctype].is_busy


def to_sign(name: str) -> bytes:
	"""The bytes that the second person signs: the change, its document, before and after, and the state it was made for.

	Raises NotFound, WrongState, NotPermitted as `confirm`.
	"""
	change = _to_confirm(name)
	persons.require_second(change, frappe.session.user)
	return entries.payload(change)


def confirm(name: str, signature: str) -> str:
	"""Sign a proposed change (Base64 of CMS) as another person than its author; the name of what is in force then, or "".

	In force as soon as two persons count for it (`persons`): of a proposal whose author counts for nobody, the first signature is
	kept, and another one brings it into force. Raises NotPermitted (`second_person_needed`, `login_unsettled`), WrongState
	(`configuration_moved` when the document or the proposal is no longer what its author made), SignatureRefused.
	A change that the holder of the bench confirmed alone is in force; the signature ends its mark "unconfirmed".
	"""
	change = _to_confirm(name)
	user = frappe.session.user
	pinfl = persons.require_second(change, user)
	signed = signatures.verify_document(
		CHANGE, change.name, entries.payload(change), signature, PURPOSE, expect_pinfl=pinfl
	)
	if change.status == IN_FORCE:
		if commission := entries.chain_of():
			said = {"change": change.name, "signature": signed}
			chain.record(commission, entries.CONFIRMED, said, clock.now())
		approvers.close_notices(change)
		return str(change.name)
	if persons.counted(change):
		change.signature = signed
		return _put_in_force(change, user)
	change.update({"supported_by": user, "support": signed})
	entries.save(change)
	approvers.close_notices(change, user)
	return ""


def confirm_by_bench(change: str, reason: str) -> str:
	"""The emergency procedure, by whoever holds the bench (`bench execute`); also where there is no second person yet.

	While two persons could confirm, site_config.json must say `esaylov_emergency`. The event is of a kind of its own, the
	reason stands in the public log, and auditors and administrators are told. Raises NotPermitted (`emergency_not_set`), FormInvalid.
	"""
	if getattr(frappe.local, "request", None):
		raise NotPermitted()
	if not reason.strip():
		raise FormInvalid([Finding("required", "reason")])
	if len(approvers.list_approvers()) > 1 and not frappe.conf.get(EMERGENCY):
		raise NotPermitted(code="emergency_not_set")
	row = _open(change)
	row.note = reason.strip()[:500]
	_put_in_force(row, BENCH)
	notices.tell([change], "configuration_emergency")
	frappe.db.commit()  # a command of its own
	return change


def _to_confirm(name: str) -> Document:
	"""A proposal, or a change that the holder of the bench confirmed alone; locked. Raises as `_open`."""
	return frappe.get_doc(CHANGE, name, for_update=True) if list_unconfirmed([name]) else _open(name)


def _put_in_force(change: Document, by: str) -> str:
	if change.action == recovery.RECOVER:
		recovery.put_in_force(change)
	elif change.action == campaigns.START:
		campaigns.put_in_force(change)
	elif change.finding:
		findings.put_in_force(change)
	else:
		_apply(change)
	change.decided_by = by
	entries.close(change, IN_FORCE, by)
	entries.chain(change, entries.EMERGENCY if by == BENCH else entries.KIND)
	return str(change.name)


def _apply(change: Document) -> None:
	"""Write what was proposed into its document. Raises WrongState where that is not what the entry tells, or for another state."""
	if not frappe.db.exists(change.reference_doctype, change.reference_name):
		raise WrongState({"status": change.status}, code="configuration_moved")
	document = frappe.get_doc(change.reference_doctype, change.reference_name, for_update=True)
	wanted = _wanted(change)
	if (
		disclosure.state(document) != change.base
		or entries.find_matching_fields(change, wanted) != wanted.keys()
	):
		raise WrongState({"status": change.status}, code="configuration_moved")
	document.update({field: disclosure.stored(document, field, value) for field, value in wanted.items()})
	document.flags.configuration_applied = True
	kind = document.get("user_type")
	with APPLYING.writing(), _as_system(document.doctype):
		document.save(ignore_permissions=True)  # two persons decided; either may lack the right alone
	findings.accept_open(change)
	entries.note_states(change, [document.name])
	enter_named(document, ("user_type",) if document.get("user_type") != kind else ())


@contextmanager
def _as_system(doctype: str) -> Iterator[None]:
	"""What the framework saves besides (users of a role or a profile) asks for rights that neither of two persons need have."""
	user = frappe.session.user
	frappe.session.user = "Administrator" if doctype in LOGGED else user
	try:
		yield
	finally:
		frappe.session.user = user


def decline(name: str, note: str = "") -> str:
	"""End a proposal without effect, as its author or another; its name. Raises WrongState."""
	change = _open(name, is_whole=False)  # what somebody changed is declined too
	if change.action == recovery.RECOVER:
		return recovery.stop(name, note)
	change.note = note.strip()[:500]
	entries.close(change, DECLINED, frappe.session.user)
	return str(change.name)


def record_due() -> int:
	"""Job: write the events of changes and findings of before there was a central commission, or while the site was held;
	how many.

	An entry whose seal is not the server's gets none: somebody wrote it past us, and the comparison tells of it.
	"""
	if not entries.chain_of():
		return 0
	due = {"status": ["in", (IN_FORCE, entries.UNEXPLAINED)], "event": ["is", "not set"]}
	names = frappe.get_all(CHANGE, due, pluck="name", order_by="recorded_at asc, creation asc")
	written = [row for row in (frappe.get_doc(CHANGE, name) for name in names) if entries.is_sealed(row)]
	for row in written:
		entries.chain(row, entries.KIND if row.status == IN_FORCE else entries.FOUND)
	return len(written)


def published() -> list[frappe._dict]:
	"""The last entries for the public: decided_at, reference_doctype, reference_name, action, status, decided_by, event, is_unconfirmed.

	In force, and what was found that nobody decided. decided_by: `bench` of the emergency procedure, another word of the
	system, "" of a person.
	"""
	fields = [
		"name",
		"decided_at",
		"reference_doctype",
		"reference_name",
		"action",
		"status",
		"decided_by",
		"event",
	]
	filters = {"status": ["in", entries.TOLD], "event": ["is", "set"]}
	rows = frappe.get_all(CHANGE, filters, fields, order_by="decided_at desc, creation desc", limit=SHOWN)
	open_ones = list_unconfirmed([row.name for row in rows])
	for row in rows:
		row.decided_by = row.decided_by if row.decided_by in entries.NOBODY else ""
		row.is_unconfirmed = row.pop("name") in open_ones
	return rows


def _open(name: str, is_whole: bool = True) -> Document:
	"""A proposal, locked; is_whole: as its author made it. Raises NotFound, WrongState."""
	if not frappe.db.exists(CHANGE, name):
		raise NotFound({"doctype": CHANGE})
	change = frappe.get_doc(CHANGE, name, for_update=True)
	if change.status != PROPOSED:
		raise WrongState({"status": change.status})
	if is_whole and not entries.is_sealed(change):
		raise WrongState({"status": change.status}, code="configuration_moved")
	return change


def accept(finding: str, reason: str) -> str:
	"""Propose, with a reason, that what the comparison found stands; another person signs it (`confirm`). The proposal's name."""
	return findings.propose(finding, reason)


def _wanted(change: Document) -> dict[str, Any]:
	"""The values that were proposed. Raises WrongState where another encryption key sealed the hidden ones: the rest alone is not what was
	proposed."""
	sealed = get_decrypted_password(CHANGE, change.name, "sealed", raise_exception=False)
	if change.sealed and sealed is None:
		raise WrongState({"status": change.status}, code="configuration_moved")
	return {**json.loads(change.proposed or "{}"), **json.loads(sealed or "{}")}


def refuse_removal(document: Document) -> None:
	"""Roots of trust are switched off, never removed. Raises LawBroken."""
	raise LawBroken({"doctype": document.doctype}, code="trust_not_removed")
