"""Appeals of a body, messages of a person and observers by place are read from indexes, which a migration makes for changed DocTypes alone."""

import frappe

DOCTYPES = ("Appeal", "Observer", "SMS Message")
FORMER = "election_status_territory_index"
"""Of observers: it lacked their kind."""


def execute() -> None:
	"""Safe to run twice."""
	for doctype in DOCTYPES:
		frappe.get_doc("DocType", doctype).run_module_method("on_doctype_update")
	if frappe.db.has_index("tabObserver", FORMER):
		# DDL of a migration, without any value from outside
		frappe.db.sql_ddl(f"alter table `tabObserver` drop index `{FORMER}`")
