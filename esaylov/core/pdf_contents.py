"""What a PDF would do by itself: scripts, programs that it starts, files inside of it.

Frappe 15 does not look and Frappe 16 looks for scripts alone, with a reader that follows any structure as far as it leads.
This one follows none: whatever begins an object anywhere in the file is read once, as text, within a limit on work, and streams
are skipped but those that hold objects. Source: ISO 32000-1, 7.2 (tokens), 7.3 (objects), 7.5.7 (object streams), 12.6 (actions).
"""

import re
import zlib
from dataclasses import dataclass, field

ACTS = frozenset(b"JS JavaScript Launch EF EmbeddedFile EmbeddedFiles FileAttachment RichMedia XFA".split())
"""Names of dictionary entries and of values that make a PDF act or carry another file (12.6.4, 7.11.4, 12.7.8, 13.7)."""
LIMIT = 60_000_000
"""Work for one file: a byte that is passed over is 1, a token is TOKEN_COST, an unpacked byte is 1. About 1 s. Own design."""
TOKEN_COST = 50
UNPACKED = 16_000_000
"""Bytes of all object streams of a file together; of a text of 1,000 pages they are about 2 MB. Own design."""

BEGINS = re.compile(rb"(?:[\s\0\d]obj|trailer)(?![a-z])")
TOKEN = re.compile(
	rb"/(?P<name>[^\s\0/%()<>\[\]{}]*)|%[^\r\n]*|(?P<string>\()|(?P<opened><<|\[)|(?P<closed>>>|\])|<[^<>]*>|(?P<end>endobj)"
)
BRACKET = re.compile(rb"[()]|\\.", re.DOTALL)
ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
STREAM = re.compile(rb"(?:[\s\0]|%[^\r\n]{0,99}[\r\n]){0,99}stream(?:\r\n|\n|\r)")
FIRST = re.compile(rb"/First[\s\0]+(\d++)(?![\s\0]+\d+[\s\0]+R)")
FLATE = {b"FlateDecode", b"Fl"}
FILTERS = FLATE | {
	b"ASCIIHexDecode",
	b"AHx",
	b"ASCII85Decode",
	b"A85",
	b"LZWDecode",
	b"LZW",
	b"RunLengthDecode",
	b"RL",
	b"Crypt",
}


class PdfUnsafe(ValueError):
	"""It acts by itself, or carries another file."""


class PdfLocked(ValueError):
	"""It is encrypted: nobody can say what is in it."""


class PdfUnreadable(ValueError):
	"""It has no root, packs its objects in a way that writers do not, or costs too much to look through."""


def check(content: bytes) -> None:
	"""Raise PdfUnsafe, PdfLocked or PdfUnreadable for a PDF that is not a plain paper."""
	work = _Work()
	found: set[bytes] = set()
	for begins in BEGINS.finditer(content):
		names, ends = _object(content, begins.end(), work)
		found |= names
		if _holds_objects(names):
			found |= _packed(content, begins.end(), ends, names, work)
		_require_plain(found)
	if b"Root" not in found:
		raise PdfUnreadable


@dataclass
class _Work:
	left: int = field(default_factory=lambda: LIMIT)
	unpacked: int = field(default_factory=lambda: UNPACKED)

	def spend(self, amount: int) -> None:
		self.left -= amount
		if self.left < 0:
			raise PdfUnreadable


def _require_plain(names: set[bytes]) -> None:
	if b"Encrypt" in names:
		raise PdfLocked
	if names & ACTS:
		raise PdfUnsafe


def _object(content: bytes, place: int, work: _Work) -> tuple[set[bytes], int]:
	"""Names in the object that begins here, and where it ends. One that is never closed goes on as far as the file."""
	names: set[bytes] = set()
	depth = 0
	while token := TOKEN.search(content, place):
		work.spend(token.end() - place + TOKEN_COST)
		place, kind = token.end(), token.lastgroup
		depth += (kind == "opened") - (kind == "closed")
		if kind == "name":
			names.add(ESCAPE.sub(_letter, token["name"]))
		elif kind == "string":
			place = _after_string(content, place, work)
		if kind is not None and depth <= 0 and kind != "string":
			return names, place
	work.spend(max(len(content) - place, 0) + TOKEN_COST)
	return names, len(content)


def _letter(escape: re.Match[bytes]) -> bytes:
	return bytes.fromhex(escape[1].decode())


def _after_string(content: bytes, place: int, work: _Work) -> int:
	depth = 1
	while bracket := BRACKET.search(content, place):
		work.spend(bracket.end() - place + TOKEN_COST)
		place = bracket.end()
		depth += {b"(": 1, b")": -1}.get(bracket[0], 0)
		if not depth:
			return place
	work.spend(len(content) - place)
	return len(content)


def _holds_objects(names: set[bytes]) -> bool:
	"""By what a reader needs of such a stream, and not by its type alone, which readers do not need."""
	return b"ObjStm" in names or {b"N", b"First"} <= names


def _packed(content: bytes, begins: int, ends: int, names: set[bytes], work: _Work) -> set[bytes]:
	"""Names in the objects of an object stream. Raises PdfUnreadable for what is not packed as writers pack it."""
	firsts = FIRST.findall(content, begins, ends)
	stream = STREAM.match(content, ends)
	if stream is None or len(firsts) != 1 or b"Predictor" in names or (names & FILTERS) - FLATE:
		raise PdfUnreadable
	unpack = _unpacked if b"Filter" in names else _plain
	held, first = unpack(content, stream.end(), work), int(firsts[0][:9])
	found: set[bytes] = set()
	for offset in re.findall(rb"\d{1,9}", held[:first])[1::2]:
		found |= _object(held, first + int(offset), work)[0]
	return found


def _unpacked(content: bytes, place: int, work: _Work) -> bytes:
	try:
		held = zlib.decompressobj().decompress(memoryview(content)[place:], work.unpacked + 1)
	except zlib.error as problem:
		raise PdfUnreadable from problem
	work.unpacked -= len(held)
	if work.unpacked < 0:
		raise PdfUnreadable
	work.spend(len(held))
	return held


def _plain(content: bytes, place: int, work: _Work) -> bytes:
	"""To the end of the file: where such a stream ends is said by a number that may be wrong."""
	held = content[place : place + UNPACKED]
	work.spend(len(held))
	return held
