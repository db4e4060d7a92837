"""The rows that tests of permissions make: nothing of them is left in the way of other tests."""

import json

import frappe
from factories import permission_rows

KEPT = {
	"Chain Event",
	"Commission Counter",  # of a chain that began
	"Configuration Change",
	"Deleted Document",
	"Error Log",
	"Published Head",
	"Version",  # of the login that stays: it has a new key
}
"""Logs, of which nothing is removed."""


def count_rows() -> dict[str, int]:
	tables = frappe.get_all("DocType", {"issingle": 0, "is_virtual": 0}, pluck="name", limit=0)
	return {doctype: frappe.db.count(doctype) for doctype in tables}


def test_every_row_that_was_made_is_removed():
	permission_rows.integrator_user()  # a login that stays
	before = count_rows()
	made = json.loads(frappe.as_json(permission_rows.make()))
	assert count_rows()["Appeal"] > before["Appeal"]
	permission_rows.remove(made["rows"])
	after = count_rows()
	assert {
		doctype: after[doctype] - number
		for doctype, number in before.items()
		if after[doctype] != number and doctype not in KEPT
	} == {}
