"""Queues of the inbox, many appeals handed over at once, the list as a file: what is counted, done and refused, and for whom."""

import io
import json

import frappe
import pytest
from factories import appeals as make
from factories.queries import counted, rows_read
from openpyxl import load_workbook

from esaylov.appeals.inbox import bulk, exporting, officers, pages, queues
from esaylov.appeals.inbox.queues import OPEN, Queue
from esaylov.appeals.review import steps
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, NotFound, NotPermitted
from esaylov.framework.files.spreadsheets import safe
from esaylov.setup.demo import rows_of_2024

OUTSIDERS = [make.PARTY, make.ADMINISTRATOR, "Guest"]
SPAN = "Between"
AUDITOR = "auditor@esaylov.example"


def counts(user: str = make.CHAIR) -> dict[str, int]:
	return {found.queue: found.count for found in queues.of(user)}


def gained(before: dict[str, int], user: str = make.CHAIR) -> set[str]:
	return {queue for queue, count in counts(user).items() if count > before[queue]}


def listed(queue: Queue, user: str = make.CHAIR) -> list[str]:
	"""What the list of the Desk shows for a queue."""
	(found,) = [one for one in queues.of(user) if one.queue == queue]
	frappe.set_user(user)
	names = frappe.get_list("Appeal", filters=found.filters, pluck="name", limit=0)
	frappe.set_user("Administrator")
	assert len(names) == found.count
	return names


def order(names: list[str], user: str = make.CHAIR, officer: str = make.SECRETARY) -> str:
	"""A bulk assignment that has run to its end."""
	frappe.set_user(user)
	name = bulk.order(user, names, officer)
	while bulk.step(name):
		pass
	return name


def test_a_filed_appeal_is_new_and_then_somebodys():
	before = counts()
	name = make.filed()
	assert gained(before) == {Queue.NEW, Queue.TO_DECIDE}
	assert name in listed(Queue.NEW)
	frappe.set_user(make.CHAIR)
	steps.assign(name, make.CHAIR)
	frappe.set_user("Administrator")
	assert gained(before) == {Queue.MINE, Queue.TO_DECIDE}
	assert name in listed(Queue.MINE)
	assert name not in listed(Queue.MINE, make.SECRETARY)


def test_the_day_decides_what_is_due_soon_and_what_is_late():
	name = make.under_review()
	due = make.stored(name).due_on
	before = {queue: name in listed(queue) for queue in (Queue.DUE_SOON, Queue.OVERDUE)}
	assert before[Queue.OVERDUE] is False
	clock.move_to(frappe.utils.get_datetime(f"{due} 12:00:00"))
	assert name in listed(Queue.DUE_SOON)
	clock.move_to(frappe.utils.get_datetime(f"{frappe.utils.add_days(due, 1)} 12:00:00"))
	assert name in listed(Queue.OVERDUE)
	assert name not in listed(Queue.DUE_SOON)


def test_returned_and_corrected_appeals_have_queues_of_their_own():
	name = make.returned()
	assert name in listed(Queue.RETURNED)
	assert name not in listed(Queue.CORRECTED)
	make.correct(name, party_decision_no="13-Q")
	make.submit(name)
	frappe.set_user("Administrator")
	assert name in listed(Queue.CORRECTED)
	assert name not in listed(Queue.RETURNED)


def test_another_commissions_appeal_is_in_no_queue_of_a_sibling():
	before = counts(make.SIBLING_CHAIR)
	make.filed()
	assert counts(make.SIBLING_CHAIR) == before


@pytest.mark.parametrize("user", OUTSIDERS)
@pytest.mark.parametrize("ask", [queues.of, officers.of])
def test_who_is_no_staff_has_no_inbox(user, ask):
	with pytest.raises(NotPermitted):
		ask(user)


def test_the_queues_cost_the_same_for_more_appeals():
	counts()
	with counted() as few:
		counts()
	for _ in range(3):
		make.filed()
	with counted() as many:
		counts()
	assert len(many) == len(few)
	assert len(few) <= 10


def test_officers_are_those_of_the_users_commission():
	users = {officer.user for officer in officers.of(make.CHAIR)}
	assert {make.CHAIR, make.SECRETARY} <= users
	assert make.SIBLING_CHAIR not in users


