"""The room of a queue, and numbers of a practice beside real ones, for sixteen at once."""

from collections.abc import Iterator

import frappe
import pytest
from factories import appeals as make
from factories.races import Racer, at_once, racers

from esaylov.appeals.inbox import rooms
from esaylov.framework import practice
from esaylov.framework.errors import WrongState
from esaylov.framework.persistence.repeating import repeated
from esaylov.trust.chains import chain

MANY = 16
COMMISSION = "DC-1726277"
HELD = "a-practice"


@pytest.fixture
def nobody_looks() -> Iterator[None]:
	"""No room of the commission, before and after."""
	key = rooms._key(COMMISSION)
	frappe.cache.delete(key)
	yield
	frappe.cache.delete(key)


def test_who_looks_between_two_steps_of_another_gets_the_same_room(nobody_looks, monkeypatch):
	"""The moment of two names: nobody has one yet, and both make theirs."""
	first: list[str] = []
	made = rooms.secrets.token_urlsafe

	def beside_another(count: int) -> str:
		monkeypatch.setattr(rooms.secrets, "token_urlsafe", made)
		first.extend(rooms.of([COMMISSION]))
		return made(count)

	monkeypatch.setattr(rooms.secrets, "token_urlsafe", beside_another)
	assert rooms.of([COMMISSION]) == first
	assert first == [rooms.known(COMMISSION)]


@pytest.mark.full  # sixteen connections; what may come between stands above
def test_sixteen_who_look_at_once_are_in_one_room(nobody_looks):
	step = lambda: rooms.of([COMMISSION])[0]  # noqa: E731
	with racers(MANY) as runners:
		came = at_once(runners, [(make.CHAIR, step)] * MANY)
	assert {*came} == {rooms.known(COMMISSION)}


class TestNumbers:
	"""Of one kind and commission, half of them in a practice; some steps are broken off after they took theirs."""

	@pytest.fixture
	def kind(self, monkeypatch) -> Iterator[str]:
		monkeypatch.setattr(practice, "is_of", lambda election: election == HELD)
		made = f"race-{frappe.generate_hash(length=10)}"
		yield made
		frappe.db.rollback()
		frappe.db.delete("Commission Counter", {"kind": ["like", f"{made}%"]})
		frappe.db.commit()

	@staticmethod
	def took(kind: str, election: str, is_broken_off: bool) -> str:
		number = chain.next_number(COMMISSION, practice.counter(kind, election))
		if is_broken_off:
			raise WrongState(code="broken_off")
		return practice.marked(number, election)

	def came_of(self, runners: list[Racer], kind: str) -> list[object]:
		steps = [
			(
				"Administrator",
				lambda place=place: repeated(
					lambda: self.took(kind, HELD if place % 2 else "demo", place % 8 in (2, 5))
				),
			)
			for place in range(len(runners))
		]
		return at_once(runners, steps)

	@pytest.mark.full  # sixteen connections
	def test_each_is_given_once_and_none_is_left_out(self, kind):
		with racers(MANY) as runners:
			came = [one for _ in range(3) for one in self.came_of(runners, kind)]
		given = {one for one in came if isinstance(one, str)}
		assert {type(one) for one in came if not isinstance(one, str)} == {WrongState}
		each = 3 * 6
		assert given == {f"M{number}" for number in range(1, each + 1)} | {
			str(number) for number in range(1, each + 1)
		}
		frappe.db.rollback()
		stored = dict(
			frappe.get_all(
				"Commission Counter", {"kind": ["like", f"{kind}%"]}, ["kind", "value"], as_list=True
			)
		)
		assert stored == {kind: each, practice.COUNTER.format(kind): each}
