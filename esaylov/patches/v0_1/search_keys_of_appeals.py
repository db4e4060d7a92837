"""Appeals are searched by the key of their subject; the index of the queues grew by what is searched, under another name."""

from typing import Any

import frappe

from esaylov.appeals.drafting import KEY_LENGTH
from esaylov.core.names import part_key

BATCH = 5_000
FORMER = "queues"


def execute() -> None:
	"""Safe to repeat and to break off: only keys that differ are written, batch by batch in the order of the primary key."""
	if frappe.db.has_index("tabAppeal", FORMER):
		# DDL of a migration, without any value from outside
		frappe.db.sql_ddl(f"alter table `tabAppeal` drop index `{FORMER}`")
	rows = _after("")
	while rows:
		for row in rows:
			if (key := part_key(row.subject or "")[:KEY_LENGTH]) != (row.search_key or ""):
				frappe.db.set_value("Appeal", row.name, "search_key", key, update_modified=False)
		frappe.db.commit()  # a hundred thousand rows: what is done stays done, and no lock is held for minutes
		rows = _after(rows[-1].name)


def _after(name: str) -> list[Any]:
	fields = ["name", "subject", "search_key"]
	return frappe.get_all("Appeal", {"name": [">", name]}, fields, order_by="name asc", limit=BATCH)
