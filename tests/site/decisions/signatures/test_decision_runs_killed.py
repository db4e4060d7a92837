"""A worker killed in the middle of a list of decisions: what the next one leaves is, row by row, what each decision writes singly."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import frappe
import pytest
from factories import effects as make
from factories import people, stored, swept, voted

from esaylov.decisions.signatures import bulk_completion, collective
from esaylov.framework import clock, queues
from esaylov.framework.jobs.resumable import LongJob
from esaylov.trust.chains import chain

PROGRAM = """
import frappe, sys
frappe.init(site=sys.argv[1], sites_path='.'); frappe.connect()
frappe.set_user('Administrator')
frappe.enqueue = lambda *_, **__: None  # the papers of this test are not drawn
from esaylov.decisions.signatures import bulk_completion, collective, jobs
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
EVENTS = {"granted": "S12", "refused": "S13", "registered": "S16", "row_refused": "S17"}
"""What the type of the test tells people, and by which template."""
EVENING, HALF_A_DAY = 21, timedelta(hours=-12)
"""From this hour on it is noon of the same day here."""
COMPARED = ("Decision", "Appeal", "Observer", "Person", "Register Event", "Certificate", "SMS Message")


@pytest.fixture(autouse=True)
def alone(monkeypatch) -> Iterator[None]:
	"""The site's own worker takes no part, no midnight comes between the two ways, and what the test commits is taken off the site again."""
	monkeypatch.setattr(LongJob, "enqueue", lambda *_: None)
	monkeypatch.setattr(queues, "wake", lambda *_, **__: None)
	with swept.committed():
		clock.move(HALF_A_DAY if clock.now().hour >= EVENING else timedelta(0))
		frappe.db.commit()  # the other process too has this clock
		try:
			yield
		finally:
			frappe.db.rollback()
			clock.move(timedelta(0))
			frappe.db.commit()


def known_person() -> dict[str, str]:
	"""Answers that name a Person who is there already; another one each time, for nobody has two mandates."""
	there = people.person()
	name = f"{there.surname} {there.given_name} {there.patronymic}"
	return {"pinfl": there.pinfl, "full_name": name, "phone": there.phone}


def adopted(number: int) -> list[str]:
	"""Decisions of one type: every seventh refuses its person, every eleventh grants two of three, every thirteenth is of a known person."""
	session, kind = voted.session(), ""
	names = []
	for place in range(1, number + 1):
		persons = [make.person() for _ in range(1 if place % 11 else 3)]
		appeal = voted.observers_named([known_person()] if place % 13 == 0 else persons)
		if not kind:
			kind = frappe.db.get_value("Appeal", appeal, "appeal_type")
			for event, template in EVENTS.items():
				make.message(kind, event, template)
		frappe.db.set_value("Appeal", appeal, "appeal_type", kind)
		refused = (0,) if place % 7 == 0 or place % 11 == 0 else ()
		names.append(collective.adopt(voted.of_appeal(session, appeal, refused)))
	return names


def written_singly(names: list[str], before: stored.Rows) -> dict[str, list[str]]:
	"""What the same decisions write one after the other, each as by its own second signature; taken back."""
	for name in names:
		collective.complete_all([name])
		frappe.local.request_cache.clear()
	found = stored.written(before, stored.everything())
	frappe.db.rollback()
	frappe.clear_cache()
	return found


def killed_and_resumed(number: int) -> dict[str, float]:
	"""Complete a run in a process that is killed in the middle, a slice written and not committed, then in a second one; what it took."""
	names = adopted(number)
	voted.signed_by(voted.CHAIR, names)
	run = voted.signed_by(voted.SECRETARY, names).run
	frappe.db.commit()
	before = stored.everything()
	singly = written_singly(sorted(names), before)
	part = min(number // 4, bulk_completion.SLICE)
	half = number // part // 2
	started = time.monotonic()
	process = worker(run, part, stops_in=half + 1)
	assert process.stdout.readline() == "written, not committed\n", process.stdout.read()
	os.kill(process.pid, signal.SIGKILL)
	process.wait()
	assert done(run) == part * half
	assert frappe.db.count("Decision", {"name": ["in", names], "status": "Signed"}) == part * half
	assert worker(run, part).wait(timeout=3600) == 0
	seconds = time.monotonic() - started
	frappe.db.rollback()
	progress = bulk_completion.progress(run)
	assert (progress.status, progress.completed, progress.refused) == ("Done", number, ())
	resumed = stored.written(before, stored.everything())
	assert resumed.pop("Bulk Decision")
	assert sorted(resumed) == sorted(singly)
	for doctype, rows in singly.items():
		assert resumed[doctype] == rows, doctype
	assert set(COMPARED) <= set(singly)
	balanced(names)
	return {"decisions": number, "killed at": part * half, "seconds": seconds}


def balanced(names: list[str]) -> None:
	"""Each decision has one number, one event in a chain that verifies, and each entry one certificate."""
	rows = frappe.get_all("Decision", {"name": ["in", names]}, ["status", "number"], limit=0)
	assert {row.status for row in rows} == {"Signed"}
	assert len({row.number for row in rows}) == len(names)
	entries, certificates = (
		frappe.get_all(doctype, {"decision": ["in", names]}, pluck=column, limit=0)
		for doctype, column in (("Observer", "name"), ("Certificate", "register_name"))
	)
	assert sorted(entries) == sorted(certificates)
	events = frappe.get_all(
		"Chain Event", {"kind": "decision.signed", "commission": make.COMMISSION}, pluck="body", limit=0
	)
	told = [
		json.loads(body).get("decision") for body in events
	]  # a used site has other tests' made-up ones too
	assert all(told.count(name) == 1 for name in (names[0], names[len(names) // 2], names[-1]))
	assert set(names) <= set(told)
	chain.verify_chain(make.COMMISSION)


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


@pytest.mark.full
def test_decisions_of_each_kind_survive_a_kill_and_are_as_singly_decided():
	killed_and_resumed(22)  # more than AT_ONCE: a list of that length is a run


@pytest.mark.full
@pytest.mark.parametrize(
	"number", [40, *(pytest.param(many, marks=pytest.mark.long) for many in (500, 5000))]
)
def test_a_long_list_survives_a_kill_and_is_as_singly_decided(number):
	print(json.dumps(killed_and_resumed(number)))
