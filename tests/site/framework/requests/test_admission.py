"""Above the stated load a filing waits in line, and nothing holds a place for good."""

import time
from contextlib import ExitStack

import frappe
import pytest
import redis
from factories import appeals as made

from esaylov.api import appeals as endpoints
from esaylov.framework.errors import InLine
from esaylov.framework.requests import admission, rate_limits


@pytest.fixture(autouse=True)
def line(monkeypatch):
	"""Room for two, a line of its own."""
	kept = frappe.generate_hash(length=8)
	names = tuple(frappe.cache.make_key(f"esaylov-filings|{kept}|{kind}") for kind in "abc")
	monkeypatch.setattr(admission, "_keys", lambda: names)
	monkeypatch.setitem(frappe.conf, admission.SETTING, 2)
	yield
	frappe.cache.delete(*names)


def place(ticket: str) -> int:
	with pytest.raises(InLine) as refused, admission.admitted(ticket):
		pass
	assert admission.SOONEST_SECONDS <= refused.value.retry_after <= admission.LATEST_SECONDS
	return refused.value.place


def test_who_comes_above_the_load_keeps_a_place_in_line():
	with admission.admitted("one"):
		with admission.admitted("two"):
			assert [place("three"), place("four"), place("three")] == [1, 2, 1]
			assert admission.load() == admission.Load(2, 2)
		assert place("new") == 3  # half of the room is for those in line
		with admission.admitted("four"):
			assert place("three") == 1
	assert admission.load() == admission.Load(0, 2)


def test_one_login_has_a_share_of_the_room_and_no_more(monkeypatch):
	monkeypatch.setitem(frappe.conf, admission.SETTING, 16)
	with ExitStack() as entered:
		for _ in range(12):
			entered.enter_context(admission.admitted("greedy"))
		assert place("greedy") == 1
		for ticket in ("greedy|other", "y", "other"):
			entered.enter_context(admission.admitted(ticket))
		assert admission.load() == admission.Load(15, 0)
	with admission.admitted("greedy"):  # its places are free again
		assert admission.load() == admission.Load(1, 0)


def test_who_waits_for_themselves_keeps_no_place_from_others(monkeypatch):
	monkeypatch.setitem(frappe.conf, admission.SETTING, 3)
	with admission.admitted("greedy"), admission.admitted("greedy"):
		assert place("greedy") == 1
		with admission.admitted("other"):
			assert admission.load() == admission.Load(3, 0)


def test_a_ticket_has_an_end():
	long = "x" * 100_000
	with admission.admitted("one"), admission.admitted(long):
		assert place("y" * 100_000) == 1
		kept = [member for key in admission._keys() for member in frappe.cache.zrange(key, 0, -1)]
	assert len(kept) == 4
	assert max(map(len, kept)) <= admission.HASH + admission.LONGEST_TICKET


def test_a_filing_that_fails_gives_its_place_back():
	for _ in range(3):
		with pytest.raises(ZeroDivisionError), admission.admitted("one"):
			raise ZeroDivisionError
	assert admission.load() == admission.Load(0, 0)


def test_a_worker_that_dies_gives_its_place_back_after_its_time(monkeypatch):
	monkeypatch.setitem(frappe.conf, admission.SETTING, 1)
	admission._enter("killed")
	assert place("next") == 1
	now = time.time()
	monkeypatch.setattr(admission.time, "time", lambda: now + admission.LEASE_SECONDS + 1)
	with admission.admitted("next"):
		assert admission.load() == admission.Load(1, 0)


def test_who_asks_no_more_has_left_the_line(monkeypatch):
	with admission.admitted("one"), admission.admitted("two"):
		place("gone")
		now = time.time()
		assert admission.load().waiting == 1
		monkeypatch.setattr(admission.time, "time", lambda: now + admission.PATIENCE_SECONDS + 1)
		assert admission.load().waiting == 0
		monkeypatch.setattr(admission, "most", lambda: 1)
		with admission.admitted("late"):  # the two are over their time too
			assert place("last") == 1


@pytest.mark.parametrize("fault", [redis.ConnectionError, redis.TimeoutError, redis.ResponseError("OOM")])
def test_without_redis_nothing_is_limited(monkeypatch, fault):
	def away(*_):
		raise fault

	monkeypatch.setattr(frappe.cache, "eval", away, raising=False)
	monkeypatch.setattr(frappe.cache, "zrem", away, raising=False)
	with admission.admitted("one"), admission.admitted("two"), admission.admitted("three"):
		pass


@pytest.mark.parametrize(("stated", "most"), [(0, 0), ("7", 7), (-1, 0)])
def test_the_load_is_stated_in_the_sites_configuration(monkeypatch, stated, most):
	monkeypatch.setitem(frappe.conf, admission.SETTING, stated)
	assert admission.most() == most
	monkeypatch.delitem(frappe.conf, admission.SETTING)
	assert admission.most() >= admission.EACH_CORE


@pytest.mark.parametrize("language", ["uz", "ru", "en"])
def test_the_endpoint_says_it_in_the_callers_language_and_keeps_the_draft(monkeypatch, language):
	name = made.draft()
	before = made.stored(name).as_dict()
	monkeypatch.setattr(frappe.local, "lang", language)
	frappe.set_user(made.PARTY)
	with admission.admitted("one"), admission.admitted("two"), pytest.raises(InLine) as refused:
		endpoints.submit(appeal=name, idempotency_key="in-line-1", signature="-")
	frappe.set_user("Administrator")
	assert refused.value.http_status_code == 503
	error = frappe.local.response["error"]
	assert error["code"] == "in_line"
	word = {"uz": "oʻrningiz: 1", "ru": "очереди: 1", "en": "line: 1"}[language]
	assert word in error["message"]
	assert frappe.local.flags.esaylov_retry_after == refused.value.retry_after
	assert made.stored(name).as_dict() == before


def test_who_is_in_line_is_counted_by_no_limit_and_has_one_place(monkeypatch):
	counted = []
	monkeypatch.setattr(frappe.local, "request", object(), raising=False)
	monkeypatch.setattr(rate_limits.limits, "hit", lambda *_: counted.append(1) or 1)
	frappe.set_user(made.PARTY)
	with admission.admitted("one"), admission.admitted("two"):
		for appeal in ("no-such-appeal", "x" * 100_000):
			with pytest.raises(InLine) as refused:
				endpoints.submit(appeal=appeal, idempotency_key="in-line-1", signature="-")
			assert refused.value.place == 1
		assert admission.load() == admission.Load(2, 1)
	frappe.set_user("Administrator")
	assert counted == []
