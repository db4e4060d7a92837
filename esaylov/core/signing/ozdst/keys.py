"""Public keys as SubjectPublicKeyInfo: parameters, and inside the BIT STRING an OCTET STRING of x and y, each little-endian."""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from esaylov.core.signing.ozdst import der
from esaylov.core.signing.ozdst.curves import Affine, Curve, Table, multiples_of
from esaylov.core.signing.ozdst.families import Family, family_of_key
from esaylov.core.signing.ozdst.signature import verify

LARGEST_SPKI = 256
"""Bytes; a real one has 98."""
_COORDINATE = 32
_MOST_PARAMETERS = 3
"""Set of the key, and where a writer names them, of the digest and the cipher."""


class KeyRefused(ValueError):
	"""Bytes that are no key of Oʻz DSt 1092, algorithm 2."""


@dataclass(frozen=True, slots=True)
class PublicKey:
	"""A point of a curve; the family says by which identifiers its signatures go."""

	family: Family
	curve: Curve
	point: Affine

	def verify(self, digest: bytes, signature: bytes) -> bool:
		"""Whether this key signed a message with this digest."""
		return verify(self.curve, self.point, digest, signature)


ISSUERS = 16
"""Authorities of which a process remembers that they issue, and the multiples of their keys (200 KB each)."""
_OFTEN = 8
"""Certificates after which multiples of the issuer's key are calculated, which costs as much as eight verifications: a stranger
who brings authorities of his own makes none dearer than twice."""


def is_issued(issuer: PublicKey, digest: bytes, signature: bytes) -> bool:
	"""As `verify`, by the key of an authority: one that signed many certificates soon takes a third of the time for each."""
	asked = _asked(issuer)
	asked[issuer] += 1
	multiples = _multiples(issuer) if asked[issuer] > _OFTEN else None
	return verify(issuer.curve, issuer.point, digest, signature, multiples)


@lru_cache(maxsize=ISSUERS)
def _asked(_: PublicKey) -> Counter[PublicKey]:
	return Counter()


@lru_cache(maxsize=ISSUERS)
def _multiples(key: PublicKey) -> Table:
	return multiples_of(key.curve, key.point)


def read_spki(data: bytes) -> PublicKey:
	"""The key in a SubjectPublicKeyInfo in DER; raises KeyRefused for everything else."""
	if len(data) > LARGEST_SPKI:
		raise KeyRefused("too long")
	try:
		return _read(data)
	except KeyRefused:
		raise
	except ValueError as problem:
		raise KeyRefused("not a key in DER") from problem


def _read(data: bytes) -> PublicKey:
	(tag, algorithm, _), (bits_tag, bits, _) = _two(der.one(data, der.SEQUENCE))
	if (tag, bits_tag, bits[:1]) != (der.SEQUENCE, der.BIT_STRING, b"\0"):
		raise KeyRefused("not a key in DER")
	(oid_tag, oid, _), (parameters_tag, parameters, _) = _two(algorithm)
	family = family_of_key(der.dotted(oid))
	if family is None or (oid_tag, parameters_tag) != (der.OBJECT_IDENTIFIER, der.SEQUENCE):
		raise KeyRefused("another algorithm")
	return _on_a_curve(family, _parameter_set(parameters), _point(der.one(bits[1:], der.OCTET_STRING)))


def _on_a_curve(family: Family, parameter_set: str, point: Affine) -> PublicKey:
	for curve in family.curves(parameter_set):
		if curve.has(point):
			return PublicKey(family, curve, point)
	raise KeyRefused("no point of a curve of these parameters")


def _two(content: bytes) -> tuple[der.Value, der.Value]:
	found = list(der.values(content))
	if len(found) != 2:
		raise KeyRefused("not a key in DER")
	return found[0], found[1]


def _parameter_set(content: bytes) -> str:
	rows = list(der.values(content))
	if not 0 < len(rows) <= _MOST_PARAMETERS or any(tag != der.OBJECT_IDENTIFIER for tag, _, _ in rows):
		raise KeyRefused("other parameters")
	return der.dotted(rows[0][1])


def _point(octets: bytes) -> Affine:
	if len(octets) != 2 * _COORDINATE:
		raise KeyRefused("not two coordinates")
	return int.from_bytes(octets[:_COORDINATE], "little"), int.from_bytes(octets[_COORDINATE:], "little")
