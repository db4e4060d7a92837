"""Badges for a printer: eight on a sheet with cut marks, backs behind their fronts; a certificate has a page of its own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import frappe
from frappe.model.document import Document

from esaylov.framework.files import papers
from esaylov.registers.certificates.papers import browser, drawing, layout

COLUMNS, ROWS = 4, 2
A_SHEET = COLUMNS * ROWS
BACK = '<div class="paper back"'
"""Where the back of a two-sided badge begins in what its print format makes."""
MARK = 4.0
"""Length of a cut mark in mm."""
ONE_PAGE = "A5"


class Sheet(StrEnum):
	"""A4: an office printer, badges of 69.3 x 97.7 mm. SRA3: a print shop, badges in the full size of A6."""

	A4 = "A4"
	SRA3 = "SRA3"


@dataclass(frozen=True)
class Grid:
	"""width, height of the sheet and gap between its badges, in mm; size: of the badges, a key of layout.SIZES."""

	width: float
	height: float
	gap: float
	size: str

	def places(self) -> list[tuple[float, float]]:
		"""Left and top of the eight places, row by row, in the middle of the sheet."""
		return [(left, top) for top in self._starts(1, ROWS) for left in self._starts(0, COLUMNS)]

	def edges(self) -> tuple[list[float], list[float]]:
		"""Where to cut: distances from the left and from the top."""
		width, height = layout.SIZES[self.size]
		lefts, tops = self._starts(0, COLUMNS), self._starts(1, ROWS)
		return [x for left in lefts for x in (left, left + width)], [
			y for top in tops for y in (top, top + height)
		]

	def _starts(self, axis: int, count: int) -> list[float]:
		whole, side = (self.width, self.height)[axis], layout.SIZES[self.size][axis]
		first = (whole - count * side - (count - 1) * self.gap) / 2
		return [round(first + place * (side + self.gap), 3) for place in range(count)]


GRIDS = {Sheet.A4: Grid(297, 210, 3, "Sheet"), Sheet.SRA3: Grid(450, 320, 4, "A6")}


def pdf(certificates: Sequence[Document], sheet: Sheet) -> bytes:
	"""The PDF of certificates of one kind, in their order. Drawn by Chromium where there is one, else by WeasyPrint."""
	page = html(certificates, sheet)
	return browser.pdf(page) if browser.found() else papers.pdf(page)


def html(certificates: Sequence[Document], sheet: Sheet) -> str:
	"""The whole page of `pdf`."""
	first, last = certificates[0], certificates[-1]
	kind = frappe.get_cached_doc("Certificate Kind", first.kind)
	is_certificate = kind.paper_size == ONE_PAGE
	grid = GRIDS[sheet]
	size = ONE_PAGE if is_certificate else grid.size
	fronts, backs = _sides(certificates, size)
	pages = fronts if is_certificate else _sheets(fronts, backs, grid)
	style = layout.style(size, _scale(size)).replace(drawing.ASSETS, f"{papers.public()}/")
	sheet_style = "" if is_certificate else _style(grid)
	title = f"{kind.role_text} {first.series_no}-{last.series_no}"
	return drawing.document(
		[f"<style>{style}{sheet_style}</style>", *pages], title, kind.languages.split(",")[0]
	)


def _sides(certificates: Iterable[Document], size: str) -> tuple[list[str], list[str]]:
	fronts, backs = [], []
	for certificate in certificates:
		certificate.flags.sheet, certificate.flags.is_styled = size, True
		front, marker, back = drawing.body(certificate).partition(BACK)
		fronts.append(front)
		backs.append(f"{marker}{back}")
	return fronts, backs


def _sheets(fronts: Sequence[str], backs: Sequence[str], grid: Grid) -> list[str]:
	"""Sheets of eight; the backs follow on a sheet of their own, mirrored, for printing on both sides (short edge)."""
	pages = []
	for start in range(0, len(fronts), A_SHEET):
		pages.append(_sheet(fronts[start : start + A_SHEET], grid.places(), grid))
		behind = backs[start : start + A_SHEET]
		if any(behind):
			mirrored = [place for row in _rows(grid.places()) for place in reversed(row)]
			pages.append(_sheet(behind, mirrored, grid))
	return pages


def _rows(places: list[tuple[float, float]]) -> list[list[tuple[float, float]]]:
	return [places[start : start + COLUMNS] for start in range(0, len(places), COLUMNS)]


def _sheet(bodies: Sequence[str], places: Sequence[tuple[float, float]], grid: Grid) -> str:
	cells = [
		f'<div class="cell" style="left:{left}mm;top:{top}mm">{body}</div>'
		for body, (left, top) in zip(bodies, places, strict=False)
	]
	return f'<div class="sheet">{"".join(cells)}{_marks(grid)}</div>'


def _marks(grid: Grid) -> str:
	"""Cut marks on the edges of the sheet only: a line through a badge would be printed on it."""
	across, down = grid.edges()
	top, left = down[0] - MARK - 0.5, across[0] - MARK - 0.5
	bottom, right = down[-1] + 0.5, across[-1] + 0.5
	upright = [(x, y) for x in across for y in (top, bottom)]
	lying = [(x, y) for y in down for x in (left, right)]
	return "".join(
		[
			*(f'<div class="cut upright" style="left:{x:.2f}mm;top:{y:.2f}mm"></div>' for x, y in upright),
			*(f'<div class="cut lying" style="left:{x:.2f}mm;top:{y:.2f}mm"></div>' for x, y in lying),
		]
	)


def _style(grid: Grid) -> str:
	return f"""
@page {{ size: {grid.width}mm {grid.height}mm; margin: 0; }}
.sheet {{ position: relative; width: {grid.width}mm; height: {grid.height - 0.4}mm; overflow: hidden; page-break-after: always; }}
.sheet:last-child {{ page-break-after: auto; }}
.sheet .cell {{ position: absolute; }}
.sheet .cut {{ position: absolute; display: block; background: #000000; }}
.sheet .upright {{ width: 0.1mm; height: {MARK}mm; }}
.sheet .lying {{ width: {MARK}mm; height: 0.1mm; }}
"""


def _scale(size: str) -> float:
	native = ONE_PAGE if size == ONE_PAGE else "A6"
	return layout.SIZES[size][0] / layout.SIZES[native][0]
