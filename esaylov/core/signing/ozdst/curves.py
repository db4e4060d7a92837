"""Curves A, B and C of CryptoPro (RFC 4357, 11.4), and u*G + v*Q on them.

y**2 = x**3 + a*x + b over p, a = -3, cofactor 1. Points inside a calculation are Jacobian (X, Y, Z), x = X/Z**2, y = Y/Z**3;
None is the point at infinity. Not of constant time: what is verified here is public.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

Affine = tuple[int, int]
Jacobian = tuple[int, int, int]
Table = Sequence[Sequence[Affine]]
"""Multiples of a point: digit * base**place * point as table[place][digit - 1], base 256 or 16."""
_WINDOW = 8
"""Bits of a digit of G's multiples, which are calculated once for a curve and process (33 * 255 points, 70 ms)."""
_KEY_WINDOW = 4
"""Of a key's that verifies again and again (64 * 15 points, some 8 ms and 200 KB)."""
_FACTORED = -3
_NAF = 5
"""Width of the signed digits of Q's multiples."""


@dataclass(frozen=True, slots=True)
class Curve:
	"""n is the order of G, the base point."""

	name: str
	p: int
	a: int
	b: int
	n: int
	g: Affine

	def has(self, point: Affine) -> bool:
		"""Whether a pair of coordinates, each below p, is a point of the curve."""
		x, y = point
		return 0 <= x < self.p and 0 <= y < self.p and (y * y - (x * x + self.a) * x - self.b) % self.p == 0


def _curve(name: str, p: int, b: int, n: int, g: Affine) -> Curve:
	return Curve(name, p, -3, b, n, g)


A = _curve(
	"A",
	2**256 - 617,
	0xA6,
	0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF6C611070995AD10045841B09B761B893,
	(1, 0x8D91E471E0989CDA27DF505A453F2B7635294F2DDF23E3B122ACC99C9E9F1E14),
)
B = _curve(
	"B",
	2**255 + 0xC99,
	0x3E1AF419A269A5F866A7D3C25C3DF80AE979259373FF2B182F49D4CE7E1BBC8B,
	0x800000000000000000000000000000015F700CFFF1A624E5E497161BCC8A198F,
	(1, 0x3FA8124359F96680B83D1C3EB2C070E5C545C9858D03ECFB744BF8D717717EFC),
)
C = _curve(
	"C",
	0x9B9F605F5A858107AB1EC85E6B41C8AACF846E86789051D37998F7B9022D759B,
	0x805A,
	0x9B9F605F5A858107AB1EC85E6B41C8AA582CA3511EDDFB74F02F3A6598980BB9,
	(0, 0x41ECE55743711A8C3CBF3783CD08C0EE4D4DC440D4641A8F366E550DFDB3BB67),
)
CURVES = (A, B, C)


def sum_of_products(curve: Curve, u: int, v: int, q: Affine, multiples: Table | None = None) -> Affine | None:
	"""u*G + v*Q for 0 <= u, v < 2**256 and a point Q of the curve. multiples: those of Q, where they are at hand."""
	by_q = _plus(curve, None, multiples, _nibbles(v)) if multiples else _times(curve, v, q)
	return _affine(curve, _times_base(curve, by_q, u))


def multiples_of(curve: Curve, point: Affine) -> Table:
	"""With them a sum of products takes a third of its time."""
	return _table(curve, point, _KEY_WINDOW)


def times_base(curve: Curve, u: int) -> Affine | None:
	"""u*G for 0 <= u < 2**256."""
	return _affine(curve, _times_base(curve, None, u))


def _times_base(curve: Curve, start: Jacobian | None, u: int) -> Jacobian | None:
	"""start + u*G: one addition for each byte of u."""
	return _plus(curve, start, _base_table(curve), u.to_bytes(_BYTES, "little"))


def _plus(curve: Curve, start: Jacobian | None, table: Table, digits: Iterable[int]) -> Jacobian | None:
	"""start and the number with these digits, lowest first, times the point of a table."""
	found = start
	for row, digit in zip(table, digits, strict=True):
		if digit:
			found = _add_affine(curve, found, row[digit - 1])
	return found


