"""What the public pages of the demonstration show: constituencies with boundaries, stations, candidates, observers, voters.

All made up, in territories and parties that the logins of the demonstration do not file for; a list of any party is entered here.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import frappe

from esaylov.framework import clock
from esaylov.registers.effects import imports
from esaylov.setup.demo import names
from esaylov.setup.demo.ground import COUNTRY, ELECTION, MARK, make_missing

PARTIES = ("XDP", "ADOLAT", "EKOPARTIYA")
PLACES = (
	("LC_SMD", 11, "1718", "CEC", 66.6, 39.9),
	("LC_SMD", 12, "1706", "CEC", 64.4, 39.9),
	("LC_SMD", 13, "1730", "CEC", 71.3, 40.5),
	("LC_SMD", 14, "1712", "CEC", 64.6, 42.0),
	("REG", 1, "1718", "REG-1718", 66.9, 39.6),
	("JK", 2, "1735", "REG-1735", 59.2, 42.6),
	("DC", 1, "1718401", "DC-1718401", 66.95, 39.65),
	("DC", 2, "1718401", "DC-1718401", 67.0, 39.68),
)
"""Kind of election, number, territory, commission that registers, middle of the made-up boundary."""
SPAN = {"LC_SMD": 0.45, "JK": 0.6, "REG": 0.15, "DC": 0.02}
"""Half the height of a boundary in degrees."""
LIST_PARTY, LIST_SIZE = "EKOPARTIYA", 75
STATIONS = 6
FIRST_BORN = date(1954, 3, 14)
PROGRAM = "Namoyish dasturi: maktablar, toza suv, ravon yoʻllar. Matn namoyish uchun toʻqilgan."
BIOGRAPHY = "Namoyish uchun toʻqilgan shaxs. Oliy maʼlumotli, oʻn yildan ortiq ish tajribasiga ega."
SHARES = {
	"1735": 609_637,
	"1703": 1_134_863,
	"1706": 611_003,
	"1708": 524_886,
	"1710": 1_108_946,
	"1712": 352_064,
	"1714": 962_625,
	"1718": 1_272_278,
	"1722": 799_047,
	"1724": 290_945,
	"1726": 826_758,
	"1727": 1_153_258,
	"1730": 1_467_600,
	"1733": 591_450,
}
"""Votes cast by 15:00 on 09.07.2023 [law: repost.uz], by which the made-up voters of the regions are parted."""


def make() -> None:
	"""Make what is missing."""
	stations = _stations("1718401")
	named = [_constituency(*place) for place in PLACES]
	_join(named, stations)
	_voters()
	if frappe.db.exists(
		"Candidate List", {"election": ELECTION, "party": LIST_PARTY, "election_type": "LC_PL"}
	):
		return
	people = iter(names.made(number) for number in range(10_000))
	_candidates(named, people)
	_list(people)
	_observers(people)


def _constituency(kind: str, number: int, territory: str, _: str, longitude: float, latitude: float) -> str:
	known = {"election": ELECTION, "election_type": kind, "number": number, "territory": territory}
	titles = {
		"title_uz": f"{number}-saylov okrugi",
		"title_ru": f"Избирательный округ № {number}",
		"title_en": f"Constituency No. {number}",
	}
	values = {
		**titles,
		"voters_count": {"LC_SMD": 265_000, "REG": 41_000, "JK": 18_500, "DC": 9_800}[kind] + 37 * number,
		"is_synthetic": 1,
		"source_mark": MARK,
		"boundaries": "Chegara namoyish uchun toʻqilgan.",
		"boundary_geojson": frappe.as_json(_polygon(longitude, latitude, SPAN[kind]), indent=None),
	}
	return make_missing("Constituency", known, values)


def _polygon(longitude: float, latitude: float, span: float) -> dict[str, Any]:
	"""A crooked hexagon round a point."""
	corners = ((-1.2, -0.3), (-0.7, 0.9), (0.5, 1.0), (1.3, 0.2), (0.8, -0.9), (-0.4, -1.0), (-1.2, -0.3))
	ring = [[round(longitude + x * span, 5), round(latitude + y * span, 5)] for x, y in corners]
	return {"type": "Polygon", "coordinates": [ring]}


def _join(named: list[str], stations: list[str]) -> None:
	"""The stations of the district by its constituencies, the first half and the second, where none were entered."""
	half = STATIONS // 2
	of_district = [name for name, place in zip(named, PLACES, strict=True) if place[0] == "DC"]
	for name, own in zip(of_district, (stations[:half], stations[half:]), strict=True):
		constituency = frappe.get_doc("Constituency", name)
		if not constituency.stations:
			constituency.extend("stations", [{"polling_station": station} for station in own])
			constituency.save(ignore_permissions=True)  # demonstration set-up: no user is at work


def _stations(territory: str) -> list[str]:
	found = []
	for number in range(1, STATIONS + 1):
		values = {
			"kind": "Ordinary",
			"building": f"{number}-namuna maktab",
			"address": f"Namuna koʻchasi, {number}-uy",
			"voters_count": 1500 + 90 * number,
			"title_uz": f"{number}-saylov uchastkasi",
			"title_ru": f"Избирательный участок № {number}",
			"title_en": f"Polling station No. {number}",
			"is_synthetic": 1,
			"source_mark": MARK,
		}
		found.append(make_missing("Polling Station", {"territory": territory, "number": number}, values))
	return found


def _voters() -> None:
	"""Voters of the country as in 2024, parted among the regions by an earlier turnout, and halves by gender."""
	whole = frappe.db.get_value("Voter Statistic", "2024-10-27-country", "value")
	if not whole:
		return
	parted = {code: round(whole * share / sum(SHARES.values())) for code, share in SHARES.items()}
	parted["1726"] += whole - sum(parted.values())
	for code, value in {COUNTRY: whole, **parted}.items():
		men = round(value * 0.4946)
		for gender, number in (("", value), ("Male", men), ("Female", value - men)):
			known = {"election": ELECTION, "key": f"{code}{gender and '_'}{gender.lower()}"}
			figure = {"kind": "voters", "territory": code, "gender": gender, "value": number}
			source = {"as_of": clock.today(), "source_mark": MARK, "is_synthetic": 1}
			make_missing("Voter Statistic", known, {**figure, **source})


def made_up(name: names.Name, number: int, region: str) -> dict[str, Any]:
	"""A made-up person without any number of a document, and what its entry says of it."""
	surname, given_name, patronymic = name.words
	facts = {
		"gender": "Female" if name.is_woman else "Male",
		"birth_date": FIRST_BORN + timedelta(days=149 * (number % 97)),
		"birthplace": frappe.get_cached_value("Administrative Territory", region, "title_uz").upper(),
	}
	person = frappe.get_doc(
		{
			"doctype": "Person",
			"surname": surname,
			"given_name": given_name,
			"patronymic": patronymic,
			"language": "uz",
			"is_synthetic": 1,
			**facts,
		}
	).insert(ignore_permissions=True)  # demonstration set-up: no user is at work
	return {"person": person.name, "full_name": name.latin, "title": name.latin, **facts}


def _candidates(named: list[str], people: Iterator[names.Name]) -> None:
	by_commission: dict[str, list[tuple[str, dict[str, Any]]]] = {}
	number = 0
	for constituency, (kind, _, territory, commission, _, _) in zip(named, PLACES, strict=True):
		for party in PARTIES:
			number += 1
			standing = {
				"party": party,
				"election_type": kind,
				"constituency": constituency,
				"territory": territory,
			}
			said = {"party_membership": "Member", "biography": BIOGRAPHY, "program": PROGRAM}
			row = {**made_up(next(people), number, territory), **standing, **said}
			by_commission.setdefault(commission, []).append(("Candidate", row))
	for commission, rows in by_commission.items():
		imports.import_entries(_act(commission, "2-namuna"), rows)


def _list(people: Iterator[names.Name]) -> None:
	persons = [made_up(next(people), place, region_of(place)) for place in range(1, LIST_SIZE + 1)]
	enter_list(LIST_PARTY, persons, ("3-namuna", "4-namuna"))


def region_of(place: int) -> str:
	"""The region of the person at a place of a list."""
	regions = sorted(SHARES)
	return regions[place % len(regions)]


def enter_list(party: str, persons: Sequence[Mapping[str, Any]], acts: tuple[str, str]) -> None:
	"""A party's list, and its candidates in their order, each by an act on paper with a number. persons: as `made_up` gives them."""
	kind = {"party": party, "election_type": "LC_PL", "territory": COUNTRY}
	title = {"title": f"{party}: namoyish roʻyxati", "candidates_count": len(persons)}
	(name,) = imports.import_entries(_act("CEC", acts[0]), [("Candidate List", {**kind, **title})])
	rows = [
		(
			"Candidate",
			{
				**person,
				**kind,
				"candidate_list": name,
				"list_position": place,
				"party_membership": "Member" if place % 6 else "Non-party",
			},
		)
		for place, person in enumerate(persons, 1)
	]
	imports.import_entries(_act("CEC", acts[1]), rows)


def _observers(people: Iterator[names.Name]) -> None:
	rows = []
	for number in range(1, 13):
		person = made_up(next(people), number, "1718401")
		who = {key: person[key] for key in ("person", "full_name", "title")}
		rows.append(
			("Observer", {**who, "kind": "party", "party": PARTIES[number % 3], "territory": "1718401"})
		)
	imports.import_entries(_act("REG-1718", "5-namuna"), rows)


def _act(commission: str, number: str) -> imports.Act:
	return imports.Act(commission, number, clock.today(), ELECTION)
