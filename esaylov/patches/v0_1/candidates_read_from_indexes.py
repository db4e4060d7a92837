"""Pages of candidates are read from indexes that hold status, gender and party, which a migration makes for changed DocTypes alone."""

import frappe

FORMER = "register_by_name"
"""It lacked what pages are chosen by, so that each row was read."""


def execute() -> None:
	"""Safe to run twice."""
	frappe.get_doc("DocType", "Candidate").run_module_method("on_doctype_update")
	if frappe.db.has_index("tabCandidate", FORMER):
		# DDL of a migration, without any value from outside
		frappe.db.sql_ddl(f"alter table `tabCandidate` drop index `{FORMER}`")
