"""What became of the messages of a day is counted from an index alone: the one of state and moment grew, under another name."""

import frappe

FORMER = "status_creation_index"


def execute() -> None:
	"""Safe to run twice."""
	if frappe.db.has_index("tabSMS Message", FORMER):
		# DDL of a migration, without any value from outside
		frappe.db.sql_ddl(f"alter table `tabSMS Message` drop index `{FORMER}`")
