"""Whom a party has nominated by constituencies so far: its candidates in force and its filings that are open. Art. 70, 91."""

import json
from collections.abc import Mapping
from typing import Any

import frappe

from esaylov.appeals.types.definitions import TypeVersion
from esaylov.core.elections.election_kinds import Seats
from esaylov.core.people.identity import Gender
from esaylov.core.procedure.lifecycle import State
from esaylov.core.rules.registry import gender, identifiers
from esaylov.elections import kinds
from esaylov.identity import bodies
from esaylov.registers.entries import entry_classification

OPEN = [
	state.value
	for state in (
		State.REGISTERED,
		State.UNDER_REVIEW,
		State.RETURNED,
		State.EXPERT_REVIEW,
		State.ON_AGENDA,
	)
]
"""States in which an appeal is filed and not decided."""
MOST = 200
"""Filings that are looked at, the newest first."""
COUNTED = ("party_nominees", "party_women")
COUNTRY = "CEC"
"""Level of the commission that registers nominees of the whole country; the others register those of one Kengash."""


def counts(
	version: TypeVersion, election: str, answers: Mapping[str, Any], body: bodies.Body
) -> dict[str, int]:
	"""All others of the party in the contest, or the Kengash, of the answers, and the women among them. Each person counts once.

	Nobody in an election of single seats, which no share can be asked of [ours].
	"""
	kind = kinds.of_election(election)
	if not body.party or (kind and kind.seats is not Seats.ALL):
		return dict.fromkeys(COUNTED, 0)
	people = {
		**_filed(version, election, answers, body),
		**_registered(version, election, answers, body.party),
	}
	for _column, own in identifiers(answers):
		people.pop(own, None)
	return {"party_nominees": len(people), "party_women": sum(map(Gender.FEMALE.__eq__, people.values()))}


def _registered(
	version: TypeVersion, election: str, answers: Mapping[str, Any], party: str
) -> dict[str, str]:
	"""PINFL or passport to gender of the candidates in force."""
	contest = entry_classification.contest_of(version.data, election, answers)
	entry, person, seat = map(frappe.qb.DocType, ("Candidate", "Person", "Constituency"))
	query = (
		frappe.qb.from_(entry)
		.join(person)
		.on(person.name == entry.person)
		.join(seat)
		.on(seat.name == entry.constituency)
		.select(person.pinfl, person.passport, person.gender)
		.where((entry.election == election) & (entry.election_type == contest) & (entry.party == party))
		.where(entry.status == "Registered")
	)
	if version.data["recipient_level"] != COUNTRY:
		named = answers.get("constituency")
		place = frappe.db.get_value("Constituency", named, "territory") if isinstance(named, str) else ""
		query = query.where(seat.territory == (place or ""))
	return {pinfl or passport: told or "" for pinfl, passport, told in query.run()}


def _filed(
	version: TypeVersion, election: str, answers: Mapping[str, Any], body: bodies.Body
) -> dict[str, str]:
	"""The same of the filings that nobody has decided yet; a body files for one Kengash."""
	of_body = {
		"status": ["in", OPEN],
		"appeal_type": version.code,
		"election": election,
		"applicant_body_type": body.doctype,
		"applicant_body": body.name,
	}
	rows = frappe.get_all(
		"Appeal", of_body, pluck="answers", order_by="received_at desc, name asc", limit=MOST
	)
	told = [json.loads(row or "{}") for row in rows]
	return {value: gender(row) for row in told for _, value in list(identifiers(row))[:1]}
