import frappe

from esaylov.core.letters import name_order
from esaylov.registers.controller import RegisterEntry


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
	# the public reads its pages from here, in the order of the alphabet
	frappe.db.add_index("Candidate", ["election", "name_order"], "register_by_name")
