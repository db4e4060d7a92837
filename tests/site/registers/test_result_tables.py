"""Tables of results: made of received protocols, decided by vote, and the decision on elected deputies takes its people from there."""

import json

import frappe
import pytest
from factories import appeals as filing
from factories import called, counts, voted
from factories import effects as make
from factories import sessions as sitting
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from esaylov.decisions.sessions.steps import agenda
from esaylov.decisions.sessions.steps.counting import open_item
from esaylov.decisions.signatures import collective
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, LawBroken, WrongState
from esaylov.registers.effects import effects, imports
from esaylov.registers.results import verification
from esaylov.registers.results.counting import receiving
from esaylov.registers.results.outcome import announcing, tables
from esaylov.registers.results.outcome import elected as results_elected

CHAIR = filing.CHAIR
ALONE = {"deputy@esaylov.example": "Chair"}
(COUNTER,) = ALONE


@pytest.fixture
def seat() -> tuple[str, str, str]:
	"""A constituency with two candidates, the day after the election."""
	counts.held()
	okrug = make.constituency(92)
	one = make.candidate(constituency=okrug)
	return okrug, one, make.candidate(constituency=okrug, party=make.OTHER_PARTY)


def opened(number: int, okrug: str) -> str:
	precinct = counts.station(number)
	counts.lend(precinct, ALONE)
	return counts.opened(precinct, okrug)


def handed_in(name: str, votes: dict[str, int]) -> str:
	counts.entered(name, counts.typed(votes), COUNTER, CHAIR)
	assert counts.signed(name, [COUNTER]) == "Signed"
	frappe.set_user(CHAIR)
	receiving.take_in(name)
	frappe.set_user("Administrator")
	return name


def area(okrug: str, commission: str = make.COMMISSION) -> tables.Area:
	return tables.Area(make.ELECTION, "DC", okrug, commission)


def decided(okrug: str, **more: str) -> str:
	data = {"election_type": "DC", "constituency": okrug, **more}
	return voted.decided(voted.of_matter(voted.session(), "result_table", data))


def annulled(decision: str) -> str:
	data = {"decision": decision, "reason": "Xato"}
	return voted.decided(voted.of_matter(voted.session(), "annulment", data))


@pytest.fixture
def counted(seat) -> tuple[str, str, str, list[str]]:
	"""The same, with two stations handed in: 700 to 500."""
	okrug, one, other = seat
	names = [
		handed_in(opened(9911, okrug), {one: 400, other: 250}),
		handed_in(opened(9912, okrug), {one: 300, other: 250}),
	]
	return okrug, one, other, names


@pytest.mark.full
def test_what_is_missing_is_named_and_no_table_is_decided_without_it(counted):
	okrug, one, other, _ = counted
	late = opened(9913, okrug)
	made = tables.table(area(okrug))
	assert made.missing == ["9913-sinov uchastkasi"]
	assert made.sums.votes == {one: 700, other: 500}
	with pytest.raises(FormInvalid) as refused:
		decided(okrug)
	(finding,) = refused.value.findings
	assert (finding.code, finding.article, finding.params["name"]) == (
		"table_incomplete",
		"95",
		"9913-sinov uchastkasi",
	)
	handed_in(late, {one: 1, other: 2})
	decided(okrug)


def test_a_table_is_decided_and_elects_who_has_more_votes(counted):
	okrug, one, other, _ = counted
	name = decided(okrug)
	(entry,) = make.written(name, "Result Table")
	assert (entry.outcome, entry.protocols, entry.voters, entry.counted) == ("Elected", 2, 2000, 1220)
	assert json.loads(entry.elected) == [one]
	assert {row["name"]: row["votes"] for row in json.loads(entry.votes)} == {one: 700, other: 500}
	text = frappe.db.get_value("Decision", name, "text_ru")
	assert "700" in text
	assert "1220 / 2000" in text


def test_nothing_is_announced_while_a_table_is_missing(counted):
	okrug, *_ = counted
	codes = [finding.code for finding in announcing.findings(make.ELECTION, clock.today())]
	assert codes == ["announced_without_table"]
	decided(okrug)
	assert announcing.findings(make.ELECTION, clock.today()) == []
	with pytest.raises(FormInvalid) as refused:
		decided(okrug)
	assert [finding.code for finding in refused.value.findings] == ["entry_exists"]


