"""The hash chain of a commission: who did what and when, each event covering the one before."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.core import chain as law
from esaylov.errors import LawBroken
from esaylov.sole_writer import SoleWriter
from esaylov.trust.counters import next_number, refuse

EVENT = "Chain Event"
COUNTER_KIND = "chain"
BATCH = 1000
WRITER = SoleWriter("the chain")


def record(commission: str, kind: str, body: Mapping[str, Any], at: datetime) -> str:
	"""Append an event and return its hash; see service.record."""
	sequence = next_number(commission, COUNTER_KIND)  # this row is the lock of the chain
	previous = _hash_at(commission, sequence - 1) if sequence > 1 else law.GENESIS
	event_id = frappe.generate_hash(length=32)
	at_iso, text = at.isoformat(timespec="microseconds"), law.body(kind, body)
	event_hash = law.event_hash(previous, event_id, at_iso, text)
	event = frappe.new_doc(EVENT)
	event.update(
		{
			"commission": commission,
			"sequence": sequence,
			"event_id": event_id,
			"at": at_iso,
			"kind": kind,
			"body": text,
			"previous_hash": previous,
			"hash": event_hash,
		}
	)
	with WRITER.writing():
		event.insert(ignore_permissions=True)  # every actor leaves events, nobody may write them by hand
	return event_hash


def validate_event(event: Document) -> None:
	"""Only this package appends, and nothing changes what stands. Raises LawBroken."""
	WRITER.check(event)
	if not event.is_new():
		refuse(event)


def verify_chain(commission: str) -> str:
	"""Head of the stored chain of a commission; see service.verify_chain."""
	return law.verify(_stored(commission))


def _hash_at(commission: str, sequence: int) -> str:
	place = {"commission": commission, "sequence": sequence}
	found = frappe.db.get_value(EVENT, place, "hash", for_update=True)  # a locking read sees the last commit
	if not found:
		raise LawBroken({"commission": commission, "sequence": sequence}, code="chain_broken")
	return str(found)


def _stored(commission: str) -> Iterator[law.Event]:
	fields = ["sequence", "event_id", "at", "kind", "body", "previous_hash", "hash"]
	last = 0
	while True:  # in batches by place: a chain may be longer than the memory
		rows = frappe.get_all(
			EVENT,
			filters={"commission": commission, "sequence": [">", last]},
			fields=fields,
			order_by="sequence asc",
			limit=BATCH,
		)
		yield from (law.Event(**row) for row in rows)
		if len(rows) < BATCH:
			return
		last = rows[-1].sequence
