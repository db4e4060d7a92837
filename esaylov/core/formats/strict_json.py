"""JSON by RFC 8259 with limits, so that every parser reads the same value from the same text.

Parsers differ in what the standard leaves open: Python's `json` takes NaN, infinite numbers and half of a surrogate pair,
`orjson` rounds long whole numbers and refuses the others, and both take the last of two equal names. Such a text is refused.
"""

import json
import re
from typing import Any, Final

MAX_CHARACTERS: Final = 32 * 1024 * 1024
"""The framework ends a body at 25 MB; a file of 20 MB in Base64 has 27 million characters."""
MAX_DEPTH: Final = 64
"""Objects and lists inside each other [ours]."""
MAX_VALUES: Final = 250_000
"""Values in lists and objects. The largest appeal has 2,000 rows of about 20 columns."""
MAX_INTEGER: Final = 2**63 - 1
"""The largest whole number that all parsers read alike, either side of zero; the database's BIGINT has the same."""
BEGINNINGS: Final = ("{", "[")
"""First characters of an object and a list."""
SURROGATE: Final = re.compile(r"\\u[dD][89a-fA-F]")
BYTE_ORDER_MARK: Final = "\ufeff"


class JsonRefused(ValueError):
	"""The text is not strict JSON; `is_too_large`: it may be JSON, and exceeds a limit."""

	def __init__(self, is_too_large: bool = False) -> None:
		self.is_too_large = is_too_large
		super().__init__("too large" if is_too_large else "not strict JSON")


def parse_strict_json(text: str) -> Any:
	"""The value of a JSON text: dict, list, str, int, float, bool or None. Raises JsonRefused."""
	_check_size(text)
	try:
		value = DECODER.decode(text)
	except JsonRefused:
		raise
	except RecursionError:
		raise JsonRefused(is_too_large=True) from None
	except ValueError:
		raise JsonRefused from None
	if text.count("[") + text.count("{") > MAX_DEPTH:
		_check_depth(value)
	_check_letters(text, value)
	return value


def serialise_json(value: Any) -> str:
	"""The shortest JSON text of a value that `parse_strict_json` returned, which reads it again as the same value."""
	return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def begins_like_json(text: str, beginnings: tuple[str, ...] = BEGINNINGS) -> bool:
	"""Whether the first character after whitespace begins an object or a list."""
	first = text[:1]
	if first in beginnings:
		return bool(first)
	is_spaced = first.isspace() or first == BYTE_ORDER_MARK
	return is_spaced and text.lstrip().lstrip(BYTE_ORDER_MARK).lstrip().startswith(beginnings)


def _check_size(text: str) -> None:
	"""Raise JsonRefused for a text that would become too many values; nothing is made of it before."""
	if len(text) > MAX_CHARACTERS:
		raise JsonRefused(is_too_large=True)
	if text.count(",") < MAX_VALUES and text.count("[") + text.count("{") < MAX_VALUES:
		return
	without_escapes = text.replace("\\\\", "").replace('\\"', "")
	if without_escapes.count('"') > 4 * MAX_VALUES:
		raise JsonRefused(is_too_large=True)
	structure = "".join(without_escapes.split('"')[::2])
	if sum(structure.count(sign) for sign in ",[{") > MAX_VALUES:
		raise JsonRefused(is_too_large=True)


def _check_depth(value: Any) -> None:
	level = [value] if isinstance(value, dict | list) else []
	for _ in range(MAX_DEPTH):
		if not level:
			return
		level = [
			inner
			for outer in level
			for inner in (outer.values() if isinstance(outer, dict) else outer)
			if isinstance(inner, dict | list)
		]
	if level:
		raise JsonRefused(is_too_large=True)


def _check_letters(text: str, value: Any) -> None:
	"""Raise JsonRefused for half of a surrogate pair, which is no letter: UTF-8 cannot write it."""
	try:
		if not text.isascii():
			text.encode()
		if SURROGATE.search(text):
			serialise_json(value).encode()
	except UnicodeEncodeError:
		raise JsonRefused from None


def _object_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
	found = dict(pairs)
	if len(found) < len(pairs):  # a name twice, also where it is written with other escapes
		raise JsonRefused
	return found


def _integer_of(text: str) -> int:
	if len(text) > len(str(-MAX_INTEGER)):
		raise JsonRefused
	value = int(text)
	if abs(value) > MAX_INTEGER:
		raise JsonRefused
	return value


def _number_of(text: str) -> float:
	value = float(text)
	if value in (float("inf"), float("-inf")):
		raise JsonRefused
	return value


def _refuse_constant(_: str) -> Any:
	"""NaN, Infinity and -Infinity."""
	raise JsonRefused


DECODER: Final = json.JSONDecoder(
	object_pairs_hook=_object_of,
	parse_int=_integer_of,
	parse_float=_number_of,
	parse_constant=_refuse_constant,
)
