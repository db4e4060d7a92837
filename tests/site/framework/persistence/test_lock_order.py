"""One order of locks: who writes about the same people in another order waits, and is not thrown out."""

import re
import threading
from collections.abc import Callable
from typing import Any

import frappe
import pytest
from factories import appeals as filing
from factories import effects as make
from factories import swept, voted, waiting
from factories.http import new_serial, pinfl
from factories.queries import counted
from factories.races import racers

from esaylov.appeals.drafts import drafting
from esaylov.decisions.signatures import collective
from esaylov.registers.entries import people

ORDER = (
	*("Commission Session", "Appeal", "Appeal Correction", "Decision", "Person", "Commission Counter"),
	*("Candidate List", "Candidate", "Elected Deputy", "Proxy", "Observer", "Certificate"),
)
"""The order of esaylov/api/README.md: what one step takes first, before what. Rows that a step makes itself nobody waits for."""
TAKEN = re.compile(
	r"\s*(?:update `?tab([^`]+)`|(?=insert into `tabCommission Counter)insert into `tab([^`]+)`|select.*?from `tab([^`]+)`.*for update)",
	re.IGNORECASE | re.DOTALL,
)
MADE = re.compile(r"\s*insert into `?tab([^`]+)`", re.IGNORECASE)


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
	"""Holds each of two transactions once it has its locks, until the other has them too or waits for them."""

	def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
		self.lock = people._locked
		self.held: set[int] = set()
		self.locking: set[int] = set()
		monkeypatch.setattr(people, "_locked", self.asking)

	def asking(self, *args: Any) -> Any:
		own = threading.get_ident()
		self.locking.add(own)
		try:
			found = self.lock(*args)
		finally:
			self.locking.discard(own)
		self.held.add(own)
		waiting.until(lambda: len(self.held) > 1 or self.locking - {own}, pause=0.01)
		return found


def test_two_lists_that_name_the_same_people_in_another_order_wait_for_each_other(known, monkeypatch):
	Meeting(monkeypatch)

	def named(answers: list[dict[str, str]]) -> Callable[[], Any]:
		# each person in a decision of their own, in its order
		return lambda: people.find_or_make(
			[people.Asked(answer, place) for place, answer in enumerate(answers)]
		)

	with racers() as (one, other):
		lists = [known, list(reversed(known))]
		begun = [
			racer.start("Administrator", named(answers))
			for racer, answers in zip((one, other), lists, strict=True)
		]
		found = [future.result(waiting.ENOUGH * 2) for future in begun]
	assert isinstance(found[0], list), found
	assert found[0] == list(reversed(found[1]))


def first_taken(statements: list[str]) -> list[str]:
	"""DocTypes of the order, as rows of theirs are first locked that stood before."""
	taken = []
	for statement in statements:
		if found := TAKEN.match(statement):
			taken.append(next(filter(None, found.groups())))
		elif made := MADE.match(statement):
			taken.append(f"new {made[1]}")
	order = dict.fromkeys(taken)
	places = {doctype: place for place, doctype in enumerate(order)}
	return [one for one in order if one in ORDER and places[one] < places.get(f"new {one}", len(order))]


def filed() -> Callable[[], Any]:
	name = filing.draft()
	return lambda: filing.submit(name)


def saved() -> Callable[[], Any]:
	name = filing.draft()
	return lambda: drafting.update(name, filing.answers(party_decision_no="13-Q"))


def given_back() -> Callable[[], Any]:
	name = filing.under_review()
	return lambda: filing.give_back(name)


def granted() -> Callable[[], Any]:
	person = make.person()
	people.find_or_make([people.Asked({**person, "phone": ""})])
	appeal = make.filed(
		"accredit_observer", {"persons": [person]}, {"rows": "persons"}, certificate_kind="observer_party"
	)
	return lambda: make.decided(appeal)


def registered() -> Callable[[], Any]:
	appeal = make.filed(
		"register_candidate", {"party_membership": "Member", **make.person()}, election_types=["DC"]
	)
	return lambda: make.decided(appeal)


def annulled() -> Callable[[], Any]:
	decision = make.effect(
		"register_candidate", {"party_membership": "Member", **make.person()}, election_types=["DC"]
	)
	return lambda: make.annulled(decision)


def voted_on() -> Callable[[], Any]:
	session = voted.session()
	names = [collective.adopt(voted.of_appeal(session, voted.observers())) for _ in range(2)]
	voted.signed_by(voted.CHAIR, names)
	return lambda: voted.signed_by(voted.SECRETARY, names)


@pytest.mark.parametrize("road", [filed, saved, given_back, granted, registered, annulled, voted_on])
def test_the_main_roads_take_their_locks_in_one_order(road):
	step = road()
	with counted() as statements:
		step()
	found = first_taken(statements)
	assert found == sorted(found, key=ORDER.index)
	assert "Appeal" in found
