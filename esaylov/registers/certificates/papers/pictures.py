"""The pictures on a paper: the QR code and the holder's photo, both inside the page, so that nothing is fetched."""

import base64
import struct
import zlib

import frappe

from esaylov.framework.files import papers, stored_files

DOTS = 8
"""Dots of a module's side: a coarse print (110 dpi) then mixes dark and light in a module's edge, and does not move the edge."""
SIGNATURE = b"\x89PNG\r\n\x1a\n"
GREY_OF_ONE_BIT = (1, 0, 0, 0, 0)
"""Depth, colour, compression, filter and interlace of a PNG."""
AS_IT_IS, AS_ABOVE = b"\0", b"\2"
"""How a row of a PNG is written; a row that repeats the one above is zeros."""


def qr(text: str) -> str:
	"""A QR code as the address of a PNG of one bit a dot, without its quiet zone, which is the padding of its box.

	Written here: the eight dots of a module are one byte of a row, the module's own. Enlarging a picture and having it written took
	half of the time of a paper in a batch.
	"""
	modules = papers.qr_dots(text)
	height, width = modules.shape or (0, 0)
	repeated = (AS_ABOVE + bytes(width)) * (DOTS - 1)
	rows = b"".join(AS_IT_IS + bytes(row) + repeated for row in modules.tolist())
	head = struct.pack(">IIBBBBB", width * DOTS, height * DOTS, *GREY_OF_ONE_BIT)
	parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
	return _address("image/png", SIGNATURE + b"".join(_chunk(*part) for part in parts))


def _chunk(kind: bytes, content: bytes) -> bytes:
	return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def embedded(file_url: str | None) -> str:
	"""The address of a stored photo with the photo in it; "" without one."""
	name = frappe.db.get_value("File", {"file_url": file_url, "is_private": 1}) if file_url else None
	return _address("image/jpeg", stored_files.content(name)) if name else ""


def _address(kind: str, content: bytes) -> str:
	return f"data:{kind};base64,{base64.b64encode(content).decode()}"
