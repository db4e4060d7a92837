"""The members of a precinct sign its protocol (art. 58): the first signature fixes the numbers, enough of them hand it in."""

import json
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.core.results.signers import is_whole
from esaylov.elections import in_office, statutes
from esaylov.framework import clock
from esaylov.identity import positions
from esaylov.registers.results.counting import entering
from esaylov.registers.results.counting.opening import ARRANGING
from esaylov.registers.results.outcome.writing import (
	CORRECTED,
	DRAFT,
	PROTOCOL,
	SIGNED,
	SIGNING,
	fixed_bytes,
	leave_event,
	locked,
	put_numbers,
	save,
)
from esaylov.trust import signatures

PURPOSE = "count"
VOTING = (*ARRANGING, "Member")
"""Positions whose signatures count; Staff types, and signs nothing (own design)."""
OPEN = (DRAFT, SIGNING, SIGNED)
"""States in which a member may sign."""


def payload(name: str) -> bytes:
	"""The bytes that a member signs. Raises NotPermitted, WrongState, FormInvalid as `entering.agreed`."""
	document = locked(name, *OPEN)
	positions.require_position(frappe.session.user, document.commission, VOTING)
	return _content(document)


def sign(name: str, signature: str) -> str:
	"""Sign a protocol; its state then: Signing, or Signed with the last signature that it needs. Asked twice, it is signed once.

	The other members may sign until it is taken in.
	Raises NotPermitted, WrongState (`count_state`), FormInvalid, SignatureRefused; nothing is written then.
	"""
	document = locked(name, *OPEN)
	position = positions.require_position(frappe.session.user, document.commission, VOTING)
	signers = signers_of(document)
	if any(one["person"] == position.person for one in signers):
		return str(document.status)
	content = _content(document)
	pinfl, full_name = frappe.db.get_value("Person", position.person, ["pinfl", "full_name"]) or (None, "")
	stored = signatures.verify_document(PROTOCOL, document.name, content, signature, PURPOSE, pinfl)
	if document.status == DRAFT:
		_fix(document)
	at = clock.now().isoformat(timespec="seconds")
	who = {"person": position.person, "name": full_name, "position": position.position}
	signers.append({**who, "signature": stored, "at": at})
	document.signers = json.dumps(signers, ensure_ascii=False)
	_finish(document, {one["person"] for one in signers})
	return str(document.status)


def reopen(name: str, reason: str) -> None:
	"""Take a protocol that is not whole yet back to entry: two persons enter it again. Its signatures fall, and their rows stay."""
	document = locked(name, SIGNING)
	positions.require_position(frappe.session.user, document.commission, ARRANGING)
	entering.begin_round(document, reason)
	document.update({"status": DRAFT, "signers": "[]"})
	save(document)
	leave_event(document, "count.reopened", (document.commission,))


def signers_of(document: Document) -> list[dict[str, Any]]:
	"""Who signed, in their order: `person`, `name`, `position`, `signature`, `at`."""
	signers: list[dict[str, Any]] = json.loads(document.signers or "[]")
	return signers


def _content(document: Document) -> bytes:
	if document.status != DRAFT:
		return str(document.payload).encode()
	found = _sound(document)
	return fixed_bytes(document, *found)


def _sound(document: Document) -> tuple[Any, dict[str, str]]:
	seen = entering.agreed(document)
	return seen.protocol, {line.name: line.title for line in seen.lines}


def _fix(document: Document) -> None:
	put_numbers(document, *_sound(document))
	document.status = SIGNING


def _finish(document: Document, signed: set[str]) -> None:
	members = _members(document.commission)
	if document.status == SIGNED or not is_whole(signed, members, statutes.number("count_signatures_share")):
		save(document)
		return
	document.status = SIGNED
	document.signed_at = clock.now().replace(microsecond=0)
	save(document)
	if document.replaces:
		earlier = locked(document.replaces)
		earlier.status = CORRECTED
		save(earlier)
	leave_event(document, "count.signed", (document.commission,))


def _members(commission: str) -> dict[str, str]:
	"""Person to position of the members with a vote today; a locking read: who was removed a moment ago is none."""
	rows = frappe.db.get_values(
		"Commission Membership",
		{"commission": commission, "position": ["in", VOTING]},
		["person", "position", *in_office.DAYS],
		as_dict=True,
		for_update=True,
		order_by="name asc",
	)
	today = clock.today()
	return {row.person: row.position for row in rows if in_office.holds(row, today)}
