"""Find my polling station: by region, district, and number, street, mahalla or building. It asks nothing of the reader."""

from typing import Any

import frappe
from frappe.query_builder.functions import Count, Sum
from pypika.terms import Function

from esaylov.core.formats import language as languages
from esaylov.core.people.names import search_key
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
Version = tuple[int, int]
Texts = list[tuple[str, str]]
MOST = 300
"""Regions and districts whose texts a process keeps: all of them, 5 MB."""
_kept: dict[tuple[str, ...], tuple[Version, Texts]] = {}
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
	number = words.removeprefix("№").strip()
	if number.isascii() and number.isdecimal():
		return _read({**_of(territories), "number": number})
	if not (keys := search_key(words).split()):
		return _read(_of(territories))
	found = [name for name, text in _texts(territories) if all(key in text for key in keys)]
	return _read({"name": ["in", found[: SHOWN + 1] or [""]]})


def _of(territories: list[str]) -> dict[str, Any]:
	where: dict[str, Any] = {"territory": ["in", territories]} if territories else {"kind": "Abroad"}
	return {**where, "is_annulled": 0}  # its decision was annulled: nobody votes there


def _read(where: dict[str, Any]) -> list[Any]:
	"""The stations that a page shows, and one more, which says that there are more."""
	return frappe.get_all(
		"Polling Station", where, list(FIELDS), order_by="number asc, name asc", limit=SHOWN + 1
	)


def _texts(territories: list[str]) -> Texts:
	"""Name and searched text of each station, by number; kept by the process until the database has other texts.

	Making the keys of a region's 800 texts takes 40 ms; a sum over the texts says in 2 ms whether they are the same.
	"""
	place, version = (frappe.local.site, *territories), _version(territories)
	kept = _kept.get(place)
	if kept and kept[0] == version:
		return kept[1]
	rows = frappe.get_all(
		"Polling Station", _of(territories), ["name", *SEARCHED], order_by="number asc, name asc", limit=0
	)
	texts = [
		(row.name, search_key(" ".join(str(row.get(field) or "") for field in SEARCHED))) for row in rows
	]
	if len(_kept) >= MOST:
		_kept.clear()
	_kept[place] = version, texts
	return texts


def _version(territories: list[str]) -> Version:
	"""How many stations there are, and a sum over what is searched in them."""
	station = frappe.qb.DocType("Polling Station")
	place = station.territory.isin(territories) if territories else station.kind == "Abroad"
	text = Function("CONCAT_WS", "|", station.name, *(station[field] for field in SEARCHED))
	query = frappe.qb.from_(station).where(place & (station.is_annulled == 0))
	number, total = query.select(Count("*"), Sum(Function("CRC32", text))).run()[0]
	return int(number), int(total or 0)
