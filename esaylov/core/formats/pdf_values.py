"""Values of one PDF object as Python values, for the few objects whose structure matters (ISO 32000-1, 7.3)."""

import re
from collections.abc import Iterator

WORD = re.compile(
	rb"/(?P<name>[^ \t\n\f\r\0/%()<>\[\]{}]*)|%[^\r\n]*|(?P<string>\()|(?P<open><<|\[)|(?P<close>>>|\])|<[^<>]*+>"
	rb"|(?P<word>[^ \t\n\f\r\0/%()<>\[\]{}]+)"
)
BRACKET = re.compile(rb"[()]|\\.", re.DOTALL)
ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
LONGEST_NAME = 60
"""Bytes of a name that is written out: no name that matters is longer with each letter escaped."""
DEEPEST = 100


class PdfUnsafe(ValueError):
	"""The file acts by itself, calls out, carries another file, or prints what it does not show."""


class PdfLocked(ValueError):
	"""The file is encrypted: its contents cannot be checked."""


class PdfUnreadable(ValueError):
	"""The file has no root, packs its objects in a way that writers do not, or costs too much to check."""


class PdfCostly(PdfUnreadable):
	"""The check costs more than the caller allowed."""


class Name(bytes):
	"""A name without its slash, escapes written out."""


class Reference(int):
	"""The number of another object."""


class Dictionary(list[tuple[bytes, object]]):
	"""Keys and values in their order; a key may occur twice, and readers differ about which one counts."""

	def values_of(self, key: bytes) -> list[object]:
		return [value for each, value in self if each == key]


def parse_value(text: bytes) -> object:
	"""The first value of an object: Name, Reference, Dictionary, list, or bytes of a number or keyword; None of a string.

	Raises PdfUnreadable for what does not end, and for a dictionary that has anything but names as keys.
	"""
	levels: list[list[object]] = [[]]
	place = 0
	while (token := WORD.search(text, place)) and len(levels) <= DEEPEST:
		place, kind = token.end(), token.lastgroup
		if kind == "string":
			place = _end_of_string(text, place)
		if kind == "open":
			levels.append([])
		elif kind == "close":
			_close_level(levels, token[0])
		else:
			levels[-1] += _values_of(token, levels[-1])
	if len(levels) != 1:
		raise PdfUnreadable
	return next(iter(levels[0]), None)


def dictionaries_of(value: object) -> Iterator[Dictionary]:
	"""The value if it is a dictionary, and all dictionaries inside of it."""
	if isinstance(value, Dictionary):
		yield value
		for _key, inside in value:
			yield from dictionaries_of(inside)
	elif isinstance(value, list):
		for each in value:
			yield from dictionaries_of(each)


def unescaped_name(written: bytes) -> bytes:
	"""A name with its escapes written out, unless it is longer than any name that matters."""
	if b"#" not in written or len(written) > LONGEST_NAME:
		return written
	return ESCAPE.sub(lambda escape: bytes.fromhex(escape[1].decode()), written)


def _values_of(token: re.Match[bytes], before: list[object]) -> list[object]:
	"""What a token adds to its level. `R` makes a reference of the two numbers before it."""
	if token.lastgroup == "name":
		return [Name(unescaped_name(token["name"]))]
	if token.lastgroup != "word":
		return [] if token[0].startswith(b"%") else [None]
	if token["word"] != b"R" or len(before) < 2:
		return [token["word"]]
	before.pop()
	number = before.pop()
	is_number = type(number) is bytes and number.isdigit() and len(number) < 20
	return [Reference(int(number))] if is_number and isinstance(number, bytes) else [None]


def _close_level(levels: list[list[object]], bracket: bytes) -> None:
	if len(levels) == 1:
		return
	inside = levels.pop()
	if bracket == b"]":
		levels[-1].append(inside)
		return
	keys = inside[::2]
	if len(inside) % 2 or not all(isinstance(key, Name) for key in keys):
		raise PdfUnreadable
	pairs = zip(keys, inside[1::2], strict=True)
	levels[-1].append(Dictionary((bytes(key), value) for key, value in pairs if isinstance(key, Name)))


def _end_of_string(text: bytes, place: int) -> int:
	depth = 1
	while bracket := BRACKET.search(text, place):
		place = bracket.end()
		depth += {b"(": 1, b")": -1}.get(bracket[0], 0)
		if not depth:
			return place
	raise PdfUnreadable
