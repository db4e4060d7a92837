"""Races of a session on real connections: whatever comes at the same moment, one result of each, and no vote is lost."""

import json
from collections.abc import Iterator
from datetime import timedelta

import frappe
import pytest
from factories import appeals as filing
from factories import sessions as make
from factories.races import Racer, at_once, racers

from esaylov.decisions.sessions.steps import ballots, counting, speaking
from esaylov.framework import clock
from esaylov.framework.errors import Duplicate, EsaylovError, NotPermitted, WrongState

TRIALS = 100
"""Rounds, each with a double vote and a double closing: two hundred trials."""
ROWS = ("Commission Vote", "Session Attendance", "Agenda Item")


@pytest.fixture
def hall() -> Iterator[tuple[str, str, list[Racer]]]:
	"""A committed session of five with one item, and two connections; nothing but the chain is left of it."""
	session = make.planned("Poyga")
	item = make.own_question(session)
	make.opened(session=session)
	frappe.db.commit()
	with racers(2) as runners:
		yield session, item, runners
	frappe.db.rollback()
	frappe.set_user("Administrator")
	for doctype in ROWS:
		frappe.db.delete(doctype, {"session": session})
	frappe.db.delete("Document Signature", {"reference_name": ["in", [session]]})
	frappe.db.delete("Commission Session", {"name": session})
	frappe.db.commit()


def ready(user: str, session: str, item: str, choice: str):
	"""A vote with its signature made beforehand: what two phones send at the same moment."""
	asked = make.ballot({item: choice})
	frappe.set_user(user)
	signature = filing.signature(user, ballots.payload(session, asked))
	frappe.db.rollback()
	return user, lambda: ballots.cast(session, asked, signature)


def put_to_the_vote(item: str) -> int:
	frappe.db.rollback()
	frappe.set_user(make.CHAIR)
	counting.open_item(item)
	row = make.stored(item)
	# one vote is a quorum here, so that each round ends without adoption and the item is opened again
	rule = {**json.loads(row.rule_data), "quorum_numerator": 1, "quorum_denominator": 5}
	frappe.db.set_value("Agenda Item", item, "rule_data", json.dumps(rule))
	make.vote(make.SECRETARY, row.session, {item: "Abstained"})
	make.wait_out(row.session)
	frappe.db.commit()
	return make.stored(item).round


def sees(item: str) -> frappe._dict:
	"""The item in a transaction of its own."""
	frappe.db.rollback()
	return make.stored(item)


def votes(item: str, number: int) -> int:
	but_the_first = ["!=", make.person(make.SECRETARY)]
	return frappe.db.count("Commission Vote", {"item": item, "round": number, "member": but_the_first})


def closings(item: str) -> list[int]:
	"""Rounds of which the chain tells a result."""
	bodies = frappe.get_all(
		"Chain Event", {"kind": "item.closed", "body": ["like", f"%{item}%"]}, pluck="body", limit=0
	)
	return sorted(json.loads(body)["round"] for body in bodies)


@pytest.mark.full
def test_two_hundred_double_votes_and_double_closings_have_one_result_each(hall, capsys):
	session, item, runners = hall
	for trial in range(TRIALS):
		number = put_to_the_vote(item)
		phones = [ready(make.MEMBER, session, item, choice) for choice in ("Against", "Abstained")]
		answers = at_once(runners, phones)
		refusals = [answer for answer in answers if isinstance(answer, Exception)]
		assert [type(refusal) for refusal in refusals] == [Duplicate], answers
		closers = [(make.CHAIR, lambda: counting.close_item(item))] * 2
		assert at_once(runners, closers) == [[item], [item]]
		row = sees(item)
		assert (row.status, row.round, votes(item, number)) == ("Not Adopted", trial + 1, 1)
		assert row.votes_against + row.votes_abstained == 2
	assert closings(item) == list(range(1, TRIALS + 1))
	with capsys.disabled():
		print(f"\nraces: {2 * TRIALS} trials, one result each")


