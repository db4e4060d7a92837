"""A count that ends while it is changed leaves nobody locked out."""

import subprocess

import frappe
import pytest
import redis
from factories import ports, waiting
from frappe.utils.redis_wrapper import RedisWrapper

from esaylov.framework.requests import limits


@pytest.fixture
def key():
	name = frappe.generate_hash(length=12)
	yield name
	limits.clear("tries", name)


def test_a_count_goes_up_and_down_and_never_below_nothing(key):
	assert [limits.hit("tries", key, 60) for _ in range(3)] == [1, 2, 3]
	for _ in range(5):
		limits.take_back("tries", key)
	assert limits.count("tries", key) == 0
	assert limits.hit("tries", key, 60) == 1


def test_a_count_that_ends_while_it_is_taken_back_leaves_nothing(key, monkeypatch):
	"""It stood at -1 without an end: the next counts found it, and set no end either."""
	limits.hit("tries", key, 60)
	name = frappe.cache.make_key(f"{limits.PREFIX}|tries|{key}")
	server = limits._run("tries", lambda server: server)
	asked = server.get

	def get(*arguments, **named):
		found = asked(*arguments, **named)
		server.delete(name)  # as its time does, right after it was asked for
		return found

	with monkeypatch.context() as patched:
		patched.setattr(server, "get", get)
		limits.take_back("tries", key)
	limits.hit("tries", key, 60)
	assert 0 < server.ttl(name) <= 60


@pytest.fixture
def full_cache(monkeypatch):
	"""`fill()`: write so much into a cache of this test alone that it evicts what it held."""
	port = ports.free_port()
	limited = ["--maxmemory", "4mb", "--maxmemory-policy", "allkeys-lru", "--save", ""]
	with subprocess.Popen(
		["redis-server", "--bind", "127.0.0.1", "--port", str(port), *limited], stdout=subprocess.DEVNULL
	) as server:
		cache = RedisWrapper.from_url(f"redis://127.0.0.1:{port}")
		waiting.until(lambda: is_answering(cache))
		monkeypatch.setattr(frappe, "cache", cache)

		def fill() -> None:
			for number in range(300):
				cache.set(f"sinov-full|{number}", "0" * 2**15)

		yield fill
		monkeypatch.undo()
		server.terminate()


def is_answering(cache: RedisWrapper) -> bool:
	try:
		return bool(cache.ping())
	except redis.ConnectionError:
		return False


@pytest.mark.parametrize(
	"kind", ["wrong", "password", "code-address", "look-up|Appeal", "rate|esaylov.www.cabinet.login.attempt"]
)
def test_a_count_of_wrong_tries_survives_a_full_cache(kind, key, full_cache):
	"""The cache may evict any key (`allkeys-lru`): tries at passwords and codes would begin again."""
	beside = frappe.cache.make_key(f"sinov-beside|{key}")
	frappe.cache.set(beside, 1, ex=60)
	for _ in range(3):
		limits.hit(kind, key, 60)
	for _ in range(5):
		full_cache()
		if frappe.cache.get(beside) is None:
			break
	assert frappe.cache.get(beside) is None
	assert limits.count(kind, key) == 3
	limits.clear(kind, key)


@pytest.mark.parametrize("kind", ["guest", "rate|esaylov.api.open_data.voters"])
def test_work_of_guests_is_counted_where_it_takes_no_room_from_jobs(kind, key):
	limits.hit(kind, key, 60)
	assert frappe.cache.get(limits._name(kind, key)) == b"1"
	limits.clear(kind, key)


def test_tries_are_counted_while_the_queue_is_away(key, monkeypatch):
	monkeypatch.setitem(frappe.local.conf, "redis_queue", "redis://127.0.0.1:9")
	assert [limits.hit("wrong", key, 60) for _ in range(3)] == [1, 2, 3]
	limits.clear("wrong", key)
