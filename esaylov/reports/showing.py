"""How the reports are shown: columns and charts as the Desk of v15 and v16 takes them."""

from collections.abc import Mapping, Sequence
from typing import Any

from esaylov.reports.grouping import Row

SHOWN = 12
"""Groups of a chart: more cannot be read on a phone."""


def column(name: str, label: str, kind: str = "Int", width: int = 0, options: str = "") -> dict[str, Any]:
	"""A column of a report, as wide as its label asks for where no width is given; fractions have one digit."""
	shown: dict[str, Any] = {"fieldname": name, "label": label, "fieldtype": kind, "options": options}
	shown["width"] = width or max(110, 9 * len(label) + 24)
	return {**shown, "precision": 1} if kind in ("Float", "Percent") else shown


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