def test_many_are_handed_over_and_the_refused_told_with_the_reason():
	mine, decided = make.filed(), make.filed()
	frappe.set_user(make.PARTY)
	steps.withdraw(decided)
	name = order([mine, decided, "nosuchone"])
	assert make.stored(mine).assigned_to == make.SECRETARY
	found = bulk.progress(make.CHAIR, name)
	assert (found.status, found.total, found.done, found.assigned) == ("Done", 3, 3, 1)
	refused = {one.appeal: one for one in found.refused}
	assert refused[decided].code == "wrong_state"
	assert refused[decided].number == make.stored(decided).number
	assert refused["nosuchone"].code == "not_permitted"
	assert refused["nosuchone"].number == ""
	assert all(one.message for one in found.refused)


def test_a_siblings_chair_hands_over_nothing_of_ours():
	name = make.filed()
	done = order([name], make.SIBLING_CHAIR, make.SIBLING_CHAIR)
	(refused,) = bulk.progress(make.SIBLING_CHAIR, done).refused
	assert (refused.code, refused.number) == ("not_permitted", "")
	assert make.stored(name).status == "Registered"


def test_an_officer_of_another_commission_gets_none():
	name = make.filed()
	done = order([name], officer=make.SIBLING_CHAIR)
	(refused,) = bulk.progress(make.CHAIR, done).refused
	assert refused.code == "not_an_officer_here"
	assert make.stored(name).assigned_to is None


def test_asked_twice_it_is_one_job_and_a_broken_one_goes_on():
	names = [make.filed(), make.filed()]
	frappe.set_user(make.CHAIR)
	first = bulk.order(make.CHAIR, names, make.SECRETARY)
	assert bulk.step(first)
	assert bulk.order(make.CHAIR, names[::-1], make.SECRETARY) == first
	assert bulk.progress(make.CHAIR, first).done == 1
	assert bulk.resume() >= 1
	assert not bulk.step(first)
	assert not bulk.step(first)
	assert bulk.progress(make.CHAIR, first).assigned == 2
	events = frappe.get_all("Chain Event", {"kind": "appeal.assigned"}, ["body"])
	assert [sum(name in event.body for event in events) for name in names] == [1, 1]
	again = order(names)
	assert again != first
	assert bulk.progress(make.CHAIR, again).assigned == 2
	assert len(frappe.get_all("Chain Event", {"kind": "appeal.assigned"})) == len(events)


@pytest.mark.parametrize("names", [[], [f"a{n}" for n in range(201)], [1]])
def test_a_list_of_no_use_is_refused_at_once(names):
	with pytest.raises(FormInvalid):
		bulk.order(make.CHAIR, names, make.SECRETARY)


@pytest.mark.parametrize("user", OUTSIDERS)
def test_who_is_no_staff_hands_over_nothing(user):
	with pytest.raises(NotPermitted):
		bulk.order(user, ["x"], make.SECRETARY)


def test_its_form_says_in_words_what_was_refused():
	"""Names and refusals stood there as JSON."""
	name = make.filed()
	document = frappe.get_doc("Bulk Assignment", order([name], officer=make.SIBLING_CHAIR))
	frappe.set_user(make.CHAIR)
	document.run_method("onload")
	(refused,) = document.get("__onload").refused
	assert refused["number"] == make.stored(name).number
	assert refused["message"] == bulk.progress(make.CHAIR, document.name).refused[0].message


def test_progress_is_for_who_asked():
	done = order([make.filed()])
	for user in (make.SECRETARY, make.SIBLING_CHAIR, make.PARTY):
		with pytest.raises(NotFound):
			bulk.progress(user, done)
		assert not frappe.has_permission("Bulk Assignment", "read", doc=done, user=user)


def test_nobody_writes_a_bulk_assignment_by_hand():
	with pytest.raises(frappe.ValidationError):
		frappe.get_doc(doctype="Bulk Assignment", requested_by=make.CHAIR, officer=make.CHAIR).insert()


