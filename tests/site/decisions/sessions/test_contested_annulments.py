"""What an annulment, or somebody who leaves, would put out of what commissions adopted and have not signed yet."""

import frappe
import pytest
from factories import decisions as decided
from factories import effects, voted
from factories import sessions as make
from factories.contested import (
	ADMITTED,
	admission,
	adopted,
	adopted_elsewhere,
	code_of,
	nomination,
	proxy_of,
	withdrawal,
)

from esaylov.decisions.sessions.steps import agenda, counting, returning
from esaylov.decisions.signatures import collective
from esaylov.elections import statutes
from esaylov.framework.errors import LawBroken, WrongState

REGIONAL = effects.ground.HIGHER
PROXIES = "proxies_district"
LIMIT = [{"rule": "proxy_limit", "parameters": {"group": "proxies", "statute": PROXIES}, "article": "43"}]


def adopted_now(*appeals: str) -> list[str]:
	"""The decisions that a session adopts on appeals, one after the other."""
	session = make.planned()
	items = [make.item(session, appeal) for appeal in appeals]
	make.opened(session=session)
	found = [adopted(session, item) for item in items]
	frappe.set_user("Administrator")
	return found


def sign(decision: str) -> str:
	"""Both signatures under a decision; its state then."""
	for user in (make.CHAIR, make.SECRETARY):
		voted.signed_by(user, [decision])
	return frappe.db.get_value("Decision", decision, "status")


@pytest.mark.full
def test_an_admission_is_not_annulled_under_an_adopted_nomination():
	admission()
	answers = {"party": effects.PARTY, "election_types": [{"election_type": "DC"}]}
	admitted = effects.decided(effects.filed("admit_party", answers)).decision
	session = make.planned()
	item = make.item(session, nomination(rules=ADMITTED))
	make.opened(session=session)
	decision = adopted(session, item)
	assert code_of(lambda: effects.annulled(admitted)) == "annulment_awaited"
	for user in (make.CHAIR, make.SECRETARY):
		voted.signed_by(user, [decision])
	assert frappe.db.get_value("Decision", decision, "status") == "Signed"


@pytest.mark.full
def test_a_higher_commission_annuls_without_waiting_for_those_who_do_not_sign():
	registered = effects.decided(nomination(route="chair_decision")).decision
	(candidate,) = effects.written(registered, "Candidate")
	session = make.planned()
	item = make.item(session, proxy_of(candidate.name))
	make.opened(session=session)
	decision = adopted(session, item)
	effects.annulled(registered, by=decided.REGIONAL)
	assert frappe.db.get_value("Candidate", candidate.name, "status") == "Annulled"
	frappe.set_user(make.CHAIR)
	assert code_of(lambda: collective.payload_to_sign([decision]), LawBroken) == "entry_gone"
	returning.set_aside(item)
	assert make.stored(item).status == "Set Aside"


def left(candidate: str) -> str:
	"""The decision by which a candidate leaves."""
	return effects.decided(withdrawal(candidate, route="chair_decision")).decision


def test_who_left_does_not_come_back_to_a_seat_that_is_adopted_for_another():
	seat = effects.constituency(75)
	leaving = left(effects.candidate(constituency=seat))
	(decision,) = adopted_now(nomination(constituency=seat))
	assert code_of(lambda: effects.annulled(leaving)) == "annulment_awaited"
	assert sign(decision) == "Signed"


@pytest.mark.full
def test_who_left_comes_back_beside_what_is_adopted_for_another_seat():
	leaving = left(effects.candidate(constituency=effects.constituency(76)))
	(decision,) = adopted_now(nomination(constituency=effects.constituency(77)))
	effects.annulled(leaving)
	assert sign(decision) == "Signed"


@pytest.mark.full
def test_a_former_proxy_does_not_come_back_to_the_last_place_that_is_adopted_for_another():
	candidate, limit = effects.candidate(), statutes.number(PROXIES)
	appeals = [proxy_of(candidate, route="chair_decision", rules=LIMIT) for _ in range(limit)]
	first = effects.written(effects.decided(appeals[0]).decision, "Proxy")[0]
	for appeal in appeals[1:]:
		effects.decided(appeal)
	answers = {"certificate": first.name, "reason": "Ketdi"}
	fields = [*effects.FIELDS, effects.link("certificate", "Proxy")]
	revoked = effects.effect("revoke_mandate", answers, fields=fields)
	(decision,) = adopted_now(proxy_of(candidate, rules=LIMIT))
	assert code_of(lambda: effects.annulled(revoked)) == "annulment_awaited"
	assert sign(decision) == "Signed"


def test_who_leaves_does_not_wait_for_a_commission_that_does_not_sign():
	candidate = effects.candidate()
	adopted_elsewhere(proxy_of(candidate), "proxies[0]")
	left(candidate)
	assert frappe.db.get_value("Candidate", candidate, "status") == "Withdrawn"


