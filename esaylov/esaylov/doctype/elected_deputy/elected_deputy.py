import frappe

from esaylov.registers.entries.controller import RegisterEntry


class ElectedDeputy(RegisterEntry):
	"""Elected deputy (saylangan deputat): a candidate whom the commission registered as elected; no appeal leads to it."""


def on_doctype_update() -> None:
	frappe.db.add_unique("Elected Deputy", ["decision", "row_path"], "unique_decision_row")
	frappe.db.add_index("Elected Deputy", ["candidate", "status"], "candidate_status_index")
	frappe.db.add_index("Elected Deputy", ["commission_lft", "status"], "commission_lft_status_index")
