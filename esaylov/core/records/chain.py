"""The hash chain of a commission's events: each hash covers the one before, so that no row can change unseen.

Own design. Hash: SHA-256 over the canonical JSON of previous hash, event id, moment and body. The kind of the event
is inside the body (`body()` puts it there), so that it is covered too.
"""

import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from esaylov.core.records.payload import canonical, sha256_hex

GENESIS = "0" * 64
MAC_DOMAIN = "esaylov chain event mac 1"


class ChainBroken(Exception):
	"""A chain that does not hold. code: chain_sequence, chain_link, chain_hash or chain_kind; sequence: of the bad row."""

	def __init__(self, code: str, sequence: int) -> None:
		super().__init__(f"{code} at {sequence}")
		self.code = code
		self.sequence = sequence


@dataclass(frozen=True, slots=True)
class Event:
	"""One row of the chain as stored; `at` is the ISO text that was hashed, never a re-formatted moment."""

	sequence: int
	event_id: str
	at: str
	kind: str
	body: str
	previous_hash: str
	hash: str


def body(kind: str, data: Mapping[str, Any]) -> str:
	"""Canonical JSON text of an event's body; ids and salted hashes only, for the chain is published."""
	return canonical({**data, "kind": kind}).decode()


def event_hash(previous: str, event_id: str, at_iso: str, body: str) -> str:
	"""Hash of an event, 64 hex digits; `previous` is GENESIS for the first."""
	return sha256_hex(canonical({"previous": previous, "event": event_id, "at": at_iso, "body": body}))


@dataclass(frozen=True, slots=True)
class MacKey:
	"""A derived key with the id of the signing key that it comes from."""

	key_id: str
	secret: bytes


def make_event_mac(key: MacKey, commission: str, event: Event, mark: str = "") -> str:
	"""`KEY_ID:MARK:HEX` for an event at its place in the chain of a commission."""
	content = canonical(
		[MAC_DOMAIN, mark, commission, str(event.sequence), event.previous_hash, event.hash, event.kind]
	)
	return f"{key.key_id}:{mark}:{hmac.digest(key.secret, content, 'sha256').hex()}"


def verify(events: Iterable[Event], previous: str = GENESIS, first: int = 1) -> str:
	"""Head of the chain (hash of the last event, `previous` when there is none); raises ChainBroken.

	Give `previous` and `first` to verify a later part against a head that is already trusted.
	"""
	for sequence, event in enumerate(events, first):
		if code := _fault(event, sequence, previous):
			raise ChainBroken(code, sequence)
		previous = event.hash
	return previous


def breaks(events: Iterable[Event]) -> Iterator[tuple[str, int, str]]:
	"""Every place where a chain does not hold, each judged by what stands before it: code, sequence, and SHA-256 in hex of what
	stands there, so that another content of the same place is another break."""
	previous, sequence = GENESIS, 1
	for event in events:
		if code := _fault(event, sequence, previous):
			yield code, event.sequence, sha256_hex(canonical(asdict(event)))
		previous, sequence = event.hash, event.sequence + 1


def _fault(event: Event, sequence: int, previous: str) -> str:
	"""What is wrong with the event that shall stand at a place after a hash; "" where nothing is."""
	if event.sequence != sequence:
		return "chain_sequence"
	if event.previous_hash != previous:
		return "chain_link"
	if event.hash != event_hash(previous, event.event_id, event.at, event.body):
		return "chain_hash"
	return "" if _kind(event.body) == event.kind else "chain_kind"


def _kind(body: str) -> str | None:
	try:
		data = json.loads(body)
	except ValueError:
		return None
	return data.get("kind") if isinstance(data, dict) else None
