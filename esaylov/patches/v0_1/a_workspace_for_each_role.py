"""The one workspace of the app gave way to a workspace for each role."""

import frappe

FORMER = "E-saylov"


def execute() -> None:
	"""Safe to run twice. Copies that users made for themselves have other names and stay."""
	frappe.delete_doc_if_exists("Workspace", FORMER, force=True)
