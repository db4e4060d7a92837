"""The demonstration's other stages: elections further ahead, a referendum and a by-election under way, so that each type can be filed by somebody today.

What stands in their registers is entered here by acts on paper; what was filed and decided in them by the services, in `history`.
"""

from datetime import timedelta
from typing import Any

import frappe

from esaylov.elections import commissions
from esaylov.framework import clock
from esaylov.identity import roles
from esaylov.registers.effects import imports
from esaylov.setup.demo import entries, ground, names, people, register
from esaylov.setup.demo import stage_people as actors
from esaylov.setup.demo.ground import (
	CITY,
	COMMISSION,
	COUNTRY,
	DISTRICT,
	ELECTION,
	HIGHER,
	MARK,
	PRESIDENTIAL,
	REPUBLIC,
	make_missing,
)
from esaylov.setup.demo.signing import keys

PLANNED, CALLED, SIGNATURES, NOMINATION = "demo-planned", "demo-called", "demo-signatures", "demo-nomination"
EVE = "demo-eve"
PRES_SIGNATURES, PRES_NOMINATION = "demo-pres-signatures", "demo-pres-nomination"
REFERENDUM, UNDER_WAY = "demo-ref", "demo-by-open"
PARTS = ground.ELECTIONS[ELECTION][0]
PRESIDENT = ("PRES",)
AHEAD: dict[str, tuple[int, str, ground.Said]] = {
	PLANNED: (
		155,
		"Planned",
		(
			PARTS,
			(
				"Namoyish uchun toʻqilgan saylov: hali eʼlon qilinmagan",
				"Вымышленные выборы для показа: ещё не объявлены",
				"Made-up election for demonstration: not called yet",
			),
			("Namoyish: reja", "Пробные: план", "Demo: planned"),
		),
	),
	CALLED: (
		91,
		"Announced",
		(
			PARTS,
			(
				"Namoyish uchun toʻqilgan saylov: endi eʼlon qilingan",
				"Вымышленные выборы для показа: только что объявлены",
				"Made-up election for demonstration: just called",
			),
			("Namoyish: eʼlon", "Пробные: объявлены", "Demo: called"),
		),
	),
	SIGNATURES: (
		85,
		"Announced",
		(
			PARTS,
			(
				"Namoyish uchun toʻqilgan saylov: imzo toʻplash",
				"Вымышленные выборы для показа: сбор подписей",
				"Made-up election for demonstration: signatures are collected",
			),
			("Namoyish: imzolar", "Пробные: подписи", "Demo: signatures"),
		),
	),
	NOMINATION: (
		60,
		"Announced",
		(
			PARTS,
			(
				"Namoyish uchun toʻqilgan saylov: nomzodlar koʻrsatish",
				"Вымышленные выборы для показа: выдвижение",
				"Made-up election for demonstration: nomination",
			),
			("Namoyish: nomzodlar", "Пробные: выдвижение", "Demo: nomination"),
		),
	),
	EVE: (
		1,
		"Announced",
		(
			PARTS,
			(
				"Namoyish uchun toʻqilgan saylov: ovoz berish arafasi",
				"Вымышленные выборы для показа: канун голосования",
				"Made-up election for demonstration: the eve of voting",
			),
			("Namoyish: arafa", "Пробные: канун", "Demo: the eve"),
		),
	),
	PRES_SIGNATURES: (
		85,
		"Announced",
		(
			PRESIDENT,
			(
				"Namoyish uchun toʻqilgan Prezident saylovi: imzo toʻplash",
				"Вымышленные выборы Президента для показа: сбор подписей",
				"Made-up presidential election for demonstration: signatures are collected",
			),
			("Prez.: imzolar", "През.: подписи", "Pres.: signatures"),
		),
	),
	PRES_NOMINATION: (
		60,
		"Announced",
		(
			PRESIDENT,
			(
				"Namoyish uchun toʻqilgan Prezident saylovi: nomzodlar koʻrsatish",
				"Вымышленные выборы Президента для показа: выдвижение",
				"Made-up presidential election for demonstration: nomination",
			),
			("Prez.: nomzodlar", "През.: выдвижение", "Pres.: nomination"),
		),
	),
}
"""Election to the days to it, its state, and what is held in it. Each stands in a window that `demo` has behind or before it."""
OF_KIND: dict[str, tuple[str, int, int, ground.Said]] = {
	REFERENDUM: (
		"Referendum",
		30,
		47,
		(
			("REF",),
			(
				"Namoyish uchun toʻqilgan referendum",
				"Вымышленный референдум для показа",
				"Made-up referendum for demonstration",
			),
			("Namoyish referendumi", "Пробный референдум", "Demo referendum"),
		),
	),
	UNDER_WAY: (
		"By-election",
		18,
		33,
		(
			("DC",),
			(
				"Namoyish uchun toʻqilgan: boʻsh oʻrinlarga boshlangan saylov",
				"Вымышленные для показа выборы на вакантные места: идут",
				"Made-up by-election for demonstration: under way",
			),
			("Boʻsh oʻrinlar, 2", "Вакантные места, 2", "Vacant seats, 2"),
		),
	),
}
"""Election to its kind, the days to it, the days from its call to it, and what is held in it."""
CONSTITUENCIES = (
	(SIGNATURES, "REG", 1, CITY, 25_000),
	(NOMINATION, "LC_SMD", 1, CITY, 130_000),
	(NOMINATION, "LC_SMD", 2, CITY, 128_000),
	(NOMINATION, "REG", 1, CITY, 25_000),
	(NOMINATION, "JK", 1, REPUBLIC, 20_000),
	(NOMINATION, "DC", 1, DISTRICT, 6_000),
	(EVE, "DC", 1, DISTRICT, 6_000),
	(UNDER_WAY, "DC", 5, DISTRICT, 6_200),
	(UNDER_WAY, "DC", 6, DISTRICT, 5_800),
)
"""Election, kind of election, number, territory and voters. Before they are published an election has none."""
PRECINCT_STATION = 1
"""Number of the district's station whose precinct commission is formed."""
PRECINCT = ("Chair", "Deputy Chair", "Secretary", "Member", "Member")
FIRST_MEMBER, FIRST_LISTED, FIRST_CANDIDATE = 430, 500, 440
"""Numbers of the names of those who do not log in."""
REASON = "Nomzod oʻz nomzodini qaytarib oldi (namoyish uchun toʻqilgan)"


