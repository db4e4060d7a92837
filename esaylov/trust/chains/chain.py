"""The numbers that a commission gives, and the hash chain of what it did: who did what and when, each event covering the one before.

Of each kind of paper a commission has one row with the last number, which is also the lock of what is numbered by it; the chain is numbered so too."""

import secrets
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import frappe
from frappe.model.document import Document
from pypika import Criterion
from pypika.terms import Values, ValueWrapper

from esaylov.core.records import chain as law
from esaylov.core.records.payload import canonical, sha256_hex
from esaylov.framework import clock, place, queues
from esaylov.framework.errors import LawBroken
from esaylov.framework.persistence import reads, rows
from esaylov.framework.persistence.write_guard import WriteGuard
from esaylov.trust import keys
from esaylov.trust.chains import event_witness

COUNTER, EVENT = "Commission Counter", "Chain Event"
COUNTER_KIND = "chain"
BATCH = 1000
WRITER = WriteGuard("the chain")
COLUMNS = [
	*("name", "creation", "modified", "owner", "modified_by"),
	*("commission", "sequence", "event_id", "at", "kind", "body", "previous_hash", "hash", "mac"),
]
READ = ("sequence", "event_id", "at", "kind", "body", "previous_hash", "hash", "mac")
Row = Mapping[str, Any]
BEGINNING: Row = {"sequence": 0, "at": "", "hash": law.GENESIS}
"""What the first event of a chain follows."""


def next_number(commission: str, kind: str, count: int = 1) -> int:
	"""The next number of a commission for a kind of paper, 1 for the first, without gaps.

	count: so many numbers are taken in one statement, of which this is the first. The row stays locked until the transaction ends, so
	ask late; a rolled back step gives them back.
	"""
	place.refuse_writes()
	moment, user = clock.now(), frappe.session.user
	# One statement makes the row or raises it, holds its lock until the end of the transaction, and says what stands: it is
	# locked for each that follows. A read followed by an insert would let two transactions wait for each other's gap lock.
	((last,),) = frappe.db.sql(
		"insert into `tabCommission Counter`"
		" (name, creation, modified, owner, modified_by, commission, kind, value)"
		" values (%(name)s, %(moment)s, %(moment)s, %(user)s, %(user)s, %(commission)s, %(kind)s, %(count)s)"
		" on duplicate key update value = value + %(count)s returning value",
		{
			**{"name": f"{commission}|{kind}", "commission": commission, "kind": kind, "count": count},
			**{"moment": moment, "user": user},
		},
	)
	return int(last) - count + 1


def next_with_event(commission: str, kind: str) -> tuple[int, int]:
	"""The next number of a commission for a kind of paper, as `next_number`, and the place of the event in its chain that tells of it
	(`record`), by one statement: both rows stay locked."""
	if not frappe.local.flags.get(
		place.TAKES_WRITES
	):  # without a call where a request has asked: each filing comes here
		place.refuse_writes()
	moment, user = clock.now(), frappe.session.user
	columns = ("name", "creation", "modified", "owner", "modified_by", "commission", "kind", "value")
	values: list[object] = []
	for one in (kind, COUNTER_KIND):  # in the order in which all lock them
		values += (f"{commission}|{one}", moment, moment, user, user, commission, one, 1)
	places = ", ".join(["%s"] * len(columns))
	rows = frappe.db.sql(
		f"insert into `tabCommission Counter` ({', '.join(columns)}) values ({places}), ({places})"  # noqa: S608 # names of ours
		" on duplicate key update value = value + 1 returning value",
		values,
	)
	(number,), (sequence,) = rows
	return int(number), int(sequence)


def advance(kind: str, by: Mapping[str, int]) -> dict[str, int]:
	"""Take several numbers of several commissions at once, in the order of their names; the last number of each."""
	if len(by) == 1:
		return {name: next_number(name, kind, count) + count - 1 for name, count in by.items()}
	place.refuse_writes()
	counter, moment, user = frappe.qb.DocType(COUNTER), clock.now(), frappe.session.user
	columns = ("name", "creation", "modified", "owner", "modified_by", "commission", "kind", "value")
	rows = [(f"{name}|{kind}", moment, moment, user, user, name, kind, by[name]) for name in sorted(by)]
	statement = frappe.qb.into(counter).columns(*columns).insert(*rows)
	statement.on_duplicate_key_update(counter.value, counter.value + Values(counter.value)).run()
	names = [row[0] for row in rows]
	stored = frappe.db.get_values(
		COUNTER, {"name": ["in", names]}, ["commission", "value"], as_dict=True, for_update=True
	)
	return {row.commission: int(row.value) for row in stored}


