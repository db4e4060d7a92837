"""A new site has the indexes that lists are read from."""

import frappe
import pytest

INDEXES = {
	"Appeal": ("filed_by_body", "queues_of_all", "searched_queues"),
	"Candidate": ("register_by_party", "register_by_place", "register_in_order"),
	"Certificate": ("unique_entry_issue",),
	"Observer": ("counted_by_place",),
	"SMS Message": ("delivery_index", "queue_index", "receiver_newest"),
}


@pytest.mark.parametrize("doctype", INDEXES)
def test_indexes_exist(doctype: str) -> None:
	rows = frappe.db.sql(f"show index from `tab{doctype}`", as_dict=True)
	assert {*INDEXES[doctype]} <= {row.Key_name for row in rows}