def test_what_another_commission_adopted_for_a_seat_keeps_its_right_of_way():
	seat = effects.constituency(78)
	first = nomination(constituency=seat)
	adopted_elsewhere(first)
	second = nomination(constituency=seat, route="chair_decision")
	assert code_of(lambda: effects.decided(second), LawBroken) == "entry_claimed"


@pytest.mark.parametrize(("also", "code"), [("DC", None), ("JK", "annulment_built_on")])
def test_an_admission_is_annulled_where_another_one_covers_its_candidates(also, code):
	admission()
	own = effects.decided(
		effects.filed("admit_party", {"party": effects.PARTY, "election_types": [{"election_type": "DC"}]})
	).decision
	effects.decided(nomination(rules=ADMITTED, route="chair_decision"))
	effects.imported(
		"Party Admission", REGIONAL, party=effects.PARTY, title=effects.PARTY, election_types=also
	)
	if code:
		assert code_of(lambda: effects.annulled(own), LawBroken) == code
	else:
		effects.annulled(own)
		assert [row.status for row in effects.written(own, "Party Admission")] == ["Annulled"]


def test_an_admission_is_annulled_where_no_candidate_rests_on_it():
	admission(election_types="DC")
	effects.decided(nomination(rules=ADMITTED, route="chair_decision"))
	answers = {"party": effects.PARTY, "election_types": [{"election_type": "JK"}]}
	other = effects.decided(effects.filed("admit_party", answers, election_types=["JK"])).decision
	effects.annulled(other)
	assert [row.status for row in effects.written(other, "Party Admission")] == ["Annulled"]


def test_nobody_ends_the_entry_of_another_commission():
	candidate = effects.candidate(commission=REGIONAL)
	session = make.planned()
	item = make.item(session, withdrawal(candidate))
	make.opened(session=session)
	assert code_of(lambda: counting.open_item(item)) == "item_entry_elsewhere"


@pytest.mark.full
def test_a_constituency_is_not_annulled_under_an_adopted_nomination():
	rows = [{"constituency_no": 79, "constituency_name": "Okrug", "voters_count": 900}]
	defined = effects.decided(
		effects.filed(
			"define_constituency", {"constituencies": rows}, {"rows": "constituencies"}, election_types=["DC"]
		)
	).decision
	seat = frappe.db.get_value("Constituency", {"decision": defined})
	(decision,) = adopted_now(nomination(constituency=seat))
	assert code_of(lambda: effects.annulled(defined)) == "annulment_awaited"
	assert sign(decision) == "Signed"


@pytest.mark.full
def test_a_chair_leaves_an_adopted_annulment_to_its_session_and_takes_up_one_that_was_set_aside():
	decision = effects.decided(nomination(route="chair_decision")).decision
	session = make.planned()
	item = agenda.add_subject(session, "annulment", "Bekor qilish", {"decision": decision, "reason": "Xato"})
	make.opened(session=session)
	annulment = adopted(session, item)
	frappe.set_user("Administrator")
	assert code_of(lambda: effects.annulled(decision)) == "annulment_adopted"
	assert code_of(lambda: effects.annulled(decision, by=decided.REGIONAL)) == "annulment_adopted"
	frappe.db.set_value("Agenda Item", item, {"status": "Set Aside", "decision": None})
	assert effects.annulled(decision).decision == annulment
	signed = frappe.db.get_value("Decision", annulment, ["status", "agenda_item", "secretary_signature"])
	assert signed == ("Signed", None, None)


def test_what_rests_on_an_adopted_annulment_waits_for_its_signatures():
	decision = effects.decided(nomination(route="chair_decision")).decision
	(candidate,) = effects.written(decision, "Candidate")
	alone = withdrawal(candidate.name, route="chair_decision")
	session = make.planned()
	data = {"decision": decision, "reason": "Xato"}
	annulment_item = agenda.add_subject(session, "annulment", "Bekor qilish", data)
	voted_item = make.item(session, proxy_of(candidate.name))
	other_item = make.item(session, nomination())
	make.opened(session=session)
	annulment = adopted(session, annulment_item)
	frappe.set_user("Administrator")
	assert code_of(lambda: effects.decided(alone)) == "rests_on_annulled"
	frappe.set_user(make.CHAIR)
	assert code_of(lambda: counting.open_item(voted_item)) == "item_rests_on_annulled"
	assert adopted(session, other_item)  # of nobody that is concerned
	frappe.set_user("Administrator")
	assert sign(annulment) == "Signed"
	assert frappe.db.get_value("Candidate", candidate.name, "status") == "Annulled"


def annulment_of(session: str, decision: str) -> str:
	"""An item of an agenda about the annulment of a decision."""
	data = {"decision": decision, "reason": "Xato"}
	return agenda.add_subject(session, "annulment", "Bekor qilish", data)


