"""One entry of each register, on an imported act: for tests of who reads it, and of who does not write it."""

import sys

import frappe

from esaylov import clock, demo
from esaylov.core.identity import with_check_digit
from esaylov.registers import service as registers

PARTY = "ADOLAT"
"""A party that no other test registers anything for."""


def rows(serial: int) -> list[tuple[str, dict]]:
	"""Values for an entry of each register; people of this serial."""
	today = str(clock.today())
	person = {"pinfl": with_check_digit(f"1040480000{serial:03d}"), "full_name": "Reyestrov Rustam"}
	party = {"party": PARTY, "title": "Sinov"}
	return [
		("Candidate", {"person": person, "party": PARTY, "election_type": "DC", "birthplace": "Toshkent"}),
		("Candidate List", {**party, "election_type": "LC_PL"}),
		("Authorized Representative", {"person": person, "party": PARTY}),
		("Media Representative", {"person": person, "organization_title": "Sinov gazetasi"}),
		("Observer", {"person": person, "kind": "party", "party": PARTY}),
		("Party Admission", party),
		("Signature Sheets", party),
		("Campaign Meeting", {**party, "meeting_date": today}),
		("Complaint Outcome", {**party, "respondent": demo.COMMISSION}),
	]


def make(serial: int) -> dict[str, str]:
	"""Register -> name of its entry, all of the demonstration commission."""
	act = registers.Act(demo.COMMISSION, "7", clock.today(), demo.ELECTION)
	values = rows(serial)
	names = registers.import_entries(act, values)
	made = {register: name for (register, _), name in zip(values, names, strict=True)}
	proxy = {
		"person": {"pinfl": with_check_digit(f"2040480000{serial:03d}"), "full_name": "Vakilova Vazira"},
		"candidate": made["Candidate"],
		"election_type": "DC",
	}
	return {**made, "Proxy": registers.import_entries(act, [("Proxy", proxy)])[0]}


def remove(made: dict[str, str]) -> None:
	"""Take the rows off the site again, below all controllers."""
	acts = {frappe.db.get_value(register, name, "decision") for register, name in made.items()}
	for register, name in made.items():
		frappe.db.delete(register, {"name": name})
	for act in acts:
		frappe.db.delete("Decision Row", {"parent": act})
		frappe.db.delete("Decision", {"name": act})


def main() -> None:
	"""`python -m factories.registers SITE make SERIAL` prints the names; `… remove` reads them from stdin."""
	site, step = sys.argv[1:3]
	frappe.init(site=site, sites_path=".")
	frappe.connect()
	if step == "make":
		print(frappe.as_json(make(int(sys.argv[3]))))
	else:
		remove(frappe.parse_json(sys.stdin.read()))
	frappe.db.commit()
	frappe.destroy()


if __name__ == "__main__":
	main()
