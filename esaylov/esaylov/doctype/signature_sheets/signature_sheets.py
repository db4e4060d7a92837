import frappe

from esaylov.registers.entries.controller import RegisterEntry


class SignatureSheets(RegisterEntry):
	"""Accepted signature sheets (imzo varaqalari), Election Code art. 38-39; written by the effect of a decision."""


def on_doctype_update() -> None:
	frappe.db.add_unique("Signature Sheets", ["decision", "row_path"], "unique_decision_row")
	frappe.db.add_index("Signature Sheets", ["election", "party", "status"], "election_party_status_index")
	frappe.db.add_index("Signature Sheets", ["commission_lft", "status"], "commission_lft_status_index")
