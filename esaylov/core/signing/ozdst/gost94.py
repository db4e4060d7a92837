"""GOST R 34.11-94 (RFC 5831) with id-GostR3411-94-CryptoProParamSet (RFC 4357, 11.2), in Python.

Values of 256 bits are integers of the byte string read little-endian. The mixing function is linear, so that its 12, 1 and 61
rounds are three tables by byte; the S-boxes with the rotation after them are two tables by half word. About 30 microseconds a block
of 32 bytes: what is longer than a letter is libgcrypt's to hash.
"""

from array import array
from collections.abc import Sequence
from functools import cache

_S_BOX = (
	"A4568137DCE092BF",
	"5F402DB91763CEA8",
	"7FCE94103B526A8D",
	"4A7C0F28E165DB93",
	"764B9C2A180EFD35",
	"7624D9F0A15B8EC3",
	"DE41705A3C8F629B",
	"13A95B4F867ED02C",
)
"""Row n replaces the nibble of weight 16**n."""
_C3 = 0xFF00FFFF000000FFFF0000FF00FFFF0000FF00FF00FF00FFFF00FF00FF00FF00
_BLOCK = 32
_WORD = 0xFFFFFFFF
_MODULUS = 1 << 256
_ALL = range(4)
Words = Sequence[int]


def digest(data: bytes) -> bytes:
	"""The 32 bytes of the hash. CPU time is 1 second for about 1 MB; the caller limits the length."""
	state = total = 0
	for start in range(0, len(data), _BLOCK):
		block = int.from_bytes(data[start : start + _BLOCK], "little")  # a short one is filled with zeros
		state = _step(state, block)
		total += block
	state = _step(state, len(data) * 8 % _MODULUS)
	return _step(state, total % _MODULUS).to_bytes(_BLOCK, "little")


def _step(state: int, block: int) -> int:
	substituted = 0
	for place, key in enumerate(_keys(state, block)):
		substituted |= _encrypted(state >> 64 * place & 0xFFFFFFFFFFFFFFFF, key) << 64 * place
	by_state, by_block, by_substituted = _mixing()
	result = 0
	for table, value in ((by_state, state), (by_block, block), (by_substituted, substituted)):
		for row, byte in zip(table, value.to_bytes(_BLOCK, "little"), strict=True):
			result ^= row[byte]
	return result


def _keys(state: int, block: int) -> Sequence[Words]:
	"""The four keys of a step, each as eight words of 32 bits."""
	found = []
	for place in _ALL:
		mixed = (state ^ block).to_bytes(_BLOCK, "little")
		# key[4j + i] = mixed[8i + j]
		found.append([int.from_bytes(mixed[j::8], "little") for j in range(8)])
		state = _rotated(state) ^ (_C3 if place == 1 else 0)
		block = _rotated(_rotated(block))
	return found


def _rotated(value: int) -> int:
	"""A(y4 y3 y2 y1) = (y1 ^ y2) y4 y3 y2, words of 64 bits."""
	return (value >> 64) | ((value ^ value >> 64) & 0xFFFFFFFFFFFFFFFF) << 192


def _encrypted(half: int, key: Words) -> int:
	"""GOST 28147-89 of 64 bits: keys forward three times, then backward; written out, for nearly all of the time is spent here."""
	low, high = _rounds()
	k0, k1, k2, k3, k4, k5, k6, k7 = key
	a, b = half & _WORD, half >> 32
	for _ in range(3):
		b ^= low[(turned := a + k0) & 0xFFFF] ^ high[turned >> 16]
		a ^= low[(turned := b + k1) & 0xFFFF] ^ high[turned >> 16]
		b ^= low[(turned := a + k2) & 0xFFFF] ^ high[turned >> 16]
		a ^= low[(turned := b + k3) & 0xFFFF] ^ high[turned >> 16]
		b ^= low[(turned := a + k4) & 0xFFFF] ^ high[turned >> 16]
		a ^= low[(turned := b + k5) & 0xFFFF] ^ high[turned >> 16]
		b ^= low[(turned := a + k6) & 0xFFFF] ^ high[turned >> 16]
		a ^= low[(turned := b + k7) & 0xFFFF] ^ high[turned >> 16]
	b ^= low[(turned := a + k7) & 0xFFFF] ^ high[turned >> 16]
	a ^= low[(turned := b + k6) & 0xFFFF] ^ high[turned >> 16]
	b ^= low[(turned := a + k5) & 0xFFFF] ^ high[turned >> 16]
	a ^= low[(turned := b + k4) & 0xFFFF] ^ high[turned >> 16]
	b ^= low[(turned := a + k3) & 0xFFFF] ^ high[turned >> 16]
	a ^= low[(turned := b + k2) & 0xFFFF] ^ high[turned >> 16]
	b ^= low[(turned := a + k1) & 0xFFFF] ^ high[turned >> 16]
	a ^= low[(turned := b + k0) & 0xFFFF] ^ high[turned >> 16]
	return a << 32 | b


@cache
def _rounds() -> tuple[Words, Words]:
	"""By the low and the high half of a sum: its eight nibbles replaced, the word rotated left by 11 bits.

	The high one stands there twice, so that a carry of the sum needs no thought.
	"""
	rows = [[int(digit, 16) for digit in row] for row in _S_BOX]

	def half(rows: list[list[int]], shift: int) -> "array[int]":
		pairs = [
			[upper << 4 | lower for upper in rows[place + 1] for lower in rows[place]] for place in (0, 2)
		]
		words = ((upper << 8 | lower) << shift for upper in pairs[1] for lower in pairs[0])
		return array("I", [(word << 11 | word >> 21) & _WORD for word in words])

	return half(rows[:4], 0), half(rows[4:], 16) * 2


Table = list[list[int]]


@cache
def _mixing() -> tuple[Table, Table, Table]:
	"""psi**61, psi**62 and psi**74 of each byte at each place: for the state, the block and the encrypted state."""
	bits = [1 << place for place in range(256)]
	tables = []
	done = 0
	for rounds in (61, 62, 74):
		bits = [_mixed(bit, rounds - done) for bit in bits]
		done = rounds
		tables.append([_of_bytes(bits[8 * place : 8 * place + 8]) for place in range(_BLOCK)])
	return tables[0], tables[1], tables[2]


def _of_bytes(bits: list[int]) -> list[int]:
	found = [0]
	for bit in bits:
		found += [value ^ bit for value in found]
	return found


def _mixed(value: int, rounds: int) -> int:
	"""psi: y16 … y1 (16 bits each) become (y1 ^ y2 ^ y3 ^ y4 ^ y13 ^ y16) y16 … y2."""
	for _ in range(rounds):
		new = value ^ value >> 16 ^ value >> 32 ^ value >> 48 ^ value >> 192 ^ value >> 240
		value = value >> 16 | (new & 0xFFFF) << 240
	return value
