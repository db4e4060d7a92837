"""What a PDF would do by itself: scripts, programs that it starts, files inside of it.

Frappe 15 does not look and Frappe 16 looks for scripts alone, with a reader that follows any structure as far as it leads.
This one follows none: whatever begins an object anywhere in the file is read once, as text, within a limit on work, and streams
are skipped but those that hold objects. What readers understand differently is refused: a closer that does not fit, an escape that
is none, a stream of objects that is not written as writers do. Source: ISO 32000-1, 7.2 (tokens), 7.3 (objects), 7.5.7 (object
streams), 12.6 (actions).
"""

import re
import zlib
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise

from esaylov.core.formats import pdf_calls
from esaylov.core.formats.pdf_forms import FormCount, PdfComplex
from esaylov.core.formats.pdf_loops import LoopCheck
from esaylov.core.formats.pdf_values import (
	ESCAPE,
	LONGEST_NAME,
	PdfCostly,
	PdfLocked,
	PdfUnreadable,
	PdfUnsafe,
)

ACTS = frozenset(
	b"JS JavaScript OnInstantiate Launch EF EmbeddedFile EmbeddedFiles FileAttachment RichMedia XFA "
	b"GoToR GoToE SubmitForm ImportData Rendition Movie OPI SpiderInfo".split()
)
"""Names of dictionary entries and of values that make a PDF act, call out or carry another file (12.6.4, 7.11.4,
12.7.8, 13.2, 13.6.3, 13.7, 14.10.2, 14.11.7)."""
AT_ADDRESS = frozenset({b"FS", b"URL"})
"""Of a file specification that is an address (7.11.5)."""
LIMIT = 60_000_000
"""Work for one file: a byte that is passed over is 1, a token is TOKEN_COST, an unpacked byte is 1. About 1 s. Own design."""
TOKEN_COST = 50
STREAM_COST = 2_000
"""For one stream of objects, beside its bytes: its dictionary is matched, a decompressor is made."""
UNPACKED = 16_000_000
"""Bytes of all object streams of a file together; of a text of 1,000 pages they are about 2 MB. Own design."""
LONGEST_HEAD = 1_000
"""Bytes of the dictionary of a stream of objects; writers need about 100."""

RULES = 3
"""To be raised with each change of what is refused: stored results of other rules are not used."""
FINDINGS = (PdfUnsafe, PdfLocked, PdfUnreadable, PdfComplex)
FIRST_STATUS = 10
"""Of a finding; Python itself ends with 1 and 2."""

BEGINS = re.compile(rb"(?:obj(?<=[ \t\n\f\r\0\d.+-]obj)|trailer)(?![a-z])")
"""Readers take a sign or a dot at the end of the number before `obj` for a part of it."""
TOKEN = re.compile(
	rb"/(?P<name>[^ \t\n\f\r\0/%()<>\[\]{}]*)|%[^\r\n]*|(?P<string>\()|(?P<bracket><<|\[|>>|\])|<[^<>]*+>|(?P<end>endobj)"
)
CLOSERS = {b"<<": b">>", b"[": b"]"}
BRACKET = re.compile(rb"[()]|\\.", re.DOTALL)
NO_ESCAPE = re.compile(rb"#(?:00|(?![0-9A-Fa-f]{2}))")
"""Readers make another letter of it, or end the name there."""
ESCAPED_LETTER = re.compile(rb"#([46][1-9A-Fa-f]|[57][0-9Aa])")
VALUE_ENDS = b" \t\n\f\r\0/%()<>[]{}"
SPACES = b" \t\n\f\r\0"
STREAM = re.compile(rb"(?:[ \t\n\f\r\0]|%[^\r\n]{0,99}[\r\n]){0,99}stream(?:\r\n|\n|\r)")
HEAD = re.compile(
	rb"""_<<(?:_(?:
	/Type_/ObjStm | /(?:N|First)__\d{1,6} | /Length__\d{1,9}(?:__\d{1,5}__R)? | /DL__\d{1,9} | /Extends__\d{1,9}__\d{1,5}__R |
	/Filter_(?:/FlateDecode|/Fl|\[_(?:/FlateDecode|/Fl)_\])
	))*_>>""".replace(b"__", rb"[\ \t\n\f\r\0]+").replace(b"_", rb"[\ \t\n\f\r\0]*"),
	re.VERBOSE,
)
"""All that writers say of a stream of objects (table 16), each at most once."""
HEAD_NAME = re.compile(rb"/([A-Za-z]+)")
HEAD_NUMBER = re.compile(rb"/(N|First)[ \t\n\f\r\0]+(\d+)")
TABLE = re.compile(rb"[\d \t\n\f\r]*")
CUT = re.compile(rb"[^ \t\n\f\r\0/%()<>\[\]{}]{2}")
"""Two bytes of one name, number or word."""