def make(language: str) -> None:
	"""Make the elections, the people and what stands in their registers; the caller knows that they are missing."""
	_make_elections()
	ground.make_branches(actors.BRANCHES)
	ground.make_organizations(actors.ORGANIZATIONS)
	persons = {login.local: people.make(login, language) for login in actors.LOGINS}
	keys.make(actors.LOGINS)
	for place in CONSTITUENCIES:
		ground.make_constituency(*place)
	entries.admit(NOMINATION, PRES_NOMINATION, UNDER_WAY, EVE)
	_make_precinct()
	_enter_logins(persons)
	_enter_others()


def precinct() -> str:
	"""The precinct commission of the district that is formed."""
	return commissions.of_station(station(PRECINCT_STATION))


def station(number: int) -> str:
	"""Name of a polling station of the district."""
	return str(frappe.db.get_value("Polling Station", {"territory": DISTRICT, "number": number}))


def _make_elections() -> None:
	for code, (days, status, said) in AHEAD.items():
		ground.make_election(code, clock.today() + timedelta(days=days), status, said)
	for code, (kind, days, from_call, said) in OF_KIND.items():
		day = clock.today() + timedelta(days=days)
		plan = {"election_day": day, "called_on": day - timedelta(days=from_call), "status": "Announced"}
		ground.make_of_kind(code, kind, said, {**plan, "voters_count": _voters(code)})


