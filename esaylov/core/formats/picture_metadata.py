"""Pictures without what cameras and programs write beside the dots: place, time, device, owner, comments, other pictures.

Only parts of the file are cut out, the dots stay as they are. What is not on the list of a format is cut, and of a profile of colours
all but the colours. Sources:
ITU-T T.81, annex B
(JPEG), RFC 2083 and the W3C recommendation PNG, clause 11 (PNG), RFC 9649 (WebP).
"""

import re
import zlib
from collections.abc import Callable, Iterator

JPEG, PNG, WEBP = "image/jpeg", "image/png", "image/webp"
PNG_HEAD = b"\x89PNG\r\n\x1a\n"
PNG_PARTS = frozenset(b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs".split())
WEBP_PARTS = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP", b"ANIM", b"ANMF"))
WEBP_METADATA = 0x0C
"""Bits of VP8X that announce Exif and XMP."""
SCAN, END, RESERVED = 0xDA, 0xD9, 0x01
STANDALONE = frozenset((RESERVED, *range(0xD0, 0xD8)))
"""Markers without a length."""
APPLICATION = range(0xE0, 0xF0)
COMMENT = 0xFE
EXTENSIONS = range(0xF0, 0xFE)
JFIF, ICC, ADOBE = b"JFIF\0", b"ICC_PROFILE\0", b"Adobe"
ICC_MARKER, ICC_HEAD = 0xE2, 18
"""Bytes of a segment before its part of the profile: marker, length, name, number and count (ICC.1, annex B.4)."""
JFIF_LENGTH = 14
"""Without a thumbnail."""
MOST_PROFILE = 4 * 1024 * 1024
"""Bytes of a profile of colours; the largest in use (of printing) have 3 MB."""
PROFILE_SIGNATURE, SIGNATURE_PLACE = b"acsp", 36
PROFILE_HEAD, TAG_LENGTH = 132, 12
"""Bytes of the header with the count of tags, and of a row of the table of tags (ICC.1, clauses 7.2 and 7.3)."""
OF_COLOURS = (slice(0, 4), slice(8, 24), slice(36, 40), slice(64, 80))
"""Of the header: length, version, class, colour spaces, signature, intent and illuminant; no program, day, device or number."""
COLOUR_TAGS = frozenset(
	b"wtpt bkpt chad chrm rXYZ gXYZ bXYZ rTRC gTRC bTRC kTRC cicp lumi gamt".split()
	+ [way + number for way in (b"A2B", b"B2A", b"D2B", b"B2D") for number in (b"0", b"1", b"2", b"3")]
)
COLOUR_TYPES = frozenset((*b"curv para sf32 chrm cicp mft1 mft2 mpet".split(), b"XYZ ", b"mAB ", b"mBA "))
TEXT_TAGS, TEXT_TYPES = frozenset(b"desc cprt".split()), frozenset(b"desc mluc text".split())
"""Tags that each profile has, and their types: their texts are emptied."""
NEXT_MARKER = re.compile(rb"\xff+(?P<kind>[\x01-\xcf\xd8-\xfe])")
"""In the dots of a scan: a marker that is neither a byte of the dots (FF 00) nor a restart."""


class PictureDamaged(ValueError):
	"""The parts of the file do not follow each other to its end."""


def without_metadata(kind: str, content: bytes) -> bytes:
	"""The picture with the same dots; a content of another kind is returned as it is. Raises PictureDamaged."""
	strip = STRIPPERS.get(kind)
	return strip(content) if strip else content


def _strip_png(content: bytes) -> bytes:
	if not content.startswith(PNG_HEAD):
		raise PictureDamaged
	return PNG_HEAD + b"".join(_png_parts(content))


def _png_parts(content: bytes) -> Iterator[bytes]:
	"""The parts that stay, up to the end of the picture: what follows it is cut."""
	place = len(PNG_HEAD)
	while place + 12 <= len(content):
		length = int.from_bytes(content[place : place + 4], "big")
		kind, ends = content[place + 4 : place + 8], place + 12 + length
		if ends > len(content):
			break
		if kind == b"iCCP":
			yield _png_profile(content[place + 8 : ends - 4])
		elif kind in PNG_PARTS:
			yield content[place:ends]
		if kind == b"IEND":
			return
		place = ends
	raise PictureDamaged


def _png_profile(data: bytes) -> bytes:
	"""The part with a profile of colours under a name of ours; empty where it is no profile (ICC.1, clause 7.2)."""
	packed = data.partition(b"\0")[2]
	try:
		profile = zlib.decompressobj().decompress(packed[1:], MOST_PROFILE)
	except zlib.error:
		return b""
	colours = _colours_alone(profile)
	if not colours:
		return b""
	body = b"iCCPicc\0\0" + zlib.compress(colours)
	return (len(body) - 4).to_bytes(4) + body + zlib.crc32(body).to_bytes(4)


def _is_profile(content: bytes) -> bool:
	"""Whether the header says how long the content is and carries the signature of ICC."""
	length = int.from_bytes(content[:4], "big")
	return length == len(content) and content.startswith(PROFILE_SIGNATURE, SIGNATURE_PLACE)


def _colours_alone(profile: bytes) -> bytes:
	"""A profile of colours of the same length with nothing but colours; empty where it is no profile."""
	if not _is_profile(profile) or len(profile) < PROFILE_HEAD:
		return b""
	found, table = bytearray(len(profile)), b""
	for part in OF_COLOURS:
		found[part] = profile[part]
	end = PROFILE_HEAD + TAG_LENGTH * int.from_bytes(profile[PROFILE_HEAD - 4 : PROFILE_HEAD])
	for place in range(PROFILE_HEAD, min(end, len(profile) - TAG_LENGTH + 1), TAG_LENGTH):
		row = profile[place : place + TAG_LENGTH]
		start, kept = int.from_bytes(row[4:8]), _kept_of_tag(profile, row)
		if kept and start >= end:
			table += row
			found[start : start + len(kept)] = kept
	found[PROFILE_HEAD - 4 : PROFILE_HEAD + len(table)] = (len(table) // TAG_LENGTH).to_bytes(4) + table
	return bytes(found)


def _kept_of_tag(profile: bytes, row: bytes) -> bytes:
	"""What stays of a tag from its begin: all of colours, the type of a text, nothing of others."""
	name, start, length = row[:4], int.from_bytes(row[4:8]), int.from_bytes(row[8:])
	data = profile[start : start + length]
	if name in COLOUR_TAGS and data[:4] in COLOUR_TYPES:
		return data
	return data[:4] if name in TEXT_TAGS and data[:4] in TEXT_TYPES else b""


def _strip_jpeg(content: bytes) -> bytes:
	if not content.startswith(b"\xff\xd8"):
		raise PictureDamaged
	return b"\xff\xd8" + b"".join(_with_colours_alone([*_jpeg_parts(content)])) + b"\xff\xd9"


def _with_colours_alone(parts: list[bytes]) -> list[bytes]:
	"""The segments of a JPEG with its profile, which is cut into segments, as `_colours_alone` leaves it."""
	places = [place for place, part in enumerate(parts) if part.startswith(ICC, 4) and part[1] == ICC_MARKER]
	profile = _colours_alone(b"".join(parts[place][ICC_HEAD:] for place in places))
	for place in places:
		length = len(parts[place]) - ICC_HEAD
		parts[place] = parts[place][:ICC_HEAD] + profile[:length] if profile else b""
		profile = profile[length:]
	return parts


def _jpeg_parts(content: bytes) -> Iterator[bytes]:
	"""The segments that stay, each scan with its dots, up to the end of the picture: what follows it is cut."""
	place = 2
	while marker := NEXT_MARKER.match(content, place):
		kind = marker["kind"][0]
		if kind == END:
			return
		if kind in STANDALONE:
			place = marker.end()
			continue
		ends = _end_of_segment(content, marker.end())
		yield _kept_segment(kind, content[marker.end() + 2 : ends])
		place = ends
		if kind == SCAN:
			following = NEXT_MARKER.search(content, ends)
			place = following.start() if following else len(content)
			yield content[ends:place]
	raise PictureDamaged


def _end_of_segment(content: bytes, place: int) -> int:
	if place + 2 > len(content):
		raise PictureDamaged
	length = int.from_bytes(content[place : place + 2], "big")
	if length < 2 or place + length > len(content):
		raise PictureDamaged
	return place + length


def _kept_segment(kind: int, body: bytes) -> bytes:
	"""The segment as it stays; empty for metadata."""
	if kind == 0xE0 and body.startswith(JFIF) and len(body) >= JFIF_LENGTH:
		body = body[: JFIF_LENGTH - 2] + b"\0\0"
	elif (kind in APPLICATION and not _is_needed(kind, body)) or kind == COMMENT or kind in EXTENSIONS:
		return b""
	return bytes((0xFF, kind)) + (len(body) + 2).to_bytes(2, "big") + body


def _is_needed(kind: int, body: bytes) -> bool:
	"""Whether colours depend on it: an ICC profile, or Adobe's mark of the colour space."""
	return (kind == ICC_MARKER and body.startswith(ICC)) or (kind == 0xEE and body.startswith(ADOBE))


def _strip_webp(content: bytes) -> bytes:
	if content[:4] != b"RIFF" or content[8:12] != b"WEBP":
		raise PictureDamaged
	parts = b"".join(_webp_parts(content))
	return b"RIFF" + (len(parts) + 4).to_bytes(4, "little") + b"WEBP" + parts


def _webp_parts(content: bytes) -> Iterator[bytes]:
	place, last = 12, min(len(content), 8 + int.from_bytes(content[4:8], "little"))
	while place + 8 <= last:
		kind = content[place : place + 4]
		length = int.from_bytes(content[place + 4 : place + 8], "little")
		ends = place + 8 + length + length % 2
		if ends > len(content):
			raise PictureDamaged
		part = content[place:ends]
		if kind == b"VP8X" and length:
			part = part[:8] + bytes((part[8] & ~WEBP_METADATA,)) + part[9:]
		if kind == b"ICCP":
			profile = _colours_alone(part[8 : 8 + length])
			part = part[:8] + profile + part[8 + length :] if profile else b""
		if kind in WEBP_PARTS:
			yield part
		place = ends


STRIPPERS: dict[str, Callable[[bytes], bytes]] = {JPEG: _strip_jpeg, PNG: _strip_png, WEBP: _strip_webp}
