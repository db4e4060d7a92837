import frappe

from esaylov.registers.entries.controller import RegisterEntry


class AuthorizedRepresentative(RegisterEntry):
	"""Authorized representative of a party (vakolatli vakil), Election Code art. 34; written by the effect of a decision."""


def on_doctype_update() -> None:
	frappe.db.add_unique("Authorized Representative", ["decision", "row_path"], "unique_decision_row")
	frappe.db.add_index(
		"Authorized Representative", ["election", "party", "status"], "election_party_status_index"
	)
	frappe.db.add_index(
		"Authorized Representative", ["commission_lft", "status"], "commission_lft_status_index"
	)
