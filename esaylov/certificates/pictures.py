"""The pictures on a paper: the QR code and the holder's photo, both inside the page, so that nothing is fetched."""

import base64
import io

import frappe
import segno
from PIL import Image

QR_ERROR = "m"
"""15 % of the modules may be lost: a worn badge is still read, and the code stays coarse at 24 mm."""
QR_MASK = 2
"""A fixed mask: any is read, and trying all eight takes longer than drawing the page."""
DOTS = 1
"""Dots of the picture a module: engines that smooth an enlarged picture blur no edge that matters."""


def qr(text: str) -> str:
	"""A QR code as the address of a PNG of one bit a dot, without its quiet zone, which is the padding of its box."""
	matrix = segno.make(text, error=QR_ERROR, micro=False, boost_error=False, mask=QR_MASK).matrix
	side = len(matrix)
	picture = Image.frombytes("L", (side, side), bytes(0 if dark else 255 for row in matrix for dark in row))
	out = io.BytesIO()
	picture.resize((side * DOTS, side * DOTS), Image.Resampling.NEAREST).convert("1").save(out, "PNG")
	return _address("image/png", out.getvalue())


def embedded(file_url: str | None) -> str:
	"""The address of a stored photo with the photo in it; "" without one."""
	name = frappe.db.get_value("File", {"file_url": file_url, "is_private": 1}) if file_url else None
	return _address("image/jpeg", frappe.get_doc("File", name).get_content()) if name else ""


def _address(kind: str, content: bytes) -> str:
	return f"data:{kind};base64,{base64.b64encode(content).decode()}"
