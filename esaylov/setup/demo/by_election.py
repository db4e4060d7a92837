"""A made-up by-election of the demonstration that is over: three vacant seats of a district Kengash, voted on three days ago.

Its stations, precinct commissions with logins, candidates and calendar; what was counted stands in `by_election_count`. Everything is
marked as made up; its constituencies are filled for the first time here, after no election that was held.
"""

from datetime import date, timedelta
from typing import Any

import frappe

from esaylov.elections import commissions
from esaylov.framework import clock
from esaylov.registers.effects import imports
from esaylov.setup.demo import names, people, register
from esaylov.setup.demo.ground import COMMISSION, DISTRICT, MARK, make_missing, make_of_kind
from esaylov.setup.demo.people import Login
from esaylov.setup.demo.signing import keys

ELECTION, KIND, CONTEST = "demo-by", "By-election", "DC"
DAYS_AGO, DAYS_OF_CALL = 3, 33
"""Days since the election day; days from its call to it, as called on 13.01.2026 for 15.02.2026 [law: samarqand.saylov.uz]."""
SEATS = {4: (11, 12), 7: (13,), 9: (14, 15)}
"""Number of a constituency to the numbers of its stations."""
VOTERS = {11: 1284, 12: 1106, 13: 1397, 14: 1215, 15: 1042}
"""Voters on the list of a station."""
OPEN_STATION = 15
"""The station whose count is still to be entered: by whoever tries it."""
PARTIES = ("OZLIDEP", "MILLIY_TIKLANISH", "XDP")
WITHDRAWN = (7, "XDP")
"""Constituency and party of the candidate who stepped back before the day."""
REASON = "Nomzod oʻz nomzodini qaytarib oldi (namoyish uchun toʻqilgan)"
POSITIONS = (("chair", "Chair"), ("secretary", "Secretary"), ("member", "Member"))
FIRST_SERIAL, FIRST_MEMBER, FIRST_CANDIDATE = 131, 300, 200
SAID = (
	(CONTEST,),
	(
		"Namoyish uchun toʻqilgan: tuman Kengashidagi boʻsh oʻrinlarga saylov",
		"Вымышленные для показа выборы на вакантные места районного Кенгаша",
		"Made-up by-election to vacant seats of a district Kengash, for demonstration",
	),
	("Boʻsh oʻrinlar", "Вакантные места", "Vacant seats"),
)


def logins_of(station: int) -> tuple[Login, ...]:
	"""Chair, secretary and member of the precinct of a station, who log in as `precinct15.chair` and so on."""
	place = sorted(VOTERS).index(station)
	found = []
	for number, (local, position) in enumerate(POSITIONS):
		serial = place * len(POSITIONS) + number
		name = names.made(FIRST_MEMBER + serial)
		found.append(
			Login(
				f"precinct{station}.{local}",
				f"{position} of the precinct commission of station {station}, by-election {ELECTION} (Desk)",
				name.words,
				FIRST_SERIAL + serial,
				female=name.is_woman,
				commission=precinct_of(station),
				position=position,
			)
		)
	return tuple(found)


def precinct_of(station: int) -> str:
	"""The precinct commission of a station; "" before it is formed."""
	place = frappe.db.get_value("Polling Station", {"territory": DISTRICT, "number": station})
	return str(frappe.db.get_value("Election Commission", {"polling_station": place}) or "") if place else ""


def seat(number: int) -> str:
	"""Name of the constituency of a vacant seat."""
	key = {"election": ELECTION, "election_type": CONTEST, "number": number}
	return str(frappe.db.get_value("Constituency", key))


def make(language: str) -> None:
	"""Make the election up to its day; the caller knows that it is not there."""
	day = clock.today() - timedelta(days=DAYS_AGO)
	called_on = day - timedelta(days=DAYS_OF_CALL)
	plan = {"election_day": day, "called_on": called_on, "voters_count": sum(VOTERS.values())}
	make_of_kind(ELECTION, KIND, SAID, {**plan, "status": "Finished"})
	for station in VOTERS:
		_make_station(station)
		logins = logins_of(station)
		for login in logins:
			people.make(login, language)
		keys.make(logins)
	_make_seats()
	_make_candidates(day)


def _make_seats() -> None:
	for number, stations in SEATS.items():
		known = {"election": ELECTION, "election_type": CONTEST, "number": number}
		values = {
			"territory": DISTRICT,
			"voters_count": sum(VOTERS[station] for station in stations),
			"title_uz": f"{number}-saylov okrugi",
			"title_ru": f"Избирательный округ № {number}",
			"title_en": f"Constituency No. {number}",
			"is_synthetic": 1,
			"source_mark": MARK,
			"stations": [
				{
					"polling_station": frappe.db.get_value(
						"Polling Station", {"territory": DISTRICT, "number": station}
					)
				}
				for station in stations
			],
		}
		make_missing("Constituency", known, values)


def _make_station(number: int) -> None:
	values = {
		"kind": "Ordinary",
		"building": f"{number}-namuna maktab",
		"address": f"Namuna koʻchasi, {number}-uy",
		"voters_count": VOTERS[number],
		"title_uz": f"{number}-saylov uchastkasi",
		"title_ru": f"Избирательный участок № {number}",
		"title_en": f"Polling station No. {number}",
		"is_synthetic": 1,
		"source_mark": MARK,
	}
	commissions.of_station(make_missing("Polling Station", {"territory": DISTRICT, "number": number}, values))


def _make_candidates(day: date) -> None:
	rows: list[tuple[str, dict[str, Any]]] = []
	for number in SEATS:
		for party in PARTIES:
			made = names.made(FIRST_CANDIDATE + len(rows))
			standing = {
				"party": party,
				"election_type": CONTEST,
				"constituency": seat(number),
				"territory": DISTRICT,
			}
			said = {
				"party_membership": "Member",
				"biography": register.BIOGRAPHY,
				"program": register.PROGRAM,
			}
			gone = {"status": "Withdrawn", "ended_on": day - timedelta(days=2), "end_reason": REASON}
			left = gone if (number, party) == WITHDRAWN else {}
			row = {**register.made_up(made, len(rows), DISTRICT), **standing, **said, **left}
			rows.append(("Candidate", row))
	act = imports.Act(COMMISSION, "6-namuna", day - timedelta(days=15), ELECTION)
	imports.import_entries(act, rows)
