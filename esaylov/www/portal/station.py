"""Find my polling station: by region, district, and number, street, mahalla or building. It asks nothing of the reader."""

from typing import Any

import frappe

from esaylov.core import language as languages
from esaylov.core.names import search_key
from esaylov.portal import elections
from esaylov.portal.routes import Route
from esaylov.portal.web import Page, PortalRequest, portal_page

ROUTE = Route(r"station", login=False, is_public=True, is_built=True, arguments=("region", "district", "q"))

SHOWN = 50
FIELDS = (
	"name",
	"number",
	"kind",
	"building",
	"address",
	"phone",
	"country",
	"city",
	"boundaries",
	"voters_count",
	"territory",
	"title_uz",
	"title_uz_cyrl",
	"title_ru",
	"title_en",
)
SEARCHED = ("number", "building", "address", "boundaries", "title_uz", "title_ru", "city", "country")
ABROAD = "abroad"
"""Stands in the place of a region for the stations at missions."""


@portal_page
def get_context(request: PortalRequest) -> Page:
	"""Choose the region, then the district or a word; the list is of the region, so that it stays short and quick."""
	region, district = request.args.get("region", ""), request.args.get("district", "")
	words = request.args.get("q", "").strip()
	region_rows = _by_title(request, elections.regions())
	district_rows: list[Any] = []
	if region in {row.name for row in region_rows}:
		district_rows = _by_title(request, elections.districts(region))
	elif region != ABROAD:
		region = ""
	district = district if district in {row.name for row in district_rows} else ""
	is_asked = bool(region and (district or words or region == ABROAD))
	rows = find([district] if district else [row.name for row in district_rows], words) if is_asked else []
	values = {
		"regions": region_rows,
		"districts": district_rows,
		"region": region,
		"district": district,
		"words": words,
		"is_asked": is_asked,
		"stations": rows[:SHOWN],
		"has_more": len(rows) > SHOWN,
		"shown": SHOWN,
		"abroad": ABROAD,
		"names": {row.name: languages.column(row, "title", request.language) for row in district_rows},
	}
	return Page("portal/station.html", request.t("station.title"), values)


def _by_title(request: PortalRequest, rows: list[Any]) -> list[Any]:
	return sorted(rows, key=lambda row: languages.in_order(row, "title", request.language))


def find(territories: list[str], words: str) -> list[Any]:
	"""Stations of the territories (abroad without any) in which each of the words stands, by number.

	The words may be in any script and spelling; a number alone finds the station that has it.
	"""
	where: dict[str, Any] = {"territory": ["in", territories]} if territories else {"kind": "Abroad"}
	where["is_annulled"] = 0  # its decision was annulled: nobody votes there
	rows = frappe.get_all(
		"Polling Station", filters=where, fields=list(FIELDS), order_by="number asc, name asc"
	)
	number = words.removeprefix("№").strip()
	if number.isascii() and number.isdecimal():
		return [row for row in rows if str(row.number) == number]
	keys = search_key(words).split()
	return [row for row in rows if _holds(row, keys)]


def _holds(row: Any, keys: list[str]) -> bool:
	text = search_key(" ".join(str(row.get(field) or "") for field in SEARCHED)) if keys else ""
	return all(key in text for key in keys)
