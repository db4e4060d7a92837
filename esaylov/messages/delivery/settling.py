"""What became of a hand-over, noted on its messages: technical marks, one statement for a batch.

Each statement asks for the claim of who writes it: a report that was faster, or a worker that took over, is not undone.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import frappe
from pypika.queries import QueryBuilder

from esaylov.core.outbox import MOST_ATTEMPTS, FailureKind, Status, pause
from esaylov.framework import clock
from esaylov.integrations.sms.port import Refusal
from esaylov.messages.delivery.claims import MESSAGE, Row
from esaylov.messages.delivery.gateways import Way
from esaylov.messages.delivery.holding import HELD, State, states_of
from esaylov.messages.texts import merging

EXPIRED_AT_ONCE = 1000


def accepted(way: Way, rows: Sequence[Row]) -> None:
	"""The gateway has them: what they cost is noted, and a sealed text is wiped."""
	if not rows:
		return
	message = frappe.qb.DocType(MESSAGE)
	(
		_of_claim(rows)
		.set(message.status, Status.ACCEPTED.value)
		.set(message.accepted_at, clock.now())
		.set(message.cost, message.parts * float(way.row["part_price"] or 0))
		.set(message.claim, None)
		.set(message.sealed_text, None)
		.set(message.failure, "")
		.set(message.failure_kind, "")
		.run()
	)
	_follow(rows)


def refused(rows: Sequence[Row], refusals: Mapping[str, Refusal]) -> None:
	"""The gateway will not send these."""
	for row in rows:
		refusal = refusals[row.name]
		_failed([row], refusal.kind, refusal.code)


def put_back(way: Way | None, rows: Sequence[Row], failure: str, is_other: bool) -> None:
	"""The gateway has none of them: they wait for another one, or for this one after a pause.

	is_other: another gateway works, so they may go at once. After the last attempt they are Failed.
	"""
	by_attempts: dict[int, list[Row]] = {}
	for row in rows:
		by_attempts.setdefault(row.attempts, []).append(row)
	for attempts, same in by_attempts.items():
		if attempts >= MOST_ATTEMPTS:
			_failed(same, FailureKind.TEMPORARY, failure)
		else:
			wait = timedelta() if is_other and attempts <= MOST_ATTEMPTS // 2 else pause(attempts)
			_queue(way, same, failure, clock.now() + wait)


def ask_again(rows: Sequence[Row], after: timedelta) -> None:
	"""Nobody knows yet: the claim ends soon, and who finds it then asks again."""
	message = frappe.qb.DocType(MESSAGE)
	_of_claim(rows).set(message.claimed_until, clock.now() + after).run()


def technical(rows: Sequence[Row], failure: str) -> None:
	"""Something that an operator must look into; they are not tried again by themselves."""
	if rows:
		_failed(rows, FailureKind.TECHNICAL, failure)


def expire() -> None:
	"""What waited longer than it may is not sent any more; a code among them is gone."""
	wanted = {"status": Status.QUEUED.value, "expires_at": ["<=", clock.now()]}
	names = frappe.get_all(
		MESSAGE, wanted, pluck="name", order_by="expires_at asc", limit_page_length=EXPIRED_AT_ONCE
	)
	if not names:
		return
	# by key: an update by state would lock every message that waits, and meet the claims of other workers
	message = frappe.qb.DocType(MESSAGE)
	(
		frappe.qb.update(message)
		.set(message.status, Status.EXPIRED.value)
		.set(message.sealed_text, None)
		.where(message.name.isin(names) & (message.status == Status.QUEUED.value))
		.run()
	)
	merging.follow(names)


def _queue(way: Way | None, rows: Sequence[Row], failure: str, after: datetime) -> None:
	"""Back into the queue; not past a campaign that was paused or stopped while the gateway had its say."""
	states = states_of({row.campaign for row in rows if row.campaign})
	marks: dict[State | None, dict[str, object]] = {
		State.STOPPED: {"status": Status.CANCELLED.value},
		State.PAUSED: {"status": Status.QUEUED.value, "send_after": HELD},
		None: {"status": Status.QUEUED.value, "send_after": after},
	}
	by_mark: dict[State | None, list[Row]] = {}
	for row in rows:
		state = states.get(row.campaign)
		by_mark.setdefault(state if state in marks else None, []).append(row)
	for state, same in by_mark.items():
		_put(way, same, failure, marks[state])


def _put(way: Way | None, rows: Sequence[Row], failure: str, marks: Mapping[str, object]) -> None:
	message = frappe.qb.DocType(MESSAGE)
	update = _of_claim(rows).set(message.claim, None).set(message.avoid_gateway, way.name if way else "")
	for column, value in marks.items():
		update = update.set(message[column], value)
	update.set(message.gateway_word, failure[:60]).run()


def _failed(rows: Sequence[Row], kind: FailureKind, failure: str) -> None:
	message = frappe.qb.DocType(MESSAGE)
	(
		_of_claim(rows)
		.set(message.status, Status.FAILED.value)
		.set(message.failure_kind, kind.value)
		.set(message.failure, failure[:140])
		.set(message.claim, None)
		.set(message.sealed_text, None)
		.run()
	)
	_follow(rows)


def _follow(rows: Sequence[Row]) -> None:
	"""What these stand for is where they are."""
	merging.follow([row.name for row in rows if row.stands_for])


def _of_claim(rows: Sequence[Row]) -> QueryBuilder:
	message = frappe.qb.DocType(MESSAGE)
	return (
		frappe.qb.update(message)
		.where(message.name.isin([row.name for row in rows]))
		.where(message.claim == rows[0].claim)
		.where(message.status == Status.SENDING.value)
	)
