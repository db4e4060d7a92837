"""Count protocols for tests: precincts of the demonstration district with members of their own, numbers whose sums hold."""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import frappe

from esaylov.elections import commissions
from esaylov.framework import clock
from esaylov.identity import persons
from esaylov.registers.effects import imports
from esaylov.registers.results.counting import entering, opening, receiving, signing
from factories import appeals as filing
from factories import effects as make
from factories import settled

CHAIR, REGIONAL, AUDITOR = filing.CHAIR, "regional.chair@esaylov.example", "auditor@esaylov.example"
MEMBERS = {
	"deputy@esaylov.example": "Chair",
	"member@esaylov.example": "Secretary",
	"member2@esaylov.example": "Member",
}
"""Logins that are lent to a precinct, and what they are there."""
EXPLANATION = "Qogʻoz bilan solishtirildi, sonlar toʻgʻri"
NUMBERS = {
	"voters": 1000,
	"received": 1005,
	"given": 700,
	"early": 50,
	"counted": 690,
	"left": 305,
	"invalid": 10,
}


def held() -> None:
	"""The demonstration election was held yesterday."""
	yesterday = clock.today() - timedelta(days=1)
	frappe.db.set_value("Election", make.ELECTION, "election_day", yesterday, update_modified=False)
	frappe.clear_document_cache("Election", make.ELECTION)


def won(candidates: Sequence[str], constituency: str = "", election_type: str = "DC") -> str:
	"""A table in force that elects these candidates, on an act made elsewhere; its election was held yesterday."""
	held()
	return make.imported(
		"Result Table",
		title="Sinov jadvali",
		election_type=election_type,
		constituency=constituency or None,
		outcome="Elected",
		votes=json.dumps([{"name": name, "votes": 500} for name in candidates]),
		elected=json.dumps(list(candidates)),
	)


def station(number: int) -> str:
	"""A polling station of the demonstration district with its precinct commission; the commission's name."""
	frappe.set_user("Administrator")
	values = {
		"number": number,
		"territory": make.DISTRICT,
		"kind": "Ordinary",
		"title_uz": f"{number}-sinov uchastkasi",
	}
	place = (
		frappe.get_doc({"doctype": "Polling Station", **values, "title_ru": f"Участок {number}"})
		.insert()
		.name
	)
	return commissions.of_station(place)


def next_station() -> str:
	"""A polling station under the first number from 9000 on that none of the district has; its commission's name."""
	number = 9000
	while frappe.db.exists("Polling Station", {"number": number, "territory": make.DISTRICT}):
		number += 1
	return station(number)


def lend(precinct: str, members: dict[str, str] = MEMBERS) -> None:
	"""Give the logins positions at a precinct, beside those that they hold; written to the table."""
	for user, position in members.items():
		row = frappe.new_doc("Commission Membership")
		row.update({"person": persons.person_of(user), "commission": precinct, "position": position})
		row.update({"user": user, "starts_on": clock.today() - timedelta(days=30)})
		row.name = frappe.generate_hash(length=10)
		row.db_insert()


def opened(precinct: str, constituency: str, election_type: str = "DC") -> str:
	"""The protocol of a precinct, opened by the chair of the district."""
	place = frappe.db.get_value("Election Commission", precinct, "polling_station")
	frappe.set_user(CHAIR)
	(name,) = opening.open_count(make.COMMISSION, make.ELECTION, election_type, constituency, [place])
	return name


def typed(votes: dict[str, int], **changes: Any) -> dict[str, Any]:
	"""Numbers whose sums hold for these votes."""
	counted = sum(votes.values()) + NUMBERS["invalid"]
	whole = {
		**NUMBERS,
		"counted": counted,
		"given": counted + 10,
		"received": 1005,
		"left": 995 - counted,
		"early": min(50, counted),
	}
	return {**whole, "votes": votes, **changes}


