"""Publishing the heads of all chains: one signed list every few minutes, as long as something happens."""

from collections.abc import Iterable

import frappe
from frappe.model.document import Document

from esaylov.core import chain as law
from esaylov.core.chain_heads import Head, SignedHeads, sign_heads
from esaylov.framework import clock
from esaylov.framework.write_guard import WriteGuard
from esaylov.trust import keys, witness
from esaylov.trust.chain import COUNTER, COUNTER_KIND, EVENT, refuse

HEADS = "Published Head"
WRITER = WriteGuard("published heads")


def publish() -> str | None:
	"""Job: sign and keep the list of the heads of all chains, unless nothing happened since the last one; its name.

	Committed by the job. Raises SetupMissing when the site has no key. Two at once: the number is unique, so the second one
	fails and writes nothing.
	"""
	heads = current()
	number, previous, known = _last()
	if set(heads) == known:
		return None
	signed = sign_heads(
		heads,
		clock.now().isoformat(timespec="seconds"),
		number + 1,
		previous,
		keys.server_key(),
		keys.server_key_id(),
	)
	row = frappe.new_doc(HEADS)
	row.update({**_columns(signed), "number": number + 1, "chains": len(heads)})
	with WRITER.writing():
		row.insert(ignore_permissions=True)  # the scheduler has no role; nobody else may write one
	witness.note(number + 1, signed.sha256)
	return str(row.name)


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


def _last() -> tuple[int, str, set[Head]]:
	rows = latest()
	if not rows:
		return 0, law.GENESIS, set()
	return rows[0]["number"], rows[0]["sha256"], set(_heads_in(rows[0]["content"]))


def _heads_in(content: str) -> Iterable[Head]:
	return [Head(**head) for head in frappe.parse_json(content)["heads"]]


def _columns(signed: SignedHeads) -> dict[str, str]:
	return {
		"at": frappe.parse_json(signed.content)["at"],
		"content": signed.content,
		"sha256": signed.sha256,
		"key_id": signed.key_id,
		"signature": signed.signature,
	}
