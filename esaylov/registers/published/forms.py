"""Rows of open data as JSON, CSV (RFC 4180, UTF-8 with a mark for spreadsheets) or GeoJSON (RFC 7946)."""

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from esaylov.core.people.unseen import seen

FORMS = {
	"json": "application/json",
	"csv": "text/csv; charset=utf-8",
	"geojson": "application/geo+json",
}
MARK = "\N{BYTE ORDER MARK}"
RISKY = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings of a cell that a spreadsheet would take for a formula."""


def written(
	form: str, columns: tuple[str, ...], rows: Iterable[dict[str, Any]], about: dict[str, Any]
) -> bytes:
	"""The bytes of a set. about: what stands beside the rows in JSON."""
	if form == "csv":
		return _csv(columns, rows)
	if form == "geojson":
		return _json({"type": "FeatureCollection", "features": [_feature(row) for row in rows]})
	return _json({**about, "rows": list(rows)})


def _json(value: Any) -> bytes:
	return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _csv(columns: tuple[str, ...], rows: Iterable[dict[str, Any]]) -> bytes:
	text = io.StringIO()
	text.write(MARK)
	lines = csv.writer(text)
	lines.writerow(columns)
	lines.writerows([_cell(row.get(column)) for column in columns] for row in rows)
	return text.getvalue().encode()


def _cell(value: Any) -> Any:
	if value is None:
		return ""
	value = seen(value) if isinstance(value, str) else value
	return f"'{value}" if isinstance(value, str) and value.startswith(RISKY) else value


def _feature(row: dict[str, Any]) -> dict[str, Any]:
	said = {key: value for key, value in row.items() if key != "geometry"}
	return {"type": "Feature", "id": row.get("name"), "geometry": row.get("geometry"), "properties": said}
