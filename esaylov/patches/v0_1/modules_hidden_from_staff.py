"""Staff who were there before see the workspaces of this app and of no other, as those who come from now on."""

import frappe

from esaylov.identity.roles import DESK


def execute() -> None:
	"""Safe to run twice: what is hidden is not hidden again."""
	filters = {"parenttype": "User", "role": ["in", sorted(DESK)]}
	for user in sorted(set(frappe.get_all("Has Role", filters, pluck="parent", order_by="parent asc"))):
		document = frappe.get_doc("User", user)
		document.flags.no_welcome_mail = True
		document.save(ignore_permissions=True)  # a migration: no user is at work
