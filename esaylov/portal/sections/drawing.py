"""Boundaries of constituencies (GeoJSON) as SVG, in the drawing of `data/regions.json` or fitted into a square of their own."""

import math
from collections.abc import Callable, Iterator
from typing import Any

from esaylov.core.formats import geojson
from esaylov.portal import map as maps

SIDE, MARGIN = 400, 12
Point = tuple[float, float]


def on_country(boundary: str | None) -> str:
	"""Path of a boundary in the units of the map of the regions; empty where there is none."""
	place = maps.shapes()["projection"]
	narrow = math.cos(math.radians(place["latitude"])) * place["scale"]

	def projected(longitude: float, latitude: float) -> Point:
		return (longitude - place["west"]) * narrow, (place["north"] - latitude) * place["scale"]

	shape = geojson.boundary(boundary or "")
	return _path(shape, projected) if shape else ""


def alone(boundary: str | None) -> dict[str, Any] | None:
	"""A boundary fitted into a square, north up: box and path; None where there is none."""
	shape = geojson.boundary(boundary or "")
	if not shape:
		return None
	positions = [position for ring in _rings(shape) for position in ring]
	narrow = math.cos(math.radians(sum(position[1] for position in positions) / len(positions)))
	west, north = min(p[0] for p in positions), max(p[1] for p in positions)
	width = (max(p[0] for p in positions) - west) * narrow
	height = north - min(p[1] for p in positions)
	scale = (SIDE - 2 * MARGIN) / (max(width, height) or 1)

	def projected(longitude: float, latitude: float) -> Point:
		return MARGIN + (longitude - west) * narrow * scale, MARGIN + (north - latitude) * scale

	box = f"0 0 {width * scale + 2 * MARGIN:.0f} {height * scale + 2 * MARGIN:.0f}"
	return {"box": box, "path": _path(shape, projected)}


def _path(shape: dict[str, Any], projected: Callable[[float, float], Point]) -> str:
	rings = []
	for ring in _rings(shape):
		points = (projected(position[0], position[1]) for position in ring[:-1])
		rings.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z")
	return "".join(rings)


def _rings(shape: dict[str, Any]) -> Iterator[list[list[float]]]:
	polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
	for polygon in polygons:
		yield from polygon
