"""One order of locks: who writes about the same people in another order waits, and is not thrown out."""

import threading
import time
from collections.abc import Callable
from typing import Any

import frappe
import pytest
from factories import swept
from factories.http import new_serial, pinfl
from factories.races import racers

from esaylov.registers import people

DEADLINE = 120
"""Seconds, far off, after which a state that does not come is a failure."""


@pytest.fixture
def known():
	"""Two committed Persons without an address."""
	with swept.committed():
		serial = new_serial()
		answers = [
			{"pinfl": pinfl(serial + number), "full_name": f"Aliyev Ali{number} Anvarovich"}
			for number in range(2)
		]
		people.find_or_make([people.Asked(answer) for answer in answers])
		frappe.db.commit()
		yield [{**answer, "address": "Toshkent"} for answer in answers]


class Meeting:
	"""Holds each of two transactions after the first person it filled, until the other has filled one too or asks for its locks."""

	def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
		self.fill, self.lock = people._fill, people._locked
		self.filled: set[int] = set()
		self.locking: set[int] = set()
		monkeypatch.setattr(people, "_fill", self.filling)
		monkeypatch.setattr(people, "_locked", self.asking)

	def asking(self, *args: Any) -> Any:
		own = threading.get_ident()
		self.locking.add(own)
		try:
			return self.lock(*args)
		finally:
			self.locking.discard(own)

	def filling(self, *args: Any) -> None:
		self.fill(*args)
		own = threading.get_ident()
		if own in self.filled:
			return
		self.filled.add(own)
		until = time.monotonic() + DEADLINE
		while len(self.filled) < 2 and not self.locking - {own}:
			assert time.monotonic() < until, "the other one neither came nor waits"
			time.sleep(0.01)  # of a state


def test_two_lists_that_name_the_same_people_in_another_order_wait_for_each_other(known, monkeypatch):
	Meeting(monkeypatch)

	def filling(answers: list[dict[str, str]]) -> Callable[[], Any]:
		# each person in a decision of their own, in its order
		return lambda: people.find_or_make(
			[people.Asked(answer, place) for place, answer in enumerate(answers)]
		)

	with racers() as (one, other):
		lists = [known, list(reversed(known))]
		begun = [
			racer.start("Administrator", filling(answers))
			for racer, answers in zip((one, other), lists, strict=True)
		]
		found = [future.result(DEADLINE * 2) for future in begun]
	assert isinstance(found[0], list), found
	assert found[0] == list(reversed(found[1]))