@pytest.mark.full
def test_elected_deputies_come_from_the_table_and_from_nowhere_else(counted):
	okrug, one, other, _ = counted
	with pytest.raises(FormInvalid) as refused:
		voted.of_matter(voted.session(), "elected_deputies", {"deputies": [{"candidate": one}]})
	assert [(finding.code, finding.article) for finding in refused.value.findings] == [
		("not_elected", "96, 97")
	]
	decided(okrug)
	with pytest.raises(FormInvalid):
		voted.of_matter(
			voted.session(), "elected_deputies", {"deputies": [{"candidate": other, "votes": 999}]}
		)
	with pytest.raises(FormInvalid) as refused:
		voted.of_matter(
			voted.session(), "elected_deputies", {"deputies": [{"candidate": one, "votes": 999_999}]}
		)
	(finding,) = refused.value.findings
	assert (finding.code, finding.path) == ("deputy_votes_differ", "deputies[0].votes")
	assert finding.params == {"number": 999_999, "counted": 700}
	name = voted.decided(voted.of_matter(voted.session(), "elected_deputies", {}))
	assert [(row.candidate, row.votes_count) for row in make.written(name, "Elected Deputy")] == [(one, 700)]
	assert results_elected.elected(make.COMMISSION, make.ELECTION) == []
	table = frappe.db.get_value("Result Table", {"constituency": okrug, "status": "Registered"}, "decision")
	with pytest.raises(LawBroken) as refused:  # a deputy stands on it
		annulled(table)
	assert refused.value.code == "annulment_built_on"


def test_seats_of_lists_are_shared_out_by_a_decision_of_the_cec_and_go_to_who_stands_first():
	counts.held()
	cec = frappe.db.get_value("Election Commission", {"level": "CEC"})
	members = {"cec.chair@esaylov.example": "Chair", filing.SECRETARY: "Secretary"}
	called.seated(cec, members)
	frappe.db.set_value(
		"Candidate List", {"election": make.ELECTION, "status": "Registered"}, "status", "Annulled"
	)
	parties = {make.PARTY: 400, make.OTHER_PARTY: 290, "XDP": 30}
	standing = {party: listed(cec, party) for party in parties}
	precinct = counts.station(9915)
	counts.lend(precinct, ALONE)
	handed_in(counts.opened(precinct, "", "LC_PL"), parties)
	sitting_of_cec = called.Sitting(cec, make.ELECTION, tuple(members))
	(table,) = make.written(
		sitting_of_cec.decided_on("result_table", {"election_type": "LC_PL"}), "Result Table"
	)
	# 75 seats to whole quotas and the larger remainder; the third list is below the threshold (art. 96-1)
	assert (table.outcome, {row["name"]: row["seats"] for row in json.loads(table.votes)}) == (
		"List Seats",
		{make.PARTY: 43, make.OTHER_PARTY: 32, "XDP": 0},
	)
	elected = [*standing[make.PARTY], *standing[make.OTHER_PARTY]]
	assert sorted(json.loads(table.elected)) == sorted(elected)
	deputies = make.written(sitting_of_cec.decided_on("elected_deputies", {}), "Elected Deputy")
	assert sorted(row.candidate for row in deputies) == sorted(elected)
	assert {row.list_position for row in deputies} == {1, 2}


def listed(cec: str, party: str) -> list[str]:
	"""A list of two of a party: its candidates."""
	act = imports.Act(cec, "12/3", clock.today(), make.ELECTION)
	of_party = {"election_type": "LC_PL", "party": party}
	(roll,) = imports.import_entries(act, [("Candidate List", {**of_party, "title": party})])
	rows = [
		("Candidate", {**of_party, "person": make.person(), "candidate_list": roll, "list_position": place})
		for place in (1, 2)
	]
	return imports.import_entries(act, rows)


