"""Applicants of the demonstration who stand in registers: a candidate, its proxy, a party's authorized representative."""

from collections.abc import Mapping

import frappe

from esaylov import clock
from esaylov.demo_ground import COMMISSION, DISTRICT, ELECTION
from esaylov.identity import service as identity
from esaylov.registers import service as registers

CANDIDATE, PROXY, AUTHORIZED = "Candidate", "Proxy", "Authorized Representative"


def make(people: Mapping[str, str]) -> None:
	"""Write the entries that are missing, each by an act on paper. people: register to the name of the person."""
	constituency = {"election": ELECTION, "election_type": "DC", "number": 3}
	standing = {
		"party": "MILLIY_TIKLANISH",
		"election_type": "DC",
		"constituency": frappe.db.get_value("Constituency", constituency, "name"),
		"territory": DISTRICT,
	}
	candidate = _entry(CANDIDATE, COMMISSION, people, {**standing, "party_membership": "Member"})
	_entry(PROXY, COMMISSION, people, {**standing, "candidate": candidate})
	_entry(AUTHORIZED, "CEC", people, {"party": "OZLIDEP"})


def _entry(register: str, commission: str, people: Mapping[str, str], values: Mapping[str, str]) -> str:
	person = people[register]
	if name := frappe.db.exists(register, {"person": person, "election": ELECTION}):
		return str(name)
	full_name, gender = frappe.db.get_value("Person", person, ["full_name", "gender"])
	row = {"person": person, "full_name": full_name, "title": full_name, **values}
	if register == CANDIDATE:
		row["gender"] = gender
	act = registers.Act(commission, "1-namuna", clock.today(), ELECTION)
	(name,) = registers.import_entries(act, [(register, row)])
	identity.sync_person_roles(person)
	return name
