"""What the comparison found is accepted by two persons: proposed by one with a reason, in force when another signs it."""

import json
from collections.abc import Iterator

import frappe
from frappe.model.document import Document

from esaylov.core.findings import Finding
from esaylov.core.records.payload import sha256_hex
from esaylov.framework.errors import FormInvalid, NotFound, WrongState
from esaylov.identity import person_macs
from esaylov.permissions.configuration.rules import states
from esaylov.permissions.configuration.rules.watched import WATCHED
from esaylov.permissions.configuration.waiting import entries
from esaylov.permissions.configuration.waiting.entries import ACCEPTED, CHANGE, MANY, PROPOSED, UNEXPLAINED


def propose(finding: str, reason: str) -> str:
	"""Propose that what was found stands; the entry that another person signs (`confirm`).

	Raises NotFound, WrongState for what is not open, or is proposed already, FormInvalid without a reason.
	"""
	found = _open(finding)
	if not reason.strip():
		raise FormInvalid([Finding("required", "reason")])
	# with a lock: who waited for the finding sees what was proposed meanwhile
	if frappe.db.get_value(CHANGE, {"finding": finding, "status": PROPOSED}, for_update=True):
		raise WrongState({"status": PROPOSED})
	row = entries.new(found.reference_doctype, found.reference_name, "Accept", {}, {})
	row.update({"before": found.before, "after": found.after, "finding": finding, "base": _state(found)})
	row.update({"status": PROPOSED, "note": reason.strip()[:500]})
	return entries.insert(row)


def put_in_force(change: Document) -> None:
	"""Close a finding as accepted, and say what its documents hold since. Raises WrongState where they hold something else by now."""
	found = _open(change.finding)
	doctype, said = found.reference_doctype, json.loads(found.states or "{}")
	is_watched = doctype in WATCHED
	moved = is_watched and states.snapshot(doctype, said, found.salt) != said
	if moved or change.base != _state(found):
		raise WrongState({"status": found.status}, code="configuration_moved")
	if is_watched:
		entries.set_states(change, states.snapshot(doctype, said, change.salt))
	if doctype == person_macs.PERSON:
		person_macs.accept(said)
	entries.close(found, ACCEPTED, str(frappe.session.user))


def accept_open(change: Document) -> None:
	"""Close what was found of a document that two persons have changed since: they signed for the whole of it."""
	for finding in _of(change.reference_doctype, change.reference_name):
		entries.close(finding, ACCEPTED, str(frappe.session.user))


def _of(doctype: str, name: str) -> Iterator[Document]:
	about = {"reference_doctype": doctype, "reference_name": ["in", [name, MANY]], "status": UNEXPLAINED}
	for row in frappe.get_all(CHANGE, about, ["name", "states"], order_by="creation asc"):
		if list(json.loads(row.states or "{}")) == [name]:
			yield frappe.get_doc(CHANGE, row.name, for_update=True)


def _open(name: str) -> Document:
	if not frappe.db.exists(CHANGE, name):
		raise NotFound({"doctype": CHANGE})
	found = frappe.get_doc(CHANGE, name, for_update=True)
	if found.status != UNEXPLAINED:
		raise WrongState({"status": found.status})
	return found


def _state(found: Document) -> str:
	return sha256_hex(f"{found.salt}\n{found.states}".encode())
