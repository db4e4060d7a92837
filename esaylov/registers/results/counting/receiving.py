"""The commission above takes a signed protocol in or sends it back with a reason; a correction is a new version (art. 95)."""

import frappe
from frappe.model.document import Document

from esaylov.core.findings import Finding
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid
from esaylov.identity import positions
from esaylov.registers.results.counting.opening import ARRANGING
from esaylov.registers.results.counting.signing import VOTING
from esaylov.registers.results.outcome import under_decision
from esaylov.registers.results.outcome.writing import (
	DRAFT,
	FIXED,
	PROTOCOL,
	RECEIVED,
	RETURNED,
	SIGNED,
	leave_event,
	locked,
	save,
)


def take_in(name: str) -> str:
	"""Take a signed protocol in: from now on it counts in the tables. Repeatable. Raises NotPermitted, WrongState."""
	_lock_contest(name)
	document = locked(name, SIGNED, RECEIVED)
	positions.require_position(frappe.session.user, document.receiver, ARRANGING)
	if document.status == SIGNED:
		under_decision.refuse(document)
		document.update({"status": RECEIVED, "received_at": clock.now().replace(microsecond=0)})
		save(document)
		leave_event(document, "count.received", (document.commission, document.receiver))
	return str(document.status)


def send_back(name: str, reason: str) -> str:
	"""Send a protocol back to its precinct: it counts no more, and stays. Repeatable. Raises NotPermitted, WrongState, FormInvalid."""
	_lock_contest(name)
	document = locked(name, SIGNED, RECEIVED, RETURNED)
	positions.require_position(frappe.session.user, document.receiver, ARRANGING)
	if document.status == RETURNED:
		return RETURNED
	why = " ".join(str(reason or "").split())[:500]
	if not why:
		raise FormInvalid([Finding("required", "reason", article="95")])
	under_decision.refuse(document)
	document.update({"status": RETURNED, "reason": why})
	save(document)
	leave_event(document, "count.returned", (document.commission, document.receiver))
	return RETURNED


def correct(name: str) -> str:
	"""The new version of a protocol that was sent back, to be entered by two persons again; the name. Repeatable. For members."""
	document = locked(name, RETURNED)
	positions.require_position(frappe.session.user, document.commission, VOTING)
	if known := frappe.db.get_value(PROTOCOL, {"replaces": document.name}):
		return str(known)
	return _next(document)


def _lock_contest(name: str) -> None:
	"""The contest before the protocol: who opens a vote on a table locks it first as well."""
	contest = (
		frappe.db.get_value(PROTOCOL, name, ["election", "election_type"]) if isinstance(name, str) else None
	)
	if contest:
		under_decision.lock(*contest)


def _next(document: Document) -> str:
	key, document.live_key = document.live_key, None  # the version in use is the new one
	save(document)
	new = frappe.new_doc(PROTOCOL)
	new.update({field: document.get(field) for field in (*FIXED, "title", "commission_lft", "reason")})
	new.update(
		{
			"status": DRAFT,
			"version": document.version + 1,
			"entry_round": 1,
			"replaces": document.name,
			"live_key": key,
		}
	)
	save(new)
	return str(new.name)
