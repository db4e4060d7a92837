"""Search keys of persons whose names have ş or ç, which were s and c in them, and of those with dzh."""

from typing import Any

import frappe

from esaylov.core.names import search_key

BATCH = 5_000


def execute() -> None:
	"""Safe to repeat and to break off: only keys that differ are written, batch by batch in the order of the primary key."""
	rows = _after("")
	while rows:
		for row in rows:
			if (key := search_key(row.full_name or "")) != (row.search_key or ""):
				frappe.db.set_value("Person", row.name, "search_key", key, update_modified=False)
		frappe.db.commit()  # half a million rows: what is done stays done, and no lock is held for minutes
		rows = _after(rows[-1].name)


def _after(name: str) -> list[Any]:
	fields = ["name", "full_name", "search_key"]
	return frappe.get_all("Person", {"name": [">", name]}, fields, order_by="name asc", limit=BATCH)
