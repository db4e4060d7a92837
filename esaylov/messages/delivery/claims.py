"""Which messages a worker hands over next: claimed in a transaction of their own, so that the claim outlives the worker.

The row says before the call to which gateway it goes, under which dispatch and until when the claim holds. Whoever finds
a claim that has ended asks the gateway about the dispatch; a message is sent again only after the gateway said that it
never had it, or after it kept silent longer than its row of SMS Gateway allows.
"""

import secrets
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

import frappe
from frappe.query_builder.functions import Count
from pypika import Order
from pypika.terms import Criterion

from esaylov.core.outbox import PLACE, Status, Urgency, is_quiet
from esaylov.framework import clock
from esaylov.messages.delivery.gateways import Way
from esaylov.messages.texts import merging

MESSAGE = "SMS Message"
LEASE_SECONDS = 60
"""A hand-over takes seconds; a worker that needs longer has died or must not go on."""
LOOKED_AT = 3
"""Batches among which a worker looks for one that nobody else is claiming."""
PHONE_PAUSE = timedelta(minutes=10)
MESSAGES_PER_PHONE = 20
Row = frappe._dict
COLUMNS = (
	*("name", "phone", "text", "sealed_text", "attempts", "gateway", "dispatch", "handed_at", "parts"),
	*("urgency_place", "claim", "expires_at", "campaign", "stands_for"),
)


def lease() -> timedelta:
	"""How long a claim holds; tests that kill workers cannot wait a minute for each."""
	return timedelta(seconds=float(frappe.conf.get("esaylov_sms_lease_seconds") or LEASE_SECONDS))


def claim(way: Way, size: int, usable: Sequence[Way]) -> list[Row]:
	"""Claim up to so many due messages for a gateway, urgent ones first, and commit the claim.

	usable: the gateways that work now, in their order. The first gets everything but what failed there; that goes to
	the others. One that works alone is tried again with what failed there.
	"""
	try:
		rows, late = _claimed(way, size, usable)
		frappe.db.commit()  # a job: the claim is seen by others before a gateway is called
	except (
		frappe.QueryDeadlockError
	):  # another worker merges what waits for a phone; the next look finds what is left
		frappe.db.rollback()
		return []
	if late:
		_merge(late)
	return rows


def _merge(phones: set[str]) -> None:
	"""Of what waits for these phones, messages of one template become one SMS; a worker that is at it already is left to it."""
	try:
		merging.merge_waiting(phones)
		frappe.db.commit()  # a job: no phone stays locked
	except frappe.QueryDeadlockError:
		frappe.db.rollback()


def _claimed(way: Way, size: int, usable: Sequence[Way]) -> tuple[list[Row], set[str]]:
	"""The claimed rows, and the phones that have got their share of the hour."""
	names = _candidates(way, size * LOOKED_AT, usable)
	rows = _locked(names, size) if names else []
	rows, late = _within_phone_limit(rows)
	if rows:
		dispatch, token = _new_dispatch(), secrets.token_hex(10)
		now = clock.now()
		message = frappe.qb.DocType(MESSAGE)
		(
			frappe.qb.update(message)
			.set(message.status, Status.SENDING.value)
			.set(message.claim, token)
			.set(message.claimed_until, now + lease())
			.set(message.handed_at, now)
			.set(message.gateway, way.name)
			.set(message.dispatch, dispatch)
			.set(message.attempts, message.attempts + 1)
			.set(message.failure, "")
			.where(message.name.isin([row.name for row in rows]))
			.run()
		)
		for row in rows:
			row.update(
				claim=token, dispatch=dispatch, handed_at=now, gateway=way.name, attempts=row.attempts + 1
			)
	return rows, late


def redispatch(rows: Sequence[Row]) -> None:
	"""Give a part of a dispatch a number of its own, so that it can be asked about alone; committed."""
	dispatch = _new_dispatch()
	message = frappe.qb.DocType(MESSAGE)
	of_claim = message.name.isin([row.name for row in rows]) & (message.claim == rows[0].claim)
	frappe.qb.update(message).set(message.dispatch, dispatch).where(of_claim).run()
	frappe.db.commit()  # a job: the number stands before a gateway learns it
	for row in rows:
		row.dispatch = dispatch


def _new_dispatch() -> str:
	"""A number that JSON carries whole."""
	return str(secrets.randbits(48))


