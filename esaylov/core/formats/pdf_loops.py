"""Pointers of a PDF that lead back to where they begin, which some readers follow without end.

Source: ISO 32000-1, 7.5.5 (trailer), 7.5.8 (cross-reference streams), 7.7.3 (page tree).
"""

import re
from collections.abc import Callable, Iterator, Set
from graphlib import CycleError, TopologicalSorter

from esaylov.core.formats.pdf_calls import LONGEST_NUMBER, NUMBER, UNKNOWN, PdfObject
from esaylov.core.formats.pdf_values import Dictionary, PdfUnreadable, Reference, dictionaries_of, parse_value

POINTERS = (b"Prev", b"XRefStm")
SPACE = re.compile(rb"[ \t\n\f\r\0]{0,99}")
HEAD = 1_024
"""Bytes at the beginning in which the head can be; readers count places from there or from the first byte."""


class LoopCheck:
	"""Takes the objects of a file and refuses loops of its cross-reference sections and of its page tree.

	resolved: values of the objects with a number, and their bytes; spend: pays for the values in a text.
	"""

	def __init__(
		self,
		content: bytes,
		resolved: Callable[[int], tuple[list[object], int]],
		spend: Callable[[bytes], None],
	) -> None:
		self._content, self._resolved, self._spend = content, resolved, spend
		self._sections: dict[int, set[int]] = {}
		self._nodes: dict[int, set[int]] = {}
		self._found: list[tuple[int, PdfObject]] = []
		self._searched = 0

	def add(self, number: int, found: PdfObject, names: Set[bytes]) -> None:
		"""Takes an object, or the dictionary behind `trailer`, with the names in it."""
		if b"Kids" in names:
			self._found.append((number, found))
		is_own = found.holder is self._content
		if is_own and names & set(POINTERS) and names & {b"XRef", b"Root", b"Size"}:
			self._add_section(found)

	def require_none(self) -> None:
		"""Raises PdfUnreadable."""
		for number, found in self._found:
			for dictionary in dictionaries_of(self._value(found)):
				kids = self._kids(dictionary.values_of(b"Kids"))
				self._nodes.setdefault(number, set()).update(kids)
		self._nodes.pop(UNKNOWN, None)
		for graph in (self._sections, self._nodes):
			try:
				TopologicalSorter(graph).prepare()
			except CycleError as problem:
				raise PdfUnreadable from problem

	def _value(self, found: PdfObject) -> object:
		text = found.text()
		self._spend(text)
		return parse_value(text)

	def _add_section(self, found: PdfObject) -> None:
		value = self._value(found)
		if not isinstance(value, Dictionary):
			return
		written = [number for key in POINTERS for number in value.values_of(key)]
		places = [int(number) for number in written if type(number) is bytes and number[:20].isdigit()]
		shift = max(self._content.find(b"%PDF-", 0, HEAD), 0)
		targets = {self._after_space(place + more) for place in places for more in (0, shift)}
		self._sections.setdefault(self._beginning(found.begins), set()).update(targets)

	def _after_space(self, place: int) -> int:
		space = SPACE.match(self._content, place)
		return space.end() if space else place

	def _beginning(self, place: int) -> int:
		"""Where the section begins whose dictionary begins there: at `xref`, or at the number of an object."""
		if number := NUMBER.search(self._content, max(place - LONGEST_NUMBER, 0), place - len(b"obj")):
			return number.start(1)
		found = self._content.rfind(b"xref", self._searched, place)
		self._searched = place
		return found

	def _kids(self, values: list[object]) -> Iterator[int]:
		for value in values:
			lists = self._resolved(value)[0] if isinstance(value, Reference) else [value]
			for kids in lists:
				if isinstance(kids, list) and not isinstance(kids, Dictionary):
					yield from (int(kid) for kid in kids if isinstance(kid, Reference))
