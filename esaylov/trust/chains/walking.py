"""Events of some kinds out of all chains, for who compares what they say with what stands."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import frappe

from esaylov.trust.chains.chain import EVENT

BATCH: Final = 2000


def walk(kinds: Sequence[str], after: str = "") -> Iterator[Any]:
	"""Events (`commission`, `sequence`, `at`, `kind`, `body`) of these kinds, chain by chain, each in its order.

	after: the name of a commission; only chains that follow it are read.
	"""
	event = frappe.qb.DocType(EVENT)
	wanted = (
		frappe.qb.from_(event)
		.select(event.commission, event.sequence, event.at, event.kind, event.body)
		.where(event.kind.isin(kinds))
		.orderby(event.commission)
		.orderby(event.sequence)
		.limit(BATCH)
	)
	place = event.commission > after
	while True:  # in batches by place, as the unique index has them
		found = wanted.where(place).run(as_dict=True)
		yield from found
		if len(found) < BATCH:
			return
		last = found[-1]
		same = (event.commission == last.commission) & (event.sequence > last.sequence)
		place = (event.commission > last.commission) | same