def entered(name: str, numbers: dict[str, Any], *users: str) -> Any:
	"""The same numbers finished by two persons, unlikely ones explained; what the second sees then. users: members of the precinct and of the
	commission above, the lent logins without any."""
	first, second = users or list(MEMBERS)[:2]
	typed_by(first, name, numbers)
	frappe.set_user(first)
	entering.finish_entry(name)
	typed_by(second, name, numbers)
	seen = entering.finish_entry(name)
	warnings = {entering.warning_key(one): EXPLANATION for one in seen.findings}
	return entering.explain_warnings(name, warnings) if warnings else seen


def typed_by(user: str, name: str, numbers: dict[str, Any]) -> Any:
	"""What a user sees after typing these numbers, with the number of the station where they have none."""
	frappe.set_user(user)
	return entering.enter(name, {"station": station_number(name), **numbers})


def station_number(name: str) -> int:
	"""The number of a protocol's station."""
	place = frappe.db.get_value("Count Protocol", name, "polling_station")
	return int(frappe.db.get_value("Polling Station", place, "number"))


def signed(name: str, users: Sequence[str] = tuple(MEMBERS)) -> str:
	"""A protocol signed by these members with their own keys; its state."""
	for user in users:
		frappe.set_user(user)
		signing.sign(name, filing.signature(user, signing.payload(name)))
	frappe.set_user("Administrator")
	return frappe.db.get_value("Count Protocol", name, "status")


def handed_in(name: str, numbers: dict[str, Any]) -> str:
	"""A protocol that was entered, signed and taken in; its name."""
	entered(name, numbers)
	assert signed(name) == "Signed"
	frappe.set_user(CHAIR)
	receiving.take_in(name)
	frappe.set_user("Administrator")
	return name


def stored(name: str) -> Any:
	"""A protocol as it stands."""
	return frappe.get_doc("Count Protocol", name)


def line_votes(name: str) -> dict[str, int]:
	"""Votes by line, as stored."""
	return {row["name"]: row["votes"] for row in json.loads(stored(name).votes)}


def kept() -> dict[str, str]:
	"""A protocol that is open on the site, of an election of its own that is over: `protocol`, `precinct`, `station` (its number), `one`, `other`.

	For tests over HTTP and in a browser, whose rows stay; `forgotten` takes the positions away again.
	"""
	serial = frappe.generate_hash(length=6)
	day = clock.today() - timedelta(days=1)
	titles = {f"title_{language}": "Sinov saylovi" for language in ("uz", "ru", "en")}
	values = {
		"code": f"count-{serial}",
		"election_day": day,
		"status": "Finished",
		"is_synthetic": 1,
		**titles,
	}
	election = settled.inserted(
		frappe.get_doc(
			{
				"doctype": "Election",
				**values,
				"election_types": [{"election_type": "DC"}],
				"source_mark": "[ours]",
			}
		)
	)
	place = {"election": election.name, "election_type": "DC", "territory": make.DISTRICT, "number": 1}
	named = {"doctype": "Constituency", **place, "title_uz": "1-sinov okrugi"}
	okrug = settled.inserted(frappe.get_doc(named)).name
	act = imports.Act(make.COMMISSION, "12/3", clock.today(), election.name)
	names = [
		imports.import_entries(
			act,
			[
				(
					"Candidate",
					{
						"person": filing.person(full_name=name),
						"election_type": "DC",
						"party": party,
						"constituency": okrug,
					},
				)
			],
		)[0]
		for name, party in (("Karimova Nodira", make.PARTY), ("Toshmatov Ali", make.OTHER_PARTY))
	]
	precinct = next_station()
	lend(precinct)
	frappe.set_user(CHAIR)
	where = frappe.db.get_value("Election Commission", precinct, "polling_station")
	(protocol,) = opening.open_count(make.COMMISSION, election.name, "DC", okrug, [where])
	frappe.set_user("Administrator")
	return {
		"protocol": protocol,
		"precinct": precinct,
		"station": frappe.db.get_value("Polling Station", where, "number"),
		"one": names[0],
		"other": names[1],
		"okrug": okrug,
	}


def forgotten(precinct: str) -> None:
	"""Take away the positions that `kept` lent."""
	frappe.db.delete("Commission Membership", {"commission": precinct})
