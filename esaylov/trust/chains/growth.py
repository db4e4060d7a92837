"""Chains since the last published heads: which of them may be published, and what is wrong with the others."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

import frappe
from frappe.query_builder.functions import Max
from pypika import Criterion

from esaylov.core.records import chain as law
from esaylov.core.records.chain_heads import Head
from esaylov.trust.chains.chain import COUNTER, COUNTER_KIND, EVENT, READ
from esaylov.trust.chains.event_macs import EventMacs

BATCH: Final = 2000
CHAINS_A_QUERY: Final = 500


@dataclass(frozen=True, slots=True)
class Growth:
	"""heads: what the next list names, of a faulty chain the head that was published last. faults: commission to a code."""

	heads: list[Head]
	faults: Mapping[str, str]


def check_growth(published: Mapping[str, Head]) -> Growth:
	"""Verify every event since the published heads: its hash, its MAC and the counter of its chain."""
	counters, ends = _counters(), _ends()
	names = sorted({*published, *counters, *ends})
	faults = {name: code for name in names if (code := _counter_fault(name, published, counters, ends))}
	known = {name: published.get(name, Head(name, 0, law.GENESIS)) for name in names if name not in faults}
	grown = {name: head for name, head in known.items() if ends[name] > head.sequence}
	reached, broken = _verify_after(grown)
	unmoved = [head for name, head in known.items() if name not in grown]
	faults |= broken | dict.fromkeys(_rewritten(unmoved), "chain_rewritten")
	valid = {**known, **reached}
	heads = [published.get(name) if name in faults else valid[name] for name in names]
	return Growth([head for head in heads if head], faults)


def _counter_fault(
	name: str, published: Mapping[str, Head], counters: Mapping[str, int], ends: Mapping[str, int]
) -> str:
	"""What counter and events disagree about; "" where they agree."""
	counter, end = counters.get(name, 0), ends.get(name, 0)
	if counter != end:
		return "chain_counter"
	return "chain_set_back" if name in published and end < published[name].sequence else ""


def _verify_after(known: Mapping[str, Head]) -> tuple[dict[str, Head], dict[str, str]]:
	"""The new heads of chains that grew, and codes of those that are faulty."""
	heads: dict[str, Head] = {}
	faults: dict[str, str] = {}
	macs = EventMacs()
	for name, rows in groupby(_events_after(known), itemgetter(0)):
		try:
			heads[name] = _verified_head(name, rows, known[name], macs)
		except law.ChainBroken as broken:
			faults[name] = broken.code
	return heads, faults


def _verified_head(name: str, rows: Iterator[Any], known: Head, macs: EventMacs) -> Head:
	last = known.sequence

	def checked() -> Iterator[law.Event]:
		nonlocal last
		for _commission, *values, mac in rows:
			event = law.Event(*values)
			if not macs.is_valid(name, event, mac):
				raise law.ChainBroken("chain_mac", event.sequence)
			last = event.sequence
			yield event

	reached = law.verify(checked(), known.hash, known.sequence + 1)
	return Head(name, last, reached)


def _events_after(known: Mapping[str, Head]) -> Iterator[Any]:
	"""Commission and columns of the events after these heads, chain by chain in their order."""
	names = sorted(known)
	for start in range(0, len(names), CHAINS_A_QUERY):
		part = {name: known[name].sequence for name in names[start : start + CHAINS_A_QUERY]}
		yield from _events_of(part)


def _events_of(after: dict[str, int]) -> Iterator[Any]:
	event = frappe.qb.DocType(EVENT)
	query = (
		frappe.qb.from_(event)
		.select(event.commission, *(event[name] for name in READ))
		.orderby(event.commission)
		.orderby(event.sequence)
		.limit(BATCH)
	)
	while after:
		wanted = Criterion.any(
			(event.commission == name) & (event.sequence > sequence) for name, sequence in after.items()
		)
		found = query.where(wanted).run()
		yield from found
		if len(found) < BATCH:
			return
		name, sequence = found[-1][:2]
		after = {one: place for one, place in after.items() if one > name} | {name: sequence}


def _rewritten(heads: list[Head]) -> list[str]:
	"""Commissions whose chain has another event at the place of its published head."""
	event = frappe.qb.DocType(EVENT)
	found: list[str] = []
	for start in range(0, len(heads), CHAINS_A_QUERY):
		part = heads[start : start + CHAINS_A_QUERY]
		stored = (
			frappe.qb.from_(event)
			.select(event.hash)
			.where(event.hash.isin([head.hash for head in part]))
			.run()
		)
		known = {value for (value,) in stored}
		found += [head.commission for head in part if head.hash not in known]
	return found


def _counters() -> dict[str, int]:
	rows = frappe.get_all(
		COUNTER, {"kind": COUNTER_KIND}, ["commission", "value"], order_by="name asc", as_list=True
	)
	return {name: int(value) for name, value in rows}


def _ends() -> dict[str, int]:
	event = frappe.qb.DocType(EVENT)
	rows = (
		frappe.qb.from_(event).select(event.commission, Max(event.sequence)).groupby(event.commission).run()
	)
	return {name: int(value) for name, value in rows}
