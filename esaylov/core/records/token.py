"""The token in the QR of a certificate: readable without the server, signed with Ed25519. Own design.

Layout, version 2 (numbers big-endian; text = one byte of length, then UTF-8):

| bytes | what |
|---|---|
| 1 | version, 0x02 |
| text | key id, 1-8 ASCII characters |
| 1 | kind of certificate, by KINDS |
| 2 | valid from, days after 2000-01-01 |
| 2 | valid to, days after 2000-01-01; 0 = until the event of the kind |
| text | id of the certificate |
| text | name of the holder as printed |
| text | code of the issuing commission |
| text | number of the decision |
| text | election, whose official announcement ends most kinds |
| 64 | Ed25519 signature over DOMAIN and everything before |

Written as base64url without padding: about 205 characters for a usual name. A layout never changes under its version;
version 1 had no election and is still read. Version 3 has the layout of version 2 and is of a practice election: it
certifies nothing,
and a checker that does not know it refuses it.
"""

import base64
import binascii
from collections.abc import Mapping
from datetime import date, timedelta
from typing import NotRequired, TypedDict

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

DOMAIN = b"esaylov-certificate-token\x00"
"""Put before the signed bytes, so that a signature of this key over anything else is no token."""

KINDS: Mapping[str, int] = {
	"observer_party": 1,
	"observer_mahalla": 2,
	"observer_foreign": 3,
	"media_representative": 4,
	"proxy": 5,
	"authorized_representative": 6,
	"candidate": 7,
	"commission_member": 8,
	"elected_deputy": 9,
	"decision": 10,
	"session_protocol": 11,
	"observer_initiative": 12,
	"count_protocol": 13,
}
"""Kinds of certificates; of a decision `holder` is the outcome, of a session's or a count's protocol empty, `valid_from` the day."""
CERTIFICATES = frozenset(KINDS) - {"decision", "session_protocol", "count_protocol"}

_VERSION = 2
_WITHOUT_ELECTION = 1
_OF_PRACTICE = 3
_EPOCH = date(2000, 1, 1)
_SIGNATURE_BYTES = 64
_LONGEST = 1024
_KIND_NAMES = {number: kind for kind, number in KINDS.items()}


class Claims(TypedDict):
	"""What a token says. Dates are ISO; valid_to is "" while only the event of the kind ends it; election: "" in version 1.

	is_practice: True for a paper of a practice election, missing for all others.
	"""

	id: str
	kind: str
	holder: str
	commission: str
	valid_from: str
	valid_to: str
	decision: str
	election: str
	is_practice: NotRequired[bool]


class TokenInvalid(ValueError):
	"""A token that says nothing that may be believed.

	code: token_malformed, token_version, token_key, token_signature, token_key_retired; token_value when claims cannot be
	written.
	"""

	def __init__(self, code: str) -> None:
		super().__init__(code)
		self.code = code


def make(claims: Claims, key: Ed25519PrivateKey, key_id: str) -> str:
	"""The signed token; the same claims and key give the same token. Raises TokenInvalid("token_value")."""
	try:
		data = _written(claims, key_id)
	except (KeyError, ValueError, OverflowError):
		raise TokenInvalid("token_value") from None
	signed = data + key.sign(DOMAIN + data)
	return base64.urlsafe_b64encode(signed).rstrip(b"=").decode()


def read(
	token: str, public_keys: Mapping[str, Ed25519PublicKey], retired_on: Mapping[str, str] | None = None
) -> Claims:
	"""The claims of a token signed by one of the keys (by key id); raises TokenInvalid.

	retired_on: key id -> ISO day on which that key was retired; what it signed for later days is refused.
	"""
	signed = _decoded(token)
	version = signed[0]
	if version not in (_VERSION, _WITHOUT_ELECTION, _OF_PRACTICE):
		raise TokenInvalid("token_version")
	reader = _Reader(signed[:-_SIGNATURE_BYTES])
	reader.take(1)
	key_id = reader.text()
	key = public_keys.get(key_id)
	if key is None:
		raise TokenInvalid("token_key")
	try:
		key.verify(signed[-_SIGNATURE_BYTES:], DOMAIN + reader.data)
	except InvalidSignature:
		raise TokenInvalid("token_signature") from None
	claims = _claims(reader, version)
	if claims["valid_from"] > (retired_on or {}).get(key_id, "9999"):
		raise TokenInvalid("token_key_retired")
	return claims


def _written(claims: Claims, key_id: str) -> bytes:
	if not (1 <= len(key_id) <= 8 and key_id.isascii()):
		raise ValueError("key id")
	valid_to = _days(claims["valid_to"]) if claims["valid_to"] else 0
	return b"".join(
		[
			bytes([_OF_PRACTICE if claims.get("is_practice") else _VERSION]),
			_text(key_id),
			bytes([KINDS[claims["kind"]]]),
			_days(claims["valid_from"]).to_bytes(2),
			valid_to.to_bytes(2),
			_text(claims["id"]),
			_text(claims["holder"]),
			_text(claims["commission"]),
			_text(claims["decision"]),
			_text(claims["election"]),
		]
	)


def _days(iso: str) -> int:
	days = (date.fromisoformat(iso) - _EPOCH).days
	if days < 1:
		raise ValueError("day before the epoch")
	return days


def _text(text: str) -> bytes:
	encoded = text.encode()
	return len(encoded).to_bytes(1) + encoded


def _decoded(token: str) -> bytes:
	if len(token) > _LONGEST or not token.isascii():
		raise TokenInvalid("token_malformed")
	try:
		signed = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
	except binascii.Error:
		raise TokenInvalid("token_malformed") from None
	# One token, one spelling: no "+/", no stray bits in the last character.
	if base64.urlsafe_b64encode(signed).rstrip(b"=").decode() != token or len(signed) <= _SIGNATURE_BYTES:
		raise TokenInvalid("token_malformed")
	return signed


class _Reader:
	"""Takes a token's bytes from the front; running short is token_malformed."""

	def __init__(self, data: bytes) -> None:
		self.data = data
		self._at = 0

	def take(self, count: int) -> bytes:
		taken = self.data[self._at : self._at + count]
		if len(taken) != count:
			raise TokenInvalid("token_malformed")
		self._at += count
		return taken

	def number(self, count: int) -> int:
		return int.from_bytes(self.take(count))

	def text(self) -> str:
		try:
			return self.take(self.number(1)).decode()
		except UnicodeDecodeError:
			raise TokenInvalid("token_malformed") from None

	def end(self) -> None:
		if self._at != len(self.data):
			raise TokenInvalid("token_malformed")


def _claims(reader: _Reader, version: int) -> Claims:
	kind = _KIND_NAMES.get(reader.number(1))
	if kind is None:
		raise TokenInvalid("token_malformed")
	valid_from, valid_to = reader.number(2), reader.number(2)
	claims = Claims(
		id=reader.text(),
		kind=kind,
		holder=reader.text(),
		commission=reader.text(),
		valid_from=(_EPOCH + timedelta(days=valid_from)).isoformat(),
		valid_to=(_EPOCH + timedelta(days=valid_to)).isoformat() if valid_to else "",
		decision=reader.text(),
		election="" if version == _WITHOUT_ELECTION else reader.text(),
	)
	reader.end()
	if version == _OF_PRACTICE:
		claims["is_practice"] = True
	return claims
