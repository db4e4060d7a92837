"""Keys of Oʻz DSt that sign, for demonstrations and tests. Not of constant time: never for a key that is worth something."""

import secrets
from dataclasses import dataclass

from esaylov.core.signing.ozdst.curves import Affine, Curve, times_base
from esaylov.core.signing.ozdst.families import DST, Family
from esaylov.core.signing.ozdst.signature import challenge

_COORDINATE = 32


@dataclass(frozen=True, slots=True)
class PrivateKey:
	"""secret: a number between 1 and n - 1. parameter_set: 1 goes with curve A alone."""

	curve: Curve
	secret: int
	family: Family = DST
	parameter_set: int = 1

	@property
	def point(self) -> Affine:
		"""The public key."""
		point = times_base(self.curve, self.secret)
		if point is None:
			raise ValueError("no secret of this curve")
		return point

	@property
	def octets(self) -> bytes:
		"""The public key as E-IMZO writes it: x, then y, each little-endian."""
		return b"".join(number.to_bytes(_COORDINATE, "little") for number in self.point)

	def sign(self, digest: bytes, nonce: int | None = None) -> bytes:
		"""The 64 bytes of a signature, s and r; nonce: that of a published vector."""
		while True:
			k = nonce or secrets.randbelow(self.curve.n - 1) + 1
			point = times_base(self.curve, k)
			r = point[0] % self.curve.n if point else 0
			s = (r * self.secret + k * challenge(self.curve, digest)) % self.curve.n
			if r and s:
				return s.to_bytes(_COORDINATE, "big") + r.to_bytes(_COORDINATE, "big")
			if nonce:
				raise ValueError("a nonce without a signature")  # 1 on curve C, whose G has x = 0


def make_key(curve: Curve, family: Family = DST) -> PrivateKey:
	"""A new key; on curves B and C with parameter set 2."""
	return PrivateKey(curve, secrets.randbelow(curve.n - 1) + 1, family, 1 if curve.name == "A" else 2)
