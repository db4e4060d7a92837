"""Events on their way to receivers: collected from what is written anyway, claimed, called, repeated.

The outbox is what the steps themselves write in their transactions: Chain Event and Register Event. A job makes of each a
delivery for each receiver that wants it; a unique index keeps it to one. A claim outlives its worker and ends by itself,
so a delivery may arrive twice: `webhook-id` is the same then, as the specification has it.
"""

import json
import random
import secrets
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import frappe
from frappe.model.document import Document
from pypika import Table
from pypika.queries import QueryBuilder
from pypika.terms import Criterion

from esaylov.core.formats import webhooks as law
from esaylov.core.formats.webhooks import Delivery, Family
from esaylov.framework import clock, place, practice, queues
from esaylov.framework.errors import LawBroken, NotFound, WrongState
from esaylov.integrations import outgoing as calling
from esaylov.integrations.base import ProviderError
from esaylov.integrations.inbound import receivers
from esaylov.integrations.inbound.receivers import RECEIVER

DELIVERY = "Webhook Delivery"
DELIVER = "esaylov.integrations.inbound.deliveries.deliver"
CHAIN, REGISTER = "Chain Event", "Register Event"
BATCH, CLAIMED = 500, 20
NAMING: Final = {
	"appeal": "Appeal",
	"decision": "Decision",
	"certificate": "Certificate",
	"session": "Commission Session",
}
"""What an event may name of an election, and its DocType."""
LEASE = timedelta(minutes=5)
RUN_SECONDS = 50.0
KEPT = timedelta(days=30)
COLUMNS = [
	*("name", "creation", "modified", "owner", "modified_by"),
	*("receiver", "event_type", "event", "status", "attempts", "next_attempt_at", "body"),
]


def run() -> int:
	"""Job of each minute: make deliveries of what happened, have those that are due handed over; how many are new."""
	if place.is_held():
		return 0
	made = sum(_collect(receiver) for receiver in receivers.active())
	frappe.db.commit()  # a job: what happened is a delivery, whatever becomes of it
	_take_over()
	for receiver in _with_due():
		queues.wake_now(DELIVER, queues.REGISTERS, key=f"webhook|{receiver}", receiver=receiver)
	return made


def _collect(receiver: frappe._dict) -> int:
	"""Deliveries of what happened since the receiver was last told; how many are new."""
	since, reach = receiver.told_until - receivers.OVERLAP, _reach(receiver)
	found = []
	if receiver.families - {Family.REGISTER}:
		found += _of_chain(receiver, since, reach)
	if Family.REGISTER in receiver.families:
		found += _of_registers(receiver, since, reach)
	now, moment, held = clock.now(), frappe.utils.now_datetime(), _of_practice(found)
	rows = [
		(
			frappe.generate_hash(length=20),
			*(moment, moment, "Administrator", "Administrator"),
			*(receiver.name, kind, event, Delivery.STOPPED.value if event in held else Delivery.QUEUED.value),
			*(0, now, body),
		)
		for event, kind, body in found
	]
	if rows:
		# past the controller, which lets nobody write; what another worker made a moment ago is left out
		frappe.db.bulk_insert(DELIVERY, COLUMNS, rows, ignore_duplicates=True)
	if len(found) < BATCH and moment > receiver.told_until:
		# a technical mark, no state of the receiver; by the time that rows are made at, which nobody moves
		frappe.db.set_value(RECEIVER, receiver.name, "told_until", moment, update_modified=False)
	return len(rows)


def _of_practice(found: Sequence[tuple[str, str, str]]) -> set[str]:
	"""Events about something of a practice election: nobody is called about them, and their deliveries stand as stopped."""
	named: dict[str, dict[str, set[str]]] = {}
	for event, _kind, body in found:
		data = json.loads(body)["data"]
		pairs = [(doctype, data.get(key)) for key, doctype in NAMING.items()]
		for doctype, name in [*pairs, (data.get("register"), data.get("entry"))]:
			if doctype and isinstance(name, str):
				named.setdefault(doctype, {}).setdefault(name, set()).add(event)
	held: set[str] = set()
	for doctype, events in named.items():
		for name in practice.among(doctype, events):
			held |= events[name]
	return held


def _reach(receiver: frappe._dict) -> list[str] | None:
	"""Commissions of whose events a receiver is told: those below its own and below its key's; None: of all."""
	reach: set[str] | None = None
	for top in filter(None, (receiver.commission, receiver.of_key)):
		lft, rgt = frappe.db.get_value("Election Commission", top, ["lft", "rgt"]) or (0, 0)
		below = set(
			frappe.get_all(
				"Election Commission", {"lft": [">=", lft], "rgt": ["<=", rgt]}, pluck="name", limit=0
			)
		)
		reach = below if reach is None else reach & below
	return None if reach is None else sorted(reach)


