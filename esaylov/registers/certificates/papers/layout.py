"""Page, scale and type of a paper: the layouts are drawn for one size and print at that of their Certificate Kind."""

from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import frappe
from fontTools.ttLib import TTFont

from esaylov.core.formats import text_fit
from esaylov.framework.files import papers

SIZES = {"A5": (210.0, 148.0), "A6": (105.0, 148.0), "A7": (74.0, 105.0), "Sheet": (69.3, 97.7)}
"""Width and height in mm. A5 lies, the badges stand; Sheet: an A7 of which eight and their cut marks go on one A4."""
QR_SIDE = 24.0
"""Millimetres: a code of a usual token is still read by a phone; it shrinks with no page."""
STYLE = "esaylov/templates/certificates/paper.css"
FONTS = {"bold": "Inter-Bold.ttf", "semibold": "Inter-SemiBold.ttf", "regular": "Inter-Regular.ttf"}
TIGHT = 0.97
"""Share of a box that a line may fill: rounding and kerning differ between engines."""


@dataclass(frozen=True)
class Page:
	"""A layout drawn at `native` size, printed at `scale` of it. `style`: the shared CSS, or "" where the document has it."""

	scale: float
	style: str

	def fit(
		self,
		text: str,
		width: float,
		height: float,
		largest: float,
		face: str = "bold",
		leading: float = 1.15,
	) -> str:
		"""CSS length of the type at which a text fits a box; all in millimetres of the native size."""
		size = text_fit.fit(text, width * TIGHT, height, largest, leading, partial(_width, face))
		return f"{size * self.scale:.2f}mm"

	def measure(self, text: str) -> float:
		"""Width of a text in the bold face, in em."""
		return _width("bold", text)


def page(size: str, native: str, is_styled: bool, is_specimen: bool = False) -> Page:
	"""The page of a kind's size for a layout that was drawn at `native`."""
	scale = SIZES[size][0] / SIZES[native][0]
	return Page(scale, "" if is_styled else style(size, scale, is_specimen))


def style(size: str, scale: float, is_specimen: bool = False) -> str:
	"""The shared CSS of papers at a scale, with the page itself; a specimen, and each paper of a demonstration, is marked."""
	return _style(frappe.local.site, size, scale, is_specimen or papers.is_specimen())


def qr_side(scale: float) -> float:
	"""Side of the QR code in mm."""
	return max(QR_SIDE, QR_SIDE * scale)


@cache
def _style(_site: str, size: str, scale: float, is_specimen: bool) -> str:
	width, height = SIZES[size]
	values = {"k": scale, "qr": qr_side(scale), "width": width, "height": height, "edge": 0.4}
	return frappe.render_template(STYLE, {**values, "is_specimen": is_specimen})


def _width(face: str, text: str) -> float:
	widths = _advances(face)
	return sum(widths.get(letter, 0.7) for letter in text)


@cache
def _advances(face: str) -> dict[str, float]:
	"""Letter -> advance in em, read once from the shipped face."""
	path = Path(frappe.get_app_path("esaylov", "public", "fonts", FONTS[face]))
	with TTFont(path, lazy=True) as font:
		metrics, em = font["hmtx"].metrics, font["head"].unitsPerEm
		return {chr(code): metrics[glyph][0] / em for code, glyph in font.getBestCmap().items()}
