"""The books of the rehearsal find each fault that they are there for, and its clients come when it is their turn."""

import argparse
import random
import sys
import threading
import time
from contextvars import copy_context
from pathlib import Path
from types import SimpleNamespace

import frappe
import pytest
import requests
from factories import appeals as filing

sys.path.append(str(Path(__file__).resolve().parents[4] / "benchmarks"))

import last_hour  # the path is set above
from last_hour_books import balanced
from last_hour_clients import BURST, READERS, WHOLE, Evening, Filing, Timetable

from esaylov.framework.requests import admission

WAITS = "messages and questions that wait"


def wrong(receipts: list[dict], key: str, sent: int) -> set[str]:
	"""What does not balance; that messages wait is so in a test, where nobody sends them."""
	return {line.what for line in balanced(receipts, key, sent) if not line.is_right} - {WAITS}


@pytest.fixture
def evening():
	"""Two filings with their receipts, and how their keys begin."""
	key = f"books-{frappe.generate_hash(length=8)}"
	receipts = [filing.submit(filing.draft(), key=f"{key}-{number}").as_dict() for number in range(2)]
	return receipts, key


def test_what_was_filed_once_balances(evening):
	receipts, key = evening
	assert wrong(receipts, key, 2) == set()


def test_messages_that_wait_are_seen(evening):
	receipts, key = evening
	(line,) = (line for line in balanced(receipts, key, 2) if line.what == WAITS)
	assert line.found >= 2


@pytest.mark.parametrize(
	("doctype", "change", "found"),
	[
		("Document Signature", None, {"signatures", "appeals with their own signature"}),
		("Chain Event", None, {"events of the chain", "appeals with one event", "chains that do not verify"}),
		("SMS Message", None, {"appeals with one SMS to whom filed"}),
		("Appeal", {"number": "26-0"}, {"receipts whose number is that of the appeal"}),
		("Appeal", {"status": "Draft"}, {"appeals filed in the evening"}),
	],
)
def test_what_is_missing_or_other_than_the_receipt_says_is_found(evening, doctype, change, found):
	receipts, key = evening
	about = {
		"Chain Event": {"hash": receipts[0]["event_hash"]},
		"Appeal": {"name": receipts[0]["appeal"]},
	}.get(doctype, {"reference_name": receipts[0]["appeal"]})
	if change:
		frappe.db.set_value(doctype, about, change, update_modified=False)
	else:
		frappe.db.delete(doctype, about)
	assert wrong(receipts, key, 2) == found


def test_an_appeal_that_was_filed_twice_or_not_at_all_is_found(evening):
	receipts, key = evening
	assert "filings that were sent have a receipt" in wrong(receipts, key, 3)
	assert "receipts name different appeals" in wrong([receipts[0], receipts[0]], key, 2)
	assert "appeals filed in the evening" in wrong(receipts[:1], key, 1)


def answered(status: int, **headers: str) -> SimpleNamespace:
	return SimpleNamespace(
		status_code=status,
		headers={name.replace("_", "-"): value for name, value in headers.items()},
		text="",
		json=lambda: {"message": {"appeal": "one"}},
	)


@pytest.fixture
def clients(monkeypatch):
	"""`clients(answers)`: those of an evening whose server gives these answers, one after the other."""

	def made(*answers: object) -> Evening:
		evening = Evening.__new__(Evening)
		evening.asked = argparse.Namespace(
			seconds=60, whole=1, readers=2, burst=5, burst_seconds=10, patience=75
		)
		evening.key, evening.answers, evening.receipts, evening.ready = "eve", {}, [], []
		evening.timetable, evening.sent, evening.in_line = Timetable(), 0, 0
		evening.in_burst, evening.burst_began, evening.burst_ended = 1, 0.0, 0.0
		evening.site, evening.entered, evening.chance = copy_context(), threading.Lock(), random.Random(17)
		left = iter(answers)

		def post(method: str, **values: object) -> object:
			answer = next(left)
			if isinstance(answer, Exception):
				raise answer
			return answer

		monkeypatch.setattr(Evening, "_client", lambda self: SimpleNamespace(post=post))
		return evening

	return made


def one(lane: str = BURST, kind: str = BURST) -> Filing:
	return Filing("one", "signature", lane, kind, time.monotonic())


def test_who_is_told_to_come_again_comes_then_and_holds_no_hand_meanwhile(clients):
	evening = clients(answered(503, Retry_After="7"), answered(200))
	before = time.monotonic()
	evening._file(one())
	((moment, _, lane, step),) = evening.timetable.due
	assert before + 7 <= moment <= time.monotonic() + 7 * 1.25  # a quarter more at most: they spread
	assert (lane, evening.receipts, evening.in_line, evening.in_burst) == (BURST, [], 1, 1)
	step(moment)
	assert (len(evening.receipts), evening.in_line, evening.in_burst) == (1, 0, 0)
	assert evening.answers[BURST].statuses == {503: 1, 200: 1}
	assert len(evening.answers[BURST].first) == len(evening.answers[f"{BURST}, receipt"].first) == 1
	assert all(answers.is_clean() for answers in evening.answers.values())


def test_many_in_line_are_told_the_time_of_their_own_places(clients):
	evening = clients(answered(503, Retry_After="3"))
	evening.in_line = 159
	before = time.monotonic()
	evening._file(one())
	((moment, *_),) = evening.timetable.due
	assert moment >= before + 160 / admission.PACE


@pytest.mark.parametrize(
	("answer", "is_clean", "comes_again"),
	[
		(answered(503), False, False),
		(answered(500), False, False),
		(answered(403), False, False),
		(requests.ConnectionError(), True, True),
	],
)
def test_what_is_no_answer_of_a_system_that_holds_is_seen(clients, answer, is_clean, comes_again):
	evening = clients(answer)
	evening._file(one())
	assert evening.answers[BURST].is_clean() == is_clean
	assert bool(evening.timetable.due) == comes_again
	assert evening.in_burst == comes_again


def test_steps_come_in_the_order_of_their_moments_until_none_is_left_or_under_way():
	table, came = Timetable(), []
	now = time.monotonic()
	for place in (3, 1, 2):
		table.add(now - 10 + place, WHOLE, lambda moment, place=place: came.append(place))
	moment, _lane, step = table.next()
	step(moment)
	table.add(now - 20, READERS, lambda moment: came.append(0))  # while the first is under way
	for _ in range(3):
		table.ended()
		moment, _lane, step = table.next()
		step(moment)
	table.ended()
	assert came == [1, 0, 2, 3]
	assert table.next() is None


def test_an_evening_has_its_rates_and_no_more_in_the_burst_than_is_ready(clients):
	evening = clients()
	evening.ready = [("name", "signature")] * 12
	found = last_hour.moments(evening.asked, evening)
	assert [at for at, *_ in found] == sorted(at for at, *_ in found)
	of = {lane: [at for at, own, _ in found if own == lane] for lane in (WHOLE, READERS, BURST)}
	assert len(of[BURST]) == 12
	assert 25 <= min(of[BURST]) < max(of[BURST]) <= 35
	assert 30 < len(of[WHOLE]) < 90 < len(of[READERS]) < 150
