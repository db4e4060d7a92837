import frappe

from esaylov.registers.entries.controller import RegisterEntry


class CandidateList(RegisterEntry):
	"""A party's registered list (nomzodlar roʻyxati), Election Code art. 70-72; written by the effect of a decision."""


def on_doctype_update() -> None:
	frappe.db.add_unique("Candidate List", ["decision", "row_path"], "unique_decision_row")
	frappe.db.add_index(
		"Candidate List", ["election", "election_type", "party"], "election_election_type_party_index"
	)
	frappe.db.add_index("Candidate List", ["commission_lft", "status"], "commission_lft_status_index")
