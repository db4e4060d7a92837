"""What the demonstration has in registers: admitted parties; a candidate, its proxy, a party's authorized representative."""

from collections.abc import Mapping

import frappe

from esaylov.framework import clock
from esaylov.identity import roles
from esaylov.registers.effects import imports
from esaylov.setup.demo.ground import CITY, COMMISSION, DISTRICT, ELECTION, PRESIDENTIAL, REPUBLIC

ADMISSION = "Party Admission"
PLACES = [CITY, DISTRICT, REPUBLIC]
"""Territories of the constituencies in which logins of the demonstration stand."""
CANDIDATE, PROXY, AUTHORIZED = "Candidate", "Proxy", "Authorized Representative"


def make(people: Mapping[str, str]) -> None:
	"""Write the entries that are missing, each by an act on paper. people: register to the name of the person."""
	admit(ELECTION, PRESIDENTIAL)
	standing = {
		"party": "MILLIY_TIKLANISH",
		"election_type": "DC",
		"constituency": constituency(ELECTION, "DC", 3),
		"territory": DISTRICT,
	}
	candidate = enter(CANDIDATE, COMMISSION, people[CANDIDATE], {**standing, "party_membership": "Member"})
	enter(PROXY, COMMISSION, people[PROXY], {**standing, "candidate": candidate})
	enter(AUTHORIZED, "CEC", people[AUTHORIZED], {"party": "OZLIDEP"})


def constituency(election: str, kind: str, number: int) -> str:
	"""Name of a constituency of the demonstration's own people; the others that bear its number lie in other territories."""
	known = {"election": election, "election_type": kind, "number": number, "territory": ["in", PLACES]}
	return str(frappe.db.get_value("Constituency", known, "name"))


def admit(*elections: str) -> None:
	"""The five parties are admitted to elections, as the CEC did for all levels at once in 2024 [law: uza.uz 21.08.2024]."""
	for election in elections:
		parties = frappe.get_all("Political Party", ["name", "title_uz"], order_by="name asc")
		admitted = set(frappe.get_all(ADMISSION, {"election": election}, pluck="party", order_by="party asc"))
		kinds = [row.election_type for row in frappe.get_doc("Election", election).election_types]
		held = {"election_type": kinds[0], "election_types": ", ".join(kinds)}
		rows = [
			(ADMISSION, {"party": row.name, "title": row.title_uz, **held})
			for row in parties
			if row.name not in admitted
		]
		if rows:
			imports.import_entries(imports.Act("CEC", "0-namuna", clock.today(), election), rows)


def enter(
	register: str, commission: str, person: str, values: Mapping[str, object], election: str = ELECTION
) -> str:
	"""The entry of a person in a register of an election, written by an act on paper where it is missing; its name."""
	if name := frappe.db.exists(register, {"person": person, "election": election}):
		return str(name)
	columns = ["full_name", "gender", "phone"]
	full_name, gender, phone = frappe.db.get_value("Person", person, columns) or ("", "", "")
	row = {"person": person, "full_name": full_name, "title": full_name, "phone": phone, **values}
	if register == CANDIDATE:
		row["gender"] = gender
	act = imports.Act(commission, "1-namuna", clock.today(), election)
	(name,) = imports.import_entries(act, [(register, row)])
	roles.sync_person_roles(person)
	return name
