"""Two nominations for one seat, one person for two parties, a party that nobody admitted: told before the vote, and a way back."""

from collections import defaultdict

import frappe
import pytest
from factories import effects, voted
from factories import sessions as make
from factories.contested import (
	ADMITTED,
	admission,
	admission_asked,
	adopted,
	code_of,
	nomination,
	proxy_of,
	replacement,
	withdrawal,
)
from factories.profile import few

from esaylov.decisions.drafting import waiting as decisions_waiting
from esaylov.decisions.matters.contested import contests, refusal_of
from esaylov.decisions.sessions.records import chained
from esaylov.decisions.sessions.steps import agenda, counting, holding, returning, state
from esaylov.decisions.signatures import collective
from esaylov.framework.errors import LawBroken
from esaylov.registers.effects import parties
from esaylov.setup.operating.comparisons import signed_rows


def of_two_parties(person: dict) -> tuple[str, str]:
	other = f"{effects.OTHER_PARTY}-{effects.DISTRICT}"
	return nomination(person), nomination(person, by=("Party Branch", other))


@pytest.mark.parametrize("case", few(["one seat", "one person"], "one seat".__eq__))
def test_the_second_nomination_is_told_before_its_vote_and_may_be_refused(case):
	seat = {"constituency": effects.constituency(71)}
	pair = (
		(nomination(**seat), nomination(**seat)) if case == "one seat" else of_two_parties(effects.person())
	)
	session = make.planned()
	first, second = (make.item(session, appeal) for appeal in pair)
	make.opened(session=session)
	adopted(session, first)
	frappe.set_user(make.CHAIR)
	assert code_of(lambda: counting.open_item(second)) == "item_claimed"
	assert make.stored(second).status == "Planned"
	agenda.redraft(
		second,
		[{"path": "appeal", "outcome": "Refused", "ground": "documents_incomplete", "reason": "O'rin band"}],
	)
	assert counting.open_item(second) == [second]


@pytest.mark.parametrize("election", few(["", "2024-10-27"], "2024-10-27".__eq__))
@pytest.mark.full
def test_a_session_of_no_election_or_another_one_sees_what_was_adopted_in_the_election_of_its_items(election):
	seat = effects.constituency(74)
	first, second = nomination(constituency=seat), nomination(constituency=seat)
	sessions_of = {appeal: make.planned() for appeal in (first, second)}
	items = {appeal: make.item(session, appeal) for appeal, session in sessions_of.items()}
	for session in sessions_of.values():
		frappe.db.set_value("Commission Session", session, "election", election or None)
		make.opened(session=session)
	adopted(sessions_of[first], items[first])
	frappe.set_user(make.CHAIR)
	assert code_of(lambda: counting.open_item(items[second])) == "item_claimed"


def test_a_party_is_not_admitted_twice_by_one_commission():
	session = make.planned()
	first, second = (make.item(session, admission_asked()) for _ in range(2))
	make.opened(session=session)
	adopted(session, first)
	frappe.set_user(make.CHAIR)
	assert code_of(lambda: counting.open_item(second)) == "item_claimed"


def test_two_that_exclude_each_other_are_not_opened_as_one_batch():
	seat = effects.constituency(72)
	session = make.planned()
	make.item(session, nomination(constituency=seat), nomination(constituency=seat), batch="A")
	make.opened(session=session)
	(first, *_) = frappe.get_all("Agenda Item", {"session": session}, pluck="name", order_by="position asc")
	assert code_of(lambda: counting.open_item(first)) == "item_claimed"


def test_who_stands_in_the_register_is_told_before_the_vote():
	person = effects.person()
	effects.candidate(person=person)
	session = make.planned()
	item = make.item(session, nomination(person))
	make.opened(session=session)
	assert code_of(lambda: counting.open_item(item)) == "item_entry_exists"


def contested() -> tuple[str, str, str, dict]:
	"""A session, its adopted item and the decision, whose candidate was registered elsewhere meanwhile."""
	person = effects.person()
	session = make.planned()
	item = make.item(session, nomination(person))
	make.opened(session=session)
	decision = adopted(session, item)
	frappe.set_user("Administrator")
	effects.candidate(person=person, party=effects.OTHER_PARTY)
	return session, item, decision, person


@pytest.mark.full
def test_what_cannot_take_effect_is_told_before_the_chair_signs():
	_, _, decision, _ = contested()
	frappe.set_user(make.CHAIR)
	assert code_of(lambda: collective.payload_to_sign([decision]), LawBroken) == "entry_exists"
	assert not frappe.db.get_value("Decision", decision, "signature")


@pytest.mark.full
def test_of_a_list_the_refused_ones_are_named_by_their_number():
	session, item, decision, _ = contested()
	other = make.item(session, nomination())
	decided = adopted(session, other)
	frappe.set_user(make.CHAIR)
	with pytest.raises(LawBroken) as refused:
		collective.payload_to_sign([decision, decided])
	assert refused.value.code == "decisions_contested"
	number = frappe.db.get_value("Appeal", make.stored(item).appeal, "number")
	assert refused.value.message_params == {"numbers": number}
	assert state.of(session)["me"]["to_set_aside"] == [item]