def _of_chain(receiver: frappe._dict, since: datetime, reach: list[str] | None) -> list[tuple[str, str, str]]:
	event = frappe.qb.DocType(CHAIN)
	families = [event.kind.like(f"{family}.%") for family in sorted(receiver.families - {Family.REGISTER})]
	query = _untold(event, receiver.name, since, reach).where(Criterion.any(families))
	rows = query.select(event.name, event.kind, event.at, event.commission, event.body).run(as_dict=True)
	return [
		(row.name, row.kind, _body(row.kind, row.at, row.commission, json.loads(row.body))) for row in rows
	]


def _of_registers(
	receiver: frappe._dict, since: datetime, reach: list[str] | None
) -> list[tuple[str, str, str]]:
	event = frappe.qb.DocType(REGISTER)
	columns = (
		"name",
		"occurred_at",
		"commission",
		"register",
		"entry",
		"from_status",
		"to_status",
		"decision",
	)
	rows = (
		_untold(event, receiver.name, since, reach)
		.select(*(event[column] for column in columns))
		.run(as_dict=True)
	)
	kind = "register.changed"
	told = ("register", "entry", "from_status", "to_status", "decision")
	return [
		(
			row.name,
			kind,
			_body(
				kind,
				row.occurred_at.isoformat(timespec="microseconds"),
				row.commission,
				{key: row[key] for key in told},
			),
		)
		for row in rows
	]


def _untold(event: Table, receiver: str, since: datetime, reach: list[str] | None) -> QueryBuilder:
	"""The oldest events since a moment of which there is no delivery yet."""
	delivery = frappe.qb.DocType(DELIVERY)
	query = (
		frappe.qb.from_(event)
		.left_join(delivery)
		.on((delivery.event == event.name) & (delivery.receiver == receiver))
		.where(delivery.name.isnull() & (event.creation >= since))
		.orderby(event.creation)
		.limit(BATCH)
	)
	return query if reach is None else query.where(event.commission.isin(reach or [""]))


def _body(kind: str, at: str, commission: str, data: dict[str, object]) -> str:
	"""What is sent: names, numbers, states, salted hashes, as they stand in the published chain; nobody's data."""
	return json.dumps(
		{"type": kind, "timestamp": f"{at}+05:00", "data": {"commission": commission, **data}},
		ensure_ascii=False,
		separators=(",", ":"),
	)


def _with_due() -> list[str]:
	"""Receivers, switched on, for which something is due."""
	delivery, receiver = frappe.qb.DocType(DELIVERY), frappe.qb.DocType(RECEIVER)
	return (
		frappe.qb.from_(delivery)
		.join(receiver)
		.on(delivery.receiver == receiver.name)
		.select(delivery.receiver)
		.distinct()
		.where((delivery.status == Delivery.QUEUED.value) & (delivery.next_attempt_at <= clock.now()))
		.where((receiver.status == receivers.ACTIVE) & (receiver.enabled == 1))
		.orderby(delivery.receiver)
		.run(pluck=True)
	)


def _take_over() -> None:
	"""Put back what a worker claimed that died since."""
	delivery = frappe.qb.DocType(DELIVERY)
	(
		frappe.qb.update(delivery)
		.set(delivery.status, Delivery.QUEUED.value)
		.set(delivery.claim, "")
		.where((delivery.status == Delivery.SENDING.value) & (delivery.claimed_until <= clock.now()))
		.run()
	)
	frappe.db.commit()  # a job: who hands over finds it free


def deliver(receiver: str) -> int:
	"""Job: hand over what is due for a receiver, one after another; how many it took. Safe to repeat."""
	if place.is_held():
		return 0
	ends, taken = time.monotonic() + RUN_SECONDS, 0
	document = frappe.get_doc(RECEIVER, receiver)
	while time.monotonic() < ends and receivers.gets_events(receiver):
		rows = _claimed(receiver)
		if not rows:
			break
		for row in rows:
			taken += _hand_over(document, row)
			frappe.db.commit()  # a job: what a receiver took is never sent again
	return taken