def check(content: bytes, limit: int = 0) -> None:
	"""Raise PdfUnsafe, PdfLocked, PdfComplex or PdfUnreadable for a PDF that is not a plain paper.

	limit: of the work, if it is less than LIMIT; PdfCostly is raised where it is not enough.
	"""
	work = _Work(min(limit or LIMIT, LIMIT))
	calls = pdf_calls.CallCheck(work.spend_on_values)
	forms = FormCount(content, calls.values_of_number, work.spend)
	loops = LoopCheck(content, calls.values_of_number, work.spend_on_values)
	rooted = False
	for begins in BEGINS.finditer(content):
		found = _object(content, begins.end(), work)
		names = found.names
		_require_plain(names)
		if found.whole:
			number = pdf_calls.number_before(content, begins.end() - len(b"obj"))
			stream = STREAM.match(content, found.ends)
			each = pdf_calls.PdfObject(content, begins.end(), found.ends)
			calls.add(number, each, names, bool(stream))
			loops.add(number, each, names)
			if stream and b"Form" in names:
				forms.add(number, stream.end())
			if stream and pdf_calls.METADATA in names:
				held = _data(content, stream.end(), work)
				pdf_calls.require_plain_metadata(held, names, partial(_unpacked, work=work))
		elif names & pdf_calls.TRIGGERS:
			raise PdfUnreadable
		if _holds_objects(names):
			names = _packed(content, begins.end(), found.ends, work, calls, loops)
		rooted = rooted or b"Root" in names
	if not rooted:
		raise PdfUnreadable
	calls.require_no_calls()
	loops.require_none()
	forms.require_few()


def exit_status(content: bytes) -> int:
	"""What `check` finds, as the exit status of a program: an index of FINDINGS, plus FIRST_STATUS; 0 of a plain paper."""
	try:
		check(content)
	except FINDINGS as problem:
		return FIRST_STATUS + next(n for n, kind in enumerate(FINDINGS) if isinstance(problem, kind))
	return 0


@dataclass
class _Work:
	left: int
	unpacked: int = field(default_factory=lambda: UNPACKED)

	def spend(self, amount: int) -> None:
		self.left -= amount
		if self.left < 0:
			raise PdfCostly

	def spend_on_values(self, text: bytes) -> None:
		"""Pay for the values of an object: each byte that can end one counts."""
		ends = len(text) - len(text.translate(None, VALUE_ENDS))
		self.spend(len(text) + (ends + 1) * TOKEN_COST)


def _require_plain(names: set[bytes]) -> None:
	if b"Encrypt" in names:
		raise PdfLocked
	if names & ACTS or names >= AT_ADDRESS:
		raise PdfUnsafe


@dataclass
class _Object:
	names: set[bytes]
	ends: int
	whole: bool
	"""Whatever it opens is closed. One that is not goes on as far as the file."""


def _object(content: bytes, place: int, work: _Work) -> _Object:
	names: set[bytes] = set()
	opened: list[bytes] = []
	while token := TOKEN.search(content, place):
		work.spend(token.end() - place + TOKEN_COST)
		place, kind = token.end(), token.lastgroup
		ended = kind == "end"
		if kind == "name":
			names.add(_name(token["name"]))
			ended = True
		elif kind == "string":
			place = _after_string(content, place, work)
		elif kind == "bracket":
			ended = _bracket(token["bracket"], opened)
		if ended and not opened:
			return _Object(names, place, whole=True)
	work.spend(max(len(content) - place, 0) + TOKEN_COST)
	return _Object(names, len(content), whole=not opened and place <= len(content))


def _bracket(bracket: bytes, opened: list[bytes]) -> bool:
	"""Whether it closes something. A closer before anything was opened is passed over: the object may follow."""
	if bracket in CLOSERS:
		opened.append(CLOSERS[bracket])
		return False
	if not opened:
		return False
	if opened.pop() != bracket:
		raise PdfUnreadable
	return True


