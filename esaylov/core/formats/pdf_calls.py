"""What a PDF fetches or starts when it is opened, and layers that print otherwise than they are shown.

A link that a person clicks is allowed. The same address as the action of opening the file, a page or a field is not: it informs
others that the paper was read. Source: ISO 32000-1, 12.6.2 and 12.6.3 (triggers), 7.3.8 and 7.11 (external streams),
8.10.4 (reference
objects), 8.11.4 (layers and their states).
"""

import re
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass, field

from esaylov.core.formats.pdf_values import (
	Dictionary,
	Name,
	PdfUnreadable,
	PdfUnsafe,
	Reference,
	dictionaries_of,
	parse_value,
)

TRIGGERS = frozenset({b"OpenAction", b"AA"})
FETCHED = frozenset({b"F", b"FFilter", b"FDecodeParms", b"Ref"})
"""Keys of a stream whose content is in another file."""
STATES = frozenset({b"PrintState", b"ViewState"})
NAMING = frozenset({b"Thread", b"URL"})
"""Of an action or of a demand on a signature that may name another file or an address (12.6.4.6, 12.7.4.5)."""
HIDING = frozenset({b"BaseState", b"Order", b"AS", b"OCProperties"})
"""With the name OFF beside them, some layers are hidden when the file is opened."""
OFF, ON = b"OFF", b"ON"
METADATA = b"XML"
"""Subtype of a stream of metadata (14.3.2)."""
OTHER_FILTERS = frozenset(
	b"ASCIIHexDecode AHx ASCII85Decode A85 LZWDecode LZW RunLengthDecode RL Crypt DecodeParms DP".split()
)
EXTERNAL = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\?xml-stylesheet|<[^<>]{0,99}\binclude\b", re.IGNORECASE)
"""Parts of an XML text that are read from an address."""
NUMBER = re.compile(rb"(?<![\d.+-])(\d{1,15})[ \t\n\f\r\0]+\d+[ \t\n\f\r\0]*\Z")
LONGEST_NUMBER = 60
UNKNOWN = -1
"""Number of an object whose number readers may understand differently. Each reference can mean it."""


@dataclass(frozen=True, slots=True)
class PdfObject:
	"""Where an object is."""

	holder: bytes = field(repr=False)
	begins: int
	ends: int

	def text(self) -> bytes:
		return self.holder[self.begins : self.ends].removesuffix(b"endobj")


def number_before(content: bytes, place: int) -> int:
	"""The number of the object whose keyword begins at this place."""
	found = NUMBER.search(content, max(place - LONGEST_NUMBER, 0), place)
	return int(found[1]) if found else UNKNOWN


def require_plain_metadata(held: bytes, names: Set[bytes], unpack: Callable[[bytes], bytes]) -> None:
	"""Raises PdfUnsafe for metadata with parts at an address, PdfUnreadable for a filter that writers do not use.

	names: of the stream's dictionary.
	"""
	if b"Filter" in names:
		if names & OTHER_FILTERS:
			raise PdfUnreadable
		held = unpack(held)
	if EXTERNAL.search(held.replace(b"\0", b"")):  # two bytes a letter
		raise PdfUnsafe


