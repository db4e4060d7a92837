"""Nightly: every chain is verified: hashes, MACs, counter, the last published heads, and the events that were committed here."""

from collections.abc import Iterator, Mapping

import frappe

from esaylov.core.records import chain as law
from esaylov.core.records.chain_heads import Head
from esaylov.core.records.payload import sha256_hex
from esaylov.framework import clock
from esaylov.framework.errors import NotFound
from esaylov.trust import heads, keys
from esaylov.trust.chains import adoption, chain, event_witness
from esaylov.trust.chains.event_macs import EventMacs, retired_entry
from esaylov.trust.chains.event_witness import Lost


def verify_all() -> list[str]:
	"""The commissions whose chain does not hold, in order.

	A chain must reach the head that was published last, with the same hash: that finds one rewritten as a whole.
	"""
	published, lost, macs = heads.published_last(), event_witness.find_lost_events(), EventMacs()
	counted = frappe.get_all("Commission Counter", {"kind": chain.COUNTER_KIND}, pluck="commission")
	stored = frappe.get_all(chain.EVENT, pluck="commission", distinct=True, order_by="commission asc")
	return [
		name
		for name in sorted({*counted, *stored, *published, *lost})
		if any(_breaks(name, published.get(name), lost, macs)) and breaks(name)
	]


def holds(commission: str) -> bool:
	"""Whether a chain holds: its hashes, MACs and counter, and the head that was published last."""
	lost = event_witness.find_lost_events()
	found = _breaks(commission, heads.published_last().get(commission), lost, EventMacs())
	# the plain reads of a long transaction see an old state beside its own new events, which looks like a gap
	return not any(found) or not breaks(commission)


def breaks(commission: str) -> list[str]:
	"""Every place where a chain does not hold now, and what stands there, each as one text; [] where `holds` is true."""
	lost = event_witness.find_lost_events()
	return list(_breaks(commission, heads.published_last().get(commission), lost, EventMacs(), locking=True))


def _breaks(
	commission: str, published: Head | None, lost: Lost, macs: EventMacs, locking: bool = False
) -> Iterator[str]:
	# first, as writers do: the counter is the lock of the chain
	counter = _counter(commission, locking)
	has_macs = chain.has_macs()
	hashes: dict[int, str] = {}
	without_mac: list[str] = []
	last = 0

	def checked() -> Iterator[law.Event]:
		nonlocal last
		for event, mac in chain.stored_with_macs(commission, locking):
			last = event.sequence
			if published and last == published.sequence:
				hashes[last] = event.hash
			if has_macs and not macs.is_valid(commission, event, mac):
				without_mac.append(f"chain_mac {last} {sha256_hex(f'{event.hash} {mac}'.encode())}")
			yield event

	for code, sequence, sign in law.breaks(checked()):
		yield f"{code} {sequence} {sign}"
	yield from without_mac
	if published and hashes.get(published.sequence) != published.hash:
		yield f"published {published.sequence} {hashes.get(published.sequence, '')}"
	if counter != last:
		yield f"chain_counter {counter} {last}"
	yield from (f"chain_lost {sequence} {event_hash}" for sequence, event_hash in lost.get(commission, ()))


def _counter(commission: str, locking: bool) -> int:
	place = {"commission": commission, "kind": chain.COUNTER_KIND}
	return int(frappe.db.get_value("Commission Counter", place, "value", for_update=locking) or 0)


def rotate_key() -> str:
	"""For the operator: sign with a fresh key from now on; the id of the new one. The former one verifies what it signed.

	Run it in maintenance mode and restart the workers afterwards: the former key makes no valid MAC for an event
	after the list of
	heads that this publishes. Codes and device marks that were kept as keyed hashes are asked for anew.
	"""
	heads.publish()
	return keys.rotate(clock.today(), _retired_chain_key())


def _retired_chain_key() -> Mapping[str, object]:
	newest = heads.latest()
	number, sha256 = (newest[0]["number"], newest[0]["sha256"]) if newest else (0, "")
	return retired_entry(number, sha256)


def adopt_events(commission: str) -> int:
	"""For the operator, after an inquiry: give events without a valid MAC one that marks them as adopted; how many.

	The chain records which ones. Its heads are published again afterwards. Raises NotFound.
	"""
	if not frappe.db.exists("Election Commission", commission):
		raise NotFound()
	return adoption.adopt_chain(commission, heads.published_last().get(commission), EventMacs())
