"""What the demonstration has in registers: admitted parties; a candidate, its proxy, a party's authorized representative."""

from collections.abc import Mapping

import frappe

from esaylov.framework import clock
from esaylov.identity import service as identity
from esaylov.registers import service as registers
from esaylov.setup.demo.ground import COMMISSION, DISTRICT, ELECTION, PRESIDENTIAL

ADMISSION = "Party Admission"
CANDIDATE, PROXY, AUTHORIZED = "Candidate", "Proxy", "Authorized Representative"


def make(people: Mapping[str, str]) -> None:
	"""Write the entries that are missing, each by an act on paper. people: register to the name of the person."""
	_admit()
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


def _admit() -> None:
	"""The five parties are admitted to both elections, as the CEC did for all levels at once in 2024 [law: uza.uz 21.08.2024]."""
	for election in (ELECTION, PRESIDENTIAL):
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
			registers.import_entries(registers.Act("CEC", "0-namuna", clock.today(), election), rows)


def _entry(
	register: str, commission: str, people: Mapping[str, str], values: Mapping[str, str | None]
) -> str:
	person = people[register]
	if name := frappe.db.exists(register, {"person": person, "election": ELECTION}):
		return str(name)
	full_name, gender = frappe.db.get_value("Person", person, ["full_name", "gender"]) or ("", "")
	row = {"person": person, "full_name": full_name, "title": full_name, **values}
	if register == CANDIDATE:
		row["gender"] = gender
	act = registers.Act(commission, "1-namuna", clock.today(), ELECTION)
	(name,) = registers.import_entries(act, [(register, row)])
	identity.sync_person_roles(person)
	return name
