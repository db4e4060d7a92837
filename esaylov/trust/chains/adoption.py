"""MACs for events that have no valid one, which the operator accepts after an inquiry."""

from collections.abc import Mapping

import frappe

from esaylov.core.records import chain as law
from esaylov.core.records.chain_heads import Head
from esaylov.framework import clock
from esaylov.framework.persistence import rows
from esaylov.trust.chains import chain
from esaylov.trust.chains.event_macs import EventMacs, adopted_mac_for, mac_for

KIND = "chain.adopted"
"""Names the first and last event of a chain that were adopted, and how many."""
BATCH = 1000


def adopt_chain(commission: str, published: Head | None, macs: EventMacs) -> int:
	"""Give the events of a chain without a valid MAC one; how many of them lie after the published head and are
	marked as adopted."""
	if not _is_linked(commission, published):
		return 0
	last = published.sequence if published else 0
	made: dict[str, str] = {}
	adopted: list[int] = []
	for event, mac in chain.stored_with_macs(commission):
		if macs.is_valid(commission, event, mac):
			continue
		is_covered = event.sequence <= last
		made[event.event_id] = (mac_for if is_covered else adopted_mac_for)(commission, event)
		adopted += [] if is_covered else [event.sequence]
		if len(made) >= BATCH:
			_write_macs(made)
			made = {}
	_write_macs(made)
	if adopted:
		body = {"first": adopted[0], "last": adopted[-1], "count": len(adopted)}
		chain.record(commission, KIND, body, clock.now())
	return len(adopted)


def _is_linked(commission: str, published: Head | None) -> bool:
	"""Whether the hashes of a chain hold and reach the head that the server signed last."""
	try:
		law.verify(chain.stored(commission))
	except law.ChainBroken:
		return False
	return published is None or chain.hash_at(commission, published.sequence) == published.hash


def _write_macs(made: Mapping[str, str]) -> None:
	"""Write MACs by the ids of events."""
	if not made:
		return
	found = frappe.get_all(
		chain.EVENT, {"event_id": ["in", list(made)]}, ["name", "event_id"], order_by="name asc", limit=0
	)
	rows.update_all(chain.EVENT, {row.name: {"mac": made[row.event_id]} for row in found})
