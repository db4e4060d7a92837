"""The signed list of the heads of all chains: who keeps one can prove later that nothing before it was rewritten.

Own design. A list is canonical JSON (`canonical`), signed with Ed25519 over DOMAIN and these bytes, and names the hash of
the list before it, so that lists form a chain of their own. `script/verify-chain` reads the same formats alone.
"""

import base64
import binascii
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from esaylov.core.records.payload import canonical, sha256_hex

DOMAIN = b"esaylov-chain-heads\x00"
"""Put before the signed bytes, so that a signature of this key over anything else is no list of heads."""
CLOSING_DOMAIN = b"esaylov-chain-export\x00"
"""The same for the closing line of an exported chain."""


class HeadsInvalid(ValueError):
	"""A list that proves nothing. code: heads_malformed, heads_key or heads_signature."""

	def __init__(self, code: str) -> None:
		super().__init__(code)
		self.code = code


@dataclass(frozen=True, slots=True, order=True)
class Head:
	"""The last event of one commission's chain."""

	commission: str
	sequence: int
	hash: str


@dataclass(frozen=True, slots=True)
class SignedHeads:
	"""A list as it is published: the exact text that was signed, the key's id, the signature in Base64."""

	content: str
	key_id: str
	signature: str

	@property
	def sha256(self) -> str:
		"""What the next list names as the one before."""
		return sha256_hex(self.content.encode())


def sign_heads(
	heads: Iterable[Head], at: str, number: int, previous: str, key: Ed25519PrivateKey, key_id: str
) -> SignedHeads:
	"""The signed list. at: ISO 8601, Tashkent time; number: 1 for the first; previous: `sha256` of the one before, or `chain.GENESIS`."""
	content = canonical(
		{
			"document": "chain heads",
			"version": 1,
			"number": number,
			"at": at,
			"previous": previous,
			"heads": [
				{"commission": head.commission, "sequence": head.sequence, "hash": head.hash}
				for head in sorted(heads)
			],
		}
	)
	return SignedHeads(content.decode(), key_id, base64.b64encode(key.sign(DOMAIN + content)).decode())


def read_heads(signed: SignedHeads, public_keys: Mapping[str, Ed25519PublicKey]) -> tuple[Head, ...]:
	"""The heads of a list that one of the keys (by key id) signed; raises HeadsInvalid."""
	key = public_keys.get(signed.key_id)
	if key is None:
		raise HeadsInvalid("heads_key")
	try:
		key.verify(base64.b64decode(signed.signature, validate=True), DOMAIN + signed.content.encode())
	except (InvalidSignature, binascii.Error):
		raise HeadsInvalid("heads_signature") from None
	try:
		return tuple(Head(**head) for head in json.loads(signed.content)["heads"])
	except (ValueError, TypeError, KeyError):
		raise HeadsInvalid("heads_malformed") from None


def closing(head: Head, at: str) -> bytes:
	"""The bytes that close an export, signed over CLOSING_DOMAIN: how far the chain went at that moment."""
	return canonical(
		{
			"document": "chain export",
			"version": 1,
			"commission": head.commission,
			"sequence": head.sequence,
			"hash": head.hash,
			"at": at,
		}
	)
