"""A vote during which the quorum is lost: it freezes, and recess, postponement and waiting are what is left."""

import frappe
import pytest
from factories import appeals as filing
from factories import sessions as make

from esaylov.decisions.hall import state as hall_state
from esaylov.decisions.sessions.papers import paper
from esaylov.decisions.sessions.steps import attending, counting
from esaylov.decisions.sessions.steps import state as sessions_state
from esaylov.framework.errors import EsaylovError


@pytest.fixture
def frozen() -> tuple[str, str]:
	"""Four of five attended, three voted, and one of them left: the rule asks for two thirds."""
	session, item = make.on_vote(make.CHAIR, make.SECRETARY, make.DEPUTY, make.MEMBER)
	make.all_vote(session, item, ["For"] * 3, (make.CHAIR, make.SECRETARY, make.DEPUTY))
	frappe.set_user(make.DEPUTY)
	attending.leave(session)
	return session, item


def refusal(step) -> EsaylovError:
	with pytest.raises(EsaylovError) as refused:
		step()
	return refused.value


def test_vote_without_a_quorum_is_not_closed(frozen):
	_, item = frozen
	refused = refusal(lambda: make.close(item))
	assert (refused.code, refused.message_params["present"]) == ("quorum_lost", 3)
	assert make.stored(item).status == "Open"


def test_no_vote_is_taken_without_a_quorum(frozen):
	session, item = frozen
	assert refusal(lambda: make.vote(make.MEMBER, session, {item: "For"})).code == "quorum_lost"


def test_vote_goes_on_once_the_quorum_is_back(frozen):
	session, item = frozen
	make.attend(session, make.MEMBER2)
	make.vote(make.MEMBER, session, {item: "For"})
	assert make.close(item).status == "Adopted"


def test_hall_offers_recess_postponement_and_waiting(frozen):
	session, item = frozen
	frappe.set_user(make.CHAIR)
	state = hall_state.of(session)
	(row,) = [one for one in state["items"] if one["name"] == item]
	assert [step["step"] for step in row["steps"]] == ["recess", "postpone_item", "wait"]
	assert all(step["causes"] for step in row["steps"])
	assert "close_item" not in state["me"]["steps"]
	assert state["open"][0]["is_frozen"]
	assert "3" in state["frozen"]
	frappe.set_user(make.MEMBER)
	assert sessions_state.of(session)["me"]["to_vote"] == []


def test_postponed_item_gives_the_lost_quorum_as_its_result(frozen):
	session, item = frozen
	frappe.set_user(make.CHAIR)
	counting.postpone(item, "Aʼzolar ketdi")
	row = make.stored(item)
	assert (row.status, row.result_reason) == ("Postponed", "No Quorum")
	(printed,) = paper.printed_protocol(frappe.get_doc("Commission Session", session))["items"]
	assert printed["result"].startswith("kvorum yoʻq")


def test_item_that_is_postponed_with_a_quorum_has_no_such_result():
	_, item = make.on_vote()
	frappe.set_user(make.CHAIR)
	counting.postpone(item, "Keyinroq")
	assert not make.stored(item).result_reason


@pytest.mark.parametrize("choices", [["For"] * 3, ["Against", "For", "Abstained", "Against", "For"]])
def test_a_vote_that_is_decided_is_closed_and_not_postponed(choices):
	session, item = make.on_vote()
	make.all_vote(session, item, choices, make.ALL[: len(choices)])
	frappe.set_user(make.CHAIR)
	assert refusal(lambda: counting.postpone(item, "Keyinroq")).code == "vote_settled"
	assert make.close(item).status != "Postponed"


def offered(session: str, item: str) -> list[str]:
	"""The steps on an item that the hall offers to who presides."""
	frappe.set_user(make.CHAIR)
	(row,) = [one for one in hall_state.of(session)["items"] if one["name"] == item]
	return [step["step"] for step in row["steps"]]


def test_postponement_is_offered_until_the_votes_have_decided():
	session, item = make.on_vote()
	make.all_vote(session, item, ["For"] * 2, make.ALL[:2])
	assert offered(session, item) == ["close_item", "postpone_item"]
	make.all_vote(session, item, ["For"], make.ALL[2:3])
	assert offered(session, item) == ["close_item"]
	assert "postpone_item" not in sessions_state.of(session)["me"]["steps"]


def test_a_vote_that_is_open_still_is_postponed():
	session, item = make.on_vote()
	make.all_vote(session, item, ["For"] * 2, make.ALL[:2])
	frappe.set_user(make.CHAIR)
	counting.postpone(item, "Keyinroq")
	assert make.stored(item).status == "Postponed"


def test_nobody_notes_that_a_member_left_who_voted_before_the_vote_is_closed():
	session, item = make.on_vote(make.CHAIR, make.SECRETARY, make.DEPUTY, make.MEMBER)
	make.vote(make.MEMBER, session, {item: "For"})
	make.wait_out(session)
	frappe.set_user(make.CHAIR)
	assert refusal(lambda: attending.leave(session, make.person(make.MEMBER))).code == "has_voted"
	attending.leave(session, make.person(make.DEPUTY))


def test_quorum_is_lost_by_removal_of_attending_members():
	session, item = make.on_vote(make.CHAIR, make.SECRETARY, make.DEPUTY, make.MEMBER)
	make.all_vote(session, item, ["For"] * 4, (make.CHAIR, make.SECRETARY, make.DEPUTY, make.MEMBER))
	assert filing.CHAIR == make.CHAIR
	make.removed(make.DEPUTY, make.MEMBER, days=2)
	# two of three members are present: the share of the members who are left
	assert make.close(item).votes_for == 2
