"""Counters of numbers are compared with the filings that the chains name."""

import json

import frappe
import pytest
from factories import appeals as make

from esaylov.setup.operating import number_rows


@pytest.fixture
def filed() -> str:
	"""The commission of a filing; what other tests left is not counted."""
	number_rows.find_faults()
	return str(frappe.db.get_value("Appeal", make.filed(), "recipient"))


def lacking(commission: str) -> int:
	found = number_rows.counter_faults(number_rows._given_numbers()).get(commission)
	return found["lacking"] if found else 0


def told(commission: str) -> list[dict]:
	rows = frappe.get_all(
		"Chain Event", {"commission": commission, "kind": number_rows.KIND}, pluck="body", order_by="sequence"
	)
	return [json.loads(body) for body in rows]


def set_counter(commission: str, by: int) -> None:
	frappe.db.sql(
		"update `tabCommission Counter` set value=value+%s where commission=%s and kind='appeal'",
		[by, commission],
	)


def test_true_counters_have_no_fault(filed):
	before = lacking(filed)
	make.filed()
	assert lacking(filed) == before


@pytest.mark.parametrize("by", [-1, 1])
def test_a_counter_that_was_moved_is_found_and_recorded_once(filed, by):
	before, known = lacking(filed), len(told(filed))
	set_counter(filed, by)
	assert filed in number_rows.find_faults()
	assert lacking(filed) == before + by
	assert filed in number_rows.find_faults()
	assert len(told(filed)) == known + 1
	assert told(filed)[-1]["lacking"] == before + by


def test_a_filing_that_was_erased_with_its_event_leaves_a_number(filed):
	before = lacking(filed)
	name = make.filed()
	frappe.db.sql("delete from `tabChain Event` where kind='appeal.filed' and body like %s", f"%{name}%")
	frappe.db.sql("delete from tabAppeal where name=%s", name)
	assert lacking(filed) == before + 1
