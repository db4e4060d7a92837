"""One signature (GOST R 34.10-2001; Oʻz DSt 1092, algorithm 2) by a key of one of the curves."""

from esaylov.core.signing.ozdst import gcrypt
from esaylov.core.signing.ozdst.curves import CURVES, Affine, Curve, Table, sum_of_products

SIZE = 64
"""Bytes of a signature: s, then r, each big-endian."""
_HALF = SIZE // 2


def verify(
	curve: Curve, point: Affine, digest: bytes, signature: bytes, multiples: Table | None = None
) -> bool:
	"""Whether this key signed a message with this digest of 32 bytes; False for whatever is not 64 bytes of s and r.

	multiples: those of the point, where they are at hand (`curves.multiples_of`).
	"""
	if not _in_range(curve, point, signature):
		return False
	fast = gcrypt.verifier() if multiples is None and curve in CURVES else None
	if fast:
		return fast(curve.name, point, challenge(curve, digest), signature)
	return _holds(curve, point, digest, signature, multiples)


def verify_in_python(curve: Curve, point: Affine, digest: bytes, signature: bytes) -> bool:
	"""The same without libgcrypt."""
	return _in_range(curve, point, signature) and _holds(curve, point, digest, signature, None)


def _in_range(curve: Curve, point: Affine, signature: bytes) -> bool:
	s, r = _numbers(signature)
	return len(signature) == SIZE and curve.has(point) and 0 < r < curve.n and 0 < s < curve.n


def _numbers(signature: bytes) -> tuple[int, int]:
	return int.from_bytes(signature[:_HALF], "big"), int.from_bytes(signature[_HALF:], "big")


def _holds(curve: Curve, point: Affine, digest: bytes, signature: bytes, multiples: Table | None) -> bool:
	s, r = _numbers(signature)
	inverse = pow(challenge(curve, digest), -1, curve.n)
	found = sum_of_products(curve, s * inverse % curve.n, -r * inverse % curve.n, point, multiples)
	return found is not None and found[0] % curve.n == r


def challenge(curve: Curve, digest: bytes) -> int:
	"""The digest as a number between 1 and n - 1: read little-endian, and 1 in place of 0."""
	return int.from_bytes(digest, "little") % curve.n or 1
