"""A commission's chain as a file that `script/verify-chain` reads: JSON lines, each canonical."""

import base64
from collections.abc import Iterator, Mapping

from esaylov.core.records import chain as law
from esaylov.core.records.chain_heads import CLOSING_DOMAIN, Head, closing
from esaylov.core.records.payload import canonical
from esaylov.framework import clock
from esaylov.trust import keys
from esaylov.trust.chains.chain import stored


def lines(commission: str) -> Iterator[bytes]:
	"""A commission's chain for `script/verify-chain`: heading, events and signed closing, each with its line end.

	In batches, so of any length. Raises SetupMissing when the site has no key.
	"""
	yield _line({"document": "chain of events", "version": 1, "commission": commission})
	head = Head(commission, 0, law.GENESIS)
	for event in stored(commission):
		head = Head(commission, event.sequence, event.hash)
		yield _line(
			{
				"sequence": event.sequence,
				"event_id": event.event_id,
				"at": event.at,
				"body": event.body,
				"previous_hash": event.previous_hash,
				"hash": event.hash,
			}
		)
	yield _line(_closing(head))


def _closing(head: Head) -> dict[str, str]:
	content = closing(head, clock.now().isoformat(timespec="seconds"))
	return {
		"closing": content.decode(),
		"key_id": keys.server_key_id(),
		"public_key": base64.b64encode(keys.raw_public_key()).decode(),
		"signature": keys.server_sign(CLOSING_DOMAIN + content),
	}


def _line(value: Mapping[str, object]) -> bytes:
	return canonical(value) + b"\n"