def _name(written: bytes) -> bytes:
	if b"#" not in written:
		return written
	if NO_ESCAPE.search(written):
		raise PdfUnreadable
	return ESCAPE.sub(_letter, written) if len(written) <= LONGEST_NAME else written


def _letter(escape: re.Match[bytes]) -> bytes:
	return bytes.fromhex(escape[1].decode())


def _after_string(content: bytes, place: int, work: _Work) -> int:
	"""Behind the end of the content if the string does not end."""
	depth = 1
	while bracket := BRACKET.search(content, place):
		work.spend(bracket.end() - place + TOKEN_COST)
		place = bracket.end()
		depth += {b"(": 1, b")": -1}.get(bracket[0], 0)
		if not depth:
			return place
	work.spend(len(content) - place)
	return len(content) + 1


def _holds_objects(names: set[bytes]) -> bool:
	"""By what a reader needs of such a stream, and not by its type alone, which readers do not need."""
	return b"ObjStm" in names or {b"N", b"First"} <= names


def _packed(
	content: bytes, begins: int, ends: int, work: _Work, calls: pdf_calls.CallCheck, loops: LoopCheck
) -> set[bytes]:
	"""Names in the objects of an object stream. Raises as `check`; PdfUnreadable for what is not packed as writers pack it."""
	work.spend(STREAM_COST)
	stream = STREAM.match(content, ends)
	if stream is None or ends - begins > LONGEST_HEAD:
		raise PdfUnreadable
	head = _head(content[begins:ends])
	held = _data(content, stream.end(), work)
	if b"/Filter" in head:
		held = _unpacked(held, work)
	numbers = dict(HEAD_NUMBER.findall(head))
	first = int(numbers[b"First"])
	places = _places(held, first, int(numbers[b"N"]))
	found: set[bytes] = set()
	for number, (begins, ends) in zip(held[:first].split()[::2], pairwise(places), strict=True):
		each = _object(held[begins:ends], 0, work)
		_require_plain(each.names)
		if not each.whole or _holds_objects(each.names):
			raise PdfUnreadable
		packed = pdf_calls.PdfObject(held, begins, ends)
		calls.add(int(number), packed, each.names)
		loops.add(int(number), packed, each.names)
		found |= each.names
	# Poppler reads the first object there, whatever the table says
	if len(places) > 1 and places[0] != first:
		raise PdfUnreadable
	return found


def _head(written: bytes) -> bytes:
	"""The dictionary of an object stream; only letters are unescaped, so that no escape becomes a sign."""
	head = ESCAPED_LETTER.sub(_letter, written)
	names = HEAD_NAME.findall(head)
	if not HEAD.fullmatch(head) or len(set(names)) < len(names) or not {b"N", b"First"} <= set(names):
		raise PdfUnreadable
	return head


def _places(held: bytes, first: int, count: int) -> list[int]:
	"""Where each object begins, and the end of the last. Some readers end an object where the next begins, others do not:
	none may be cut there."""
	table = TABLE.match(held, 0, first)
	numbers = held[:first].split()
	if (
		table is None
		or table.end() != first
		or len(numbers) != 2 * count
		or any(len(each) > 9 for each in numbers)
	):
		raise PdfUnreadable
	places = [*(first + int(each) for each in numbers[1::2]), len(held)]
	falls = any(begins >= ends for begins, ends in pairwise(places))
	if falls or any(CUT.match(held, place - 1) for place in (first, *places) if place):
		raise PdfUnreadable
	return places


def _data(content: bytes, place: int, work: _Work) -> bytes:
	"""To the first end of a stream, which no packed data has inside: the length that is said may be wrong."""
	ends = content.find(b"endst", place)
	work.spend((ends if ends >= 0 else len(content)) - place)
	if ends < 0:
		raise PdfUnreadable
	return content[place:ends]


def _unpacked(packed: bytes, work: _Work) -> bytes:
	unpack = zlib.decompressobj()
	try:
		held = unpack.decompress(packed, work.unpacked + 1)
	except zlib.error as problem:
		raise PdfUnreadable from problem
	work.unpacked -= len(held)
	work.spend(len(held))
	if work.unpacked < 0 or not unpack.eof or unpack.unused_data.strip(SPACES):
		raise PdfUnreadable
	return held
