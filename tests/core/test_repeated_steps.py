"""A step that a deadlock broke off is run again: what it counted stands once, and it is told the same."""

from types import SimpleNamespace

import frappe
import pytest

from esaylov.framework.persistence import repeating
from esaylov.framework.requests import limits


class Counters:
	"""What limits ask of Redis, whose counts no rollback takes back; seconds do not pass here."""

	def __init__(self) -> None:
		self.kept: dict[bytes, int] = {}

	def make_key(self, name: str) -> bytes:
		return name.encode()

	def set(self, name: bytes, value: int, ex: int, nx: bool) -> bool | None:
		if nx and name in self.kept:
			return None
		self.kept[name] = value
		return True

	def incrby(self, name: bytes, by: int) -> int:
		self.kept[name] += by
		return self.kept[name]

	def get(self, name: bytes) -> int | None:
		return self.kept.get(name)

	def eval(self, script: str, keys: int, name: bytes) -> None:
		assert (script, keys) == (limits.LOWER, 1)
		if self.kept.get(name, 0) > 0:
			self.kept[name] -= 1

	def pipeline(self) -> "Pipe":
		return Pipe(self)


class Pipe:
	def __init__(self, counters: Counters) -> None:
		self.counters, self.results = counters, []

	def set(self, *args: object, **kwargs: object) -> None:
		self.results.append(self.counters.set(*args, **kwargs))

	def incrby(self, *args: object) -> None:
		self.results.append(self.counters.incrby(*args))

	def execute(self) -> list[object]:
		return self.results


@pytest.fixture(autouse=True)
def request_of_a_site(monkeypatch):
	monkeypatch.setattr(frappe, "cache", Counters())
	monkeypatch.setattr(frappe, "db", SimpleNamespace(rollback=lambda: None))
	monkeypatch.setattr(frappe, "clear_messages", lambda: None)
	monkeypatch.setattr(frappe.local, "flags", frappe._dict(), raising=False)
	monkeypatch.setattr(
		frappe.local, "conf", frappe._dict(), raising=False
	)  # without a queue the cache counts
	monkeypatch.setattr(repeating, "PAUSE_SECONDS", 0)


def broken_off(times: int, step):
	"""The step, which a deadlock breaks off so many times at its end, and what it gave in each turn."""
	given = []

	def turn():
		given.append(step())
		if len(given) <= times:
			raise frappe.QueryDeadlockError
		return given[-1]

	return turn, given


def test_what_is_counted_counts_once_and_each_call_by_itself():
	step, given = broken_off(3, lambda: [limits.hit("try", "a", 60) for _ in range(2)])
	assert repeating.repeated(step) == [1, 2]
	assert given == [[1, 2]] * 4
	assert limits.count("try", "a") == 2


def test_what_is_taken_stays_taken_by_the_step_that_took_it():
	step, given = broken_off(2, lambda: limits.take("code-wait", "a", 60))
	assert repeating.repeated(step) is True, "nothing of the first turn stands: its code was never sent"
	assert given == [True] * 3
	assert repeating.repeated(lambda: limits.take("code-wait", "a", 60)) is False


def test_what_is_taken_back_is_taken_back_once():
	limits.hit("wrong", "a", 60)

	def right() -> int:
		tried = limits.hit("wrong", "a", 60)
		limits.take_back("wrong", "a")
		return tried

	step, given = broken_off(2, right)
	assert repeating.repeated(step) == 2
	assert given == [2] * 3
	assert limits.count("wrong", "a") == 1


def test_what_another_turn_comes_to_for_the_first_time_counts():
	keys = iter("abc")

	def other() -> int:
		return limits.hit("try", next(keys), 60)

	step, _ = broken_off(2, other)
	repeating.repeated(step)
	assert [limits.count("try", key) for key in "abc"] == [1, 1, 1]


def test_the_next_step_counts_anew_and_so_does_what_nobody_repeats():
	def count() -> int:
		return limits.hit("try", "a", 60)

	assert repeating.repeated(count) == 1
	assert repeating.repeated(count) == 2
	with pytest.raises(frappe.QueryDeadlockError):
		repeating.repeated(broken_off(repeating.TURNS, count)[0])
	assert count() == 4
	assert count() == 5


def test_a_step_within_another_forgets_nothing_of_it():
	def inner() -> int:
		return repeating.repeated(lambda: limits.hit("try", "b", 60))

	step, given = broken_off(1, lambda: (limits.hit("try", "a", 60), inner(), limits.hit("try", "a", 60)))
	repeating.repeated(step)
	assert given == [(1, 1, 2)] * 2


def test_what_failed_is_tried_in_the_next_turn(monkeypatch):
	"""A limit that could not be counted is none; the next turn may reach Redis again."""
	answers = [ConnectionError, 1]

	def ask() -> int:
		if (answer := answers.pop(0)) is ConnectionError:
			raise ConnectionError
		return answer

	def forgiving() -> int:
		try:
			return repeating.once("asked", ask)
		except ConnectionError:
			return 0

	step, given = broken_off(1, forgiving)
	assert repeating.repeated(step) == 1
	assert given == [0, 1]
