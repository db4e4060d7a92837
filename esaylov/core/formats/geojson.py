"""Boundaries (*chegara*) as GeoJSON, RFC 7946: Polygon or MultiPolygon in longitude and latitude of WGS 84."""

import json
from collections.abc import Callable
from typing import Any

MEDIA_TYPE = "application/geo+json"
HIGHEST = 9_000
"""Metres of a position's height: what is higher is no place, and what is infinite no JSON."""
LEAST_POSITIONS = 4
"""Positions of the smallest ring: a triangle whose last position is its first."""


def boundary(content: bytes | str) -> dict[str, Any] | None:
	"""The Polygon or MultiPolygon that a text holds, also as the only Feature; None for everything else."""
	try:
		read = json.loads(content)
	except (ValueError, RecursionError):
		return None
	shape = _unwrapped(read)
	if not isinstance(shape, dict):
		return None
	coordinates = shape.get("coordinates")
	if shape.get("type") == "Polygon" and _is_polygon(coordinates):
		return {"type": "Polygon", "coordinates": coordinates}
	if shape.get("type") == "MultiPolygon" and _all(coordinates, _is_polygon):
		return {"type": "MultiPolygon", "coordinates": coordinates}
	return None


def _unwrapped(value: Any) -> Any:
	"""The geometry of a Feature, or of a collection that holds one Feature."""
	if not isinstance(value, dict):
		return None
	features = value.get("features")
	if value.get("type") == "FeatureCollection" and isinstance(features, list) and len(features) == 1:
		return _unwrapped(features[0]) if isinstance(features[0], dict) else None
	return value.get("geometry") if value.get("type") == "Feature" else value


def _is_polygon(rings: Any) -> bool:
	return _all(rings, _is_ring)


def _is_ring(positions: Any) -> bool:
	return (
		_all(positions, _is_position) and len(positions) >= LEAST_POSITIONS and positions[0] == positions[-1]
	)


def _is_position(value: Any) -> bool:
	if not isinstance(value, list) or not 2 <= len(value) <= 3:
		return False
	if not all(isinstance(number, int | float) and not isinstance(number, bool) for number in value):
		return False
	longitude, latitude, *height = value
	return bool(abs(longitude) <= 180 and abs(latitude) <= 90 and all(abs(one) <= HIGHEST for one in height))


def _all(values: Any, test: Callable[[Any], bool]) -> bool:
	return isinstance(values, list) and bool(values) and all(test(value) for value in values)
