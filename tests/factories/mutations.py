"""Bytes with some of them changed, made from a number: the same number gives the same bytes, and is printed where a test fails."""

import os
import random
import secrets
from collections.abc import Callable, Sequence

from factories.profile import IS_LONG

Change = Callable[[bytearray, random.Random], None]
FIRST = int(os.environ.get("ESAYLOV_FUZZ_FROM") or (secrets.randbelow(10**9) if IS_LONG else 0))
"""Of the numbers from which inputs are made: the same in each run, others in each long one. One that failed is named, and made again from itself."""
TIMES = int(os.environ.get("ESAYLOV_FUZZ_TIMES") or 1)
"""How often as many: 10 makes hours of a long run."""
EDGES = (0x00, 0x01, 0x04, 0x06, 0x30, 0x31, 0x7F, 0x80, 0x81, 0x84, 0x9F, 0xA0, 0xBF, 0xFF)


def numbers(count: int) -> range:
	"""Numbers for so many inputs of a test."""
	return range(FIRST, FIRST + count * TIMES)


def flipped(data: bytearray, chance: random.Random) -> None:
	place = chance.randrange(len(data))
	data[place] ^= 1 << chance.randrange(8)


def edge(data: bytearray, chance: random.Random) -> None:
	data[chance.randrange(len(data))] = chance.choice(EDGES)


def cut(data: bytearray, chance: random.Random) -> None:
	place = chance.randrange(len(data))
	del data[place : place + chance.choice((1, 2, 3, 32, len(data)))]


def repeated(data: bytearray, chance: random.Random) -> None:
	start = chance.randrange(len(data))
	part = data[start : start + chance.choice((1, 2, 16, 200))]
	data[chance.randrange(len(data)) : 0] = part * chance.choice((1, 1, 1, 40))


def swapped(data: bytearray, chance: random.Random) -> None:
	size = chance.choice((2, 32, 64))
	one, other = chance.randrange(len(data)), chance.randrange(len(data))
	data[one : one + size], data[other : other + size] = data[other : other + size], data[one : one + size]


CHANGES: tuple[Change, ...] = (flipped, edge, cut, repeated, swapped)


def mutated(data: bytes, number: int, changes: Sequence[Change] = CHANGES) -> bytes:
	"""The bytes with one to four changes."""
	chance = random.Random(number)
	found = bytearray(data)
	for _ in range(chance.choice((1, 1, 1, 2, 4))):
		if found:
			chance.choice(changes)(found, chance)
	return bytes(found)


def inserted(words: Sequence[bytes]) -> Change:
	"""A change that puts one of the words somewhere."""

	def insert(data: bytearray, chance: random.Random) -> None:
		place = chance.randrange(len(data) + 1)
		data[place:place] = chance.choice(words)

	return insert
