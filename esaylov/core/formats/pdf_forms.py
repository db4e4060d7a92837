"""How often a PDF has its forms drawn: drawings that contain others multiply (ISO 32000-1, 8.10.1).

A first estimate that refuses such a file when it is uploaded. It counts what a form names in its own resources, in
streams that are
packed as writers do; whatever it misses is bounded where a page is drawn.
"""

import re
import zlib
from collections import Counter
from collections.abc import Callable

from esaylov.core.formats.pdf_values import Dictionary, PdfUnreadable, Reference, unescaped_name


class PdfComplex(ValueError):
	"""Its forms draw each other more often than any paper needs."""


MOST_DRAWN = 100_000
"""Drawings of forms inside of one form. A map of signs has thousands; 100,000 take poppler 5 s [ours]."""
DEEPEST = 50
LONGEST_CONTENT = 1_000_000
"""Bytes of a form's content that are looked at."""
ALL_CONTENTS, ALL_VALUES = 8_000_000, 200_000
"""Bytes of all contents, and of all dictionaries, that are looked at; forms after that count as if they drew nothing."""
DRAWN = re.compile(rb"/([^ \t\n\f\r\0/%()<>\[\]{}]+)[ \t\n\f\r\0]+Do(?![A-Za-z0-9'\"*])")
ZLIB = b"\x78"
"""First byte of a content that is packed as writers do."""


class FormCount:
	"""Takes the forms of a file. resolved: values of the objects with a number, and the bytes that they have; spend:
	pays for work."""

	def __init__(
		self,
		content: bytes,
		resolved: Callable[[int], tuple[list[object], int]],
		spend: Callable[[int], None],
	) -> None:
		self._content, self._resolved, self._spend = content, resolved, spend
		self._places: dict[int, int] = {}
		self._drawings: dict[int, int] = {}
		self._values: dict[int, list[object]] = {}
		self._contents_left, self._values_left = ALL_CONTENTS, ALL_VALUES

	def add(self, number: int, place: int) -> None:
		"""Takes a form by its number, and where its content begins."""
		self._places[number] = place

	def require_few(self) -> None:
		"""Raises PdfComplex. One form draws no other, so that nothing is read."""
		if len(self._places) < 2:
			return
		for number in self._places:
			if self._count_drawings(number, 0) > MOST_DRAWN:
				raise PdfComplex

	def _count_drawings(self, number: int, depth: int) -> int:
		if number in self._drawings:
			return self._drawings[number]
		if depth > DEEPEST:
			return MOST_DRAWN + 1
		self._drawings[number] = 0  # a form that draws itself is not drawn
		targets = self._targets(number).items()
		total = sum(times * (1 + self._count_drawings(target, depth + 1)) for target, times in targets)
		self._drawings[number] = total
		return total

	def _targets(self, number: int) -> Counter[int]:
		"""Forms that a form draws, and how often."""
		names = Counter(unescaped_name(name) for name in DRAWN.findall(self._content_of(number)))
		found: Counter[int] = Counter()
		for form in self._dictionaries([Reference(number)]) if names else ():
			for resources in self._dictionaries(form.values_of(b"Resources")):
				for objects in self._dictionaries(resources.values_of(b"XObject")):
					for name, value in objects:
						if isinstance(value, Reference) and int(value) in self._places:
							found[int(value)] += names[name]
		return +found

	def _dictionaries(self, values: list[object]) -> list[Dictionary]:
		"""The dictionaries among the values, and those that the references name."""
		direct: list[object] = []
		for value in values:
			direct += self._values_of(value) if isinstance(value, Reference) else [value]
		return [value for value in direct if isinstance(value, Dictionary)]

	def _values_of(self, number: int) -> list[object]:
		if number not in self._values:
			if self._values_left <= 0:
				return []
			try:
				self._values[number], length = self._resolved(number)
			except PdfUnreadable:
				self._values[number], length = [], 0
			self._values_left -= length
		return self._values[number]

	def _content_of(self, number: int) -> bytes:
		"""The content of a form as far as it is looked at; empty if it is packed in another way."""
		if self._contents_left <= 0:
			return b""
		place = self._places[number]
		packed = self._content[place : place + LONGEST_CONTENT].partition(b"endst")[0]
		content = packed
		if packed.startswith(ZLIB):
			try:
				content = zlib.decompressobj().decompress(packed, LONGEST_CONTENT)
			except zlib.error:
				content = b""
		read = len(packed) + len(content)
		self._contents_left -= read
		self._spend(read)
		return content
