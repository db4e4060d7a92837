"""The count of the demonstration's by-election: every step by the services and the keys of those who take it, as staff would.

One seat is filled, one had as many votes for both and is voted on anew, the third waits for a station that nobody has entered.
One protocol was sent back and stands in its second version.
"""

import base64
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import frappe

from esaylov.core.results import turnout
from esaylov.decisions import service as decisions
from esaylov.decisions.sessions import service as sessions
from esaylov.framework import clock
from esaylov.registers.results import service as results
from esaylov.setup.demo import authority, by_election, keys
from esaylov.setup.demo.by_election import CONTEST, ELECTION, OPEN_STATION, SEATS, VOTERS
from esaylov.setup.demo.ground import COMMISSION
from esaylov.setup.demo.people import DOMAIN

CHAIR, SECRETARY = "chair", "secretary"
MEMBERS = (CHAIR, "deputy", SECRETARY, "member", "member2")
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
	with _acting(CHAIR):
		opened = results.open_count(COMMISSION, ELECTION, CONTEST, seat, places)
	for number, protocol in zip(stations, opened, strict=True):
		_report_hours(number)
		if number == OPEN_STATION:
			continue
		if number == FIRST_COUNT[0]:
			_signed(protocol, number, _numbers(seat, number, FIRST_COUNT[1]))
			with _acting(CHAIR):
				results.send_back(protocol, MISTAKE)
			with _acting(_precinct(number)[0]):
				protocol = results.correct(protocol)
		_signed(protocol, number, _numbers(seat, number, VOTES[number]))
		with _acting(SECRETARY):
			results.take_in(protocol)


def _signed(protocol: str, number: int, numbers: dict[str, Any]) -> None:
	first, *_ = members = _precinct(number)
	with _acting(first):
		results.enter(protocol, numbers)
	for local in members:
		with _acting(local):
			results.sign(protocol, _signature(local, results.payload(protocol)))


def _numbers(seat: str, number: int, votes: Sequence[int]) -> dict[str, Any]:
	"""Numbers of a station whose sums hold (art. 94): a reserve of ballots, a few of them spoiled and changed for others."""
	key = {"constituency": seat, "status": "Registered"}
	standing = dict(frappe.get_all("Candidate", key, ["party", "name"], as_list=True))
	names = [standing[party] for party in by_election.PARTIES if party in standing]
	counted = sum(votes) + INVALID
	received = VOTERS[number] + VOTERS[number] // 250
	return {
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
	with _acting(_precinct(number)[1]):
		for hour, share in zip(turnout.Hour, (*SHARES, None), strict=True):
			voted = counted if share is None else voters * share // 100 + number % 5
			results.report_turnout(commission, ELECTION, hour, voters, voted)


def _decide() -> None:
	"""Tables of the two seats that are counted, and the deputy of one, on one session of the district's commission."""
	with _acting(SECRETARY):
		at_once = clock.now().replace(microsecond=0)
		title = "Natijalar boʻyicha majlis (namoyish)"
		session = sessions.plan_session(COMMISSION, title, at_once, "Majlislar zali", ELECTION)
	for local in MEMBERS:
		with _acting(local):
			said = sessions.attendance_payload(session, "In the Room")
			sessions.attend(session, "In the Room", _signature(local, said))
	with _acting(CHAIR):
		sessions.open_session(session)
	counted = [number for number, stations in SEATS.items() if OPEN_STATION not in stations]
	for number in counted:
		data = {"election_type": CONTEST, "constituency": by_election.seat(number)}
		_adopt(session, "result_table", f"{number}-saylov okrugi: natijalar jadvali", data)
	_adopt(session, "elected_deputies", "Saylangan deputatlar", {})
	with _acting(CHAIR):
		sessions.close_session(session)
	for local in (CHAIR, SECRETARY):
		with _acting(local):
			sessions.sign_protocol(session, _signature(local, sessions.protocol_payload(session)))


def _adopt(session: str, matter: str, title: str, data: dict[str, Any]) -> None:
	"""Put a question on the agenda, vote on it with every member's key, and sign the decision that comes of it."""
	with _acting(SECRETARY):
		item = sessions.add_subject(session, matter, title, data)
	with _acting(CHAIR):
		sessions.open_item(item)
	for local in MEMBERS:
		with _acting(local):
			ballot = [{"item": item, "choice": "For"}]
			sessions.vote(session, ballot, _signature(local, sessions.ballot(session, ballot)))
	with _acting(CHAIR):
		sessions.close_item(item)
	decision = str(frappe.db.get_value("Agenda Item", item, "decision"))
	for local in (CHAIR, SECRETARY):
		with _acting(local):
			decisions.sign([decision], _signature(local, decisions.payload_to_sign([decision])))


def _precinct(number: int) -> list[str]:
	return [login.local for login in by_election.logins_of(number)]


def _station(number: int) -> str:
	precinct = by_election.precinct_of(number)
	return str(frappe.db.get_value("Election Commission", precinct, "polling_station"))


@contextmanager
def _acting(local: str) -> Iterator[None]:
	"""What is done inside is done by a demonstration login."""
	frappe.set_user(f"{local}@{DOMAIN}")
	yield


def _signature(local: str, content: bytes) -> str:
	return base64.b64encode(authority.sign_cms(content, _identity(local), clock.now())).decode()


@lru_cache(maxsize=64)
def _identity(local: str) -> authority.Identity:
	return authority.open_pkcs12(keys.path_of(local).read_bytes(), keys.PASSWORD)
