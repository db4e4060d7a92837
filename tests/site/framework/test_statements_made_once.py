"""Reading by a statement that is made once gives what the framework's reading gives."""

import frappe
import pytest
from factories import appeals as made
from factories.queries import counted

from esaylov.appeals.drafts import before_filing
from esaylov.appeals.filing import submitting
from esaylov.framework.errors import NotFound
from esaylov.framework.persistence import reads
from esaylov.identity import bodies

COLUMNS = ["name", "key", "value", "valid_from"]


@pytest.mark.parametrize(
	"where",
	[
		{},
		{"key": "observer_notice_days"},
		{"key": ["observer_notice_days", "complaint_review_days", "none such"]},
		{"key": "observer_notice_days", "unit": ["calendar days", "days", "'; drop table x; --"]},
		{"key": "%"},
		{"valid_to": None},
	],
)
def test_rows_are_those_that_the_framework_reads(where):
	asked = {
		column: ["in", value] if isinstance(value, list) else ["is", "not set"] if value is None else value
		for column, value in where.items()
	}
	assert reads.rows("Statute", where, COLUMNS) == frappe.get_all(
		"Statute", asked, COLUMNS, order_by="name asc"
	)


def test_a_list_of_nothing_finds_nothing_and_asks_nothing():
	with counted() as statements:
		assert reads.rows("Statute", {"key": []}, COLUMNS) == []
	assert statements == []


def test_a_row_that_is_not_there_is_none():
	assert reads.row("Statute", {"key": "none such"}, COLUMNS) is None


def test_a_locked_row_is_read_with_a_lock():
	with counted() as statements:
		assert reads.row("Statute", {"key": "observer_notice_days"}, reads.ALL, lock=True).value
	assert statements[0].endswith("FOR UPDATE")


def test_a_statement_is_made_once_for_each_count():
	asked = []

	@reads.statement
	def named(count):
		asked.append(count)
		table = frappe.qb.DocType("Statute")
		return frappe.qb.from_(table).select(table.key).where(table.key.isin(reads.many(count)))

	for keys in (["observer_notice_days"], ["complaint_review_days"], ["observer_notice_days", "none such"]):
		assert [row.key for row in reads.run(named(len(keys)), keys)] == keys[:1]
	assert asked == [1, 2]


def test_bodies_are_held_for_their_user_alone_and_no_longer_than_the_step():
	caller = bodies.caller_of(made.PARTY)
	frappe.db.delete("Body Representative", {"body": caller.bodies[0].name})
	with bodies.held(made.PARTY, caller):
		assert bodies.bodies_held(made.PARTY) == caller.bodies
		assert bodies.bodies_held(made.RIVAL) == bodies.bodies_of(made.RIVAL) != caller.bodies
	assert bodies.bodies_held(made.PARTY) == bodies.bodies_of(made.PARTY) != caller.bodies


def test_who_acts_for_the_body_no_more_files_nothing():
	draft = made.draft()
	signed = made.signature(made.PARTY, before_filing.payload(draft))
	body = made.stored(draft).applicant_body
	frappe.db.delete("Body Representative", {"body": body})
	with pytest.raises(NotFound):
		submitting.submit(draft, signed, made.new_key())