def _candidates(way: Way, size: int, usable: Sequence[Way]) -> list[str]:
	"""Names of due messages by urgency and age, read without a lock: where there are urgent ones, those alone."""
	message, now = frappe.qb.DocType(MESSAGE), clock.now()
	asked = [
		message.status == Status.QUEUED.value,
		message.send_after <= now,
		message.expires_at > now,
	]
	if _is_quiet(now):
		asked.append(message.urgency_place == PLACE[Urgency.URGENT])
	if way.name != usable[0].name:
		earlier = [other.name for other in usable[: [other.name for other in usable].index(way.name)]]
		asked.append(message.avoid_gateway.isin(earlier))
	elif len(usable) > 1:
		asked.append(message.avoid_gateway.isnull() | (message.avoid_gateway != way.name))
	rows = (
		frappe.qb.from_(message)
		.select(message.name, message.urgency_place)
		.where(Criterion.all(asked))
		.orderby(message.urgency_place)
		.orderby(message.send_after)
		.limit(size)
		.run(as_dict=True)
	)
	return [row.name for row in rows if row.urgency_place == rows[0].urgency_place]


def _locked(names: Sequence[str], size: int) -> list[Row]:
	"""The first of these rows that nobody else has locked and that are still due; locked by key, so inserts go on.

	Asked again whether they are due: their campaign may have been paused since the names were read.
	"""
	message = frappe.qb.DocType(MESSAGE)
	is_due = (message.status == Status.QUEUED.value) & (message.send_after <= clock.now())
	return (
		frappe.qb.from_(message)
		.select(*(message[column] for column in COLUMNS))
		.where(message.name.isin(list(names)) & is_due)
		.limit(size)
		.for_update(skip_locked=True)
		.run(as_dict=True)
	)


def _is_quiet(now: datetime) -> bool:
	settings = frappe.get_cached_doc("E-saylov Settings")
	hours = [
		frappe.utils.get_time(value) if value not in (None, "") else None
		for value in (settings.quiet_from, settings.quiet_to)
	]
	return is_quiet(now, *hours)


def _within_phone_limit(rows: list[Row]) -> tuple[list[Row], set[str]]:
	"""Those that a phone may still get this hour; the others wait, so that nobody's phone rings all day. Codes pass.

	Beside them, the phones of those that wait.
	"""
	bound = [row for row in rows if row.urgency_place != PLACE[Urgency.URGENT]]
	if not bound:
		return rows, set()
	most = frappe.get_cached_doc("E-saylov Settings").messages_per_phone or MESSAGES_PER_PHONE
	used = Counter(_sent_this_hour({row.phone for row in bound}))
	late: dict[str, str] = {}
	for row in bound:
		used[row.phone] += 1
		if used[row.phone] > most:
			late[row.name] = row.phone
	if late:
		message = frappe.qb.DocType(MESSAGE)
		wait = frappe.qb.update(message).set(message.send_after, clock.now() + PHONE_PAUSE)
		wait = wait.set(message.failure, merging.PHONE_LIMIT)
		wait.where(message.name.isin(sorted(late))).run()
	return [row for row in rows if row.name not in late], set(late.values())


def _sent_this_hour(phones: set[str]) -> dict[str, int]:
	message = frappe.qb.DocType(MESSAGE)
	rows = (
		frappe.qb.from_(message)
		.select(message.phone, Count(message.name))
		.where(message.phone.isin(sorted(phones)))
		.where(message.handed_at > clock.now() - timedelta(hours=1))
		.groupby(message.phone)
		.run()
	)
	return dict(rows)


def take_over(limit: int = 20) -> list[list[Row]]:
	"""Messages whose claim has ended, by dispatch: claimed anew to ask what became of them, and committed."""
	message, now = frappe.qb.DocType(MESSAGE), clock.now()
	ended = (message.status == Status.SENDING.value) & (message.claimed_until <= now)
	dispatches = (
		frappe.qb.from_(message)
		.select(message.dispatch)
		.distinct()
		.where(ended)
		.orderby(message.dispatch, order=Order.asc)
		.limit(limit)
		.run(pluck=True)
	)
	taken = []
	for dispatch in dispatches:
		token = secrets.token_hex(10)
		(
			frappe.qb.update(message)
			.set(message.claim, token)
			.set(message.claimed_until, now + lease())
			.where(ended & (message.dispatch == dispatch))
			.run()
		)
		rows = (
			frappe.qb.from_(message)
			.select(*(message[column] for column in COLUMNS))
			.where((message.claim == token) & (message.status == Status.SENDING.value))
			.run(as_dict=True)
		)
		frappe.db.commit()  # a job: the claim is seen by others
		if rows:
			taken.append(rows)
	return taken


def is_waiting() -> bool:
	"""Whether a hand-over is still unanswered, so that somebody should ask again soon."""
	return bool(frappe.db.exists(MESSAGE, {"status": Status.SENDING.value}))
