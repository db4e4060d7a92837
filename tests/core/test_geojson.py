"""Boundaries: what is one, and what only looks like one."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esaylov.core.formats.geojson import boundary

RING = [[69.2, 41.2], [69.4, 41.2], [69.4, 41.4], [69.2, 41.2]]
POLYGON = {"type": "Polygon", "coordinates": [RING]}
MULTI = {"type": "MultiPolygon", "coordinates": [[RING], [RING, RING]]}
HIGH = {"type": "Polygon", "coordinates": [[[x, y, 500.5] for x, y in RING]]}


@pytest.mark.parametrize("shape", [POLYGON, MULTI, HIGH])
def test_a_boundary_is_read(shape):
	assert boundary(json.dumps(shape)) == shape
	feature = {"type": "Feature", "properties": {"name": "x"}, "geometry": shape}
	assert boundary(json.dumps(feature).encode()) == shape
	assert boundary(json.dumps({"type": "FeatureCollection", "features": [feature]})) == shape


@pytest.mark.parametrize(
	"value",
	[
		None,
		[],
		"x",
		{},
		{"type": "Point", "coordinates": [69.2, 41.2]},
		{"type": "Polygon"},
		{"type": "Polygon", "coordinates": []},
		{"type": "Polygon", "coordinates": [[]]},
		{"type": "Polygon", "coordinates": [RING[:3]]},
		{"type": "Polygon", "coordinates": [[*RING[:3], [1, 1]]]},
		{"type": "Polygon", "coordinates": [[[x, 91] for x, _ in RING]]},
		{"type": "Polygon", "coordinates": [[[181, y] for _, y in RING]]},
		{"type": "Polygon", "coordinates": [[[x, y, float("inf")] for x, y in RING]]},
		{"type": "Polygon", "coordinates": [[[x, y, float("nan")] for x, y in RING]]},
		{"type": "Polygon", "coordinates": [[[x, y, 10**400] for x, y in RING]]},
		{"type": "Polygon", "coordinates": [[[True, y] for _, y in RING]]},
		{"type": "Polygon", "coordinates": [[[x] for x, _ in RING]]},
		{"type": "Polygon", "coordinates": [["x"] * 4]},
		{"type": "MultiPolygon", "coordinates": [RING]},
		{"type": "FeatureCollection", "features": []},
		{"type": "FeatureCollection", "features": ["x"]},
		{"type": "FeatureCollection", "features": [POLYGON, POLYGON]},
		{"type": "Feature", "geometry": None},
	],
)
def test_what_is_no_boundary(value):
	assert boundary(json.dumps(value)) is None


@pytest.mark.parametrize("text", ["", "{", b"\xff\xfe", "[" * 100_000, "%PDF-1.4"])
def test_what_is_no_json(text):
	assert boundary(text) is None


@given(st.binary(max_size=50))
def test_any_bytes_are_read_without_an_error(content):
	boundary(content)
