"""Hot questions read what they answer and little more: by rows that the database read, and by its plan, never by time."""

from collections.abc import Callable, Iterator
from datetime import date

import frappe
import pytest
from factories.queries import rows_read

from esaylov.appeals.review import deadlines
from esaylov.reports import appeals
from esaylov.setup.demo import rows_of_2024

SHARE = 0.01
ADMINISTRATOR, CHAIR = "administrator@esaylov.example", "cec.chair@esaylov.example"


@pytest.fixture(scope="module")
def counted(connected: None) -> Iterator[None]:
	"""A hundredth of 2024, counted by the database: its plans rest on that. 1,000 appeals, 250 of them open and overdue.

	Made once: what a test changes in them is rolled back.
	"""
	rows_of_2024.load(SHARE)
	rows_of_2024.count()
	yield
	frappe.db.rollback()
	rows_of_2024.remove()


def read(step: Callable[[], object]) -> int:
	step()  # settings, roles and DocTypes are read once
	before = rows_read()
	step()
	return rows_read() - before


def test_limits_that_passed_are_found_without_the_appeals_that_are_decided(counted, monkeypatch):
	monkeypatch.setattr(deadlines, "BATCH", 20)
	frappe.set_user("Administrator")
	appeal = frappe.qb.DocType("Appeal")  # nobody was told of them yet, as of those that people filed
	frappe.qb.update(appeal).set(appeal.overdue_for, None).where(appeal.overdue_for == "2024-10-05").run()
	found = deadlines._due(deadlines.OVERDUE, None, date(2025, 1, 1))
	assert len(found) == 20
	assert read(lambda: deadlines._due(deadlines.OVERDUE, None, date(2025, 1, 1))) <= 20 * 5 + 10


def test_limits_of_which_all_were_told_lock_nothing(counted):
	appeal = frappe.qb.DocType("Appeal")
	frappe.qb.update(appeal).set(appeal.overdue_for, appeal.due_on).run()
	assert deadlines._due(deadlines.OVERDUE, None, date(2025, 1, 1)) == []
	opened = 250
	assert read(lambda: deadlines._due(deadlines.OVERDUE, None, date(2025, 1, 1))) <= opened + 30


def test_an_administrator_has_the_persons_of_their_own_read_alone(counted):
	frappe.set_user(ADMINISTRATOR)
	shown = frappe.get_list("Person", limit=20, order_by="creation desc", pluck="name")
	assert (
		read(lambda: frappe.get_list("Person", limit=20, order_by="creation desc")) <= 40 * len(shown) + 400
	)


def test_statistics_take_the_day_of_a_decision_from_an_index(counted, monkeypatch):
	frappe.set_user(CHAIR)
	plans, run = [], frappe.local.db.sql

	def planned(query: object, *args: object, **more: object) -> object:
		if "tabDecision" in str(query):
			plans.extend(run(f"explain {query}", *args, as_dict=True))
		return run(query, *args, **more)

	monkeypatch.setattr(frappe.local.db, "sql", planned)
	assert appeals.figures({})
	extra = [plan.Extra or "" for plan in plans if plan.table == "tabDecision"]
	assert extra
	assert all("Using index" in how for how in extra)
