"""The ground of the demonstration: two elections thirty days ahead, bodies, constituencies and polling stations.

Everything is marked as made up; what is there already stays as it is.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.core.elections import calendar_shift, election_kinds
from esaylov.core.elections.calendar import DayCounting
from esaylov.elections import counting as elections_counting
from esaylov.elections import kinds
from esaylov.framework import clock
from esaylov.setup import shipped

ELECTION, PRESIDENTIAL = "demo", "demo-pres"
DAYS_AHEAD = 30
COMMISSION, SIBLING, HIGHER = "DC-1726277", "DC-1726294", "REG-1726"
DISTRICT, CITY, REPUBLIC, COUNTRY = "1726277", "1726", "1735", "17"
MARK = "[ours] made up for demonstration"
MODEL = "2024-10-27"
Said = tuple[tuple[str, ...], tuple[str, str, str], tuple[str, str, str]]
"""Contests of an election, its titles and short titles in Uzbek, Russian and English."""
ELECTIONS: Mapping[str, Said] = {
	ELECTION: (
		("LC_SMD", "LC_PL", "REG", "DC", "JK"),
		(
			"Namoyish uchun toʻqilgan saylov",
			"Вымышленные выборы для показа",
			"Made-up election for demonstration",
		),
		("Namoyish saylovi", "Пробные выборы", "Demo election"),
	),
	PRESIDENTIAL: (
		("PRES",),
		(
			"Namoyish uchun toʻqilgan Prezident saylovi",
			"Вымышленные выборы Президента для показа",
			"Made-up presidential election for demonstration",
		),
		("Namoyish: Prezident", "Пробные: Президент", "Demo: President"),
	),
}
"""Both on one day; what can be filed only earlier has elections of its own (`stages`)."""

BRANCHES = (
	(
		"OZLIDEP",
		"District",
		DISTRICT,
		"900000001",
		("Shayxontohur tuman kengashi", "Шайхантахурский районный совет", "Shaikhontohur district council"),
	),
	(
		"MILLIY_TIKLANISH",
		"District",
		DISTRICT,
		"900000002",
		("Shayxontohur tuman kengashi", "Шайхантахурский районный совет", "Shaikhontohur district council"),
	),
	(
		"OZLIDEP",
		"Regional",
		CITY,
		"900000003",
		("Toshkent shahar kengashi", "Ташкентский городской совет", "Tashkent city council"),
	),
)
"""Party, level, territory, made-up TIN and title of its branches."""
ORGANIZATIONS = (
	(
		"900000011",
		"Regional Kengash",
		CITY,
		(
			"Xalq deputatlari Toshkent shahar Kengashi",
			"Ташкентский городской Кенгаш народных депутатов",
			"Tashkent City Kengash of People's Deputies",
		),
	),
	(
		"900000012",
		"District Kengash",
		DISTRICT,
		(
			"Xalq deputatlari Shayxontohur tuman Kengashi",
			"Шайхантахурский районный Кенгаш народных депутатов",
			"Shaikhontohur District Kengash of People's Deputies",
		),
	),
	(
		"900000013",
		"Regional Hokimiyat",
		CITY,
		("Toshkent shahar hokimligi", "Хокимият города Ташкента", "Hokimiyat of Tashkent city"),
	),
	(
		"900000014",
		"District Hokimiyat",
		DISTRICT,
		(
			"Shayxontohur tuman hokimligi",
			"Хокимият Шайхантахурского района",
			"Hokimiyat of Shaikhontohur district",
		),
	),
	("900000015", "Mahalla", DISTRICT, ("Namuna mahallasi", "Махалля «Намуна»", "Namuna mahalla")),
	("900000016", "National Media", DISTRICT, ("Namuna gazetasi", "Газета «Намуна»", "Namuna newspaper")),
	(
		"900000017",
		"Foreign Ministry",
		COUNTRY,
		("Tashqi ishlar vazirligi", "Министерство иностранных дел", "Ministry of Foreign Affairs"),
	),
)
"""Made-up TIN, kind, territory and title of the other bodies."""
CONSTITUENCIES = (
	("LC_SMD", 1, CITY, 130_000),
	("LC_SMD", 2, CITY, 128_000),
	("REG", 1, CITY, 25_000),
	("REG", 2, DISTRICT, 24_500),
	("JK", 1, REPUBLIC, 20_000),
	("DC", 1, DISTRICT, 6_000),
	("DC", 2, DISTRICT, 6_100),
	("DC", 3, DISTRICT, 5_900),
)
"""Kind of election, number, territory and voters."""
STATIONS = (
	(1, DISTRICT, "Ordinary", {"building": "1-namuna maktab", "voters_count": 1800}),
	(2, DISTRICT, "Ordinary", {"building": "2-namuna maktab", "voters_count": 1800}),
	(
		1,
		COUNTRY,
		"Abroad",
		{"building": "Elchixona", "country": "Namuna", "city": "Namuna", "voters_count": 300},
	),
)
KNOWN_BY = {"Political Party": "name", "Party Branch": "code", "Participant Organization": "tin"}


def make() -> None:
	"""Make what is missing of the ground."""
	_make_elections()
	make_branches(BRANCHES)
	make_organizations(ORGANIZATIONS)
	_make_constituencies()
	_make_polling_stations()


def body_of(doctype: str, key: str) -> str:
	"""Name of a body by its name, code or TIN."""
	return str(frappe.db.get_value(doctype, {KNOWN_BY[doctype]: key}, "name"))


def make_missing(doctype: str, known: Mapping[str, object], values: Mapping[str, object]) -> str:
	"""The name of the record with the known values, made with the others where there is none."""
	if name := frappe.db.exists(doctype, known):
		return str(name)
	document = frappe.get_doc({"doctype": doctype, **known, **values})
	return document.insert(ignore_permissions=True).name  # demonstration set-up: no user is at work


def make_election(code: str, day: date, status: str, said: Said) -> None:
	"""A made-up election with its calendar, where it is missing."""
	contests, titles, short_titles = said
	values = {
		"election_day": day,
		"status": status,
		"voters_count": voters(),
		"election_types": [{"election_type": contest} for contest in contests],
		**_titles(*titles),
		**_short(short_titles),
	}
	make_missing("Election", {"code": code}, values)
	_make_stages(code)


def make_of_kind(code: str, kind: str, said: Said, plan: Mapping[str, object]) -> None:
	"""A made-up election of a kind with the calendar of that kind, as its preparation would leave it; the caller knows that it is missing.

	plan: its day, the day of its call, its state and its voters, by column.
	"""
	contests, titles, short_titles = said
	election = frappe.new_doc("Election")
	election.update({"code": code, "kind": kind, **plan, **_titles(*titles), **_short(short_titles)})
	for contest in contests:
		election.append("election_types", {"election_type": contest})
	with kinds.MAKING.writing():
		election.insert(ignore_permissions=True)  # demonstration set-up: no user is at work
	known, counting = kinds.all_kinds()[kind], elections_counting.of(code)
	for line, window in election_kinds.windows(known, kinds.plan_of(election), counting):
		if begin := window.starts_on or window.ends_on:
			values: dict[str, Any] = {f"title_{language}": title for language, title in line.titles.items()}
			values |= {"rule": line.rule, "starts_on": begin, "ends_on": window.ends_on, "source_mark": MARK}
			values["ends_at"] = window.ends_at.isoformat("minutes") if window.ends_at else None
			make_missing("Election Stage", {"election": code, "key": line.key}, values)


def voters() -> int:
	"""Voters of a made-up election of the whole country: those of the one that it follows."""
	return int(frappe.db.get_value("Election", MODEL, "voters_count") or 0)


def _short(titles: tuple[str, str, str]) -> dict[str, object]:
	return dict(zip(("short_title_uz", "short_title_ru", "short_title_en"), titles, strict=True))


def _make_elections() -> None:
	day = frappe.db.get_value("Election", ELECTION, "election_day") or clock.today() + timedelta(
		days=DAYS_AHEAD
	)
	for code, said in ELECTIONS.items():
		if frappe.db.exists("Election", code):
			_complete(frappe.get_doc("Election", code), said[0], voters())
			_make_stages(code)
			continue
		make_election(code, day, "Announced", said)


def _complete(election: Document, contests: tuple[str, ...], voters: int) -> None:
	"""Contests and voters that a demonstration of an earlier release lacks."""
	held = {row.election_type for row in election.election_types}
	missing = [contest for contest in contests if contest not in held]
	if not missing and election.voters_count:
		return
	for contest in missing:
		election.append("election_types", {"election_type": contest})
	election.voters_count = election.voters_count or voters
	election.save(ignore_permissions=True)  # demonstration set-up: no user is at work


def _make_stages(election: str) -> None:
	"""The stages that an election lacks; those of an earlier release among them."""
	day = frappe.db.get_value("Election", election, "election_day")
	for stage in stages(day, elections_counting.of(election)):
		make_missing("Election Stage", {"election": election, "key": stage.pop("key")}, stage)


def stages(day: date, counting: DayCounting = DayCounting.FULL_DAYS) -> list[dict[str, object]]:
	"""The stages of the election of 2024 moved to another day: by their D-n rule, or by their distance from the day.

	Those of the campaign that have a rule, and whatever the window of an appeal type names.
	"""
	model = next(path for path in shipped.files() if path.name == "election_stage.csv")
	rows = shipped.read(model)
	model_day = date.fromisoformat(MODEL)
	announced = next(row for row in rows if row["key"] == "campaign_announced")
	first, named = str(announced["starts_on"]), _named_by_types()
	return [
		_stage(row, day, model_day, counting)
		for row in rows
		if (str(row["starts_on"]) >= first and row.get("rule")) or row["key"] in named
	]


def _named_by_types() -> set[str]:
	windows = frappe.get_all("Appeal Type", fields=["window_from_stage", "window_to_stage"])
	return {key for row in windows for key in row.values() if key}


def _stage(row: dict[str, Any], day: date, model_day: date, counting: DayCounting) -> dict[str, object]:
	dates = (date.fromisoformat(row[field]) if row.get(field) else None for field in ("starts_on", "ends_on"))
	window = calendar_shift.moved(
		[calendar_shift.Stage(row["key"], row.get("rule") or "", *dates)], model_day, day, counting
	)[row["key"]]
	kept = {field: row.get(field) for field in ("key", "rule", "title_uz", "title_ru", "title_en", "ends_at")}
	mark = f"{MARK}; rule as in {MODEL}: {row['source_mark']}"
	return {**kept, "starts_on": window.starts_on, "ends_on": window.ends_on, "source_mark": mark}


def _titles(uz: str, ru: str, en: str) -> dict[str, object]:
	return {"title_uz": uz, "title_ru": ru, "title_en": en, "is_synthetic": 1, "source_mark": MARK}


def make_branches(branches: Iterable[tuple[str, str, str, str, tuple[str, str, str]]]) -> None:
	"""Branches of parties that are missing: party, level, territory, made-up TIN, title."""
	for party, level, territory, tin, (uz, ru, en) in branches:
		short = frappe.db.get_value("Political Party", party, "short_title_uz")
		values = {"party": party, "level": level, "territory": territory, "tin": tin}
		titles = _titles(f"{short} {uz}", f"{short}, {ru}", f"{short}, {en}")
		make_missing("Party Branch", {"code": f"{party}-{territory}"}, {**values, **titles})


def make_organizations(organizations: Iterable[tuple[str, str, str, tuple[str, str, str]]]) -> None:
	"""Other bodies that are missing: made-up TIN, kind, territory, title."""
	for tin, kind, territory, titles in organizations:
		values = {"kind": kind, "territory": territory, **_titles(*titles)}
		make_missing("Participant Organization", {"tin": tin}, values)


def _make_constituencies() -> None:
	for place in CONSTITUENCIES:
		make_constituency(ELECTION, *place)


def make_constituency(election: str, kind: str, number: int, territory: str, voters: int) -> str:
	"""A made-up constituency, where it is missing; its name."""
	known = {"election": election, "election_type": kind, "number": number}
	titles = (f"{number}-saylov okrugi", f"Избирательный округ № {number}", f"Constituency No. {number}")
	values = {"territory": territory, "voters_count": voters, **_titles(*titles)}
	return make_missing("Constituency", known, values)


def _make_polling_stations() -> None:
	for number, territory, kind, values in STATIONS:
		known = {"territory": territory, "number": number, "kind": kind}
		titles = (
			f"{number}-saylov uchastkasi",
			f"Избирательный участок № {number}",
			f"Polling station No. {number}",
		)
		make_missing("Polling Station", known, {**values, **_titles(*titles)})
