"""Matters without an appeal: what the last signature would refuse is refused when the vote opens, closes, and at each signature."""

from typing import Any

import frappe
import pytest
from factories import counts, voted
from factories import effects as make
from factories import sessions as sitting

from esaylov.decisions.sessions.steps import agenda, counting, returning, state
from esaylov.framework.errors import EsaylovError

WON = ["For"] * len(sitting.ALL)


def codes_of(step: Any) -> list[str]:
	"""The codes of what a step is refused with; nothing is left of it."""
	frappe.db.savepoint("asked")
	with pytest.raises(EsaylovError) as refused:
		step()
	frappe.db.rollback(save_point="asked")
	return [finding.code for finding in refused.value.findings] or [refused.value.code]


@pytest.fixture
def winner() -> str:
	"""A candidate whom a table in force elects."""
	candidate = make.candidate()
	counts.won([candidate])
	return candidate


def added(session: str, candidate: str) -> str:
	data = {"deputies": [{"candidate": candidate}]}
	frappe.set_user(sitting.SECRETARY)
	return agenda.add_subject(session, "elected_deputies", "Deputatlar", data)


def opened(session: str, item: str) -> None:
	frappe.set_user(sitting.CHAIR)
	counting.open_item(item)


def undo_table(candidate: str) -> None:
	frappe.db.set_value("Result Table", {"elected": ["like", f"%{candidate}%"]}, "status", "Annulled")


def test_a_vote_on_what_could_not_be_signed_is_not_opened(winner):
	session = sitting.planned()
	item = added(session, winner)
	sitting.opened(session=session)
	undo_table(winner)
	assert codes_of(lambda: opened(session, item)) == ["not_elected"]


def test_a_vote_that_closes_over_what_could_not_be_signed_adopts_nothing(winner):
	session = sitting.planned()
	item = added(session, winner)
	sitting.opened(session=session)
	opened(session, item)
	sitting.all_vote(session, item, WON)
	undo_table(winner)
	closed = sitting.close(item)
	assert (closed.status, closed.decision) == ("Postponed", None)
	assert frappe.db.get_value("Candidate", winner, "full_name") in closed.reason


def test_what_another_item_adopted_and_did_not_sign_is_not_voted_on_again(winner):
	session = sitting.planned()
	first, second = added(session, winner), added(session, winner)
	sitting.opened(session=session)
	opened(session, first)
	sitting.all_vote(session, first, WON)
	decision = sitting.close(first).decision
	assert codes_of(lambda: opened(session, second)) == ["item_matter_claimed"]
	frappe.db.set_value("Decision", decision, "status", "Annulled")
	opened(session, second)


def test_the_first_signature_is_refused_already_and_the_item_is_set_aside(winner):
	session = sitting.planned()
	item = added(session, winner)
	sitting.opened(session=session)
	opened(session, item)
	sitting.all_vote(session, item, WON)
	decision = sitting.close(item).decision
	undo_table(winner)
	assert codes_of(lambda: voted.signed_by(voted.CHAIR, [decision])) == ["not_elected"]
	frappe.set_user(sitting.CHAIR)
	assert state.of(session)["me"]["to_set_aside"] == [item]
	returning.set_aside(item)
	assert sitting.stored(item).status == "Set Aside"
