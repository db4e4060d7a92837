"""Jobs of the inbox."""

import frappe

from esaylov.appeals.inbox import bulk


def assign(name: str) -> None:
	"""Hand over the appeals of a bulk assignment, from where it stands to its end."""
	while bulk.step(name):
		frappe.db.commit()  # one appeal, one transaction: what was handed over stays so when the job is broken off
