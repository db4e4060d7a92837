"""A site of before gets the indexes that lists are read from, and loses the one in whose place one stands."""

import frappe

from esaylov.patches.v0_1 import candidates_read_from_indexes, lists_read_from_indexes

INDEXES = {"Appeal": "filed_by_body", "Observer": "counted_by_place", "SMS Message": "receiver_newest"}


def test_a_site_of_before_gets_them():
	for doctype, index in INDEXES.items():
		frappe.db.sql_ddl(f"alter table `tab{doctype}` drop index `{index}`")
	former = f"`{lists_read_from_indexes.FORMER}` (election, status, territory)"
	frappe.db.sql_ddl(f"alter table `tabObserver` add index {former}")
	for _ in range(2):
		lists_read_from_indexes.execute()
	for doctype, index in INDEXES.items():
		assert frappe.db.has_index(f"tab{doctype}", index)
	assert not frappe.db.has_index("tabObserver", lists_read_from_indexes.FORMER)


def test_a_site_of_before_gets_the_indexes_of_the_register_of_candidates():
	indexes = ("register_in_order", "register_by_party", "register_by_place")
	for index in indexes:
		frappe.db.sql_ddl(f"alter table `tabCandidate` drop index if exists `{index}`")
	former = candidates_read_from_indexes.FORMER
	frappe.db.sql_ddl(f"alter table `tabCandidate` add index if not exists `{former}` (election, name_order)")
	for _ in range(2):
		candidates_read_from_indexes.execute()
	assert all(frappe.db.has_index("tabCandidate", index) for index in indexes)
	assert not frappe.db.has_index("tabCandidate", former)
