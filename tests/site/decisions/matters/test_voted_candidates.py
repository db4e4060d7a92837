"""From election day on no candidate leaves and nobody takes a place of theirs: Election Code art. 42."""

from datetime import timedelta

import frappe
import pytest
from factories import effects as make

from esaylov.decisions.matters import contested
from esaylov.framework import clock
from esaylov.framework.errors import LawBroken

ENDS = ("withdraw_candidate", "revoke_nomination")


def asked(effect: str) -> str:
	return make.filed(effect, {"candidate": make.candidate(), "reason": "Oilaviy sabab"})


def held(days: int) -> None:
	"""Election day is so many days from today."""
	frappe.db.set_value("Election", make.ELECTION, "election_day", clock.today() + timedelta(days=days))
	frappe.clear_document_cache("Election", make.ELECTION)


@pytest.fixture(autouse=True)
def as_before():
	yield
	frappe.clear_document_cache("Election", make.ELECTION)


@pytest.mark.parametrize("days", [0, -1])
@pytest.mark.parametrize("effect", ENDS)
def test_a_candidate_does_not_leave_from_election_day_on(effect, days):
	appeal = asked(effect)
	held(days)
	with pytest.raises(LawBroken) as refused:
		make.decided(appeal)
	assert (refused.value.code, refused.value.article) == ("candidate_voted", "42")


@pytest.mark.parametrize("effect", ENDS)
def test_a_candidate_leaves_the_day_before(effect):
	appeal = asked(effect)
	held(1)
	make.decided(appeal)
	assert frappe.db.get_value("Appeal", appeal, "status") == "Granted"


def test_nobody_takes_the_place_of_one_who_left_from_election_day_on():
	okrug = make.constituency(44)
	candidate = make.candidate(constituency=okrug)
	make.decided(make.filed("withdraw_candidate", {"candidate": candidate, "reason": "Sabab"}))
	answers = {**make.person(), "party_membership": "Member", "constituency": okrug, "replaced": candidate}
	appeal = make.filed("replace_candidate", answers)
	held(0)
	with pytest.raises(LawBroken) as refused:
		make.decided(appeal)
	assert refused.value.code == "candidate_voted"


def test_the_desk_and_the_agenda_are_told_before_anybody_votes():
	appeal = asked("withdraw_candidate")
	assert contested.contests({appeal: None}) == {}
	held(0)
	(contest,) = contested.contests({appeal: None})[appeal]
	assert (contest.code, contest.article) == ("candidate_voted", "42")
	with pytest.raises(LawBroken):
		contested.check_result(appeal, [contest.path])


def test_the_pending_appeal_is_refused():
	appeal = asked("withdraw_candidate")
	held(0)
	make.decided(appeal, refused={0: "Saylov kuni keldi"})
	assert frappe.db.get_value("Appeal", appeal, "status") == "Refused"
