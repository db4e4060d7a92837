"""Jobs of an intake: they take its name, read the state again, and do nothing when the work is done."""

import frappe

from esaylov.setup.imports import running


def work(name: str) -> None:
	"""Look at, or import, what is left of the file: as the user who ordered it, a batch in a transaction."""
	user = frappe.db.get_value(running.INTAKE, name, "requested_by")
	if not user:
		return
	frappe.set_user(user)
	sheet = running.open_sheet(name)
	frappe.db.commit()  # how many rows there are, for who looks on
	while sheet and running.step(name, sheet):
		frappe.db.commit()  # one batch, one transaction: what was written stays so when the job is broken off
