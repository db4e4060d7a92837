"""Publishing the heads of all chains: one signed list every few minutes, as long as something happens."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

import frappe
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from frappe.model.document import Document

from esaylov.core.records import chain as law
from esaylov.core.records.chain_heads import Head, HeadsInvalid, SignedHeads, read_heads, sign_heads
from esaylov.framework import clock, place
from esaylov.framework.persistence.write_guard import WriteGuard
from esaylov.trust import keys, witness
from esaylov.trust.chains.chain import COUNTER, COUNTER_KIND, EVENT, refuse
from esaylov.trust.chains.growth import check_growth

HEADS, LOST = "Published Head", "chain_lost"
LOOKED_BACK: Final = 50
"""So many of the newest lists are looked at for one with a valid signature [ours]."""
WRITER = WriteGuard("published heads")


@dataclass(frozen=True, slots=True)
class Publication:
	"""name: of the new list, None where nothing happened. faults: commission to the code of what is wrong with its chain."""

	name: str | None
	faults: Mapping[str, str]


def publish() -> str | None:
	"""Sign and keep the list of the heads of all chains, unless nothing happened since the last one; its name."""
	return publish_verified().name


def publish_verified(lost: Collection[str] = ()) -> Publication:
	"""Sign and keep the list of heads, after every event since the last list was verified with its MAC.

	lost: commissions of whose chains a committed event is gone (`event_witness.find_lost_events`). Such a chain
	(`chain_lost`), and one with a fault, keeps the head that was published last. Committed by the job. Raises SetupMissing when the
	site has no key, SiteHeld.
	Two at once: the number is unique, so the second one fails and writes nothing.
	"""
	place.refuse_writes()
	number, previous, known = _last()
	growth = check_growth(known)
	faults = {**growth.faults, **dict.fromkeys(lost, LOST)}
	verified = {head.commission: head for head in growth.heads if head.commission not in lost}
	verified |= {name: known[name] for name in lost if name in known}
	if verified == known:
		return Publication(None, faults)
	signed = sign_heads(
		[verified[name] for name in sorted(verified)],
		clock.now().isoformat(timespec="seconds"),
		number + 1,
		previous,
		keys.server_key(),
		keys.server_key_id(),
	)
	row = frappe.new_doc(HEADS)
	row.update({**_columns(signed), "number": number + 1, "chains": len(verified)})
	with WRITER.writing():
		row.insert(ignore_permissions=True)  # the scheduler has no role; nobody else may write one
	witness.note(number + 1, signed.sha256)
	return Publication(str(row.name), faults)


def published_last() -> Mapping[str, Head]:
	"""Commission to head in the newest list with a valid signature."""
	return _last()[2]


def unsigned_lists() -> list[int]:
	"""Numbers of the newest stored lists that the server did not sign, in order."""
	public_keys = keys.public_keys()
	return sorted(row["number"] for row in latest(limit=LOOKED_BACK) if _read_list(row, public_keys) is None)


def latest(before: int | None = None, limit: int = 1) -> list[frappe._dict]:
	"""The last published lists, newest first: number, at, chains, sha256, content, key_id, signature.

	before: only those of a smaller number.
	"""
	return frappe.get_all(
		HEADS,
		filters={"number": ["<", before]} if before else {},
		fields=["number", "at", "chains", "sha256", "content", "key_id", "signature"],
		order_by="number desc",
		limit=limit,
	)


def published(number: int) -> SignedHeads | None:
	"""One published list by its number, or None."""
	row = frappe.db.get_value(HEADS, {"number": number}, ["content", "key_id", "signature"], as_dict=True)
	return SignedHeads(row.content, row.key_id, row.signature) if row else None


def validate_heads(row: Document) -> None:
	"""Called from Published Head.validate: only this module appends. Raises LawBroken."""
	WRITER.check(row)
	if not row.is_new():
		refuse(row)


def current() -> list[Head]:
	"""The place and hash of the last event of each commission's chain: the counter knows its place, so one query finds them all."""
	event, counter = frappe.qb.DocType(EVENT), frappe.qb.DocType(COUNTER)
	rows = (
		frappe.qb.from_(counter)
		.join(event)
		.on((event.commission == counter.commission) & (event.sequence == counter.value))
		.select(event.commission, event.sequence, event.hash)
		.where(counter.kind == COUNTER_KIND)
		.run()
	)
	return [Head(*row) for row in rows]


def _last() -> tuple[int, str, dict[str, Head]]:
	"""Number and hash of the newest list, and the heads of the newest one with a valid signature.

	A forged list must not name an event that was never verified.
	"""
	rows = latest(limit=LOOKED_BACK)
	public_keys = keys.public_keys()
	signed = (heads for row in rows if (heads := _read_list(row, public_keys)) is not None)
	known = {head.commission: head for head in next(signed, ())}
	return (rows[0]["number"], rows[0]["sha256"], known) if rows else (0, law.GENESIS, known)


def _read_list(
	row: Mapping[str, str], public_keys: Mapping[str, Ed25519PublicKey]
) -> tuple[Head, ...] | None:
	try:
		return read_heads(SignedHeads(row["content"], row["key_id"], row["signature"]), public_keys)
	except HeadsInvalid:
		return None


def _columns(signed: SignedHeads) -> dict[str, str]:
	return {
		"at": frappe.parse_json(signed.content)["at"],
		"content": signed.content,
		"sha256": signed.sha256,
		"key_id": signed.key_id,
		"signature": signed.signature,
	}
