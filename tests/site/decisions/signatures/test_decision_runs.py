"""A long signed list: one signature of each, then a job that completes it, slice by slice."""

import json
from collections.abc import Iterator

import frappe
import pytest
from factories import voted

from esaylov.decisions.signatures import bulk_completion, collective, jobs
from esaylov.framework import queues
from esaylov.framework.errors import LawBroken
from esaylov.framework.persistence import rows

CHAIR, SECRETARY = voted.CHAIR, voted.SECRETARY
FEW = collective.AT_ONCE + 1


def adopted(number: int, people: int = 1) -> list[str]:
	session = voted.session()
	return [collective.adopt(voted.of_appeal(session, voted.observers(people))) for _ in range(number)]


def signed(names: list[str]) -> collective.Signing:
	voted.signed_by(CHAIR, names)
	return voted.signed_by(SECRETARY, names)


@pytest.fixture
def one_transaction(monkeypatch) -> Iterator[None]:
	"""The job commits each decision; here that would end the test's own transaction. What listens is asked once a request."""
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	frappe.local.request_cache.clear()
	yield
	frappe.local.request_cache.clear()


def test_a_long_list_is_completed_by_a_run(one_transaction, monkeypatch):
	queued = []
	monkeypatch.setattr(queues, "wake", lambda *_, certificates=(), **__: queued.extend(certificates))
	names = adopted(FEW)
	first = voted.signed_by(CHAIR, names)
	assert (first.waiting, first.run) == (FEW, "")
	ordered = voted.signed_by(SECRETARY, names)
	assert (ordered.results, ordered.waiting) == ((), 0)
	before = bulk_completion.progress(ordered.run)
	assert (before.status, before.total, before.done) == ("Queued", FEW, 0)
	jobs.complete(ordered.run)
	after = bulk_completion.progress(ordered.run)
	assert (after.status, after.completed, after.refused) == ("Done", FEW, ())
	assert frappe.db.count("Observer", {"decision": ["in", names]}) == FEW
	mandates = frappe.get_all("Certificate", {"decision": ["in", names]}, pluck="name")
	assert set(mandates) <= set(queued)
	assert len(mandates) == FEW
	assert voted.signed_by(SECRETARY, names).run == ordered.run  # the same list is the same run
	jobs.complete(ordered.run)
	assert frappe.db.count("Observer", {"decision": ["in", names]}) == FEW


@pytest.mark.full
def test_what_cannot_be_completed_is_named_and_stops_no_other(one_transaction, monkeypatch):
	names = adopted(FEW)
	run = signed(names).run
	blocked = sorted(names)[3]
	appeal = frappe.db.get_value("Decision", blocked, "appeal")
	frappe.db.set_value("Appeal", appeal, "status", "Withdrawn")
	jobs.complete(run)
	progress = bulk_completion.progress(run)
	assert (progress.done, progress.completed) == (FEW, FEW - 1)
	assert [row.decision for row in progress.refused] == [blocked]
	assert progress.refused[0].message
	assert progress.refused_count == 1
	monkeypatch.setattr(bulk_completion, "REFUSED_SHOWN", 0)
	few = bulk_completion.progress(run)
	assert (few.completed, few.refused, few.refused_count) == (FEW - 1, (), 1)
	frappe.db.set_value("Appeal", appeal, "status", "On Agenda")
	bulk_completion.retry(run)
	jobs.complete(run)
	assert bulk_completion.progress(run).completed == FEW
	assert frappe.db.get_value("Decision", blocked, "status") == "Signed"


@pytest.mark.full
def test_the_scheduler_puts_a_broken_run_in_line(one_transaction, monkeypatch):
	run = signed(adopted(FEW)).run
	monkeypatch.setattr(bulk_completion, "SLICE", 2)
	bulk_completion.step(run, collective.complete_all)
	assert bulk_completion.resume() >= 1
	jobs.complete(run)
	assert bulk_completion.resume() == 0 or bulk_completion.progress(run).status == "Done"


@pytest.mark.full
def test_who_begins_to_listen_is_heard_from_the_next_slice_on(one_transaction, monkeypatch):
	run = signed(adopted(FEW)).run
	monkeypatch.setattr(bulk_completion, "SLICE", FEW - 1)
	roads = []

	def complete(names: list[str]) -> None:
		roads.append(rows.may_write_directly("Appeal"))
		listener = frappe.get_doc({"doctype": "Server Script", "reference_doctype": "Appeal", "disabled": 0})
		listener.update({"name": frappe.generate_hash(), "script_type": "DocType Event"})
		listener.db_insert()

	monkeypatch.setattr(collective, "complete_all", complete)
	jobs.complete(run)
	assert roads == [True, False]


def test_numbers_of_certificates_follow_the_rows_of_the_decision(one_transaction):
	(name,) = adopted(1, people=6)
	signed([name])
	entries = frappe.get_all("Observer", {"decision": name}, ["name", "row_path"], order_by="row_path asc")
	paths = {entry.name: entry.row_path for entry in entries}
	numbered = frappe.get_all("Certificate", {"decision": name}, pluck="register_name", order_by="number asc")
	assert [paths[entry] for entry in numbered] == [f"persons[{place}]" for place in range(6)]


def test_a_slice_is_tried_in_halves_down_to_the_one_that_is_refused(one_transaction, monkeypatch):
	run = signed(adopted(FEW)).run
	blocked = json.loads(frappe.db.get_value("Bulk Decision", run, "decisions"))[8]
	tried: list[int] = []

	def complete(names: list[str]) -> None:
		tried.append(len(names))
		if blocked in names:
			raise LawBroken(code="entry_exists")

	assert not bulk_completion.step(run, complete)
	assert tried == [21, 10, 5, 5, 2, 3, 1, 2, 1, 1, 11]
	(refused,) = bulk_completion.progress(run).refused
	appeal = frappe.db.get_value("Decision", blocked, "appeal")  # its number comes when it is in force
	subject = frappe.db.get_value("Appeal", appeal, "subject")
	assert (refused.decision, refused.title) == (blocked, subject)


def test_a_run_is_written_by_nobody(one_transaction):
	run = frappe.get_doc("Bulk Decision", signed(adopted(FEW)).run)
	run.done = FEW
	for step in (run.save, run.delete):
		with pytest.raises(LawBroken):
			step()
