"""The map of the regions: shapes of `data/regions.json` with a class of colour for each count."""

import json
import re
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

SHAPES = Path(__file__).parent / "data" / "regions.json"
CLASSES = 5
# small regions whose shape is hard to hit get a disc as well
DISCS = {"1726": 15}
LETTER, LINE = 15, 26
"""Width of a digit and height of a line of the numbers on the map, in its units (`.map-region text`, 24 units)."""
LARGEST = 100_000
"""Numbers from here on fit into no region; the table beside the map has them."""


@cache
def shapes() -> dict[str, Any]:
	read: dict[str, Any] = json.loads(SHAPES.read_text(encoding="utf-8"))
	return read


def classes(counts: dict[str, int]) -> tuple[dict[str, int], list[tuple[int, int, int]]]:
	"""Class 1-5 of each region, and the legend as (class, from, to).

	Classes by quantiles of the counts above zero; regions without any are class 1.
	"""
	values = sorted(value for value in counts.values() if value)
	limits = (
		sorted({values[(len(values) * part - 1) // (CLASSES - 1)] for part in range(1, CLASSES)})
		if values
		else []
	)
	steps = {code: _class_of(value, limits) for code, value in counts.items()}
	legend = [(1, 0, 0)]
	for step in sorted(set(steps.values()) - {1}):
		inside = [value for code, value in counts.items() if steps[code] == step]
		legend.append((step, min(inside), max(inside)))
	return steps, legend


def _class_of(value: int, limits: list[int]) -> int:
	if not value:
		return 1
	rank = next(index for index, limit in enumerate(limits) if value <= limit)
	return CLASSES - len(limits) + rank + 1


def labelled(counts: dict[str, int]) -> set[str]:
	"""Regions whose number is written on the map: not one that would lie over another's, or under the disc of another.

	The larger region goes first.
	"""
	chosen: dict[str, float] = {}
	for code in sorted(shapes()["regions"], key=_extent, reverse=True):
		count, half = counts.get(code, 0), LETTER * len(f"{counts.get(code, 0):,}") / 2
		meets_number = any(_meet(code, other, half + wide, LINE) for other, wide in chosen.items())
		meets_disc = any(
			code != other and _meet(code, other, half + radius, LINE / 2 + radius)
			for other, radius in DISCS.items()
		)
		if 0 < count < LARGEST and not (meets_number or meets_disc):
			chosen[code] = half
	return set(chosen)


def _meet(code: str, other: str, across: float, down: float) -> bool:
	"""Whether the middles of two regions are nearer to each other than that."""
	(x, y), (other_x, other_y) = (shapes()["regions"][region]["middle"] for region in (code, other))
	return bool(abs(x - other_x) < across and abs(y - other_y) < down)


@cache
def _extent(code: str) -> int:
	"""Width by height of the largest part of a region (`M x y l dx dy … z`)."""
	extents = []
	for part in shapes()["regions"][code]["path"].split("M")[1:]:
		numbers = [int(number) for number in re.findall(r"-?\d+", part)]
		across, down = list(accumulate(numbers[::2])), list(accumulate(numbers[1::2]))
		extents.append((max(across) - min(across)) * (max(down) - min(down)))
	return max(extents)


def drawn(counts: dict[str, int]) -> dict[str, Any]:
	"""All the template needs to draw the map."""
	data = shapes()
	steps, legend = classes(counts)
	numbered = labelled(counts)
	return {
		"box": f"-4 -4 {data['width'] + 8} {data['height'] + 8}",
		"regions": {
			code: {
				**shape,
				"step": steps.get(code, 1),
				"disc": DISCS.get(code),
				"has_number": code in numbered,
			}
			for code, shape in sorted(data["regions"].items(), key=lambda item: item[0] in DISCS)
		},
		"legend": legend,
	}
