"""Whose address is believed, and what a limit counts by."""

import frappe
import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from esaylov.api import appeals as api
from esaylov.framework.errors import NotFound, TooMany
from esaylov.framework.persistence import repeating
from esaylov.framework.requests import address, limits, rate_limits


@pytest.fixture
def asked(monkeypatch):
	"""`asked(peer, header)`: a request from there, as the hook finds it; the address that it leaves."""

	def ask(peer: str, *forwarded: str) -> str:
		headers = [("X-Forwarded-For", value) for value in forwarded]
		builder = EnvironBuilder(headers=headers, environ_base={"REMOTE_ADDR": peer})
		monkeypatch.setattr(frappe.local, "request", Request(builder.get_environ()), raising=False)
		monkeypatch.setattr(
			frappe.local, "request_ip", "203.0.113.99", raising=False
		)  # what Frappe made of it
		address.settle()
		return frappe.local.request_ip

	return ask


@pytest.mark.parametrize(
	("peer", "forwarded", "found"),
	[
		("198.51.100.7", [], "198.51.100.7"),
		("198.51.100.7", ["1.2.3.4"], "198.51.100.7"),  # no proxy of ours: it may write what it likes
		("10.0.0.2", ["1.2.3.4"], "10.0.0.2"),
		("127.0.0.1", ["1.2.3.4"], "1.2.3.4"),
		("127.0.0.1", ["9.9.9.9, 1.2.3.4"], "1.2.3.4"),  # nginx appends what it saw
		("127.0.0.1", ["9.9.9.9", "1.2.3.4"], "1.2.3.4"),
		("127.0.0.1", ["9.9.9.9, 1.2.3.4, 127.0.0.1"], "1.2.3.4"),  # two of our own
		("127.0.0.1", ["1.2.3.4:4711"], "1.2.3.4"),
		("127.0.0.1", ["[2001:db8::7]:4711"], "2001:db8::7"),
		("127.0.0.1", ["::ffff:1.2.3.4"], "1.2.3.4"),
		("127.0.0.1", ["9.9.9.9, unknown"], "127.0.0.1"),
		("127.0.0.1", [""], "127.0.0.1"),
		("127.0.0.1", [], "127.0.0.1"),
		("::1", ["1.2.3.4"], "1.2.3.4"),
		("", ["9.9.9.9, 1.2.3.4"], "1.2.3.4"),  # a socket file
		("", [], "127.0.0.1"),
	],
)
def test_the_header_is_believed_from_a_proxy_of_ours_alone(asked, peer, forwarded, found):
	assert asked(peer, *forwarded) == found


def test_the_site_names_its_proxies(asked, monkeypatch):
	monkeypatch.setitem(frappe.conf, address.CONFIG, ["10.0.0.0/8", "no address"])
	assert asked("10.0.0.2", "9.9.9.9, 1.2.3.4, 10.0.0.9") == "1.2.3.4"
	assert asked("127.0.0.1", "1.2.3.4") == "127.0.0.1"


def test_whoever_has_one_address_of_a_network_has_all(asked):
	asked("2001:db8:1:2::3")
	one = address.network()
	asked("2001:db8:1:2:ffff::4")
	assert address.network() == one
	asked("2001:db8:1:3::3")
	assert address.network() != one


def test_a_limit_holds_for_one_caller_and_tells_when_to_come_again(asked):
	@rate_limits.rate_limit(limit=2, seconds=60)
	def step() -> str:
		return "done"

	frappe.set_user("Guest")
	asked(f"2001:db8:{frappe.generate_hash(length=4)}::1")
	key = address.network()
	for _ in range(2):
		assert step() == "done"
	with pytest.raises(TooMany) as refused:
		step()
	assert refused.value.retry_after == 60
	asked("198.51.100.3")
	assert step() == "done"
	for caller in (key, "198.51.100.3"):
		limits.clear(f"rate|{step.__module__}.{step.__qualname__}", caller)


def test_a_step_that_a_deadlock_broke_off_counts_once(asked):
	left = [frappe.QueryDeadlockError] * 3

	@rate_limits.rate_limit(limit=1, seconds=60)
	def step() -> str:
		if left:
			raise left.pop()
		return "done"

	frappe.set_user("Guest")
	asked(f"2001:db8:{frappe.generate_hash(length=4)}::1")
	assert repeating.repeated(step) == "done"
	with pytest.raises(TooMany):
		repeating.repeated(step)
	limits.clear(f"rate|{step.__module__}.{step.__qualname__}", address.network())


def test_filing_is_limited_for_each_user_by_itself(asked):
	asked("198.51.100.7")
	kind, users = "rate|esaylov.api.appeals.submit", ("party@esaylov.example", "rival@esaylov.example")

	def step(user: str) -> None:
		frappe.set_user(user)
		api.submit("no such draft", frappe.generate_hash(length=32))

	try:
		for _ in range(300):
			limits.hit(kind, users[0], 600)
		with pytest.raises(TooMany) as refused:
			step(users[0])
		assert refused.value.retry_after == 600
		with pytest.raises(NotFound):
			step(users[1])
	finally:
		for user in users:
			limits.clear(kind, user)
