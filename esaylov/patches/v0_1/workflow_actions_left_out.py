"""Open Workflow Actions of appeals and sessions, which nobody takes steps from, are made no more; those made before go.

A site that sends mail of them keeps its own, for the mails point at them; who took a step stays everywhere.
"""

import frappe

from esaylov.framework import workflows

DOCTYPES = ("Appeal", "Commission Session")
ACTION, ROLE = "Workflow Action", "Workflow Action Permitted Role"
BATCH = 10_000


def execute() -> None:
	"""In batches, each committed: there are as many as there were filings. Safe to run twice."""
	for doctype in DOCTYPES:
		if not workflows.are_made(doctype):
			_remove(doctype)


def _remove(doctype: str) -> None:
	key = {"reference_doctype": doctype, "status": "Open"}
	while names := frappe.get_all(ACTION, key, pluck="name", limit=BATCH, order_by="name asc"):
		frappe.db.delete(ROLE, {"parent": ["in", names], "parenttype": ACTION})
		frappe.db.delete(ACTION, {"name": ["in", names]})
		frappe.db.commit()
