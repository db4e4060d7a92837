"""Who edits a commission leaves it in its place, and one that moves takes along what its members reach."""

import frappe
import pytest
from factories import appeals as filing

from esaylov.permissions.reach import reach
from esaylov.setup import shipped_write
from esaylov.setup.demo.ground import COMMISSION


def places() -> list[tuple[str, int, int]]:
	return frappe.get_all(
		"Election Commission", fields=["name", "lft", "rgt"], order_by="name asc", as_list=True
	)


def edited() -> None:
	commission = frappe.get_doc("Election Commission", COMMISSION)
	commission.title_en = "Another title"
	commission.save()


@pytest.fixture
def appeal() -> str:
	return filing.filed()


@pytest.mark.parametrize("doctype", sorted(shipped_write.BULK))
def test_each_shipped_row_of_a_tree_has_noted_where_it_hangs(doctype: str) -> None:
	parent = frappe.get_meta(doctype).nsm_parent_field
	rows = frappe.get_all(doctype, fields=["name", parent, "old_parent"], order_by="name asc")
	assert len(rows) > 200
	assert [row.name for row in rows if (row[parent] or "") != (row.old_parent or "")] == []


def test_an_edited_commission_stays_in_its_place(appeal: str) -> None:
	before = places()
	edited()
	assert places() == before
	assert reach(filing.CHAIR).has("Appeal", [appeal])


def test_a_commission_that_the_framework_moves_takes_its_rows_along(appeal: str) -> None:
	frappe.db.set_value("Election Commission", COMMISSION, "old_parent", None)
	before = places()
	edited()
	assert places() != before
	assert reach(filing.CHAIR).has("Appeal", [appeal])
	assert not reach(filing.SIBLING_CHAIR).has("Appeal", [appeal])


def test_a_site_of_before_gets_its_notes(appeal: str) -> None:
	frappe.db.set_value("Election Commission", COMMISSION, "old_parent", None)
	shipped_write.note_parents("Election Commission")
	commission = frappe.get_doc("Election Commission", COMMISSION)
	assert commission.old_parent == commission.parent_election_commission
