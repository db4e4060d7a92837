"""The shape of an encoded value, looked at before its parts are read: what is made to be slow is not read at all."""

from asn1crypto import parser

from esaylov.core.signing.problems import SignatureInvalid

MOST_VALUES = 4000
"""Values within values; eight certificates and a time stamp have about 1,500."""
DEEPEST = 32
LONGEST_NAME = 64
"""Bytes of an object identifier. Reading one takes the square of its length: 40 KB took two seconds."""
_OBJECT_IDENTIFIER = 6
_CONSTRUCTED = 1


def check_shape(data: bytes) -> None:
	"""Raises SignatureInvalid("container_malformed") for an encoding with too many or too deep values or long names.

	Octet strings are not opened: whoever reads one as values asks again.
	"""
	left = MOST_VALUES
	waiting = [(data, 0)]
	while waiting:
		content, depth = waiting.pop()
		if depth > DEEPEST:
			raise SignatureInvalid("container_malformed")
		while content:
			left -= 1
			_, method, tag, header, inner, trailer = _first(content)
			if left < 0 or (tag == _OBJECT_IDENTIFIER and not method and len(inner) > LONGEST_NAME):
				raise SignatureInvalid("container_malformed")
			if method == _CONSTRUCTED:
				waiting.append((inner, depth + 1))
			content = content[len(header) + len(inner) + len(trailer) :]


def _first(content: bytes) -> tuple[int, int, int, bytes, bytes, bytes]:
	try:
		found: tuple[int, int, int, bytes, bytes, bytes] = parser.parse(content)
	except ValueError:
		raise SignatureInvalid("container_malformed") from None
	return found