def test_an_annulment_is_not_put_to_the_vote_over_what_was_adopted_and_rests_on_it():
	decision = effects.decided(nomination(route="chair_decision")).decision
	(candidate,) = effects.written(decision, "Candidate")
	appeal = proxy_of(candidate.name)
	session = make.planned()
	item, annulment_item = make.item(session, appeal), annulment_of(session, decision)
	make.opened(session=session)
	proxies = adopted(session, item)
	frappe.set_user(make.CHAIR)
	with pytest.raises(WrongState) as refused:
		counting.open_item(annulment_item)
	assert refused.value.code == "item_annulment_awaited"
	assert refused.value.message_params["numbers"] == frappe.db.get_value("Appeal", appeal, "number")
	assert sign(proxies) == "Signed"
	assert sign(adopted(session, annulment_item)) == "Signed"


@pytest.mark.full
def test_an_annulment_is_not_adopted_over_what_was_adopted_while_it_was_voted_on():
	decision = effects.decided(nomination(route="chair_decision")).decision
	(candidate,) = effects.written(decision, "Candidate")
	session = make.planned()
	item, annulment_item = make.item(session, proxy_of(candidate.name)), annulment_of(session, decision)
	make.opened(session=session)
	frappe.set_user(make.CHAIR)
	counting.open_item(annulment_item)
	make.all_vote(session, annulment_item, ["For"] * 5)
	frappe.db.set_value("Agenda Item", item, "status", "Adopted")  # another session's, closed meanwhile
	proxies = collective.adopt(item)
	frappe.db.set_value("Agenda Item", item, "decision", proxies)
	assert make.close(annulment_item).status == "Postponed"
	assert sign(proxies) == "Signed"


@pytest.mark.full
def test_an_annulment_that_a_later_decision_stands_in_the_way_of_is_not_put_to_the_vote():
	admission()
	answers = {"party": effects.PARTY, "election_types": [{"election_type": "DC"}]}
	admitted = effects.decided(effects.filed("admit_party", answers)).decision
	nominated = effects.decided(nomination(rules=ADMITTED, route="chair_decision")).decision
	session = make.planned()
	item = annulment_of(session, admitted)
	make.opened(session=session)
	frappe.set_user(make.CHAIR)
	assert code_of(lambda: counting.open_item(item), LawBroken) == "annulment_built_on"
	frappe.set_user("Administrator")
	effects.annulled(nominated)
	assert sign(adopted(session, item)) == "Signed"


@pytest.mark.full
def test_of_two_annulments_that_give_one_seat_back_one_is_adopted():
	seat = effects.constituency(80)
	first = left(effects.candidate(constituency=seat))
	second = left(effects.candidate(constituency=seat))
	session = make.planned()
	items = [annulment_of(session, decision) for decision in (first, second)]
	make.opened(session=session)
	annulment = adopted(session, items[0])
	frappe.set_user(make.CHAIR)
	assert code_of(lambda: counting.open_item(items[1])) == "item_annulment_excluded"
	frappe.set_user("Administrator")
	assert code_of(lambda: effects.annulled(second)) == "annulment_excluded"
	assert sign(annulment) == "Signed"
	frappe.set_user(make.CHAIR)
	assert code_of(lambda: counting.open_item(items[1]), LawBroken) == "entry_exists"


def test_the_annulment_of_one_decision_is_adopted_once():
	decision = effects.decided(nomination(route="chair_decision")).decision
	session = make.planned()
	data = {"decision": decision, "reason": "Xato"}
	first, second, third = (
		agenda.add_subject(session, "annulment", f"Bekor qilish {number}", data) for number in (1, 2, 3)
	)
	make.opened(session=session)
	frappe.set_user(make.CHAIR)
	counting.open_item(second)
	make.all_vote(session, second, ["For"] * 5)
	frappe.db.set_value("Agenda Item", first, "status", "Adopted")  # another session's, closed meanwhile
	annulment = collective.adopt(first)
	frappe.db.set_value("Agenda Item", first, "decision", annulment)
	assert make.close(second).status == "Postponed"
	frappe.set_user(make.CHAIR)
	assert code_of(lambda: counting.open_item(third)) == "item_annulled_already"
	assert sign(annulment) == "Signed"
	frappe.set_user(make.CHAIR)
	assert code_of(lambda: counting.open_item(third)) == "item_annulled_already"


def test_an_appeal_whose_voted_decision_was_annulled_is_voted_on_again():
	appeal = make.votable()
	(first,) = adopted_now(appeal)
	assert sign(first) == "Signed"
	voted.matter_decided("annulment", {"decision": first, "reason": "Xato"})
	assert frappe.db.get_value("Appeal", appeal, "status") == "Under Review"
	(second,) = adopted_now(appeal)
	assert second != first
	assert sign(second) == "Signed"
	voted.matter_decided("annulment", {"decision": second, "reason": "Xato"})
	assert (
		frappe.db.count("Agenda Item", {"appeal": appeal, "status": "Adopted", "live_key": ["is", "set"]})
		== 0
	)
