import frappe

from esaylov.registers.entries.controller import RegisterEntry


class MediaRepresentative(RegisterEntry):
	"""Accredited media representative (OAV vakili), CEC Regulation No. 952; written by the effect of a decision."""


def on_doctype_update() -> None:
	frappe.db.add_unique("Media Representative", ["decision", "row_path"], "unique_decision_row")
	frappe.db.add_index(
		"Media Representative", ["election", "status", "territory"], "election_status_territory_index"
	)
	frappe.db.add_index("Media Representative", ["commission_lft", "status"], "commission_lft_status_index")