def test_a_vote_at_the_moment_of_closing_is_counted_or_refused(hall):
	session, item, runners = hall
	kept = 0
	for _ in range(15):
		number = put_to_the_vote(item)
		steps = [
			ready(make.MEMBER, session, item, "Against"),
			(make.CHAIR, lambda: counting.close_item(item)),
		]
		vote, closed = at_once(runners, steps)
		assert closed == [item]
		row = sees(item)
		assert votes(item, number) == row.votes_against == int(not isinstance(vote, Exception))
		if isinstance(vote, Exception):
			assert isinstance(vote, WrongState)
			assert vote.code == "item_not_open"
		kept += row.votes_against
	assert 0 <= kept <= 15


def test_a_vote_committed_after_the_closers_snapshot_is_counted(hall):
	session, item, (closer, voter) = hall
	put_to_the_vote(item)
	user, vote = ready(make.MEMBER, session, item, "Against")
	closer.look()
	assert not isinstance(voter.do(user, vote), Exception)
	assert closer.do(make.CHAIR, lambda: counting.close_item(item)) == [item]
	assert sees(item).votes_against == 1


@pytest.mark.full
def test_a_member_removed_after_their_phones_snapshot_does_not_vote(hall):
	session, item, (voter, other) = hall
	put_to_the_vote(item)
	user, vote = ready(make.MEMBER, session, item, "Against")
	known = {"person": make.person(make.MEMBER), "commission": make.COMMISSION}
	name = frappe.db.get_value("Commission Membership", known, "name")
	frappe.db.rollback()

	def end(day) -> None:
		frappe.db.set_value("Commission Membership", name, "ends_on", day)

	voter.look()
	other.do("Administrator", lambda: end(clock.today() - timedelta(days=1)))
	try:
		assert isinstance(voter.do(user, vote), NotPermitted)
	finally:
		other.do("Administrator", lambda: end(None))
	assert votes(item, sees(item).round) == 0


@pytest.mark.full
def test_a_member_removed_after_the_closers_snapshot_is_not_counted(hall):
	session, item, (closer, other) = hall
	put_to_the_vote(item)
	assert not isinstance(other.do(*ready(make.MEMBER, session, item, "Against")), Exception)
	known = {"person": make.person(make.MEMBER), "commission": make.COMMISSION}
	name = frappe.db.get_value("Commission Membership", known, "name")
	frappe.db.rollback()
	yesterday = clock.today() - timedelta(days=1)
	closer.look()
	other.do(
		"Administrator", lambda: frappe.db.set_value("Commission Membership", name, "ends_on", yesterday)
	)
	try:
		closer.do(make.CHAIR, lambda: counting.close_item(item))
	finally:
		other.do("Administrator", lambda: frappe.db.set_value("Commission Membership", name, "ends_on", None))
	row = sees(item)
	assert (row.votes_against, row.members_total) == (0, 4)


def test_one_of_two_items_is_opened_at_a_time(hall):
	session, item, runners = hall
	other = make.own_question(session)
	frappe.db.commit()
	answers = at_once(
		runners, [(make.CHAIR, lambda name=name: counting.open_item(name)) for name in (item, other)]
	)
	refusals = [answer for answer in answers if isinstance(answer, EsaylovError)]
	assert [refusal.code for refusal in refusals] == ["item_is_open"]
	assert sorted([sees(item).status, sees(other).status]) == ["Open", "Planned"]


def test_who_asks_to_speak_at_the_same_moment_loses_nobodys_place(hall):
	session, item, runners = hall
	rows = {"parent": session, "parenttype": "Commission Session"}
	ask = [(user, lambda: speaking.ask(session)) for user in (make.MEMBER, make.MEMBER2)]
	same = [(make.DEPUTY, lambda: speaking.ask(session))] * 2
	asked = [*at_once(runners, ask), *at_once(runners, same)]
	assert asked == [None] * 4
	frappe.db.rollback()
	assert frappe.db.count("Session Speaker", rows) == 3
	called = [
		(user, lambda user=user: speaking.begin(session, make.person(user), "", item))
		for user in (make.CHAIR, make.SECRETARY)
	]
	assert at_once(runners, called) == [None, None]
	frappe.db.rollback()
	spoken = frappe.get_all("Session Speaker", {**rows, "began_at": ["is", "set"]}, pluck="ended_at")
	assert (len(spoken), spoken.count(None)) == (2, 1)  # one speaks at a time
	frappe.db.delete("Session Speaker", rows)
	frappe.db.commit()