_BYTES = 32


def _nibbles(value: int) -> list[int]:
	return [digit for byte in value.to_bytes(_BYTES, "little") for digit in (byte & 15, byte >> 4)]


@cache
def _base_table(curve: Curve) -> Table:
	return _table(curve, curve.g, _WINDOW)


def _table(curve: Curve, point: Affine, window: int) -> Table:
	rows = []
	base = point
	for _ in range(_BYTES * 8 // window):
		multiples: list[Jacobian | None] = [(*base, 1)]
		for _ in range(2**window - 1):
			multiples.append(_add_affine(curve, multiples[-1], base))
		points = _affines(curve, [point for point in multiples if point])
		rows.append(points[:-1])
		base = points[-1]
	return rows


def _times(curve: Curve, v: int, q: Affine) -> Jacobian | None:
	"""v*Q by signed digits of odd multiples."""
	odd = _odd_multiples(curve, q)
	found: Jacobian | None = None
	for digit in reversed(_signed_digits(v)):
		if found:
			found = _double(curve, found)
		if digit:
			x, y = odd[abs(digit) >> 1]
			found = _add_affine(curve, found, (x, y if digit > 0 else curve.p - y))
	return found


def _odd_multiples(curve: Curve, q: Affine) -> Sequence[Affine]:
	"""Q, 3Q, 5Q … 15Q. The order of the curve is prime, so none of them is the point at infinity."""
	twice = _double(curve, (*q, 1))
	by_two = _affine(curve, twice)
	found: list[Jacobian] = [(*q, 1)]
	for _ in range(2 ** (_NAF - 2) - 1):
		following = _add_affine(curve, found[-1], by_two) if by_two else None
		if following is None:
			raise ArithmeticError("a point of small order")
		found.append(following)
	return _affines(curve, found)


def _signed_digits(value: int) -> list[int]:
	"""The width-5 form without neighbours, lowest digit first: zeros, and odd digits between -15 and 15."""
	digits = []
	while value:
		digit = 0
		if value & 1:
			digit = value & (2**_NAF - 1)
			if digit >= 2 ** (_NAF - 1):
				digit -= 2**_NAF
			value -= digit
		digits.append(digit)
		value >>= 1
	return digits


def _double(curve: Curve, point: Jacobian) -> Jacobian | None:
	x, y, z = point
	if not y:
		return None
	p = curve.p
	yy = y * y % p
	zz = z * z % p
	xyy = x * yy % p
	# 3*x**2 + a*z**4, which factors for the curves of RFC 4357
	m = 3 * (x - zz) * (x + zz) % p if curve.a == _FACTORED else (3 * x * x + curve.a * zz * zz) % p
	new_x = (m * m - 8 * xyy) % p
	return new_x, (m * (4 * xyy - new_x) - 8 * yy * yy) % p, 2 * y * z % p


def _add_affine(curve: Curve, point: Jacobian | None, other: Affine) -> Jacobian | None:
	if point is None:
		return (*other, 1)
	p = curve.p
	x, y, z = point
	zz = z * z % p
	h = (other[0] * zz - x) % p
	r = (other[1] * zz * z - y) % p
	if not h:
		return None if r else _double(curve, point)
	hh = h * h % p
	hhh = h * hh % p
	v = x * hh % p
	new_x = (r * r - hhh - 2 * v) % p
	return new_x, (r * (v - new_x) - y * hhh) % p, z * h % p


def _affine(curve: Curve, point: Jacobian | None) -> Affine | None:
	return _affines(curve, [point])[0] if point else None


def _affines(curve: Curve, points: Sequence[Jacobian]) -> list[Affine]:
	"""One inversion for all of them (Montgomery)."""
	p = curve.p
	products = [1]
	for _, _, z in points:
		products.append(products[-1] * z % p)
	inverse = pow(products[-1], -1, p)
	found = []
	for (x, y, z), before in zip(reversed(points), reversed(products[:-1]), strict=True):
		of_z = inverse * before % p
		inverse = inverse * z % p
		square = of_z * of_z % p
		found.append((x * square % p, y * square * of_z % p))
	return found[::-1]