def _voters(election: str) -> int:
	of_seats = [place[-1] for place in CONSTITUENCIES if place[0] == election]
	return sum(of_seats) or ground.voters()


def _make_precinct() -> None:
	since = {"starts_on": clock.today() - timedelta(days=1), "appointed_by": MARK, "is_synthetic": 1}
	for number, position in enumerate(PRECINCT):
		person = register.made_up(names.made(FIRST_MEMBER + number), number, DISTRICT)["person"]
		known = {"person": person, "commission": precinct(), "position": position}
		make_missing("Commission Membership", known, since)


def _enter_logins(persons: dict[str, str]) -> None:
	"""The logins that stand for themselves, and the authorized representative of the signatures."""
	standing = {"party": actors.PARTY, "party_membership": "Member"}
	for local, election, kind, territory, commission in (
		(actors.PRESIDENT, PRESIDENTIAL, "PRES", COUNTRY, actors.CENTRAL),
		(actors.CHAMBER, ELECTION, "LC_SMD", CITY, actors.CENTRAL),
		(actors.NORTH, ELECTION, "JK", REPUBLIC, actors.NORTHERN),
		(actors.REGION, ELECTION, "REG", CITY, HIGHER),
	):
		seat = {} if kind == "PRES" else {"constituency": entries.constituency(election, kind, 1)}
		values = {**standing, "election_type": kind, "territory": territory, **seat}
		entries.enter(entries.CANDIDATE, commission, persons[local], values, election)
	_enter_list(persons[actors.LISTED])
	authorized = frappe.db.get_value("Person", {"user": f"authorized@{people.DOMAIN}"}, "name")
	entries.enter(entries.AUTHORIZED, actors.CENTRAL, str(authorized), {"party": actors.PARTY}, SIGNATURES)


def _enter_list(first: str) -> None:
	"""The list of the party, which its first candidate leads."""
	full_name, gender = frappe.db.get_value("Person", first, ["full_name", "gender"]) or ("", "")
	head = {"person": first, "full_name": full_name, "title": full_name, "gender": gender}
	others = [
		register.made_up(names.made(FIRST_LISTED + place), place, register.region_of(place))
		for place in range(2, register.LIST_SIZE + 1)
	]
	register.enter_list(actors.PARTY, [head, *others], ("7-namuna", "8-namuna"))
	roles.sync_person_roles(first)


def _enter_others() -> None:
	"""Candidates who do not log in: of the district, one who stepped back, and those of the by-election under way and of the eve."""
	left = {"status": "Withdrawn", "ended_on": clock.today(), "end_reason": REASON}
	rows: list[tuple[str, str, str, str, int, dict[str, Any]]] = [
		(ELECTION, COMMISSION, actors.PARTY, "DC", 1, {}),
		(NOMINATION, actors.CENTRAL, actors.PARTY, "LC_SMD", 2, left),
		(UNDER_WAY, COMMISSION, actors.PARTY, "DC", 5, {}),
		(UNDER_WAY, COMMISSION, "XDP", "DC", 5, {}),
		(UNDER_WAY, COMMISSION, "XDP", "DC", 6, {}),
		(EVE, COMMISSION, actors.PARTY, "DC", 1, {}),
		(EVE, COMMISSION, "XDP", "DC", 1, {}),
	]
	for number, (election, commission, party, kind, seat, more) in enumerate(rows):
		territory = CITY if kind == "LC_SMD" else DISTRICT
		row = {
			**register.made_up(names.made(FIRST_CANDIDATE + number), number, territory),
			"party": party,
			"election_type": kind,
			"constituency": entries.constituency(election, kind, seat),
			"territory": territory,
			"party_membership": "Member",
			"biography": register.BIOGRAPHY,
			"program": register.PROGRAM,
			**more,
		}
		act = imports.Act(commission, "9-namuna", clock.today(), election)
		imports.import_entries(act, [(entries.CANDIDATE, row)])
