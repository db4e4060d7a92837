"""Regions, districts and cities (hududlar)."""

from typing import Any

import frappe

from esaylov.framework.persistence.table_cache import cached

TITLES = ("title_uz", "title_uz_cyrl", "title_ru", "title_en")


def below(region: str) -> list[str]:
	"""Codes of the districts and cities of a region."""
	return sorted(code for code, row in everywhere().items() if row.above == region)


@cached("Administrative Territory")
def everywhere() -> dict[str, Any]:
	"""All territories by code: level, the one above, titles. Kept by the process: callers do not write into the rows."""
	rows = frappe.get_all(
		"Administrative Territory",
		fields=["name", "level", "kind", "parent_administrative_territory as above", *TITLES],
		order_by="title_uz asc",
	)
	return {row.name: row for row in rows}


def region_of(code: str | None, known: dict[str, Any]) -> str:
	"""The region in which a territory lies, or itself; empty for the country and for nothing."""
	row = known.get(code or "")
	while row and row.level not in ("Region", "Country"):
		row = known.get(row.above)
	return row.name if row and row.level == "Region" else ""
