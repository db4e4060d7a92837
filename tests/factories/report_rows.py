"""Rows with known figures for the reports, written below the controllers: two commissions, a few rows of each register."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

import frappe

from esaylov.framework import clock
from esaylov.setup.demo.ground import CITY, COMMISSION, DISTRICT, SIBLING
from factories import register_load

ELECTION = "report-rows"
ELECTION_DAY = date(2026, 12, 27)
OTHER_REGION = "1703"
_numbers = count(1)


def election() -> None:
	"""An election of its own, so that no other row is counted."""
	register_load.insert(
		"Election",
		[{"name": ELECTION, "code": ELECTION, "election_day": ELECTION_DAY, "status": "Announced"}],
	)


def insert(doctype: str, rows: list[dict[str, Any]], **common: Any) -> list[str]:
	"""Write rows of the election, all with the same columns; their names."""
	columns = {column for row in rows for column in row}
	whole = [
		{
			"name": f"report{next(_numbers):04d}",
			**dict.fromkeys(columns),
			**common,
			**row,
			**_place(doctype, {**common, **row}),
		}
		for row in rows
	]
	register_load.insert(doctype, whole)
	return [row["name"] for row in whole]


def _place(doctype: str, row: dict[str, Any]) -> dict[str, Any]:
	meta = frappe.get_meta(doctype)
	for field in ("recipient", "commission"):
		if meta.has_field(f"{field}_lft"):
			return {f"{field}_lft": frappe.db.get_value("Election Commission", row[field], "lft")}
	return {}


def appeals() -> list[str]:
	"""Of the commission: two granted after 2 and 6 days (the second late), one refused after 4, one overdue by 3 days, one withdrawn, a draft. Of its sibling: one open."""
	today = clock.today()
	received = datetime.combine(today - timedelta(days=10), datetime.min.time())
	took = {"Granted": [2, 6], "Refused": [4]}
	rows = []
	for status, days in took.items():
		for number in days:
			(decision,) = insert(
				"Decision",
				[{"decided_on": received.date() + timedelta(days=number)}],
				commission=COMMISSION,
				status="Signed",
				kind="Chair Decision",
				outcome=status,
				election=ELECTION,
			)
			rows.append({"status": status, "decision": decision})
	rows += [
		{"status": "Under Review", "due_on": today - timedelta(days=3)},
		{"status": "Withdrawn"},
		{"status": "Draft"},
		{"status": "Registered", "recipient": SIBLING, "appeal_type": "A29", "due_on": today},
	]
	common = {
		"recipient": COMMISSION,
		"appeal_type": "A56",
		"due_on": received.date() + timedelta(days=5),
		"received_at": received,
		"election": ELECTION,
		"territory": DISTRICT,
	}
	return insert("Appeal", rows, **common)


def decisions() -> None:
	"""Of the commission: one by 4 votes to none, one by 3 to 1 with an abstention and annulled since; of its sibling: one."""
	tally = [
		{"votes_for": 4, "votes_against": 0, "votes_abstained": 0, "votes_recused": 1},
		{"votes_for": 3, "votes_against": 1, "votes_abstained": 1, "votes_recused": 0},
	]
	items = insert("Agenda Item", tally, commission=COMMISSION, election=ELECTION, status="Adopted")
	rows = [
		{"agenda_item": items[0], "outcome": "Granted", "status": "Signed"},
		{"agenda_item": items[1], "outcome": "Refused", "status": "Annulled"},
		{"outcome": "Acknowledged", "status": "Signed", "commission": SIBLING, "kind": "Acknowledgement"},
		{"outcome": "Granted", "status": "Draft"},
	]
	common = {"commission": COMMISSION, "kind": "Commission Decision", "election": ELECTION}
	insert("Decision", rows, **common, decided_on=date(2026, 11, 2))


def candidates() -> None:
	"""Three of OZLIDEP (a woman of 30, a man of 40, a withdrawn woman of 24), one non-party man of 70 of XDP with the sibling."""
	rows = [
		{"gender": "Female", "birth_date": date(1996, 12, 27)},
		{"gender": "Male", "birth_date": date(1986, 1, 1), "party_membership": "Member"},
		{"gender": "Female", "birth_date": date(2002, 12, 28), "status": "Withdrawn"},
		{
			"gender": "Male",
			"birth_date": date(1956, 12, 1),
			"party": "XDP",
			"party_membership": "Non-party",
			"commission": SIBLING,
			"territory": OTHER_REGION,
		},
	]
	common = {"commission": COMMISSION, "election": ELECTION, "election_type": "DC", "party": "OZLIDEP"}
	insert("Candidate", rows, **{**common, "status": "Registered", "territory": DISTRICT})


def accredited() -> None:
	"""Two party observers (one replaced), a foreign one with a certificate, and two of the media, one with the sibling."""
	common = {"election": ELECTION, "commission": COMMISSION, "territory": CITY, "status": "Registered"}
	observers = [
		{"kind": "party", "party": "OZLIDEP"},
		{"kind": "party", "party": "OZLIDEP", "status": "Replaced"},
		{"kind": "foreign", "certificate": "report-certificate"},
	]
	insert("Observer", observers, **common)
	insert("Media Representative", [{"party": None}, {"commission": SIBLING}], **common)


def looks(appeal: str) -> None:
	"""Of the commission: two look-ups of one person and a reveal by another user; of its sibling: a check."""
	rows = [
		{"kind": "Look-up", "viewer": "chair@esaylov.example", "person_key": "one"},
		{"kind": "Look-up", "viewer": "chair@esaylov.example", "person_key": "one"},
		{"kind": "Reveal", "viewer": "secretary@esaylov.example", "person_key": "two"},
		{
			"kind": "Check",
			"viewer": "sibling.chair@esaylov.example",
			"person_key": "two",
			"commission": SIBLING,
		},
	]
	insert("Personal Data Access", rows, commission=COMMISSION, appeal=appeal, seen_at=clock.now())
