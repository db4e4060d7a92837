"""Where the name of each candidate stands in the alphabet, from which public lists are read in pages."""

from typing import Any

import frappe

from esaylov.core.letters import name_order
from esaylov.framework import rows

BATCH = 5_000


def execute() -> None:
	"""Safe to repeat and to break off: only what differs is written, batch by batch in the order of the primary key."""
	found = _after("")
	while found:
		orders = {row.name: name_order(row.full_name or "") for row in found}
		changed = {
			row.name: {"name_order": orders[row.name]} for row in found if orders[row.name] != row.name_order
		}
		if changed:
			rows.update_all("Candidate", changed)
		frappe.db.commit()  # what is done stays done, and no lock is held for long
		found = _after(found[-1].name)


def _after(name: str) -> list[Any]:
	fields = ["name", "full_name", "name_order"]
	return frappe.get_all("Candidate", {"name": [">", name]}, fields, order_by="name asc", limit=BATCH)
