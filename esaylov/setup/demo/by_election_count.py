"""The count of the demonstration's by-election: every step by the services and the keys of those who take it, as staff would.

One seat is filled, one had as many votes for both and is voted on anew, the third waits for a station that nobody has entered.
One protocol was sent back and stands in its second version.
"""

from collections.abc import Sequence
from typing import Any

import frappe

from esaylov.core.results import turnout
from esaylov.registers.results.counting import entering, entry_rows, opening, receiving, signing
from esaylov.registers.results.counting.turnout import report_turnout
from esaylov.setup.demo import by_election
from esaylov.setup.demo.acting import Sitting, acting, signature
from esaylov.setup.demo.by_election import CONTEST, ELECTION, OPEN_STATION, SEATS, VOTERS
from esaylov.setup.demo.ground import COMMISSION
from esaylov.setup.demo.people import MEMBERS

CHAIR, SECRETARY, *_ = MEMBERS
INVALID = 9
VOTES = {11: (412, 287, 96), 12: (301, 264, 88), 13: (388, 388), 14: (355, 290, 104)}
"""Votes of the candidates of a station in the order of their parties; those who stepped back are on no ballot."""
FIRST_COUNT = (12, (310, 255, 88))
"""The station whose first protocol was sent back, and its votes then."""
MISTAKE = "Ovozlar soni yuqori turuvchi komissiyaga oʻqib berilgani bilan mos emas (namoyish uchun toʻqilgan)"
SHARES = (19, 34, 45, 55)
"""Percent of the voters of the list who had taken part by 11, 13, 15 and 17."""
OPEN_COUNTED = 640
"""Who took part at the station that is still to be entered, as its precinct reported by the hour."""


def make() -> None:
	"""Count what `by_election` made. The session is Administrator's afterwards."""
	try:
		for number, stations in SEATS.items():
			_count(by_election.seat(number), stations)
		_decide()
	finally:
		frappe.set_user("Administrator")


def _count(seat: str, stations: Sequence[int]) -> None:
	places = [_station(number) for number in stations]
	with acting(CHAIR):
		opened = opening.open_count(COMMISSION, ELECTION, CONTEST, seat, places)
	for number, protocol in zip(stations, opened, strict=True):
		_report_hours(number)
		if number == OPEN_STATION:
			continue
		if number == FIRST_COUNT[0]:
			_signed(protocol, number, _numbers(seat, number, FIRST_COUNT[1]))
			with acting(CHAIR):
				receiving.send_back(protocol, MISTAKE)
			with acting(_precinct(number)[0]):
				protocol = receiving.correct(protocol)
		_signed(protocol, number, _numbers(seat, number, VOTES[number]))
		with acting(SECRETARY):
			receiving.take_in(protocol)


def _signed(protocol: str, number: int, numbers: dict[str, Any]) -> None:
	members = _precinct(number)
	for local in members[: entry_rows.PERSONS]:
		with acting(local):
			entering.enter(protocol, numbers)
			entering.finish_entry(protocol)
	for local in members:
		with acting(local):
			signing.sign(protocol, signature(local, signing.payload(protocol)))


def _numbers(seat: str, number: int, votes: Sequence[int]) -> dict[str, Any]:
	"""Numbers of a station whose sums hold (art. 94): a reserve of ballots, a few of them spoiled and changed for others."""
	key = {"constituency": seat, "status": "Registered"}
	standing = dict(frappe.get_all("Candidate", key, ["party", "name"], as_list=True))
	names = [standing[party] for party in by_election.PARTIES if party in standing]
	counted = sum(votes) + INVALID
	received = VOTERS[number] + VOTERS[number] // 250
	return {
		"station": number,
		"voters": VOTERS[number],
		"received": received,
		"given": counted,
		"early": counted // 20,
		"counted": counted,
		"left": received - counted,
		"invalid": INVALID,
		"votes": dict(zip(names, votes, strict=True)),
	}


def _report_hours(number: int) -> None:
	voters = VOTERS[number]
	counted = OPEN_COUNTED if number == OPEN_STATION else sum(VOTES[number]) + INVALID
	commission = by_election.precinct_of(number)
	with acting(_precinct(number)[1]):
		for hour, share in zip(turnout.Hour, (*SHARES, None), strict=True):
			voted = counted if share is None else voters * share // 100 + number % 5
			report_turnout(commission, ELECTION, hour, voters, voted)


def _decide() -> None:
	"""Tables of the two seats that are counted, and the deputy of one, on one session of the district's commission."""
	session = Sitting(COMMISSION, ELECTION, "Natijalar boʻyicha majlis (namoyish)", MEMBERS)
	counted = [number for number, stations in SEATS.items() if OPEN_STATION not in stations]
	for number in counted:
		data = {"election_type": CONTEST, "constituency": by_election.seat(number)}
		session.decided_on("result_table", f"{number}-saylov okrugi: natijalar jadvali", data)
	session.decided_on("elected_deputies", "Saylangan deputatlar", {})
	session.close()


def _precinct(number: int) -> list[str]:
	return [login.local for login in by_election.logins_of(number)]


def _station(number: int) -> str:
	precinct = by_election.precinct_of(number)
	return str(frappe.db.get_value("Election Commission", precinct, "polling_station"))
