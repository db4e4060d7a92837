"""A night that finds many changed records writes one row of the Error Log, and one event for each record."""

import itertools
import json
from collections import Counter

import frappe
from factories import decisions as make

from esaylov.setup.operating.comparisons import findings, signed_rows

TITLE = "A signed record is not what was signed"
SERIALS = itertools.count(7_001, 3)


def entries(count: int) -> list[tuple[str, str]]:
	"""DocType and name of observers whom decisions entered, three each."""
	decisions = [make.decided(make.filed(make.observers(next(SERIALS)))).decision for _ in range(0, count, 3)]
	names = frappe.get_all("Observer", {"decision": ["in", decisions]}, pluck="name", order_by="name asc")
	return [("Observer", name) for name in names[:count]]


def told() -> Counter[str]:
	"""What the chains tell of records: the name of each, and how often."""
	bodies = frappe.get_all("Chain Event", {"kind": signed_rows.KIND}, pluck="body", limit=0)
	return Counter(json.loads(body)["document"] for body in bodies)


def logged() -> int:
	return frappe.db.count("Error Log", {"method": TITLE})


def test_many_findings_are_one_row_of_the_error_log_and_an_event_each():
	found, known, before = entries(7), told(), logged()
	signed_rows.tell(found)
	assert logged() == before + 1
	row = frappe.get_last_doc("Error Log", {"method": TITLE})
	assert [f"Observer {name}" in row.error for _, name in found] == [True] * 7
	assert told() - known == Counter(name for _, name in found)


def test_a_night_tells_the_chain_only_what_it_does_not_know():
	found = entries(3)
	signed_rows.tell(found[:2])
	known = told()
	signed_rows.tell(found)
	assert told() - known == Counter([found[2][1]])


def test_the_row_names_at_most_a_hundred(monkeypatch):
	monkeypatch.setattr(findings, "LINES", 2)
	found = entries(5)
	signed_rows.tell(found)
	lines = frappe.get_last_doc("Error Log", {"method": TITLE}).error.splitlines()
	assert lines[-1] == "and 3 more"
	assert len(lines) == 3


def test_a_record_that_is_gone_is_told_to_the_operator_alone():
	known = told()
	signed_rows.tell([("Observer", "gone-long-ago")])
	assert "Observer gone-long-ago" in frappe.get_last_doc("Error Log", {"method": TITLE}).error
	assert told() == known


def test_nothing_found_leaves_nothing():
	known, before = told(), logged()
	assert signed_rows.tell([]) == []
	assert (logged(), told()) == (before, known)


def test_the_number_of_statements_does_not_grow_with_the_findings(count_queries):
	few, many = entries(2), entries(12)
	signed_rows.tell(entries(1))  # what is read once is known
	assert count_queries(lambda: signed_rows.tell(many)) == count_queries(lambda: signed_rows.tell(few))
