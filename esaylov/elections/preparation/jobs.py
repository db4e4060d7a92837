"""The job of a preparation."""

import frappe

from esaylov.elections.preparation import copying


def work(name: str) -> None:
	"""Do what is left of a preparation, as the user who ordered it, a part in a transaction."""
	user = frappe.db.get_value(copying.PREPARATION, name, "requested_by")
	if not user:
		return
	frappe.set_user(user)
	while copying.step(name):
		frappe.db.commit()  # one part, one transaction: what was made stays so when the job is broken off
