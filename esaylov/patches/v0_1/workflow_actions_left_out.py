"""Workflow Actions of appeals and sessions, which nobody takes steps from, are made no more; those made before go."""

import frappe

DOCTYPES = ("Appeal", "Commission Session")
ACTION, ROLE = "Workflow Action", "Workflow Action Permitted Role"
BATCH = 10_000


def execute() -> None:
	"""In batches, each committed: there are as many as there were filings. Safe to run twice."""
	while names := frappe.get_all(
		ACTION, {"reference_doctype": ["in", DOCTYPES]}, pluck="name", limit=BATCH, order_by="name asc"
	):
		frappe.db.delete(ROLE, {"parent": ["in", names], "parenttype": ACTION})
		frappe.db.delete(ACTION, {"name": ["in", names]})
		frappe.db.commit()
