"""A register entry may have several issues of its certificate: the index that allowed one goes, `unique_entry_issue` came."""

import frappe

FORMER = "unique_register_entry"


def execute() -> None:
	"""Safe to run twice."""
	if frappe.db.has_index("tabCertificate", FORMER):
		# DDL of a migration, without any value from outside
		frappe.db.sql_ddl(f"alter table `tabCertificate` drop index `{FORMER}`")
