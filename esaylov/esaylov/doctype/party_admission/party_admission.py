import frappe

from esaylov.registers.entries.controller import RegisterEntry


class PartyAdmission(RegisterEntry):
	"""Admission of a party to an election, Election Code art. 37, 69; written by the effect of a decision."""


def on_doctype_update() -> None:
	frappe.db.add_unique("Party Admission", ["decision", "row_path"], "unique_decision_row")
	frappe.db.add_index(
		"Party Admission", ["election", "status", "received_at"], "election_status_received_at_index"
	)
	frappe.db.add_index("Party Admission", ["commission_lft", "status"], "commission_lft_status_index")