def skip_numbers(kinds: Collection[str], margin: int, given: Mapping[str, int]) -> None:
	"""Advance every counter but those of chains, in a few statements: after a restore, past the numbers that were given since the backup.

	kinds: those that every commission gets a counter of, besides all that exist. margin: by so many. given: `COMMISSION|KIND` -> the
	last number that was given, which counts in place of the margin where it is higher than the counter.
	"""
	place.refuse_writes()
	moment, user = clock.now(), frappe.session.user
	known = frappe.get_all(
		COUNTER, {"kind": ["!=", COUNTER_KIND]}, pluck="kind", distinct=True, order_by="kind asc"
	)
	commissions = frappe.get_all("Election Commission", pluck="name", order_by="name asc")
	wanted = {f"{name}|{kind}" for name in commissions for kind in {*kinds, *known}} | set(given)
	stored = set(frappe.get_all(COUNTER, pluck="name", order_by="name asc"))
	rows.write(
		COUNTER,
		[
			{
				**{"name": name, "creation": moment, "modified": moment, "owner": user, "modified_by": user},
				**{"commission": name.rpartition("|")[0], "kind": name.rpartition("|")[2], "value": 0},
			}
			for name in sorted(wanted - stored)
		],
	)
	counter = frappe.qb.DocType(COUNTER)
	advanced = frappe.qb.update(counter).set(counter.value, counter.value + margin)
	advanced.where((counter.kind != COUNTER_KIND) & counter.name.notin([*given, ""])).run()
	for name, last in sorted(given.items()):  # typed by a person, from receipts
		row = frappe.qb.update(counter).set(counter.value, last)
		row.where((counter.name == name) & (counter.value < last)).run()


def refuse(document: Document) -> None:
	"""A document that only a service writes was saved or removed from elsewhere. Raises LawBroken."""
	raise LawBroken({"doctype": document.doctype, "name": document.name or ""})


@dataclass(frozen=True, slots=True)
class NewEvent:
	"""An event that is to be appended to the chain of a commission."""

	commission: str
	kind: str
	body: Mapping[str, Any]


def record(
	commission: str, kind: str, body: Mapping[str, Any], at: datetime, sequence: int | None = None
) -> str:
	"""Append an event to the chain of a commission and return its hash, 64 hex digits.

	kind: `appeal.filed`, `decision.signed` …. body: ids and salted hashes, canonical JSON values, no personal data, for
	the chain is published. at: naive Tashkent time. The chain stays locked until the transaction ends: call this last,
	and in the order of the commissions' names where one step writes to several. sequence: its place, of `next_with_event` a moment ago.
	"""
	sequence = sequence or next_number(commission, COUNTER_KIND)  # this row is the lock of the chain
	before = _end_before(commission, sequence - 1) if sequence > 1 else BEGINNING
	row = _next_row(before, NewEvent(commission, kind, body), at.isoformat(timespec="microseconds"))
	# every actor leaves events, nobody may write them by hand
	rows.insert_many(EVENT, [row], guard=WRITER)
	queues.after_commit(partial(event_witness.append_event, commission, sequence, row["hash"]))
	return str(row["hash"])


def record_all(events: Sequence[NewEvent], at: datetime) -> None:
	"""Append many events, to several chains, with a number of statements that does not grow; as `record` otherwise."""
	if not events:
		return
	counts = Counter(event.commission for event in events)
	ends = advance(COUNTER_KIND, counts)  # these rows are the locks of the chains
	last = _ends_before({name: ends[name] - counts[name] for name in counts})
	written, moment, at_iso = [], frappe.utils.now_datetime(), at.isoformat(timespec="microseconds")
	# a migration records before it makes the column
	columns = COLUMNS if frappe.get_meta(EVENT).has_field("mac") else COLUMNS[:-1]
	for new in events:
		row = last[new.commission] = _next_row(last[new.commission], new, at_iso)
		values = {
			"name": frappe.generate_hash(length=20),
			**dict.fromkeys(("creation", "modified"), moment),
			**dict.fromkeys(("owner", "modified_by"), frappe.session.user),
			**row,
		}
		written.append({column: values[column] for column in columns})
	# past the controller, which would ask this package for leave to append, row by row
	rows.write(EVENT, written)
	for name in counts:
		place = last[name]["sequence"], last[name]["hash"]
		queues.after_commit(partial(event_witness.append_event, name, *place))


def _next_row(before: Row, new: NewEvent, at_iso: str) -> Row:
	"""The columns of the event after another one, with its MAC; every writer of Chain Event uses them.

	It is never older than the one before: the clock of one web server may be slow. Without a key there is no MAC,
	and no head is published.
	"""
	event_id, text = frappe.generate_hash(length=32), law.body(new.kind, new.body)
	at_iso, previous, sequence = max(at_iso, before["at"]), before["hash"], before["sequence"] + 1
	event_hash = law.event_hash(previous, event_id, at_iso, text)
	secret = frappe.conf.get(keys.KEY)
	event = law.Event(sequence, event_id, at_iso, new.kind, text, previous, event_hash)
	return {
		"commission": new.commission,
		"sequence": sequence,
		"event_id": event_id,
		"at": at_iso,
		"kind": new.kind,
		"body": text,
		"previous_hash": previous,
		"hash": event_hash,
		"mac": law.make_event_mac(keys.read_mac_key(secret), new.commission, event) if secret else "",
	}