@pytest.mark.full
def test_a_seat_that_has_a_deputy_is_not_filled_again(counted):
	okrug, one, other, _ = counted
	make.imported("Elected Deputy", candidate=other, election_type="DC", constituency=okrug, title="Sinov")
	decided(okrug)
	with pytest.raises(FormInvalid) as refused:
		voted.of_matter(voted.session(), "elected_deputies", {"deputies": [{"candidate": one}]})
	assert "deputy_seat_taken" in [finding.code for finding in refused.value.findings]


def test_a_decided_table_holds_its_protocols_until_it_is_annulled(counted):
	okrug, _, _, (first, _) = counted
	table = decided(okrug)
	frappe.set_user(CHAIR)
	with pytest.raises(WrongState) as refused:
		receiving.send_back(first, "Xato")
	assert (refused.value.code, refused.value.article) == ("table_decided", "95")
	assert counts.stored(first).status == "Received"
	annulled(table)
	assert frappe.db.get_value("Result Table", {"decision": table}, "status") == "Annulled"
	frappe.set_user(CHAIR)
	assert receiving.send_back(first, "Xato") == "Returned"


@pytest.mark.full
def test_a_table_that_changed_before_the_vote_is_not_opened(counted):
	okrug, _, _, (first, _) = counted
	session = sitting.planned()
	frappe.set_user(filing.SECRETARY)
	data = {"election_type": "DC", "constituency": okrug}
	item = agenda.add_subject(session, "result_table", "Jadval", data)
	assert json.loads(sitting.stored(item).subject_data)["table"]["protocols"] == 2
	frappe.set_user(CHAIR)
	receiving.send_back(first, "Xato")
	frappe.set_user("Administrator")
	sitting.opened(session=session)
	with pytest.raises(FormInvalid) as refused:
		open_item(item)
	assert refused.value.findings[0].code == "table_incomplete"


def test_a_table_on_vote_holds_its_protocols(counted):
	okrug, _, _, (first, _) = counted
	session = sitting.planned()
	frappe.set_user(filing.SECRETARY)
	item = agenda.add_subject(
		session, "result_table", "Jadval", {"election_type": "DC", "constituency": okrug}
	)
	sitting.opened(session=session)
	open_item(item)
	frappe.set_user(CHAIR)
	with pytest.raises(WrongState) as refused:
		receiving.send_back(first, "Xato")
	assert refused.value.code == "table_on_vote"
	sitting.all_vote(session, item, ["For"] * 5)
	assert sitting.close(item).status == "Adopted"
	decision = sitting.stored(item).decision
	voted.signed_by(CHAIR, [decision])
	voted.signed_by(filing.SECRETARY, [decision])
	assert make.written(decision, "Result Table")[0].outcome == "Elected"


@pytest.mark.full
def test_a_station_is_left_out_by_a_decision_and_comes_back_with_its_annulment(counted):
	okrug, one, other, (first, second) = counted
	data = {"protocol": first, "reason": "Qoidabuzarlik"}
	leaving = voted.decided(voted.of_matter(voted.session(), "annul_count", data))
	annulled(leaving)
	assert tables.table(area(okrug)).received == 2
	voted.decided(voted.of_matter(voted.session(), "annul_count", data))
	made = tables.table(area(okrug))
	assert (counts.stored(first).status, made.missing, made.left_out) == (
		"Annulled",
		[],
		["9911-sinov uchastkasi"],
	)
	assert made.sums.votes == {one: 300, other: 250}
	assert verification.verify(first).stands is False
	decided(okrug)
	with pytest.raises(FormInvalid) as refused:
		voted.of_matter(voted.session(), "annul_count", {**data, "protocol": second})
	assert refused.value.findings[0].code == "table_decided"


def test_the_commission_calls_an_election_invalid_with_a_reason_and_nobody_is_elected(counted):
	okrug, *_ = counted
	(entry,) = make.written(decided(okrug, reason="Natijaga taʼsir qilgan buzilishlar"), "Result Table")
	assert (entry.outcome, json.loads(entry.elected), entry.reason) == (
		"Invalid",
		[],
		"Natijaga taʼsir qilgan buzilishlar",
	)


