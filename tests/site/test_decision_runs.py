"""A long signed list: one signature of each, then a job that completes decision by decision and goes on after a kill."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import frappe
import pytest
from factories import effects as make
from factories import swept, voted

from esaylov.decisions import bulk_completion, collective, jobs
from esaylov.decisions import service as decisions
from esaylov.framework import queues, rows
from esaylov.framework.errors import LawBroken
from esaylov.framework.jobs.resumable import LongJob
from esaylov.trust import service as trust

CHAIR, SECRETARY = voted.CHAIR, voted.SECRETARY
FEW = collective.AT_ONCE + 1


def adopted(number: int, people: int = 1) -> list[str]:
	session = voted.session()
	return [decisions.adopt(voted.of_appeal(session, voted.observers(people))) for _ in range(number)]


def signed(names: list[str]) -> decisions.Signing:
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
	before = decisions.progress(ordered.run)
	assert (before.status, before.total, before.done) == ("Queued", FEW, 0)
	jobs.complete(ordered.run)
	after = decisions.progress(ordered.run)
	assert (after.status, after.completed, after.refused) == ("Done", FEW, ())
	assert frappe.db.count("Observer", {"decision": ["in", names]}) == FEW
	mandates = frappe.get_all("Certificate", {"decision": ["in", names]}, pluck="name")
	assert set(mandates) <= set(queued)
	assert len(mandates) == FEW
	assert voted.signed_by(SECRETARY, names).run == ordered.run  # the same list is the same run
	jobs.complete(ordered.run)
	assert frappe.db.count("Observer", {"decision": ["in", names]}) == FEW


def test_what_cannot_be_completed_is_named_and_stops_no_other(one_transaction):
	names = adopted(FEW)
	run = signed(names).run
	blocked = sorted(names)[3]
	appeal = frappe.db.get_value("Decision", blocked, "appeal")
	frappe.db.set_value("Appeal", appeal, "status", "Withdrawn")
	jobs.complete(run)
	progress = decisions.progress(run)
	assert (progress.done, progress.completed) == (FEW, FEW - 1)
	assert [row.decision for row in progress.refused] == [blocked]
	assert progress.refused[0].message
	frappe.db.set_value("Appeal", appeal, "status", "On Agenda")
	decisions.retry(run)
	jobs.complete(run)
	assert decisions.progress(run).completed == FEW
	assert frappe.db.get_value("Decision", blocked, "status") == "Signed"


def test_the_scheduler_puts_a_broken_run_in_line(one_transaction, monkeypatch):
	run = signed(adopted(FEW)).run
	monkeypatch.setattr(bulk_completion, "SLICE", 2)
	bulk_completion.step(run, collective.complete_all)
	assert decisions.resume_runs() >= 1
	jobs.complete(run)
	assert decisions.resume_runs() == 0 or decisions.progress(run).status == "Done"


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
	assert [row.decision for row in decisions.progress(run).refused] == [blocked]


def test_a_run_is_written_by_nobody(one_transaction):
	run = frappe.get_doc("Bulk Decision", signed(adopted(FEW)).run)
	run.done = FEW
	for step in (run.save, run.delete):
		with pytest.raises(LawBroken):
			step()


PROGRAM = """
import frappe, sys
frappe.init(site=sys.argv[1], sites_path='.'); frappe.connect()
frappe.set_user('Administrator')
frappe.enqueue = lambda *_, **__: None  # the papers of this test are not drawn
from esaylov.decisions import bulk_completion, collective, jobs
bulk_completion.SLICE, stops_in = int(sys.argv[3]), int(sys.argv[4])
complete, slices = collective.complete_all, []
def counted(names):
	done = complete(names)
	slices.append(names)
	if len(slices) == stops_in:
		print('written, not committed', flush=True)
		sys.stdin.read()  # until it is killed
	return done
collective.complete_all = counted
jobs.complete(sys.argv[2])
frappe.db.commit()  # as the framework does at the end of a job
"""


def killed_and_resumed(number: int) -> dict[str, float]:
	"""Complete a run in a process of its own that is killed within its second slice, then in a second one; seconds of the parts."""
	names = adopted(number)
	run = signed(names).run
	frappe.db.commit()
	started = time.monotonic()
	part = number // 5
	process = worker(run, part, stops_in=2)
	assert process.stdout.readline() == "written, not committed\n", process.stdout.read()
	os.kill(process.pid, signal.SIGKILL)
	process.wait()
	assert done(run) == part
	assert frappe.db.count("Decision", {"name": ["in", names], "status": "Signed"}) == part
	assert worker(run, part).wait(timeout=3600) == 0
	seconds = time.monotonic() - started
	frappe.db.rollback()
	progress = decisions.progress(run)
	assert (progress.status, progress.completed) == ("Done", number)
	rows = frappe.get_all(
		"Decision", {"name": ["in", names]}, ["name", "status", "number", "appeal"], limit=0
	)
	assert {row.status for row in rows} == {"Signed"}
	assert len({row.number for row in rows}) == number
	for doctype in ("Observer", "Certificate"):
		assert frappe.db.count(doctype, {"decision": ["in", names]}) == number
	assert frappe.db.count("Appeal", {"decision": ["in", names], "status": "Granted"}) == number
	assert frappe.db.count("Chain Event", {"kind": "decision.signed", "body": ["like", f"%{names[0]}%"]}) == 1
	trust.verify_chain(make.COMMISSION)
	return {"killed at": part, "seconds": seconds}


def worker(run: str, part: int, stops_in: int = 0) -> subprocess.Popen:
	return subprocess.Popen(  # our own program
		[sys.executable, "-c", PROGRAM, frappe.local.site, run, str(part), str(stops_in)],
		cwd=Path.cwd(),
		stdin=subprocess.PIPE,
		stdout=subprocess.PIPE,
		stderr=subprocess.STDOUT,
		text=True,
	)


def done(run: str) -> int:
	frappe.db.rollback()  # see what was committed meanwhile
	return frappe.db.get_value("Bulk Decision", run, "done")


@pytest.fixture
def alone(monkeypatch) -> Iterator[None]:
	"""The site's own worker takes no part, and what the test commits is taken off the site again."""
	monkeypatch.setattr(LongJob, "enqueue", lambda *_: None)
	with swept.committed():
		yield


@pytest.mark.usefixtures("alone")
def test_a_few_decisions_survive_a_kill():
	killed_and_resumed(FEW + 3)


@pytest.mark.full
@pytest.mark.usefixtures("alone")
def test_five_hundred_decisions_survive_a_kill():
	found = killed_and_resumed(500)
	print(json.dumps(found))
