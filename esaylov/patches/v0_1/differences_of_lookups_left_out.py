"""Look-ups of before that told a wrong name from a number that nobody has."""

import frappe


def execute() -> None:
	"""Safe to repeat."""
	frappe.db.set_value(
		"State Register Prefill", {"status": "Name Differs"}, "status", "Not Found", update_modified=False
	)