@pytest.mark.parametrize(
	("votes", "outcome"),
	[((100, 100), "Repeat Election"), ((10, 5), "Not Held"), ((301, 300), "Elected")],
)
def test_the_outcome_is_the_law_s(seat, votes, outcome):
	okrug, one, other = seat
	name = opened(9914, okrug)
	frappe.set_user(COUNTER)
	if outcome == "Repeat Election":
		frappe.db.set_value("Statute", "turnout_min", "value", "10")
	handed_in(name, {one: votes[0], other: votes[1]})
	assert str(tables.table(area(okrug)).verdict.outcome) == outcome


def test_a_commission_that_does_not_decide_adds_up_and_elects_nobody(counted):
	okrug, *_ = counted
	above = tables.table(
		area(okrug, frappe.db.get_value("Election Commission", make.COMMISSION, "parent_election_commission"))
	)
	assert (str(above.verdict.outcome), above.elected, above.received) == ("Added Up", [], 2)


STEPS = st.lists(
	st.tuples(
		st.sampled_from(["hand_in", "send_back", "correct"]),
		st.integers(0, 2),
		st.integers(250, 400),
		st.integers(250, 300),
	),
	min_size=3,
	max_size=7,
)


class Counting:
	"""Stations that hand in, are sent back and correct; the model is what each handed in last."""

	def __init__(self, seat: tuple[str, str, str]) -> None:
		self.okrug, self.one, self.other = seat
		self.current = [opened(9921 + place, self.okrug) for place in range(3)]
		self.model: dict[int, tuple[int, int]] = {}

	def take(self, step: str, place: int, votes: tuple[int, int]) -> None:
		if step == "hand_in" and counts.stored(self.current[place]).status == "Draft":
			handed_in(self.current[place], {self.one: votes[0], self.other: votes[1]})
			self.model[place] = votes
		elif step == "send_back" and place in self.model:
			frappe.set_user(CHAIR)
			receiving.send_back(self.current[place], "Xato")
			del self.model[place]
		elif step == "correct" and counts.stored(self.current[place]).status == "Returned":
			frappe.set_user(COUNTER)
			self.current[place] = receiving.correct(self.current[place])

	def check(self) -> None:
		made = tables.table(area(self.okrug))
		sums = [sum(votes[side] for votes in self.model.values()) for side in (0, 1)]
		assert [made.sums.votes[self.one], made.sums.votes[self.other]] == sums
		assert made.sums.counted == sum(sums) + 10 * len(self.model)
		assert (made.received, len(made.missing)) == (len(self.model), 3 - len(self.model))


def walked(seat: tuple[str, str, str], steps: list) -> None:
	frappe.set_user("Administrator")
	frappe.db.savepoint("walk")
	counting = Counting(seat)
	for step, place, *votes in steps:
		counting.take(step, place, tuple(votes))
		counting.check()
	frappe.set_user("Administrator")
	frappe.db.rollback(save_point="walk")


FEW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@settings(max_examples=3, deadline=None, suppress_health_check=FEW)
@given(steps=STEPS)
def test_the_table_is_the_sum_of_its_received_protocols_after_any_steps(seat, steps):
	walked(seat, steps)


@pytest.mark.full
@settings(max_examples=60, deadline=None, suppress_health_check=FEW)
@given(steps=STEPS)
def test_the_same_after_many_more_steps(seat, steps):
	walked(seat, steps)


def test_what_was_voted_on_is_what_is_written_or_nothing(counted):
	"""A race that no lock stopped: the table is compared once more when its decision takes effect."""
	okrug, _, _, (first, _) = counted
	item = voted.of_matter(voted.session(), "result_table", {"election_type": "DC", "constituency": okrug})
	name = collective.adopt(item)
	voted.signed_by(CHAIR, [name])
	frappe.db.set_value("Count Protocol", first, "status", "Returned")
	refusal = effects.refusal_of(frappe.get_doc("Decision", name))
	assert refusal
	assert refusal.code == "table_changed"
	with pytest.raises(FormInvalid):  # before the effect is tried
		voted.signed_by(filing.SECRETARY, [name])
