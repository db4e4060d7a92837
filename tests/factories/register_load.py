"""Thousands of made-up candidates with constituencies and persons, written below the controllers: for tests and benchmarks.

The persons have made-up numbers of documents, phones and addresses: none of these may be seen from outside.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Any

import frappe

from esaylov.core.people.identity import with_check_digit
from esaylov.core.people.letters import name_order
from esaylov.framework import clock
from esaylov.setup.demo import names

PREFIX = "load"
ELECTION = "demo"
PARTIES = ("OZLIDEP", "MILLIY_TIKLANISH", "EKOPARTIYA", "XDP", "ADOLAT")
DECISION = f"{PREFIX}-decision"
TABLES = ("Person", "Candidate", "Constituency", "Observer")


@dataclass(frozen=True)
class Secrets:
	"""What a made-up person has and nobody outside may see."""

	pinfl: str
	passport: str
	phone: str
	address: str
	workplace: str

	def __iter__(self) -> Iterator[str]:
		return iter((self.pinfl, self.passport, self.phone, self.address, self.workplace))


def secrets_of(number: int) -> Secrets:
	day = date(1810, 1, 1) + timedelta(days=number // 900)
	return Secrets(
		pinfl=with_check_digit(f"1{day:%d%m%y}000{number % 900:03d}"),
		passport=f"ZZ{number:07d}",
		phone=f"+99800{number:07d}",
		address=f"Sirli koʻcha {number:06d}-uy",
		workplace=f"Sirli idora {number:06d}",
	)


def load(number: int, first: int = 1_000) -> list[Secrets]:
	"""Write so many candidates, a constituency for each five, an observer for each ten; what must stay unseen."""
	districts = frappe.get_all(
		"Administrative Territory", {"level": "District"}, pluck="name", order_by="name asc"
	)
	people = [_person(place, first + place) for place in range(number)]
	insert("Person", people)
	insert("Constituency", [_constituency(place, districts) for place in range(-(-number // 5))])
	insert("Candidate", [_candidate(place, row, districts) for place, row in enumerate(people)])
	insert("Observer", [_observer(place, row, districts) for place, row in enumerate(people[::10])])
	return [secrets_of(first + place) for place in range(number)]


def remove() -> None:
	"""Take it all away again."""
	for doctype in TABLES:
		frappe.db.delete(doctype, {"name": ["like", f"{PREFIX}%"]})


def _person(place: int, number: int) -> dict[str, Any]:
	name, hidden = names.made(number), secrets_of(number)
	surname, given_name, patronymic = name.words
	return {
		"name": f"{PREFIX}{place:06d}",
		"surname": surname,
		"given_name": given_name,
		"patronymic": patronymic,
		"full_name": name.latin,
		"gender": "Female" if name.is_woman else "Male",
		"birth_date": date(1950, 1, 1) + timedelta(days=(number * 37) % 17_000),
		"pinfl": hidden.pinfl,
		"passport": hidden.passport,
		"phone": hidden.phone,
		"address": hidden.address,
		"workplace_position": hidden.workplace,
	}


def _candidate(place: int, person: dict[str, Any], districts: list[str]) -> dict[str, Any]:
	return {
		"name": f"{PREFIX}{place:06d}",
		"title": person["full_name"],
		"full_name": person["full_name"],
		"name_order": name_order(person["full_name"]),
		"person": person["name"],
		"status": "Registered" if place % 50 else "Withdrawn",
		"party": PARTIES[place % 5],
		"election": ELECTION,
		"election_type": "DC",
		"constituency": f"{PREFIX}{place // 5:06d}",
		"territory": districts[place // 5 % len(districts)],
		"gender": person["gender"],
		"birth_date": person["birth_date"],
		"birthplace": "TOSHKENT SHAHRI",
		"commission": "CEC",
		"decision": DECISION,
		"row_path": f"entries[{place}]",
		"registered_on": clock.today(),
		"end_reason": person["workplace_position"],
		"biography": "Namoyish uchun toʻqilgan tarjimayi hol.",
		"program": "Namoyish uchun toʻqilgan dastur.",
	}


def _constituency(place: int, districts: list[str]) -> dict[str, Any]:
	west, south = 66 + place % 90 / 100, 39.5 + place // 90 % 90 / 100
	ring = [[west, south], [west, south + 0.01], [west + 0.01, south + 0.01], [west, south]]
	return {
		"name": f"{PREFIX}{place:06d}",
		"election": ELECTION,
		"election_type": "DC",
		"number": 10_000 + place,
		"territory": districts[place % len(districts)],
		"voters_count": 3_000 + place % 1_000,
		"title_uz": f"{place}-saylov okrugi",
		"title_ru": f"Округ № {place}",
		"title_en": f"Constituency No. {place}",
		"boundary_geojson": frappe.as_json({"type": "Polygon", "coordinates": [ring]}, indent=None),
		"is_synthetic": 1,
	}


def _observer(place: int, person: dict[str, Any], districts: list[str]) -> dict[str, Any]:
	return {
		"name": f"{PREFIX}{place:06d}",
		"title": person["full_name"],
		"full_name": person["full_name"],
		"person": person["name"],
		"kind": "party",
		"status": "Registered",
		"election": ELECTION,
		"territory": districts[place % len(districts)],
		"commission": "CEC",
		"decision": DECISION,
		"row_path": f"observers[{place}]",
	}


def insert(doctype: str, rows: list[dict[str, Any]]) -> None:
	"""Write rows with the same columns below the controllers."""
	now, places = clock.now(), count(1)
	stamped = [
		{
			"creation": now,
			"modified": now,
			"owner": "Administrator",
			"modified_by": "Administrator",
			**row,
			"idx": next(places),
		}
		for row in rows
	]
	if not stamped:
		return
	columns = list(stamped[0])
	frappe.db.bulk_insert(
		doctype, columns, [[row[key] for key in columns] for row in stamped], chunk_size=1_000
	)