def read(form: str, filters: list | None = None, user: str = make.CHAIR) -> list[list[str]]:
	frappe.set_user(user)
	given = exporting.export(user, filters or [], form)
	if form == "csv":
		return [line.split(";") for line in given.content.decode("utf-8-sig").splitlines()]
	sheet = load_workbook(io.BytesIO(given.content)).active
	return [[str(value or "") for value in row] for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_file_has_the_appeal_and_nothing_personal(form):
	name = make.filed()
	number = make.stored(name).number
	table = read(form)
	(row,) = [row for row in table if row[0].strip('"') == number]
	text = json.dumps(table, ensure_ascii=False)
	for person in json.loads(make.stored(name).answers)["persons"]:
		assert person["pinfl"] not in text
		assert person["full_name"] not in text
		assert person["phone"] not in text
	assert len(row) == len(table[0]) == 10


def test_filters_of_the_list_narrow_the_file():
	name, other = make.filed(), make.under_review()
	numbers = {row[0].strip('"') for row in read("csv", [["Appeal", "status", "=", "Under Review"]])}
	assert make.stored(other).number in numbers
	assert make.stored(name).number not in numbers


def test_a_sibling_exports_none_of_ours():
	number = make.stored(make.filed()).number
	assert number not in {row[0].strip('"') for row in read("csv", user=make.SIBLING_CHAIR)}


def test_the_chain_keeps_who_took_how_many():
	make.filed()
	before = frappe.db.count("Chain Event", {"kind": "appeals.exported"})
	table = read("csv")
	frappe.set_user("Administrator")
	events = frappe.get_all(
		"Chain Event", {"kind": "appeals.exported"}, ["body"], order_by="creation desc", limit=1
	)
	assert frappe.db.count("Chain Event", {"kind": "appeals.exported"}) == before + 1
	assert f'"rows":{len(table) - 1}' in events[0].body.replace(" ", "")


@pytest.mark.parametrize("user", OUTSIDERS)
def test_who_is_no_staff_exports_nothing(user):
	with pytest.raises(NotPermitted):
		exporting.export(user, [], "csv")


@pytest.mark.parametrize(
	("filters", "form", "code"),
	[
		([["answers", "like", "%AB1234567%"]], "csv", "export_filter"),
		([["subject", "like", "%Karimov%"]], "csv", "export_filter"),
		([["status", "sleep", "1"]], "csv", "export_filter"),
		([["number", SPAN, ["A", "B"]]], "csv", "export_filter"),
		(["status"], "csv", "export_filter"),
		([[["status"], "=", "1"]], "csv", "export_filter"),
		([["status", ["="], "1"]], "csv", "export_filter"),
		([], "pdf", "export_form"),
	],
)
def test_a_filter_or_form_that_is_not_offered_is_refused(filters, form, code):
	with pytest.raises(FormInvalid) as refusal:
		exporting.export(make.CHAIR, filters, form)
	assert refusal.value.findings[0].code == code


def test_a_cell_is_never_a_formula():
	assert safe("=1+1") == "'=1+1"
	assert safe("-3") == "-3"


@pytest.mark.parametrize("queue", list(Queue))
def test_the_list_of_a_queue_reads_an_index(queue):
	"""With the commission of thirty thousand appeals or one: never the whole table."""
	(found,) = [one for one in queues.of(make.CHAIR) if one.queue == queue]
	query = frappe.get_all("Appeal", filters=found.filters, fields=["name"], run=False, limit=20)
	plan = frappe.db.sql(f"explain {query}", as_dict=True)
	# of a few dozen rows the database may find the whole table cheaper, whatever index fits
	is_small = frappe.db.count("Appeal") < 100
	assert plan[0]["key"] or is_small, plan
	assert plan[0]["possible_keys"] is None or "recipient_status_index" in plan[0]["possible_keys"], plan


def test_an_auditor_reads_a_page_of_all_commissions_from_an_index():
	rows_of_2024.load(0.02)
	open_ones = frappe.db.count("Appeal", {"status": ["in", list(OPEN)], "recipient": ["is", "set"]})
	before = rows_read()
	assert len(pages.page(AUDITOR).rows) == 50
	assert rows_read() - before < open_ones  # a sort reads each of them


def test_an_auditor_counts_the_open_appeals_and_no_others():
	rows_of_2024.load(0.02)
	open_ones = frappe.db.count("Appeal", {"status": ["in", list(OPEN)]})
	before = rows_read()
	assert counts(AUDITOR)["new"] > 100
	assert rows_read() - before < open_ones + 300 < frappe.db.count("Appeal")
