"""What a long list is sorted by, the database reads in that order."""

import frappe
import pytest

from esaylov.permissions.list_orders import ORDERS
from esaylov.setup.demo.columns_of_2024 import SIZES

FEW = 20_000
"""Records that are sorted in some hundredths of a second."""


@pytest.mark.parametrize("doctype", ORDERS)
def test_each_order_begins_an_index(doctype):
	rows = frappe.db.sql(f"show index from `tab{doctype}`", as_dict=True)
	begun = {row.Column_name for row in rows if int(row.Seq_in_index) == 1}
	assert {*ORDERS[doctype]} <= begun


@pytest.mark.parametrize("doctype", ORDERS)
def test_the_list_of_its_own_is_offered(doctype):
	assert frappe.get_meta(doctype).sort_field in ORDERS[doctype]


def test_every_long_list_says_its_orders():
	long = {doctype for doctype, number in SIZES.items() if number > FEW}
	assert {doctype for doctype in long if not frappe.get_meta(doctype).istable} == {*ORDERS}
