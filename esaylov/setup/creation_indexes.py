"""Indexes by which the newest records of a DocType are read without reading all of them."""

import frappe

INDEX = "creation"
"""Name of the index, as Frappe 16 makes it: no version adds a second one beside it."""
INDEXED = (
	"select table_name from information_schema.statistics"
	" where table_schema = database() and column_name = 'creation' and seq_in_index = 1"
)


def add_missing() -> None:
	"""Each table of our DocTypes has an index that begins with `creation`.

	Frappe 16 makes one with each table. Frappe 15 makes one only when it changes the table of a DocType that is sorted by
	it, so a new site has none; lists, and searches in a field, then read every record for the newest ones.
	"""
	for doctype in find_unindexed():
		# a name of ours, not of a request
		frappe.db.sql_ddl(f"alter table `tab{doctype}` add index if not exists `{INDEX}` (`{INDEX}`)")


def find_unindexed() -> list[str]:
	"""Our DocTypes, except for child tables, whose table has no index that begins with `creation`."""
	modules = frappe.get_all("Module Def", {"app_name": "esaylov"}, pluck="name")
	ours = {"module": ["in", modules], "issingle": 0, "istable": 0, "is_virtual": 0}
	doctypes = frappe.get_all("DocType", ours, pluck="name", order_by="name asc")
	indexed = {str(table) for (table,) in frappe.db.sql(INDEXED)}
	return [doctype for doctype in doctypes if f"tab{doctype}" not in indexed]
