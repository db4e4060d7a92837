"""Routes of help requests of before, in which a key of a record stood that is letters alone: cut as those of today are."""

from typing import Any

import frappe

from esaylov.portal.feedback.screens import route_of

BATCH = 5_000


def execute() -> None:
	"""Safe to repeat and to break off: only routes that differ are written, batch by batch in the order of the primary key."""
	rows = _after("")
	while rows:
		for row in rows:
			if (route := route_of(row.screen)) != row.screen:
				frappe.db.set_value("Feedback", row.name, "screen", route, update_modified=False)
		rows = _after(rows[-1].name)


def _after(name: str) -> list[Any]:
	held = {"name": [">", name], "screen": ["is", "set"]}
	return frappe.get_all("Feedback", held, ["name", "screen"], order_by="name asc", limit=BATCH)