def _claimed(receiver: str) -> list[frappe._dict]:
	"""Claim a few due deliveries that nobody else holds, the oldest first; committed."""
	delivery = frappe.qb.DocType(DELIVERY)
	rows = (
		frappe.qb.from_(delivery)
		.select(delivery.name, delivery.event, delivery.attempts, delivery.body)
		.where((delivery.receiver == receiver) & (delivery.status == Delivery.QUEUED.value))
		.where(delivery.next_attempt_at <= clock.now())
		.orderby(delivery.next_attempt_at)
		.limit(CLAIMED)
		.for_update(skip_locked=True)
		.run(as_dict=True)
	)
	if rows:
		token = secrets.token_hex(10)
		(
			frappe.qb.update(delivery)
			.set(delivery.status, Delivery.SENDING.value)
			.set(delivery.claim, token)
			.set(delivery.claimed_until, clock.now() + LEASE)
			.set(delivery.attempts, delivery.attempts + 1)
			.where(delivery.name.isin([row.name for row in rows]))
			.run()
		)
		for row in rows:
			row.update(claim=token, attempts=row.attempts + 1)
	frappe.db.commit()  # a job: nobody else hands these over while we call out
	return rows


def _hand_over(receiver: Document, row: frappe._dict) -> bool:
	"""One call with its outcome; whether the receiver took it."""
	status, error = 0, ""
	body = row.body.encode()
	try:
		target = calling.find("webhook", receiver.url)
		secret = receiver.get_password("secret", raise_exception=False)
		if not secret:  # another encryption key of the site: tried again until the former one is brought back
			raise ProviderError("webhook_no_secret")
		status = calling.post(
			"webhook", target, body, law.signed_headers(secret, row.event, int(time.time()), body)
		)
	except ProviderError as problem:
		error = problem.code
	if law.is_taken(status):
		_settle(row, Delivery.DELIVERED, status=status)
		receivers.note_success(receiver.name)
		return True
	following = law.next_attempt(row.attempts, clock.now(), random.random())  # noqa: S311 # spreads, hides nothing
	state = Delivery.QUEUED if following else Delivery.FAILED
	_settle(row, state, status=status, error=error, following=following)
	receivers.note_failure(receiver.name, law.ends_all(status))
	return False


def _settle(
	row: frappe._dict, state: Delivery, status: int = 0, error: str = "", following: datetime | None = None
) -> None:
	"""Write the outcome of a claim, if it still is ours."""
	delivery = frappe.qb.DocType(DELIVERY)
	query = (
		frappe.qb.update(delivery)
		.set(delivery.status, state.value)
		.set(delivery.last_status, status)
		.set(delivery.last_error, error)
		.set(delivery.next_attempt_at, following)
		.where((delivery.name == row.name) & (delivery.claim == row.claim))
	)
	if state is Delivery.DELIVERED:
		query = query.set(delivery.delivered_at, clock.now())
	query.run()


def repeat(delivery: str) -> None:
	"""Send again what failed, was stopped, or was taken. Raises NotFound, WrongState (`practice_not_sent` of a practice election)."""
	body = frappe.db.get_value(DELIVERY, delivery, "body")
	if body and _of_practice([(delivery, "", body)]):
		raise WrongState(code="practice_not_sent")
	_step(delivery, (Delivery.FAILED, Delivery.STOPPED, Delivery.DELIVERED), Delivery.QUEUED)


def stop(delivery: str) -> None:
	"""Stop what still waits. Raises NotFound, WrongState."""
	_step(delivery, (Delivery.QUEUED,), Delivery.STOPPED)


def _step(name: str, before: tuple[Delivery, ...], after: Delivery) -> None:
	status = frappe.db.get_value(DELIVERY, name, "status", for_update=True)
	if status is None:
		raise NotFound({"doctype": DELIVERY})
	if status not in before:
		raise WrongState()
	delivery = frappe.qb.DocType(DELIVERY)
	query = frappe.qb.update(delivery).set(delivery.status, after.value).where(delivery.name == name)
	if after is Delivery.QUEUED:
		query = query.set(delivery.attempts, 0).set(delivery.next_attempt_at, clock.now())
	query.run()


def refuse(document: Document) -> None:
	"""Called from Webhook Delivery.validate and on_trash: only this package writes them. Raises LawBroken."""
	raise LawBroken({"doctype": DELIVERY, "name": document.name or ""})


def purge() -> None:
	"""Job of each day: remove deliveries that ended thirty days ago."""
	over = [Delivery.DELIVERED.value, Delivery.FAILED.value, Delivery.STOPPED.value]
	frappe.db.delete(DELIVERY, {"status": ["in", over], "creation": ["<", clock.now() - KEPT]})
