"""Files of an appeal in the browser: the file itself, and a drawing of a boundary."""

from collections.abc import Iterator, Sequence
from typing import Any

from esaylov import stored_files
from esaylov.appeals import service as appeals
from esaylov.core import geojson
from esaylov.errors import NotFound
from esaylov.portal.cabinet import matter as matters
from esaylov.portal.cabinet.matter import PICTURES, Matter
from esaylov.portal.web import Download, PortalRequest, Reply

SIDE = 200  # of the drawing, in its own units
MARGIN = 6


def file(request: PortalRequest, name: str, sha256: str) -> Reply:
	"""An attached file, whose hash the answers name: pictures in the page, others to keep."""
	row, content = _stored(matters.load(request, name), sha256)
	return Download(content, row.file_name, row.kind, is_inline=row.kind in PICTURES)


def drawing(request: PortalRequest, name: str, sha256: str) -> Reply:
	"""The outline of a boundary (GeoJSON) as a small SVG."""
	row, content = _stored(matters.load(request, name), sha256)
	shape = geojson.boundary(content) if row.kind == geojson.MEDIA_TYPE else None
	if shape is None:
		raise NotFound({"doctype": "File"})
	return Download(outline(shape).encode(), f"{row.file_name}.svg", "image/svg+xml", is_inline=True)


def outline(shape: dict[str, Any]) -> str:
	"""A polygon fitted into a square, north up; a degree of longitude is drawn narrower, as it is in Uzbekistan."""
	rings = list(_rings(shape))
	narrow = 0.75  # cosine of 41 degrees north
	points = [[(position[0] * narrow, -position[1]) for position in ring] for ring in rings]
	left = min(x for ring in points for x, _ in ring)
	top = min(y for ring in points for _, y in ring)
	width = max(x for ring in points for x, _ in ring) - left
	height = max(y for ring in points for _, y in ring) - top
	scale = (SIDE - 2 * MARGIN) / (max(width, height) or 1)
	paths = " ".join(
		"M"
		+ "L".join(f"{MARGIN + (x - left) * scale:.1f} {MARGIN + (y - top) * scale:.1f}" for x, y in ring)
		+ "Z"
		for ring in points
	)
	return (
		f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}"><path d="{paths}" fill="#7cbfcd" '
		'fill-rule="evenodd" stroke="#00697f" stroke-width="3" stroke-linejoin="round"/></svg>'
	)


def _rings(shape: dict[str, Any]) -> Iterator[Sequence[Sequence[float]]]:
	polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
	for polygon in polygons:
		yield from polygon


def _stored(matter: Matter, sha256: str) -> tuple[Any, bytes]:
	"""The attachment with its bytes; raises NotFound, also where the file is another appeal's, LawBroken where it was changed."""
	for row in matter.document.attachments:
		if row.sha256 == sha256:
			appeals.require_unchanged([row])
			return row, stored_files.content(row.file)
	raise NotFound({"doctype": "File"})