class CallCheck:
	"""Takes the objects of a file and refuses what they do together. spend: pays for the work on the text of an object."""

	def __init__(self, spend: Callable[[bytes], None]) -> None:
		self._spend = spend
		self._objects: dict[int, list[PdfObject]] = {}
		self._triggers: list[PdfObject] = []
		self._naming: list[PdfObject] = []
		self._states: list[tuple[PdfObject, bool]] = []
		self._is_hiding = False
		self._called: set[int] = set()

	def add(self, number: int, found: PdfObject, names: Set[bytes], is_stream: bool = False) -> None:
		"""Takes an object with the names in it. is_stream: a stream follows it. Raises PdfUnsafe for one that is in
		another file."""
		self._objects.setdefault(number, []).append(found)
		if is_stream and names & FETCHED:
			self._require_own_content(found)
		if names & TRIGGERS:
			self._triggers.append(found)
		if names & NAMING:
			self._naming.append(found)
		if names & STATES:
			self._states.append((found, OFF in names))
		self._is_hiding = self._is_hiding or bool(OFF in names and names & HIDING)

	def require_no_calls(self) -> None:
		"""Raises PdfUnsafe."""
		for found in self._triggers:
			for each in dictionaries_of(self._value(found)):
				self._require_silent(each)
		for found in self._naming:
			self._require_no_address(self._value(found))
		for found, has_off in self._states:
			self._require_same_states(found, has_off)

	def values_of_number(self, number: int) -> tuple[list[object], int]:
		"""Values of all objects with a number, and their bytes. Raises PdfUnreadable for one that has no structure."""
		found = self._objects.get(number, [])
		return [self._value(each) for each in found], sum(each.ends - each.begins for each in found)

	def _value(self, found: PdfObject) -> object:
		text = found.text()
		self._spend(text)
		return parse_value(text)

	def _require_own_content(self, found: PdfObject) -> None:
		value = self._value(found)
		if isinstance(value, Dictionary) and any(key in FETCHED for key, _value in value):
			raise PdfUnsafe

	def _require_no_address(self, value: object) -> None:
		"""A name alone can be the type of an action that names its file."""
		if isinstance(value, Name):
			raise PdfUnsafe
		for each in dictionaries_of(value):
			is_thread = b"Thread" in each.values_of(b"S")
			if is_thread and each.values_of(b"F"):
				raise PdfUnsafe
			if not all(isinstance(address, Name) for address in each.values_of(b"URL")):
				raise PdfUnsafe  # a name is a style of the text

	def _require_silent(self, dictionary: Dictionary) -> None:
		"""A list as OpenAction is a place in the file, not an action."""
		for value in dictionary.values_of(b"OpenAction"):
			if type(value) is not list:
				self._require_silent_action(value)
		for value in dictionary.values_of(b"AA"):
			for each in self._dictionaries(value):
				for _event, action in each:
					self._require_silent_action(action)

	def _require_silent_action(self, action: object) -> None:
		waiting: list[object] = [action]
		while waiting:
			each = waiting.pop()
			if type(each) is list:
				waiting += each
			elif isinstance(each, Reference):
				waiting += self._values_not_seen(each)
			elif isinstance(each, Dictionary):
				if each.values_of(b"URI"):
					raise PdfUnsafe
				waiting += each.values_of(b"Next")

	def _values_not_seen(self, number: int) -> Iterator[object]:
		"""Values of the objects of a number that no action led to before. A place in the file is no action."""
		if number in self._called:
			return
		self._called.add(number)
		for found in self._of_number(number):
			value = self._value(found)
			if type(value) is not list:
				yield value

	def _of_number(self, number: int) -> list[PdfObject]:
		return [*self._objects.get(number, ()), *self._objects.get(UNKNOWN, ())]

	def _dictionaries(self, value: object) -> list[Dictionary]:
		"""The dictionary, or those of the objects that a reference names."""
		if isinstance(value, Reference):
			values = [self._value(found) for found in self._of_number(value)]
			return [each for each in values if isinstance(each, Dictionary)]
		return [value] if isinstance(value, Dictionary) else []

	def _require_same_states(self, found: PdfObject, has_off: bool) -> None:
		value = self._value(found)
		usages = [
			each for each in dictionaries_of(value) if each.values_of(b"Print") or each.values_of(b"View")
		]
		if not usages and has_off:  # the states are objects of their own, and one is off
			raise PdfUnsafe
		for usage in usages:
			printed, shown = _state(usage, b"Print", b"PrintState"), _state(usage, b"View", b"ViewState")
			default = OFF if self._is_hiding else ON
			if printed | shown and (printed or {default}) != (shown or {default}):
				raise PdfUnsafe


def _state(usage: Dictionary, of: bytes, key: bytes) -> set[bytes]:
	"""The states that the dictionaries of a usage have; OFF for what is not written directly."""
	found: set[bytes] = set()
	for value in usage.values_of(of):
		states = value.values_of(key) if isinstance(value, Dictionary) else [None]
		found |= {bytes(state) if isinstance(state, Name) else OFF for state in states}
	return found