def test_it_goes_back_to_review_and_is_decided_anew_by_another_vote():
	session, item, decision, _ = contested()
	appeal = make.stored(item).appeal
	frappe.set_user(make.SECRETARY)
	returning.set_aside(item)
	returning.set_aside(item)  # asked again it changes nothing
	row = make.stored(item)
	assert (row.status, row.decision, row.live_key, row.votes_for) == ("Set Aside", None, None, 5)
	assert frappe.db.get_value("Appeal", appeal, "status") == "Under Review"
	again = make.item(session, appeal)
	agenda.redraft(
		again,
		[
			{
				"path": "appeal",
				"outcome": "Refused",
				"ground": "documents_incomplete",
				"reason": "Boshqa partiya nomzodi",
			}
		],
	)
	assert adopted(session, again) == decision
	voted.signed_by(make.CHAIR, [decision])
	voted.signed_by(make.SECRETARY, [decision])
	assert frappe.db.get_value("Decision", decision, ["status", "agenda_item"]) == ("Signed", again)
	assert frappe.db.get_value("Appeal", appeal, "status") == "Refused"


def test_an_item_set_aside_after_its_session_was_closed_is_no_tampering():
	session, item, _, _ = contested()
	frappe.set_user(make.CHAIR)
	holding.close(session)
	assert not signed_rows.is_changed("Commission Session", session)
	frappe.set_user(make.SECRETARY)
	returning.set_aside(item)
	assert not signed_rows.is_changed("Commission Session", session)
	assert item not in chained.not_as_chained()


def test_a_first_signature_does_not_stand_under_the_next_draft():
	person = effects.person()
	session = make.planned()
	item = make.item(session, nomination(person))
	make.opened(session=session)
	decision = adopted(session, item)
	voted.signed_by(make.CHAIR, [decision])
	effects.candidate(person=person, party=effects.OTHER_PARTY)
	frappe.set_user(make.SECRETARY)
	returning.set_aside(item)
	again = make.item(session, make.stored(item).appeal)
	agenda.redraft(
		again, [{"path": "appeal", "outcome": "Refused", "ground": "documents_incomplete", "reason": "Band"}]
	)
	adopted(session, again)
	assert frappe.db.get_value("Decision", decision, ["status", "signature"]) == ("Draft", None)


def test_a_decision_whose_appeal_has_gone_is_named_before_the_signature_and_set_aside():
	session = make.planned()
	item = make.item(session, nomination())
	make.opened(session=session)
	decision = adopted(session, item)
	voted.signed_by(make.CHAIR, [decision])
	frappe.db.set_value("Appeal", make.stored(item).appeal, "status", "Withdrawn")
	frappe.set_user(make.SECRETARY)
	assert code_of(lambda: collective.payload_to_sign([decision]), LawBroken) == "appeal_withdrawn"
	assert state.of(session)["me"]["to_set_aside"] == [item]
	returning.set_aside(item)
	row = make.stored(item)
	assert (row.status, row.decision, row.live_key) == ("Set Aside", None, None)
	assert frappe.db.get_value("Appeal", row.appeal, "status") == "Withdrawn"


def test_nobody_undoes_a_vote_whose_decision_can_be_signed():
	session = make.planned()
	item = make.item(session, nomination())
	make.opened(session=session)
	adopted(session, item)
	assert code_of(lambda: returning.set_aside(item)) == "decision_takes_effect"
	assert make.stored(item).status == "Adopted"


@pytest.mark.parametrize("values", [{}, {"election_types": "LC_SMD, REG"}, {"election_type": "PRES"}])
@pytest.mark.full
def test_the_candidate_of_a_party_not_admitted_is_neither_voted_on_nor_registered(values):
	admission(**values)
	session = make.planned()
	item = make.item(session, nomination(rules=ADMITTED))
	make.opened(session=session)
	assert code_of(lambda: counting.open_item(item)) == "item_party_not_admitted"
	frappe.set_user("Administrator")
	chairs = nomination(rules=ADMITTED, route="chair_decision")
	assert code_of(lambda: effects.decided(chairs), LawBroken) == "party_not_admitted"


def test_an_admission_that_ended_after_the_vote_stops_the_signature_and_the_entry():
	admission(election_types="DC")
	session = make.planned()
	item = make.item(session, nomination(rules=ADMITTED))
	make.opened(session=session)
	decision = adopted(session, item)
	frappe.set_user("Administrator")
	admission()
	frappe.set_user(make.CHAIR)
	with pytest.raises(LawBroken) as refused:
		collective.payload_to_sign([decision])
	assert (refused.value.code, refused.value.article) == ("party_not_admitted", "37")
	assert refusal_of(decision).code == "party_not_admitted"  # the effect asks by itself


@pytest.mark.parametrize("values", [{"election_types": "JK, DC"}, {"election_type": "DC"}])
def test_the_candidate_of_an_admitted_party_is_registered(values):
	admission(**values)
	decision = effects.decided(nomination(rules=ADMITTED, route="chair_decision")).decision
	assert len(effects.written(decision, "Candidate")) == 1


