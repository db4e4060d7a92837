"""An auditor's queues are read from an index of the appeals of all commissions, which a migration makes for changed DocTypes alone."""

import frappe


def execute() -> None:
	"""Safe to run twice."""
	frappe.get_doc("DocType", "Appeal").run_module_method("on_doctype_update")