def validate_event(event: Document) -> None:
	"""Only this package appends, and nothing changes what stands. Raises LawBroken."""
	WRITER.check(event)
	if not event.is_new():
		refuse(event)


def verify_chain(commission: str) -> str:
	"""Head of a commission's stored chain (`GENESIS` when it is empty); raises `ChainBroken`."""
	try:
		return law.verify(stored(commission))
	except law.ChainBroken:
		# The plain reads of a long transaction see an old state beside its own new events, which looks like a gap.
		return law.verify(stored(commission, locking=True))


def _ends_before(places: Mapping[str, int]) -> dict[str, Row]:
	"""Place, moment and hash of the events at these places of their chains; BEGINNING before the first. Raises LawBroken."""
	event = frappe.qb.DocType(EVENT)
	begun = {name: place for name, place in places.items() if place}
	ends = dict.fromkeys(places, BEGINNING)
	if len(begun) == 1:
		return {**ends, **{name: _end_before(name, place) for name, place in begun.items()}}
	if begun:
		wanted = Criterion.any(
			(event.commission == name) & (event.sequence == place) for name, place in sorted(begun.items())
		)
		found = (
			frappe.qb.from_(event)
			.select(event.commission, event.sequence, event.at, event.hash)
			.where(wanted)
			.for_update()
		)
		ends.update({row.commission: row for row in found.run(as_dict=True)})
	for name, sequence in begun.items():
		if ends[name] is BEGINNING:
			raise LawBroken({"commission": name, "sequence": sequence}, code="chain_broken")
	return ends


def _end_before(commission: str, sequence: int) -> Row:
	# a locking read sees the last commit
	place: dict[str, str | int] = {"commission": commission, "sequence": sequence}
	found = reads.row(EVENT, place, ["at", "hash"], lock=True)
	if not found:
		raise LawBroken(place, code="chain_broken")
	return {"sequence": sequence, "at": str(found.at), "hash": str(found.hash)}


def hash_at(commission: str, sequence: int) -> str | None:
	"""The hash of the event at a place of a chain, or None where there is none."""
	found = reads.row(EVENT, {"commission": commission, "sequence": sequence}, ["hash"])
	return str(found.hash) if found else None


def last_hash(commission: str) -> str:
	"""The hash of the last event in the chain of a commission, as this transaction sees it; "" for an empty chain."""
	text = "select hash from `tabChain Event` where commission = %s order by sequence desc limit 1"
	found = reads.run(text, [commission])
	return str(found[0].hash) if found else ""


def was_recorded(commission: str, kind: str, body: Mapping[str, Any]) -> bool:
	"""Whether the chain of a commission has an event of this kind that says exactly this."""
	same = {"commission": commission, "kind": kind, "body": law.body(kind, body)}
	return bool(frappe.db.exists(EVENT, same))


def stored(commission: str, locking: bool = False) -> Iterator[law.Event]:
	"""The events of a commission in their order. locking: read what is committed now, whatever the transaction saw before."""
	return (event for event, _mac in stored_with_macs(commission, locking))


def stored_with_macs(commission: str, locking: bool = False) -> Iterator[tuple[law.Event, str]]:
	"""The events of a commission in their order, each with its stored MAC; otherwise as `stored`."""
	event = frappe.qb.DocType(EVENT)
	mac = event.mac if has_macs() else ValueWrapper("")
	last = 0
	while True:  # in batches by place: a chain may be longer than the memory
		batch = (
			frappe.qb.from_(event)
			.select(*(event[name] for name in READ[:-1]), mac)
			.where((event.commission == commission) & (event.sequence > last))
			.orderby(event.sequence)
			.limit(BATCH)
		)
		found = (batch.for_update() if locking else batch).run()
		yield from ((law.Event(*row), stored_mac or "") for *row, stored_mac in found)
		if len(found) < BATCH:
			return
		last = found[-1][0]


def has_macs() -> bool:
	"""Whether the table has the column of MACs: a release compares the chains before it makes the column."""
	return bool(frappe.db.has_column(EVENT, "mac"))


def new_salt() -> str:
	"""Sixteen random bytes in hex."""
	return secrets.token_hex(16)


def commitment(salt: str, payload_sha256: str) -> str:
	"""What the chain holds of a paper with names in it: SHA-256 in hex over the canonical JSON of a salt and the paper's own hash.

	Unsalted, a hash of a short text with names could be tried against guesses (own design).
	"""
	return sha256_hex(canonical({"salt": salt, "payload_sha256": payload_sha256}))
