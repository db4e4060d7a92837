"""The pictures on a paper: the QR code and the holder's photo, both inside the page, so that nothing is fetched."""

import base64
import io

import frappe
from PIL import Image

from esaylov.framework import papers, stored_files

DOTS = 8
"""Dots of a module's side: a coarse print (110 dpi) then mixes dark and light in a module's edge, and does not move the edge."""


def qr(text: str) -> str:
	"""A QR code as the address of a PNG of one bit a dot, without its quiet zone, which is the padding of its box."""
	modules = papers.qr_dots(text)
	height, width = modules.shape or (0, 0)
	small = Image.frombytes("L", (width, height), modules.tobytes())
	out = io.BytesIO()
	small.resize([side * DOTS for side in small.size], Image.Resampling.NEAREST).convert("1").save(out, "PNG")
	return _address("image/png", out.getvalue())


def embedded(file_url: str | None) -> str:
	"""The address of a stored photo with the photo in it; "" without one."""
	name = frappe.db.get_value("File", {"file_url": file_url, "is_private": 1}) if file_url else None
	return _address("image/jpeg", stored_files.content(name)) if name else ""


def _address(kind: str, content: bytes) -> str:
	return f"data:{kind};base64,{base64.b64encode(content).decode()}"
