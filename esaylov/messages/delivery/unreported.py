"""Messages that a gateway took and told no more of: the report was lost, or never sent.

A gateway that counts a dispatch by states is asked again (Eskiz: documented are the totals, not each message). What is not
known after three days is closed: `Expired`, `no_report`. A report that comes later all the same still says what it says.
"""

import random
from datetime import timedelta

import frappe

from esaylov.core.outbox import FailureKind, Status
from esaylov.framework import clock
from esaylov.integrations.base import ProviderError
from esaylov.messages.delivery import gateways
from esaylov.messages.delivery.claims import MESSAGE
from esaylov.messages.texts import merging

ASK_AFTER = timedelta(hours=1)
CLOSE_AFTER = timedelta(days=3)
"""Own design; operators give up trying to reach a phone after one or two days."""
OPEN = (Status.ACCEPTED.value, Status.SENT.value)
MOST_ASKED = 50
MOST = 1_000
NO_REPORT = "no_report"


def settle() -> int:
	"""Hourly job: ask about what was not reported, close what stays unknown; how many messages got an end."""
	merging.catch_up()
	return _ask() + _close()


def _ask() -> int:
	"""Some of the dispatches without an end, others each time, so that none keeps the rest waiting."""
	message = frappe.qb.DocType(MESSAGE)
	rows = (
		frappe.qb.from_(message)
		.select(message.gateway, message.dispatch)
		.where(message.status.isin(OPEN) & (message.accepted_at <= clock.now() - ASK_AFTER))
		.distinct()
		.limit(MOST)
		.run(as_dict=True)
	)
	ways = {way.name: way for way in gateways.ways() if not way.is_resting}
	known = [row for row in rows if row.gateway in ways and row.dispatch]
	return sum(
		_asked(ways[row.gateway], str(row.dispatch))
		for row in random.sample(known, min(MOST_ASKED, len(known)))
	)


def _asked(way: gateways.Way, dispatch: str) -> int:
	try:
		outcome = way.adapter.outcome(int(dispatch))
	except ProviderError:
		return 0  # in an hour again
	return _end({"gateway": way.name, "dispatch": dispatch}, *outcome) if outcome else 0


def _close() -> int:
	return _end({"accepted_at": ["<=", clock.now() - CLOSE_AFTER]}, Status.EXPIRED, None, NO_REPORT)


def _end(
	which: dict[str, object], status: Status, kind: FailureKind | None = None, failure: str = "totals"
) -> int:
	"""Note the end of messages that still have none; a report that was faster stands."""
	names = frappe.get_all(
		MESSAGE, {**which, "status": ["in", OPEN]}, pluck="name", order_by="creation asc", limit=MOST
	)
	message = frappe.qb.DocType(MESSAGE)
	update = (
		frappe.qb.update(message)
		.set(message.status, status.value)
		.set(message.gateway_word, failure)
		.set(message.failure, "" if status is Status.DELIVERED else failure)
		.set(message.failure_kind, kind.value if kind and status is Status.FAILED else "")
		.where(message.name.isin([*names, ""]) & message.status.isin(OPEN))
	)
	if status is Status.DELIVERED:
		update = update.set(message.delivered_at, clock.now())
	update.run()
	merging.follow(names)
	return len(names)
