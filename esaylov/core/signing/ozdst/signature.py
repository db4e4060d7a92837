"""One signature (GOST R 34.10-2001; Oʻz DSt 1092, algorithm 2) by a key of one of the curves."""

from esaylov.core.signing.ozdst.curves import Affine, Curve, Table, sum_of_products

SIZE = 64
"""Bytes of a signature: s, then r, each big-endian."""
_HALF = SIZE // 2


def verify(
	curve: Curve, point: Affine, digest: bytes, signature: bytes, multiples: Table | None = None
) -> bool:
	"""Whether this key signed a message with this digest of 32 bytes; False for whatever is not 64 bytes of s and r.

	multiples: those of the point, where they are at hand (`curves.multiples_of`).
	"""
	if len(signature) != SIZE or not curve.has(point):
		return False
	s, r = int.from_bytes(signature[:_HALF], "big"), int.from_bytes(signature[_HALF:], "big")
	if not (0 < r < curve.n and 0 < s < curve.n):
		return False
	inverse = pow(challenge(curve, digest), -1, curve.n)
	found = sum_of_products(curve, s * inverse % curve.n, -r * inverse % curve.n, point, multiples)
	return found is not None and found[0] % curve.n == r


def challenge(curve: Curve, digest: bytes) -> int:
	"""The digest as a number between 1 and n - 1: read little-endian, and 1 in place of 0."""
	return int.from_bytes(digest, "little") % curve.n or 1
