"""The shape of an encoded value, looked at before its parts are read: what is made to be slow is not read at all.

One walk over the bytes, without a copy: asn1crypto takes the square of the length of a tag or of an object identifier, and reads a
value without an end once for each level around it.
"""

from esaylov.core.signing.problems import SignatureInvalid

MOST_VALUES = 4000
"""Values within values; eight certificates and a time stamp have about 1,500."""
DEEPEST = 32
LONGEST_NAME = 64
"""Bytes of an object identifier. Reading one takes the square of its length: 40 KB took two seconds."""
_OBJECT_IDENTIFIERS = (0x06, 0x88)
"""The tag, and that of the one among the kinds of names of RFC 5280; its [6] is an address, which may be long."""
_CONSTRUCTED = 0x20
_LONG_TAG = 0x1F
"""Of several bytes: nothing in a container, a certificate or a time stamp has one, and 100 KB of it took seconds."""
_OPEN, _LONGEST_LENGTH = 0x80, 4
_END = b"\0\0"


def check_shape(data: bytes) -> None:
	"""Raises SignatureInvalid("container_malformed") for an encoding with too many or too deep values or long names.

	Octet strings are not opened: whoever reads one as values asks again.
	"""
	left, place = MOST_VALUES, 0
	inside: list[tuple[int, bool]] = [(len(data), False)]
	"""Where each value around the place ends at the latest, and whether it says so only by an end mark."""
	while inside:
		end, is_open = inside[-1]
		if _is_over(data, place, end, is_open):
			inside.pop()
			place += len(_END) if is_open else 0
			continue
		start, stop = _content(data, place, end)
		left -= 1
		if left < 0 or (data[place] in _OBJECT_IDENTIFIERS and (stop or end) - start > LONGEST_NAME):
			raise SignatureInvalid("container_malformed")
		if data[place] & _CONSTRUCTED:
			inside.append((stop or end, stop is None))
			place = start
		else:
			place = stop or end
		if len(inside) > DEEPEST + 1:
			raise SignatureInvalid("container_malformed")


def _is_over(data: bytes, place: int, end: int, is_open: bool) -> bool:
	if is_open and place >= end:
		raise SignatureInvalid("container_malformed")
	return data[place : place + len(_END)] == _END and place + len(_END) <= end if is_open else place == end


def _content(data: bytes, place: int, end: int) -> tuple[int, int | None]:
	"""Where the content of the value at a place begins and ends; None for one with an end mark, which only values around others have."""
	start, first = place + 2, data[place]
	if start > end or first & _LONG_TAG == _LONG_TAG:
		raise SignatureInvalid("container_malformed")
	size = data[place + 1]
	if size == _OPEN and first & _CONSTRUCTED:
		return start, None
	if size & _OPEN:
		count = size ^ _OPEN
		size = int.from_bytes(data[start : start + count], "big") if 0 < count <= _LONGEST_LENGTH else end
		start += count
	if start + size > end:
		raise SignatureInvalid("container_malformed")
	return start, start + size
