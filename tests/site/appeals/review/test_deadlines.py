"""Time limits over days: the officer is reminded, the chair told, the higher commission takes notice; each exactly once."""

from collections import Counter
from datetime import datetime, time, timedelta

import frappe
import pytest
from factories import appeals as make

from esaylov.appeals.review import deadlines, steps
from esaylov.framework import clock, queues
from esaylov.setup.demo import ground
from esaylov.trust.chains import chain

REGIONAL = "regional.chair@esaylov.example"


@pytest.fixture(autouse=True)
def alone() -> None:
	"""Appeals that other tests left on the site are out of sight here; the test's rollback brings them back."""
	frappe.db.sql("update `tabAppeal` set due_on = null")


def on_day(name: str, days: int) -> None:
	"""Move the clock to so many days after the last day of an appeal (negative: before)."""
	limit = make.stored(name).due_on
	clock.move_to(datetime.combine(limit + timedelta(days=days), time(9)))


def told(name: str) -> dict[str, list[str]]:
	"""Receivers by template, of the messages about time limits of an appeal."""
	rows = frappe.get_all(
		"SMS Message",
		{"reference_name": name, "template": ["in", ["S10", "S11", "S58"]]},
		["template", "receiver_person"],
		order_by="creation asc",
	)
	users = dict(
		frappe.get_all(
			"Person", {"name": ["in", [row.receiver_person for row in rows]]}, ["name", "user"], as_list=True
		)
	)
	found: dict[str, list[str]] = {}
	for row in rows:
		found.setdefault(row.template, []).append(users[row.receiver_person])
	return found


def events(name: str) -> list[str]:
	kinds = frappe.get_all(
		"Chain Event", {"body": ["like", f"%{name}%"]}, pluck="kind", order_by="sequence asc"
	)
	return [kind for kind in kinds if kind in ("appeal.overdue", "appeal.escalated")]


def test_each_fires_once_on_its_day():
	name = make.filed()
	frappe.set_user(make.CHAIR)
	steps.assign(name, make.SECRETARY)
	frappe.set_user("Administrator")
	seen = []
	for day in range(-3, 5):
		on_day(name, day)
		for _ in range(3):
			deadlines.run()
		seen.append((day, {template: len(to) for template, to in told(name).items()}, events(name)))
	reminded, overdue = {"S10": 1}, {"S10": 1, "S11": 1}
	everything, both = {**overdue, "S58": 1}, ["appeal.overdue", "appeal.escalated"]
	assert seen == [
		(-3, {}, []),
		(-2, {}, []),
		(-1, reminded, []),
		(0, reminded, []),
		(1, overdue, both[:1]),
		(2, everything, both),
		(3, everything, both),
		(4, everything, both),
	]
	assert told(name) == {"S10": [make.SECRETARY], "S11": [make.CHAIR], "S58": [REGIONAL]}
	row = make.stored(name)
	above = frappe.db.get_value("Election Commission", ground.COMMISSION, "parent_election_commission")
	assert (row.escalated_to, row.escalated_at is not None) == (above, True)
	assert chain.verify_chain(ground.COMMISSION)


def test_while_nobody_has_it_the_chair_is_reminded():
	name = make.filed()
	on_day(name, 0)
	deadlines.run()
	assert told(name) == {"S10": [make.CHAIR]}


def test_whoever_has_no_login_is_told_of_no_appeal_that_nobody_has():
	"""A person's login was entered as an empty text by an import: an appeal of nobody named none too, and both met."""
	stranger = frappe.get_all("Person", {"user": ["is", "not set"]}, pluck="name", limit=1)[0]
	frappe.db.set_value("Person", stranger, {"user": "", "phone": "+998900000077"})
	name = make.filed()
	on_day(name, 0)
	deadlines.run()
	assert told(name) == {"S10": [make.CHAIR]}


def test_the_higher_commission_sees_it_in_its_list():
	name = make.filed()
	on_day(name, 2)
	deadlines.run()
	frappe.set_user(REGIONAL)
	above = frappe.db.get_value("Election Commission", ground.COMMISSION, "parent_election_commission")
	assert name in frappe.get_list("Appeal", {"escalated_to": above}, pluck="name")


def test_while_the_clock_stands_nothing_fires_and_afterwards_it_does():
	name = make.returned()
	first_limit = make.stored(name).due_on
	clock.move_to(datetime.combine(make.stored(name).correct_until, time(9)))
	deadlines.run()
	assert told(name) == {}
	make.correct(name, party_decision_no="77-Q")
	make.submit(name)
	frappe.set_user("Administrator")
	assert make.stored(name).due_on == first_limit
	on_day(name, -1)
	deadlines.run()
	assert told(name) == {"S10": [make.CHAIR]}


def test_a_return_that_lapsed_is_not_forgotten():
	name = make.returned()
	on_day(name, 2)
	deadlines.run()
	assert set(told(name)) == {"S11", "S58"}


def test_a_new_limit_is_reminded_of_again():
	name = make.under_review()
	on_day(name, 0)
	deadlines.run()
	make.give_back(name)
	clock.move_to(datetime.combine(make.stored(name).correct_until, time(9)))
	make.correct(name, party_decision_no="77-Q")
	make.submit(name)
	frappe.set_user("Administrator")
	deadlines.run()
	assert told(name) == {"S10": [make.CHAIR, make.CHAIR]}


@pytest.mark.parametrize("state", ["Withdrawn"])
def test_what_is_over_is_left_in_peace(state):
	name = make.under_review()
	frappe.set_user(make.PARTY)
	steps.withdraw(name)
	frappe.set_user("Administrator")
	assert make.stored(name).status == state
	on_day(name, 9)
	deadlines.run()
	assert (told(name), events(name)) == ({}, [])


def test_a_batch_is_resumed_and_each_is_told_once(monkeypatch):
	names = [make.filed() for _ in range(3)]
	on_day(names[0], 3)
	monkeypatch.setattr(deadlines, "BATCH", 2)
	ordered = []
	monkeypatch.setattr(queues, "wake", lambda job, *_, **__: ordered.append(job))
	assert [deadlines.run() for _ in range(3)] == [4, 2, 0]
	assert ordered == [deadlines.JOB]
	for name in names:
		assert {template: len(to) for template, to in told(name).items()} == {"S11": 1, "S58": 1}
		assert sorted(events(name)) == ["appeal.escalated", "appeal.overdue"]
	assert chain.verify_chain(ground.COMMISSION)


def test_queries_do_not_grow_with_the_rows(statement_kinds):
	def asked(number: int) -> Counter[str]:
		names = [make.filed() for _ in range(number)]
		on_day(names[0], 3)
		kinds = statement_kinds(lambda: run(2 * number))
		clock.move(timedelta(0))
		return kinds

	def run(done: int) -> None:
		assert deadlines.run() == done

	asked(1)  # fills the caches
	more = asked(6) - asked(1)
	assert not {kind for kind, number in more.items() if number > 1}
