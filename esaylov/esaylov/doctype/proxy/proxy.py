import frappe

from esaylov.registers.entries.controller import RegisterEntry


class Proxy(RegisterEntry):
	"""Proxy of a candidate (ishonchli vakil), Election Code art. 43; written by the effect of a decision."""


def on_doctype_update() -> None:
	frappe.db.add_unique("Proxy", ["decision", "row_path"], "unique_decision_row")
	frappe.db.add_index("Proxy", ["candidate", "status"], "candidate_status_index")
	frappe.db.add_index("Proxy", ["commission_lft", "status"], "commission_lft_status_index")
