"""Whether protocols and reports of turnout stand as they were signed, taken in and reported; for the comparison of each night."""

from collections.abc import Mapping
from typing import Final

import frappe
from frappe.model.document import Document

from esaylov.core.records import chain
from esaylov.registers.results.counting.opening import live_key
from esaylov.registers.results.counting.signing import signers_of
from esaylov.registers.results.counting.turnout import REPORTED, said
from esaylov.registers.results.outcome.writing import (
	ANNULLED,
	CORRECTED,
	DRAFT,
	PROTOCOL,
	RECEIVED,
	RETURNED,
	SIGNED,
	SIGNING,
	event_body,
	is_as_signed,
)
from esaylov.trust import lists
from esaylov.trust.chains.chain import was_recorded

LEFT_OUT: Final = "annul_count"
"""Decision Subject by which a station is left out."""
STEPS: Final = ("signed", "received", "returned")
LED_BY: Final[Mapping[str, tuple[bool | None, bool | None, bool | None]]] = {
	SIGNING: (False, False, False),
	SIGNED: (True, False, False),
	RECEIVED: (True, True, False),
	RETURNED: (True, None, True),
	CORRECTED: (True, None, True),
	ANNULLED: (True, True, False),
}
"""State -> which of STEPS have left their event, and which have not; None for either."""


def is_as_counted(document: Document) -> bool:
	"""Whether numbers, signatures and state of a protocol are those that its members and the commission above left."""
	if document.status == DRAFT:
		return True  # nothing of it is signed; that one which was is none, events of `chain_rows` say
	try:
		return (
			is_as_signed(document)
			and _is_signed(document)
			and _has_its_state(document)
			and _is_left_out(document) == (document.status == ANNULLED)
			and (document.live_key or None) == _key(document)
		)
	except (ValueError, KeyError, TypeError):  # texts of JSON that are none any more
		return False


def is_as_reported(document: Document) -> bool:
	"""Whether a report of turnout has the numbers of its last event."""
	last = frappe.get_all(
		"Chain Event",
		{"commission": document.commission, "kind": REPORTED, "body": ["like", f"%{document.name}%"]},
		pluck="body",
		order_by="sequence desc",
		limit=1,
	)
	return last == [chain.body(REPORTED, said(document))]


def _is_signed(document: Document) -> bool:
	content = str(document.payload).encode()
	signers = signers_of(document)
	return bool(signers) and all(
		lists.is_over(one["signature"], PROTOCOL, document.name, content) for one in signers
	)


def _has_its_state(document: Document) -> bool:
	body = event_body(document)
	return all(
		wanted is None or was_recorded(document.commission, f"count.{step}", body) == wanted
		for step, wanted in zip(STEPS, LED_BY[document.status], strict=True)
	)


def _is_left_out(document: Document) -> bool:
	named = {"subject_kind": LEFT_OUT, "status": "Signed", "subject_data": ["like", f"%{document.name}%"]}
	return bool(frappe.get_all("Decision", named, limit=1, order_by="name asc"))


def _key(document: Document) -> str | None:
	if frappe.db.exists(PROTOCOL, {"replaces": document.name}):
		return None
	return live_key(document.election, document.election_type, document.polling_station)
