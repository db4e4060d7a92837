"""An open appeal is found by what it is about: one filing beside another of the same by an index, however many its body has filed."""

from contextlib import suppress
from functools import cache
from typing import Any

import frappe

from esaylov.appeals import definitions, facts, rivals
from esaylov.framework.errors import NotFound

BATCH = 5_000


def execute() -> None:
	"""Safe to repeat and to break off: only open appeals without a key are written, batch by batch in the order of the primary key."""
	version_of = cache(definitions.load)
	rows = _after("")
	while rows:
		for row in rows:
			with suppress(
				NotFound
			):  # somebody took its form out of the database: nobody is told of another like it
				key = facts.about_key(row, version_of(row.appeal_type, row.type_version))
				frappe.db.set_value("Appeal", row.name, "about_key", key, update_modified=False)
		frappe.db.commit()  # a hundred thousand rows: what is done stays done, and no lock is held for minutes
		rows = _after(rows[-1].name)


def _after(name: str) -> list[Any]:
	fields = ["name", "type_version", "answers", *facts.SAME]
	where = {"name": [">", name], "status": ["in", rivals.OPEN], "about_key": ["is", "not set"]}
	return frappe.get_all("Appeal", where, fields, order_by="name asc", limit=BATCH)
