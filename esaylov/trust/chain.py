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
	previous = _head_before(commission, sequence - 1) if sequence > 1 else law.GENESIS
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
	try:
		return law.verify(stored(commission))
	except law.ChainBroken:
		# The plain reads of a long transaction see an old state beside its own new events, which looks like a gap.
		return law.verify(stored(commission, locking=True))


def _head_before(commission: str, sequence: int) -> str:
	# a locking read sees the last commit
	found = hash_at(commission, sequence, locking=True)
	if not found:
		raise LawBroken({"commission": commission, "sequence": sequence}, code="chain_broken")
	return found


def hash_at(commission: str, sequence: int, locking: bool = False) -> str | None:
	"""The hash of the event at a place of the chain, or None where there is none."""
	place = {"commission": commission, "sequence": sequence}
	found = frappe.db.get_value(EVENT, place, "hash", for_update=locking)
	return str(found) if found else None


def stored(commission: str, locking: bool = False) -> Iterator[law.Event]:
	"""The events of a commission in their order. locking: read what is committed now, whatever the transaction saw before."""
	event = frappe.qb.DocType(EVENT)
	last = 0
	while True:  # in batches by place: a chain may be longer than the memory
		batch = (
			frappe.qb.from_(event)
			.select(
				event.sequence,
				event.event_id,
				event.at,
				event.kind,
				event.body,
				event.previous_hash,
				event.hash,
			)
			.where((event.commission == commission) & (event.sequence > last))
			.orderby(event.sequence)
			.limit(BATCH)
		)
		rows = (batch.for_update() if locking else batch).run()
		yield from (law.Event(*row) for row in rows)
		if len(rows) < BATCH:
			return
		last = rows[-1][0]
