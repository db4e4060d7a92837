import frappe

from esaylov.registers.entries.controller import RegisterEntry


class ComplaintOutcome(RegisterEntry):
	"""An upheld complaint (shikoyat), Election Code art. 102; written by the effect of a decision."""


def on_doctype_update() -> None:
	frappe.db.add_unique("Complaint Outcome", ["decision", "row_path"], "unique_decision_row")
	frappe.db.add_index("Complaint Outcome", ["election", "respondent"], "election_respondent_index")
	frappe.db.add_index("Complaint Outcome", ["commission_lft", "status"], "commission_lft_status_index")
