"""What the pages of constituencies (okruglar) share: bars by kind of election, boundaries on the map of the country."""

from collections import Counter
from typing import Any

from esaylov.portal.sections import drawing
from esaylov.portal.sections.ground import Ground, bars

LIST = "LC_PL"
"""Party lists stand in one constituency, the whole country, which has no row of its own."""


def by_kind(ground: Ground, counts: list[Any]) -> list[Any]:
	"""Bars of the kinds of election that have constituencies here."""
	numbers: Counter[str] = Counter()
	for row in counts:
		numbers[row.election_type] += row.number
	return bars(
		(ground.title(row), numbers[code], "") for code, row in ground.contests.items() if code != LIST
	)


def drawn(ground: Ground, rows: list[Any]) -> list[Any]:
	"""Constituencies with the path of their boundary on the map of the country."""
	for row in rows:
		row.path = drawing.on_country(row.pop("boundary_geojson"))
		row.title = ground.constituency(row)
		row.kind = ground.short(ground.contests.get(row.election_type))
	return rows