def test_what_was_registered_while_members_voted_is_not_adopted_and_goes_back_with_its_reason():
	person = effects.person()
	session = make.planned()
	item = make.item(session, nomination(person))
	make.opened(session=session)
	frappe.set_user(make.CHAIR)
	counting.open_item(item)
	make.all_vote(session, item, ["For"] * 5)
	frappe.set_user("Administrator")
	effects.candidate(person=person, party=effects.OTHER_PARTY)
	row = make.close(item)
	assert (row.status, row.decision, row.votes_for) == ("Postponed", None, 5)
	assert row.reason
	assert frappe.db.get_value("Appeal", row.appeal, "status") == "Under Review"


@pytest.mark.full
def test_nobody_leaves_under_an_adopted_decision_that_rests_on_them():
	candidate = effects.candidate()
	session = make.planned()
	item, leaving = make.item(session, proxy_of(candidate)), make.item(session, withdrawal(candidate))
	make.opened(session=session)
	decision = adopted(session, item)
	frappe.set_user(make.CHAIR)
	assert code_of(lambda: counting.open_item(leaving)) == "item_claimed"
	frappe.set_user("Administrator")
	alone = withdrawal(candidate, route="chair_decision")
	assert code_of(lambda: effects.decided(alone), LawBroken) == "entry_claimed"
	for user in (make.CHAIR, make.SECRETARY):
		voted.signed_by(user, [decision])
	assert frappe.db.get_value("Decision", decision, "status") == "Signed"
	frappe.set_user(make.CHAIR)
	assert counting.open_item(leaving) == [leaving]


@pytest.mark.full
def test_a_candidate_who_left_is_told_before_the_vote():
	candidate = effects.candidate()
	session = make.planned()
	item = make.item(session, proxy_of(candidate))
	make.opened(session=session)
	frappe.set_user("Administrator")
	effects.decided(withdrawal(candidate, route="chair_decision"))
	frappe.set_user(make.CHAIR)
	assert code_of(lambda: counting.open_item(item)) == "item_entry_gone"


@pytest.mark.parametrize(
	"case", few(["left before", "left after the vote", "stands"], "left after the vote".__eq__)
)
@pytest.mark.full
def test_a_candidate_is_replaced_by_vote_whether_gone_or_not(case):
	seat = effects.constituency(73)
	former = effects.candidate(constituency=seat)

	def leave(when: str) -> None:
		frappe.set_user("Administrator")
		if case == when:
			effects.decided(withdrawal(former, route="chair_decision"))

	leave("left before")
	session = make.planned()
	item = make.item(session, replacement(former, seat))
	make.opened(session=session)
	decision = adopted(session, item)
	if case == "left after the vote":
		frappe.db.set_value(
			"Candidate", former, {"status": "Withdrawn", "standing_key": None, "seat_key": None}
		)
	for user in (make.CHAIR, make.SECRETARY):
		voted.signed_by(user, [decision])
	assert frappe.db.get_value("Decision", decision, "status") == "Signed"
	left = "Replaced" if case == "stands" else "Withdrawn"
	assert frappe.db.get_value("Candidate", former, "status") == left
	assert len(effects.written(decision, "Candidate")) == 1


def reading(monkeypatch) -> dict[str, list]:
	"""All that lists read from here on, by DocType."""
	get_all, read = frappe.get_all, defaultdict(list)

	def noted(doctype: str, *asked, **more) -> list:
		rows = get_all(doctype, *asked, **more)
		read[doctype] += rows
		return rows

	monkeypatch.setattr(frappe, "get_all", noted)
	return read


@pytest.mark.full
def test_what_was_signed_is_not_read_again_for_each_vote(monkeypatch):
	session = make.planned()
	signed, waiting = make.item(session, nomination()), make.item(session, nomination())
	make.opened(session=session)
	decision = adopted(session, signed)
	for user in (make.CHAIR, make.SECRETARY):
		voted.signed_by(user, [decision])
	adopted(session, waiting)
	read = reading(monkeypatch)
	appeal = make.stored(waiting).appeal
	assert appeal in decisions_waiting.granted([effects.ELECTION])
	appeals = [row.appeal for row in read["Agenda Item"]]
	assert appeal in appeals
	assert make.stored(signed).appeal not in appeals


def test_corrections_are_asked_only_of_appeals_that_were_sent_back(monkeypatch):
	appeal = nomination()
	read = reading(monkeypatch)
	contests({appeal: ["appeal"]})
	assert "Appeal" in read
	assert "Appeal Correction" not in read


def test_an_admission_by_a_commission_holds_in_its_territory_alone():
	admission()
	own = frappe.db.get_value("Election Commission", effects.COMMISSION, "territory")
	region = frappe.db.get_value("Administrative Territory", own, "parent_administrative_territory")
	effects.imported("Party Admission", party=effects.PARTY, title=effects.PARTY, election_types="DC")
	held = [
		parties.is_admitted(effects.PARTY, effects.ELECTION, ["DC"], place) for place in (own, region, "")
	]
	assert held == [True, False, False]
