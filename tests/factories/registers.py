"""One entry of each register, on an imported act: for tests of who reads it, and of who does not write it."""

import sys

import frappe

from esaylov.core.people.identity import with_check_digit
from esaylov.framework import clock
from esaylov.registers.effects import imports
from esaylov.setup.demo import ground

PARTY = "ADOLAT"
"""A party that no other test registers anything for."""


def rows(serial: int) -> list[tuple[str, dict]]:
	"""Values for an entry of each register; people of this serial."""
	today = str(clock.today())

	def person(day: int) -> dict[str, str]:
		"""A person for each mandate: nobody holds two of them."""
		return {"pinfl": with_check_digit(f"1{day:02d}0480{serial:06d}"), "full_name": "Reyestrov Rustam"}

	party = {"party": PARTY, "title": "Sinov"}
	return [
		("Candidate", {"person": person(4), "party": PARTY, "election_type": "DC", "birthplace": "Toshkent"}),
		("Candidate List", {**party, "election_type": "LC_PL"}),
		("Authorized Representative", {"person": person(5), "party": PARTY}),
		("Media Representative", {"person": person(6), "organization_title": "Sinov gazetasi"}),
		("Observer", {"person": person(7), "kind": "party", "party": PARTY}),
		("Party Admission", party),
		("Signature Sheets", party),
		("Campaign Meeting", {**party, "meeting_date": today}),
		("Result Table", {"title": "Sinov", "election_type": "DC", "outcome": "Added Up"}),
		("Complaint Outcome", {**party, "respondent": ground.COMMISSION}),
	]


def make(serial: int) -> dict[str, str]:
	"""Register -> name of its entry, all of the demonstration commission."""
	act = imports.Act(ground.COMMISSION, "7", clock.today(), ground.ELECTION)
	values = rows(serial)
	names = imports.import_entries(act, values)
	made = {register: name for (register, _), name in zip(values, names, strict=True)}
	proxy = {
		"person": {"pinfl": with_check_digit(f"2040480{serial:06d}"), "full_name": "Vakilova Vazira"},
		"candidate": made["Candidate"],
		"election_type": "DC",
	}
	deputy = {"person": person_of(made["Candidate"]), "candidate": made["Candidate"], "election_type": "DC"}
	deputy["full_name"] = deputy["title"] = "Reyestrov Rustam"
	after = imports.import_entries(act, [("Proxy", proxy), ("Elected Deputy", deputy)])
	return {**made, **dict(zip(("Proxy", "Elected Deputy"), after, strict=True))}


def person_of(candidate: str) -> str:
	"""The Person who is a candidate."""
	return str(frappe.db.get_value("Candidate", candidate, "person"))


def meeting() -> dict[str, str]:
	"""A candidate's notice of a meeting that waits for the demonstration commission to take note of it."""
	from factories import effects  # it makes types and appeals, which the other steps here do without

	candidate = effects.candidate()
	answers = {
		"reason": "Saylovoldi uchrashuvi",
		"meeting_date": str(clock.today()),
		"place": "Madaniyat uyi",
	}
	appeal = effects.filed(
		"record_only", answers, by=("Candidate", candidate), kind="candidate", route="acknowledgement"
	)
	code = frappe.db.get_value("Appeal", appeal, "appeal_type")
	return {
		"Candidate": candidate,
		"Appeal": appeal,
		"Appeal Type": code,
		"Appeal Type Version": f"{code}-v1",
	}


def remove(made: dict[str, str]) -> None:
	"""Take the rows off the site again, below all controllers."""
	with_act = [doctype for doctype in made if frappe.get_meta(doctype).has_field("decision")]
	acts = {frappe.db.get_value(doctype, made[doctype], "decision") for doctype in with_act} - {None}
	for doctype, name in made.items():
		frappe.db.delete(doctype, {"name": name})
		frappe.db.delete("Document Signature", {"reference_doctype": doctype, "reference_name": name})
	# without an act there is no annulment: no name would be asked for as "", which every other decision has there
	annulments = frappe.get_all("Decision", {"annuls": ["in", list(acts)]}, pluck="name") if acts else []
	for act in [*annulments, *acts]:
		frappe.db.delete("Register Event", {"decision": act})
		frappe.db.delete("Campaign Meeting", {"decision": act})
		frappe.db.delete("Decision Row", {"parent": act})
		frappe.db.delete("Decision", {"name": act})


def main() -> None:
	"""`python -m factories.registers SITE make SERIAL | meeting` prints the names; `… remove` reads them from stdin."""
	site, step = sys.argv[1:3]
	frappe.init(site=site, sites_path=".")
	frappe.connect()
	if step == "remove":
		remove(frappe.parse_json(sys.stdin.read()))
	else:
		print(frappe.as_json(meeting() if step == "meeting" else make(int(sys.argv[3]))))
	frappe.db.commit()
	frappe.destroy()


if __name__ == "__main__":
	main()
