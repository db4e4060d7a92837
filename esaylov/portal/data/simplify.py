"""Draw `regions.json` from `uz_regions.geojson`: `python simplify.py uz_regions.geojson > regions.json`.

The map of the front page is SVG inside the page, so every point costs bytes on a phone. Borders are cut into arcs
at the points where regions meet and each arc is thinned once: neighbours keep one common border, with no gaps.
Method: Visvalingam and Whyatt (1993), area threshold in square units of the drawing. Licence of the shapes: `README.md`.
"""

import json
import math
import sys
from itertools import pairwise
from typing import Any

WIDTH = 1000  # units of the drawing
LEAST_AREA = 6.0
MIDDLE_LATITUDE = math.radians(41.4)

Point = tuple[float, float]


def rings_of(geometry: dict[str, Any]) -> list[list[Point]]:
	parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
	return [[(x, y) for x, y in ring[:-1]] for part in parts for ring in part]


def junctions(all_rings: list[list[Point]]) -> set[Point]:
	"""Points where a border begins or ends: their neighbours differ from one ring to the other."""
	neighbours: dict[Point, set[frozenset[Point]]] = {}
	for ring in all_rings:
		for index, point in enumerate(ring):
			pair = frozenset((ring[index - 1], ring[(index + 1) % len(ring)]))
			neighbours.setdefault(point, set()).add(pair)
	return {point for point, pairs in neighbours.items() if len(pairs) > 1}


def arcs_of(ring: list[Point], cuts: set[Point]) -> list[list[Point]]:
	start = next((index for index, point in enumerate(ring) if point in cuts), 0)
	turned = [*ring[start:], *ring[:start], ring[start]]
	arcs, arc = [], [turned[0]]
	for point in turned[1:]:
		arc.append(point)
		if point in cuts:
			arcs.append(arc)
			arc = [point]
	return [*arcs, arc] if len(arc) > 1 else arcs


def area(a: Point, b: Point, c: Point) -> float:
	return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


def thinned(arc: list[Point]) -> list[Point]:
	"""The arc without the points that matter least; a closed arc keeps at least a quadrangle."""
	points, least_length = list(arc), 5 if arc[0] == arc[-1] else 2
	while len(points) > least_length:
		areas = [area(*points[index - 1 : index + 2]) for index in range(1, len(points) - 1)]
		smallest = min(areas)
		if smallest >= LEAST_AREA:
			break
		del points[areas.index(smallest) + 1]
	return points


def path_of(rings: list[list[Point]]) -> str:
	"""Absolute start, then relative whole-number steps: the shortest SVG path without a library."""
	commands = []
	for ring in rings:
		whole = [(round(x), round(y)) for x, y in ring]
		steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(whole)]
		body = " ".join(f"{x} {y}" for x, y in steps if (x, y) != (0, 0))
		commands.append(f"M{whole[0][0]} {whole[0][1]}l{body}z")
	return "".join(commands)


def middle_of(ring: list[Point]) -> Point:
	"""Centroid of a ring (for the number that stands on the map)."""
	twice = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))
	x = sum(
		(a[0] + b[0]) * (a[0] * b[1] - b[0] * a[1]) for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)
	)
	y = sum(
		(a[1] + b[1]) * (a[0] * b[1] - b[0] * a[1]) for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)
	)
	return round(x / (3 * twice)), round(y / (3 * twice))


def drawing(collection: dict[str, Any]) -> dict[str, Any]:
	shapes = {feature["id"]: rings_of(feature["geometry"]) for feature in collection["features"]}
	every = [point for rings in shapes.values() for ring in rings for point in ring]
	west, east = min(x for x, _ in every), max(x for x, _ in every)
	north, south = max(y for _, y in every), min(y for _, y in every)
	scale = WIDTH / ((east - west) * math.cos(MIDDLE_LATITUDE))

	def place(point: Point) -> Point:
		return ((point[0] - west) * math.cos(MIDDLE_LATITUDE) * scale, (north - point[1]) * scale)

	placed = {code: [[place(point) for point in ring] for ring in rings] for code, rings in shapes.items()}
	cuts = junctions([ring for rings in placed.values() for ring in rings])
	thin: dict[frozenset[Point], list[Point]] = {}
	regions = {}
	for code, rings in placed.items():
		drawn = []
		for ring in rings:
			points: list[Point] = []
			for arc in arcs_of(ring, cuts):
				key = frozenset(arc)
				kept = thin.setdefault(key, thinned(arc))
				points += (kept if kept[0] == arc[0] else kept[::-1])[:-1]
			drawn.append([*points, points[0]])
		largest = max(drawn, key=len)
		regions[code] = {"path": path_of(drawn), "middle": middle_of(largest[:-1])}
	height = math.ceil((north - south) * scale)
	projection = {
		"west": west,
		"north": north,
		"scale": scale,
		"latitude": round(math.degrees(MIDDLE_LATITUDE), 3),
	}
	return {"width": WIDTH, "height": height, "projection": projection, "regions": regions}


if __name__ == "__main__":
	with open(sys.argv[1], encoding="utf-8") as source:
		result = drawing(json.load(source))
	if len(result["regions"]) != 14:
		sys.exit("14 regions expected")
	json.dump(result, sys.stdout, indent="\t")
	sys.stdout.write("\n")
