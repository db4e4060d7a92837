"""An uploaded file as rows: CSV, XLSX or, where rows have a boundary, GeoJSON. Parsed, bounded, never run."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import frappe

from esaylov.core.forms import TableUnreadable, tables
from esaylov.framework.files import spreadsheets
from esaylov.setup.imports.columns import BOUNDARY, MOST_ROWS
from esaylov.setup.imports.kinds import Table

LIMITS = spreadsheets.Limits(
	size=40 * 1024 * 1024,
	unpacked=160 * 1024 * 1024,
	tags=20_000_000,
	text=60_000_000,
	lines=MOST_ROWS,
	columns=60,
)
"""Own design: a hundred thousand polling stations take half of it."""
CHUNK = 2_000
"""Codes that one query looks up."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Read:
	"""Rows with the line of the file where each stood. garbled: findings of cells that say nothing, by place of the row."""

	rows: list[Row]
	lines: list[int]
	garbled: dict[int, list[Any]]
	unknown: tuple[str, ...]


def read(table: Table, content: bytes) -> Read:
	"""The rows of a file; raises TableUnreadable."""
	if content[:4096].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{"):
		cells = _cells_of_geojson(table, content)
	else:
		cells = spreadsheets.cells_of(content, LIMITS)
	quote = spreadsheets.QUOTE  # few cells begin so, and only these change
	cells = [[spreadsheets.unsafe(cell) if cell[:1] == quote else cell for cell in line] for line in cells]
	found = tables.rows_from_cells(table.group, cells, _codes(table, cells))
	garbled: dict[int, list[Any]] = {}
	for finding in found.findings:
		garbled.setdefault(int(finding.path.split("[")[1].split("]")[0]), []).append(finding)
	return Read(found.rows, found.lines, garbled, found.unknown)


def existing(doctype: str, names: Sequence[str]) -> frozenset[str]:
	"""Which of the names are there: one query for two thousand."""
	found: set[str] = set()
	for start in range(0, len(names), CHUNK):
		part = list(names[start : start + CHUNK])
		found.update(frappe.get_all(doctype, {"name": ["in", part]}, pluck="name", order_by="name asc"))
	return frozenset(found)


def _codes(table: Table, cells: spreadsheets.Cells) -> dict[str, dict[str, str]]:
	"""For each Link column, what was typed to the code that it begins with: `1726277 Shayxontohur` to `1726277`."""
	linked = [column for column in tables.table_columns(table.group) if column.link]
	if not cells or not linked:
		return {}
	headings = [tables.key_of(cell) for cell in next((line for line in cells if any(line)), [])]
	found: dict[str, dict[str, str]] = {}
	for column in linked:
		titles = {tables.key_of(title) for title in (column.name, *column.label.values())}
		places = [place for place, heading in enumerate(headings) if heading in titles]
		typed = {line[place].strip() for place in places for line in cells if place < len(line)}
		found[column.name] = {tables.key_of(cell): cell.split()[0] for cell in typed if cell}
	return found


def _cells_of_geojson(table: Table, content: bytes) -> spreadsheets.Cells:
	"""A FeatureCollection as a table: properties are columns, the geometry is the boundary. Raises TableUnreadable."""
	if len(content) > LIMITS.size:
		raise TableUnreadable("table_too_large")
	try:
		features = json.loads(spreadsheets.decoded(content))["features"]
		properties: list[Mapping[str, Any]] = [dict(feature["properties"]) for feature in features]
		shapes = [feature["geometry"] for feature in features]
	except (ValueError, RecursionError, KeyError, TypeError) as problem:
		raise TableUnreadable("table_unreadable") from problem
	if not table.has_boundary:
		raise TableUnreadable("table_no_header")
	if len(features) > LIMITS.lines:
		raise TableUnreadable("table_too_many_rows", limit=LIMITS.lines)
	names = sorted({name for row in properties for name in row} - {BOUNDARY})
	cells = [[*names, BOUNDARY]]
	for row, shape in zip(properties, shapes, strict=True):
		boundary = json.dumps(shape, ensure_ascii=False) if shape else ""
		cells.append([*(_text(row.get(name)) for name in names), boundary])
	return cells


def _text(value: object) -> str:
	return "" if value is None else str(value)
