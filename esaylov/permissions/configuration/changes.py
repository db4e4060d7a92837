"""The rows of Configuration Change: proposed, confirmed by another, declined, and their event in the published chain."""

import json
from collections.abc import Mapping
from typing import Any, Final

import frappe
from frappe.model.document import Document
from frappe.utils.password import get_decrypted_password

from esaylov.framework import clock
from esaylov.framework.errors import LawBroken, NotFound, NotPermitted, WrongState
from esaylov.framework.write_guard import WriteGuard
from esaylov.permissions.configuration import disclosure
from esaylov.permissions.configuration.guarded import CONFIRMING
from esaylov.trust import service as trust

CHANGE: Final = "Configuration Change"
PROPOSED, IN_FORCE, DECLINED, SUPERSEDED = "Proposed", "In force", "Declined", "Superseded"
SET_UP, BENCH = "set-up", "bench"
KIND: Final = "configuration.changed"
WRITER: Final = WriteGuard("the log of configuration")
APPLYING: Final = WriteGuard("confirmed configuration")
SHOWN: Final = 20


def check(change: Document) -> None:
	"""Called from Configuration Change.validate: only this module writes. Raises LawBroken."""
	WRITER.check(change)


def propose(document: Document, wanted: Mapping[str, Any], is_new: bool) -> str:
	"""Keep what is wanted of a document until somebody else confirms it; an older proposal for it is superseded."""
	older = {"reference_doctype": document.doctype, "reference_name": document.name, "status": PROPOSED}
	for name in frappe.get_all(CHANGE, older, pluck="name", order_by="creation asc"):
		_close(frappe.get_doc(CHANGE, name), SUPERSEDED, frappe.session.user)
	stands = disclosure.values_of(document)
	proposed, sealed = disclosure.split(document.doctype, dict(wanted))
	row = _new(document, "Enter" if is_new else "Change", {} if is_new else stands, {**stands, **wanted})
	row.update({"status": PROPOSED, "proposed": frappe.as_json(proposed), "base": disclosure.state(document)})
	row.sealed = json.dumps(sealed) if sealed else None
	return _insert(row)


def enter(
	document: Document, action: str, before: Mapping[str, Any], after: Mapping[str, Any], by: str
) -> str:
	"""Keep a change that is in force at once, with its event. by: who or what made a second person unnecessary."""
	row = _new(document, action, before, after)
	row.update({"status": IN_FORCE, "decided_by": by, "decided_at": clock.now()})
	_insert(row)
	_chain(row)
	return str(row.name)


def confirm(name: str) -> str:
	"""Bring a proposed change into force as another person than its author; its name.

	Raises NotPermitted (`second_person_needed` for the author), WrongState (`configuration_moved` when the document is no
	longer what the proposal was made for).
	"""
	change = _open(name)
	_require_second(change, frappe.session.user)
	return _put_in_force(change, frappe.session.user)


def confirm_by_bench(name: str) -> str:
	"""The same by whoever holds the bench (`bench execute`), where there is no second person yet. Raises NotPermitted."""
	if getattr(frappe.local, "request", None):
		raise NotPermitted()
	_put_in_force(_open(name), BENCH)
	frappe.db.commit()  # a command of its own
	return name


def _put_in_force(change: Document, by: str) -> str:
	document = frappe.get_doc(change.reference_doctype, change.reference_name, for_update=True)
	if disclosure.state(document) != change.base:
		raise WrongState({"status": change.status}, code="configuration_moved")
	document.update(_wanted(change))
	with APPLYING.writing():
		document.save(ignore_permissions=True)  # two persons decided; either may lack the right alone
	_close(change, IN_FORCE, by)
	_chain(change)
	return str(change.name)


def decline(name: str, note: str = "") -> str:
	"""End a proposal without effect, as its author or another; its name. Raises WrongState."""
	change = _open(name)
	change.note = note.strip()[:500]
	_close(change, DECLINED, frappe.session.user)
	return str(change.name)


def record_due() -> int:
	"""Job: write the events of changes that were made before there was a central commission; how many."""
	due = {"status": IN_FORCE, "event": ["is", "not set"]}
	names = (
		frappe.get_all(CHANGE, due, pluck="name", order_by="decided_at asc, creation asc")
		if _chain_of()
		else []
	)
	for name in names:
		_chain(frappe.get_doc(CHANGE, name))
	return len(names)


def published() -> list[frappe._dict]:
	"""The last changes in force for the public: decided_at, reference_doctype, reference_name, action, event."""
	fields = ["decided_at", "reference_doctype", "reference_name", "action", "event"]
	filters = {"status": IN_FORCE, "event": ["is", "set"]}
	return frappe.get_all(CHANGE, filters, fields, order_by="decided_at desc, creation desc", limit=SHOWN)


def _new(document: Document, action: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Document:
	row = frappe.new_doc(CHANGE)
	row.update(
		{
			"reference_doctype": document.doctype,
			"reference_name": document.name,
			"action": action,
			"before": frappe.as_json(disclosure.disclosed(document.doctype, before)),
			"after": frappe.as_json(disclosure.disclosed(document.doctype, after)),
			"proposed_by": frappe.session.user,
			"proposed_at": clock.now(),
		}
	)
	return row


def _insert(row: Document) -> str:
	with WRITER.writing():
		row.insert(ignore_permissions=True)  # a trace of what somebody did; nobody writes it by hand
	return str(row.name)


def _open(name: str) -> Document:
	if not frappe.db.exists(CHANGE, name):
		raise NotFound({"doctype": CHANGE})
	change = frappe.get_doc(CHANGE, name, for_update=True)
	if change.status != PROPOSED:
		raise WrongState({"status": change.status})
	return change


def _require_second(change: Document, user: str) -> None:
	"""Another person than the one who proposed, who confirms configuration. Raises NotPermitted."""
	if user == change.proposed_by:
		raise NotPermitted(code="second_person_needed")
	if user != "Administrator" and not CONFIRMING & set(frappe.get_roles(user)):
		raise NotPermitted()


def _wanted(change: Document) -> dict[str, Any]:
	sealed = get_decrypted_password(CHANGE, change.name, "sealed", raise_exception=False)
	return {**json.loads(change.proposed or "{}"), **json.loads(sealed or "{}")}


def _close(change: Document, status: str, user: str) -> None:
	change.update({"status": status, "decided_by": user, "decided_at": clock.now(), "sealed": None})
	with WRITER.writing():
		change.save(ignore_permissions=True)  # the same: a trace


def _chain_of() -> str | None:
	"""The commission whose chain has the log: the central one; None before there is one."""
	return frappe.db.get_value("Election Commission", {"level": "CEC"}, "name", order_by="lft asc")


def _chain(change: Document) -> None:
	"""Write the event; before there is a central commission, the job does it later."""
	commission = _chain_of()
	if not commission:
		return
	body = {
		"change": change.name,
		"document_type": change.reference_doctype,
		"document": change.reference_name,
		"action": change.action,
		"before": json.loads(change.before or "{}"),
		"after": json.loads(change.after or "{}"),
		"proposed_by": disclosure.by(change.proposed_by),
		"decided_by": change.decided_by
		if change.decided_by in (SET_UP, BENCH)
		else disclosure.by(change.decided_by),
	}
	event = trust.record(commission, KIND, body, clock.now())
	frappe.db.set_value(CHANGE, change.name, "event", event, update_modified=False)
	change.event = event


def refuse_removal(document: Document) -> None:
	"""Roots of trust are switched off, never removed. Raises LawBroken."""
	raise LawBroken({"doctype": document.doctype}, code="trust_not_removed")
