"""How the reports are shown: columns and charts as the Desk of v15 and v16 takes them."""

from collections.abc import Mapping, Sequence
from typing import Any

from esaylov.reports.grouping import Row

SHOWN = 12
"""Groups of a chart: more cannot be read on a phone."""
LETTER, EDGES = 8, 24
"""Pixels of a letter in the Desk's table, of Cyrillic on average, and of a cell beside its text."""
WIDEST = 640


def column(name: str, label: str, kind: str = "Int", width: int = 0, options: str = "") -> dict[str, Any]:
	"""A column of a report, as wide as its label asks for where no width is given; fractions have one digit."""
	shown: dict[str, Any] = {"fieldname": name, "label": label, "fieldtype": kind, "options": options}
	shown["width"] = width or max(110, 9 * len(label) + 24)
	return {**shown, "precision": 1} if kind in ("Float", "Percent") else shown


def fitted(columns: Sequence[dict[str, Any]], rows: Sequence[Row]) -> list[dict[str, Any]]:
	"""The columns, those of words at least as wide as the longest that stand in them: a row of the Desk's table is one line."""
	return [{**one, "width": max(one["width"], _wide(one, rows))} for one in columns]


def _wide(column: Mapping[str, Any], rows: Sequence[Row]) -> int:
	if column["fieldtype"] != "Data":
		return 0
	longest = max((len(str(row.get(column["fieldname"]) or "")) for row in rows), default=0)
	return min(WIDEST, LETTER * longest + EDGES)


def bars(
	rows: Sequence[Row],
	series: Mapping[str, tuple[str, str]],
	in_order: bool = False,
	stacked: bool = True,
) -> dict[str, Any] | None:
	"""A chart of bars, one for each of the largest groups; none where there is nothing to show.

	series: field -> its title and colour, two at most: the words of a third are cut on a phone. in_order: groups are months, days or ages, and the last ones are shown.
	stacked: the series are parts of a whole, one upon the other; else side by side.
	"""
	shown = rows[-SHOWN:] if in_order else rows[:SHOWN]
	if not shown:
		return None
	return {
		"type": "bar",
		"colors": [colour for _title, colour in series.values()],
		"barOptions": {"stacked": int(stacked)},
		"data": {
			"labels": [row["label"] for row in shown],
			"datasets": [
				{"name": title, "values": [row[field] for row in shown]}
				for field, (title, _colour) in series.items()
			],
		},
	}
