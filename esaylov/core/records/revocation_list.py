"""The signed list by which a checker without network knows which certificates ended before their day. Own design.

A list is canonical JSON, signed with Ed25519 over DOMAIN and exactly these bytes:

    {"announced": {"2024-10-27": "2024-11-05"}, "at": "2024-10-20T09:00:00", "ended": ["a1b2c3d4e5f6", …], "version": 1}

`ended`: ids of certificates that were revoked or replaced and whose own last day is not over; `announced`: elections whose
results were officially announced, with the day, through which certificates that end with it are valid. The page
`/verify/offline` reads the same format (`public/js/portal/offline/`).
"""

import base64
import binascii
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from esaylov.core.records.payload import canonical

DOMAIN = b"esaylov-certificate-endings\x00"
"""Put before the signed bytes, so that a signature of this key over anything else is no list."""
_VERSION = 1


class EndingsInvalid(ValueError):
	"""A list that says nothing that may be believed. code: endings_malformed, endings_key, endings_signature."""

	def __init__(self, code: str) -> None:
		super().__init__(code)
		self.code = code


@dataclass(frozen=True, slots=True)
class Endings:
	"""at: ISO moment of Tashkent time; ended: ids; announced: election to ISO day."""

	at: str
	ended: frozenset[str]
	announced: Mapping[str, str]


def sign(
	ended: Iterable[str], announced: Mapping[str, str], at: str, key: Ed25519PrivateKey, key_id: str
) -> dict[str, str]:
	"""The list as it is published: `content` (the exact text that was signed), `key` (id), `signature` (Base64)."""
	content = canonical({"announced": dict(announced), "at": at, "ended": sorted(ended), "version": _VERSION})
	signature = base64.b64encode(key.sign(DOMAIN + content)).decode()
	return {"content": content.decode(), "key": key_id, "signature": signature}


def read(signed: Mapping[str, str], public_keys: Mapping[str, Ed25519PublicKey]) -> Endings:
	"""What a list says that was signed by one of the keys; raises EndingsInvalid."""
	key = public_keys.get(signed["key"])
	if key is None:
		raise EndingsInvalid("endings_key")
	try:
		key.verify(base64.b64decode(signed["signature"], validate=True), DOMAIN + signed["content"].encode())
	except (InvalidSignature, binascii.Error):
		raise EndingsInvalid("endings_signature") from None
	said = json.loads(signed["content"])
	if said["version"] != _VERSION:
		raise EndingsInvalid("endings_malformed")
	return Endings(said["at"], frozenset(said["ended"]), said["announced"])
