"""A file of an appeal, drawn by us: the boundary in it, or a small picture. What somebody sent is never shown as it is."""

from collections.abc import Iterator, Sequence
from typing import Any

from esaylov.core.formats import geojson
from esaylov.framework.errors import NotFound
from esaylov.framework.files import photos
from esaylov.portal.cabinet.forms import appeal_view as matters
from esaylov.portal.cabinet.forms.appeal_view import PICTURES, stored
from esaylov.portal.routes import APPEAL, Route
from esaylov.portal.web import Download, PortalRequest, Reply, portal_page

ROUTE = Route(APPEAL + r"/drawing/(?P<sha256>[0-9a-f]{64})", login=True)

SIDE = 200  # of the drawing, in its own units
MARGIN = 6


@portal_page
def get_context(request: PortalRequest, name: str, sha256: str) -> Reply:
	"""The outline of a boundary (GeoJSON) as a small SVG; of a picture another one, which has its dots alone."""
	row, content = stored(matters.load(request, name), sha256)
	if row.kind in PICTURES:
		return Download(photos.preview(content), f"{sha256}.jpg", "image/jpeg", is_inline=True)
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
