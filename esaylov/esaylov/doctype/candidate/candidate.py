import frappe

from esaylov.core.people.letters import name_order
from esaylov.registers.entries.controller import RegisterEntry


class Candidate(RegisterEntry):
	"""Registered candidate (nomzod), Election Code art. 40; written by the effect of a decision."""

	def validate(self) -> None:
		self.name_order = name_order(self.full_name or "")
		super().validate()


def on_doctype_update() -> None:
	frappe.db.add_unique("Candidate", ["decision", "row_path"], "unique_decision_row")
	frappe.db.add_index(
		"Candidate",
		["election", "election_type", "constituency", "status"],
		"election_election_type_constituency_status_index",
	)
	frappe.db.add_index("Candidate", ["commission_lft", "status"], "commission_lft_status_index")
	# the public reads its pages from these, which hold all that pages are chosen by (`registers/published/candidates.py`)
	# status and gender have 64 letters: a key has 3,072 bytes
	chosen_by = ["status", "gender", "party"]
	frappe.db.add_index("Candidate", ["election", "name_order", "name", *chosen_by], "register_in_order")
	by_party = ["election", "election_type", "party", "status", "name_order", "name"]
	frappe.db.add_index("Candidate", by_party, "register_by_party")
	frappe.db.add_index("Candidate", ["constituency", *chosen_by, "name_order", "name"], "register_by_place")
