import frappe

from esaylov.registers.entries.controller import RegisterEntry


class ResultTable(RegisterEntry):
	"""What a commission decided on the count of a contest (yakuniy jadval), art. 95-97; written by the effect of a decision."""


def on_doctype_update() -> None:
	frappe.db.add_unique("Result Table", ["decision", "row_path"], "unique_decision_row")
	frappe.db.add_index("Result Table", ["election", "election_type", "status"], "result_table_contest")
	frappe.db.add_index("Result Table", ["commission_lft", "status"], "commission_lft_status_index")
