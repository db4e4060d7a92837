"""Nightly: every chain is verified, also against the last published list of heads."""

from collections.abc import Mapping

import frappe

from esaylov.core import chain as law
from esaylov.core.chain import ChainBroken
from esaylov.core.chain_heads import Head, read_heads
from esaylov.framework import clock
from esaylov.trust import chain, heads, keys


def verify_all() -> list[str]:
	"""The commissions whose chain does not hold, event by event and against the published heads; told to the operator in the Error Log.

	A chain must reach the head that was published last, with the same hash: that finds one rewritten as a whole.
	"""
	published = _published()
	counted = frappe.get_all("Commission Counter", {"kind": chain.COUNTER_KIND}, pluck="commission")
	broken = [name for name in sorted({*counted, *published}) if not holds(name, published.get(name))]
	for name in broken:
		frappe.log_error(
			"A chain of events does not hold", f"{name}: compare it with the backup and the published heads"
		)
	return broken


def _published() -> Mapping[str, Head]:
	"""The heads of the last list by commission; raises HeadsInvalid when its signature does not hold."""
	rows = heads.latest()
	signed = heads.published(rows[0]["number"]) if rows else None
	return {head.commission: head for head in read_heads(signed, keys.public_keys())} if signed else {}


def holds(commission: str, published: Head | None = None) -> bool:
	"""Whether a chain holds, event by event and up to the head that was published last (asked for where it is not given)."""
	published = published or _published().get(commission)
	try:
		chain.verify_chain(commission)
	except ChainBroken:
		return False
	return published is None or chain.hash_at(commission, published.sequence) == published.hash


def breaks(commission: str) -> list[str]:
	"""Every place where a chain does not hold now, and what stands there, each as one text; [] where `holds` is true."""
	published = _published().get(commission)
	found = [
		f"{code} {sequence} {sign}"
		for code, sequence, sign in law.breaks(chain.stored(commission, locking=True))
	]
	if published and (stands := chain.hash_at(commission, published.sequence)) != published.hash:
		found.append(f"published {published.sequence} {stands or ''}")
	return found


def rotate_key() -> str:
	"""For the operator: sign with a fresh key from now on; the id of the new one. The former one verifies what it signed.

	Restart the workers afterwards. Codes and device marks that were kept as keyed hashes are asked for anew.
	"""
	return keys.rotate(clock.today())
