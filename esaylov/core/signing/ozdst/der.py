"""As much of DER as keys and the outside of certificates need: definite lengths, short tags, nothing left over."""

from collections.abc import Iterator

SEQUENCE, OBJECT_IDENTIFIER, OCTET_STRING, BIT_STRING = 0x30, 0x06, 0x04, 0x03
NULL = b"\x05\x00"
Value = tuple[int, bytes, bytes]
"""Tag, content, and the whole encoding."""
_LONGEST_LENGTH = 4
_LONGEST_NAME = 32


def one(data: bytes, tag: int) -> bytes:
	"""The content of the one value that `data` is. Raises ValueError."""
	found = list(values(data))
	if len(found) != 1 or found[0][0] != tag:
		raise ValueError("another value was expected")
	return found[0][1]


def values(data: bytes) -> Iterator[Value]:
	"""The values that stand one after the other. Raises ValueError."""
	place = 0
	while place < len(data):
		start, end = _content(data, place)
		yield data[place], data[start:end], data[place:end]
		place = end


def dotted(content: bytes) -> str:
	"""An object identifier from its content. Raises ValueError."""
	if not 0 < len(content) <= _LONGEST_NAME or content[-1] & 0x80:
		raise ValueError("no object identifier")
	numbers = [0]
	for byte in content:
		if byte == 0x80 and not numbers[-1]:
			raise ValueError("a number with a leading zero")
		numbers[-1] = numbers[-1] << 7 | byte & 0x7F
		if not byte & 0x80:
			numbers.append(0)
	first = min(numbers[0] // 40, 2)
	return ".".join(map(str, (first, numbers[0] - 40 * first, *numbers[1:-1])))


def _content(data: bytes, place: int) -> tuple[int, int]:
	"""Where the content of the value at a place begins and ends."""
	head = data[place : place + 2 + _LONGEST_LENGTH]
	if len(head) < 2 or head[0] & 0x1F == 0x1F:
		raise ValueError("a tag or length that is not read here")
	size, start = head[1], place + 2
	if size & 0x80:
		count = size & 0x7F
		size = int.from_bytes(head[2 : 2 + count], "big")
		start += count
		if not 0 < count <= _LONGEST_LENGTH or size < 0x80 or size >> 8 * (count - 1) == 0:
			raise ValueError("a length that is not DER")
	if start + size > len(data):
		raise ValueError("shorter than it says")
	return start, start + size
