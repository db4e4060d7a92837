"""Who signs what a session decided: both signatures in any order, and a successor where one of the two cannot sign."""

import frappe
import pytest
from factories import appeals as filing
from factories import sessions as make
from factories import voted
from factories.voted import signed_by

from esaylov.decisions.sessions.papers import paper, protocol
from esaylov.decisions.sessions.records import signers
from esaylov.decisions.sessions.steps import attending, counting, holding
from esaylov.decisions.sessions.steps import state as sessions_state
from esaylov.decisions.signatures import collective
from esaylov.decisions.signatures import voted as voted_items
from esaylov.framework import clock
from esaylov.framework.errors import EsaylovError, FormInvalid, LawBroken

REASON = "Vakolati tugadi"


def code_of(step) -> str:
	frappe.db.savepoint("asked")
	try:
		step()
	except EsaylovError as refusal:
		frappe.db.rollback(save_point="asked")
		return refusal.code
	finally:
		frappe.set_user("Administrator")
	return ""


def name_signer(by: str, session: str, part: str, user: str, reason: str = REASON) -> None:
	frappe.set_user(by)
	signers.name_signer(session, part, make.person(user), reason)
	frappe.set_user("Administrator")


def adopted(*here: str, secretary: str = "") -> tuple[str, str]:
	"""A session of these people, the first of whom presides, and the decision that it adopted."""
	session = make.planned()
	item = make.item(session)
	make.attend(session, *here)
	frappe.set_user(here[0])
	holding.open_session(session, make.person(secretary) if secretary else "")
	counting.open_item(item)
	make.all_vote(session, item, ["For"] * len(here), here)
	return session, make.close(item, here[0]).decision


@pytest.fixture
def kept_by_member() -> tuple[str, str]:
	"""The record is kept by a plain member."""
	return adopted(make.CHAIR, make.DEPUTY, make.MEMBER, make.MEMBER2, secretary=make.MEMBER)


@pytest.fixture
def usual() -> tuple[str, str]:
	"""The chair presides, and the secretary keeps the record."""
	return adopted(*make.ALL)


def status(decision: str) -> str:
	return frappe.db.get_value("Decision", decision, "status")


@pytest.mark.parametrize("order", [(make.CHAIR, make.MEMBER), (make.MEMBER, make.CHAIR)])
def test_decision_is_signed_in_any_order_where_a_member_keeps_the_record(kept_by_member, order):
	_, decision = kept_by_member
	for user in order:
		signed_by(user, [decision])
	assert status(decision) == "Signed"
	appeal = frappe.db.get_value("Decision", decision, "appeal")
	assert frappe.db.get_value("Appeal", appeal, "status") == "Granted"


def test_annulment_is_signed_last_by_a_member_who_keeps_the_record():
	session = voted.session(secretary=make.MEMBER)
	decision = collective.adopt(voted.of_appeal(session, voted.observers()))
	for user in (make.CHAIR, make.MEMBER):
		signed_by(user, [decision])
	data = {"decision": decision, "reason": "Xato"}
	annulment = collective.adopt(voted.of_matter(session, "annulment", data))
	for user in (make.CHAIR, make.MEMBER):
		signed_by(user, [annulment])
	assert status(decision) == "Annulled"


def test_deputy_signs_for_a_chair_who_was_removed_after_the_vote(usual):
	session, decision = usual
	make.removed(make.CHAIR)
	assert code_of(lambda: signed_by(make.CHAIR, [decision])) == "not_permitted"
	assert code_of(lambda: signed_by(make.DEPUTY, [decision])) == "not_permitted"
	name_signer(make.DEPUTY, session, "presiding", make.DEPUTY)
	for user in (make.DEPUTY, make.SECRETARY):
		signed_by(user, [decision])
	row = frappe.get_doc("Decision", decision)
	assert (row.status, row.signed_by_person) == ("Signed", make.person(make.DEPUTY))
	kept = frappe.get_doc("Commission Session", session)
	assert (kept.presiding, kept.presiding_successor) == (make.person(make.CHAIR), make.person(make.DEPUTY))
	assert kept.presiding_successor_reason == REASON
	assert frappe.db.exists("Chain Event", {"kind": "session.signer_named", "body": ["like", f"%{session}%"]})


def test_new_chair_goes_before_the_deputy(usual):
	session, decision = usual
	make.removed(make.CHAIR)
	make.made(make.MEMBER, "Chair")
	assert code_of(lambda: name_signer(make.SECRETARY, session, "presiding", make.DEPUTY)) == "not_successor"
	name_signer(make.SECRETARY, session, "presiding", make.MEMBER)
	signed_by(make.SECRETARY, [decision])
	signed_by(make.MEMBER, [decision])
	assert status(decision) == "Signed"


@pytest.mark.parametrize("presides", [False, True])
def test_deputy_who_became_a_member_after_the_decision_may_sign(usual, presides):
	session, decision = usual
	yesterday = frappe.utils.add_days(frappe.utils.getdate(), -1)
	make.removed(make.CHAIR)
	frappe.db.set_value(
		"Commission Membership", {"person": make.person(make.DEPUTY)}, "starts_on", frappe.utils.getdate()
	)
	item = frappe.db.get_value("Decision", decision, "agenda_item")
	frappe.db.set_value("Agenda Item", item, {"closed_at": f"{yesterday} 10:00:00", "decision": None})
	frappe.db.delete("Decision Row", {"parent": decision})
	frappe.db.delete("Decision", {"name": decision})
	decision = collective.adopt(item)
	frappe.db.set_value("Agenda Item", item, "decision", decision)
	if presides:
		frappe.set_user(make.DEPUTY)
		holding.take_chair(session)
	else:
		name_signer(make.MEMBER, session, "presiding", make.DEPUTY)
	signed_by(make.DEPUTY, [decision])
	signed_by(make.SECRETARY, [decision])
	assert status(decision) == "Signed"


def test_member_is_elected_where_there_is_neither_chair_nor_deputy(usual):
	session, decision = usual
	make.removed(make.CHAIR, make.DEPUTY)
	assert code_of(lambda: name_signer(make.MEMBER, session, "presiding", make.SECRETARY)) == "not_successor"
	name_signer(make.SECRETARY, session, "presiding", make.MEMBER2)
	signed_by(make.MEMBER2, [decision])
	signed_by(make.SECRETARY, [decision])
	assert status(decision) == "Signed"


def test_secretary_signs_for_a_record_keeper_who_was_removed(kept_by_member):
	session, decision = kept_by_member
	make.removed(make.MEMBER)
	assert code_of(lambda: name_signer(make.CHAIR, session, "secretary", make.MEMBER2)) == "not_successor"
	name_signer(make.CHAIR, session, "secretary", make.SECRETARY)
	signed_by(make.SECRETARY, [decision])
	signed_by(make.CHAIR, [decision])
	assert status(decision) == "Signed"


def test_nobody_takes_the_signature_of_a_member_in_office_alone(usual):
	session, decision = usual
	for by in (make.CHAIR, make.SECRETARY):
		assert code_of(lambda by=by: name_signer(by, session, "presiding", make.DEPUTY)) == "signer_present"
		assert code_of(lambda by=by: name_signer(by, session, "secretary", make.MEMBER)) == "signer_present"
	frappe.set_user(make.MEMBER)
	state = sessions_state.of(session)
	assert [one["successors"] for one in state["signers"]] == [[], []]
	assert "name_signer" not in state["me"]["steps"]
	gone(session, make.CHAIR)
	assert code_of(lambda: name_signer(make.DEPUTY, session, "presiding", make.DEPUTY)) == "names_oneself"
	assert (
		code_of(lambda: name_signer(make.SECRETARY, session, "presiding", make.DEPUTY, " ")) == "form_invalid"
	)
	name_signer(make.SECRETARY, session, "presiding", make.DEPUTY, "Kasal")
	signed_by(make.DEPUTY, [decision])
	signed_by(make.SECRETARY, [decision])
	assert status(decision) == "Signed"


def note_gone(session: str, user: str) -> None:
	"""The chair notes that somebody left."""
	note_gone_by(make.CHAIR, session, user)


def note_gone_by(noting: str, session: str, user: str) -> None:
	frappe.set_user(noting)
	attending.leave(session, make.person(user))


def test_the_presider_takes_the_signature_from_nobody(usual):
	session, decision = usual
	assert code_of(lambda: note_gone(session, make.SECRETARY)) == "must_sign"
	note_gone(session, make.MEMBER)
	for user in (make.SECRETARY, make.CHAIR):
		signed_by(user, [decision])
	note_gone(session, make.SECRETARY)


def test_a_secretary_noted_as_gone_takes_the_record_back(monkeypatch):
	session, item = make.on_vote(make.CHAIR, make.SECRETARY, make.DEPUTY, make.MEMBER)
	counting.postpone(item, "Keyinroq")
	note_gone(session, make.SECRETARY)
	assert code_of(lambda: note_gone_by(make.SECRETARY, session, make.MEMBER)) == "not_presiding"
	make.move_clock(monkeypatch, minutes=4)
	name_secretary(make.CHAIR, session, make.MEMBER)
	make.attend(session, make.SECRETARY)
	assert "name_secretary" in sessions_state.of(session)["me"]["steps"]
	assert code_of(lambda: name_secretary(make.DEPUTY, session, make.DEPUTY)) == "not_presiding"
	name_secretary(make.SECRETARY, session, make.SECRETARY)
	assert frappe.db.get_value("Commission Session", session, "secretary") == make.person(make.SECRETARY)


def name_secretary(user: str, session: str, named: str) -> None:
	frappe.set_user(user)
	holding.name_secretary(session, make.person(named))


def test_nobody_is_noted_as_gone_from_a_closed_session(usual):
	session, decision = usual
	for user in (make.SECRETARY, make.CHAIR):
		signed_by(user, [decision])
	frappe.set_user(make.CHAIR)
	holding.close(session)
	assert code_of(lambda: note_gone(session, make.SECRETARY)) == "session_state"


def gone(session: str, user: str) -> None:
	frappe.set_user(user)
	attending.leave(session)
	frappe.set_user("Administrator")


def test_another_signs_for_a_chair_who_is_marked_as_absent_after_the_session(usual):
	session, decision = usual
	frappe.set_user(make.CHAIR)
	holding.close(session)
	assert code_of(lambda: name_signer(make.SECRETARY, session, "presiding", make.DEPUTY)) == "signer_present"
	row = {"person": make.person(make.CHAIR), "commission": make.COMMISSION}
	frappe.db.set_value("Commission Membership", row, "absent_from", clock.today())
	name_signer(make.SECRETARY, session, "presiding", make.DEPUTY)
	for user in (make.DEPUTY, make.SECRETARY):
		signed_by(user, [decision])
	assert status(decision) == "Signed"


def test_nobody_who_was_recused_is_named_to_sign(usual):
	session, decision = usual
	vote = {
		"item": frappe.db.get_value("Decision", decision, "agenda_item"),
		"member": make.person(make.DEPUTY),
	}
	frappe.db.set_value("Commission Vote", vote, "choice", "Recused")
	make.removed(make.CHAIR)
	assert code_of(lambda: name_signer(make.SECRETARY, session, "presiding", make.DEPUTY)) == "not_successor"
	name_signer(make.SECRETARY, session, "presiding", make.MEMBER)


def test_one_person_gives_one_of_the_two_signatures(usual):
	session, _ = usual
	make.removed(make.CHAIR, make.DEPUTY, make.MEMBER, make.MEMBER2)
	refused = code_of(lambda: name_signer(make.SECRETARY, session, "presiding", make.SECRETARY))
	assert refused == "not_successor"


def test_signature_given_before_the_removal_stays(usual):
	session, decision = usual
	signed_by(make.CHAIR, [decision])
	make.removed(make.CHAIR)
	assert code_of(lambda: name_signer(make.DEPUTY, session, "presiding", make.DEPUTY)) == "nothing_to_sign"
	signed_by(make.SECRETARY, [decision])
	assert frappe.db.get_value("Decision", decision, "signed_by_person") == make.person(make.CHAIR)


@pytest.fixture
def half_signed(usual) -> tuple[str, str]:
	"""The chair left, and the deputy who was named has signed one decision; the secretary has not."""
	session, decision = usual
	make.removed(make.CHAIR)
	name_signer(make.DEPUTY, session, "presiding", make.DEPUTY)
	signed_by(make.DEPUTY, [decision])
	return session, decision


def test_no_other_is_named_while_a_successor_who_has_signed_is_a_member(half_signed):
	session, decision = half_signed
	make.made(make.MEMBER, "Chair")
	frappe.db.set_value(
		"Commission Session", session, "status", "Closed"
	)  # its protocol lacks both signatures
	assert (
		code_of(lambda: name_signer(make.SECRETARY, session, "presiding", make.MEMBER)) == "successor_signed"
	)
	frappe.set_user(make.SECRETARY)
	assert sessions_state.of(session)["signers"][0]["successors"] == []
	signed_by(make.SECRETARY, [decision])
	assert status(decision) == "Signed"


def test_signature_of_a_successor_who_left_stays_where_another_is_named(half_signed):
	session, decision = half_signed
	frappe.db.set_value("Commission Session", session, "status", "Closed")
	make.removed(make.DEPUTY)
	name_signer(make.SECRETARY, session, "presiding", make.MEMBER, "Rais ham, oʻrinbosar ham yoʻq")
	signed_by(make.SECRETARY, [decision])
	row = frappe.get_doc("Decision", decision)
	assert (row.status, row.signed_by_person) == ("Signed", make.person(make.DEPUTY))
	assert voted_items.reasons_of(row) == {"presiding": REASON}


def test_one_person_does_not_sign_a_protocol_twice(usual):
	session, _ = usual
	frappe.set_user(make.CHAIR)
	holding.close(session)
	make.removed(make.CHAIR, make.SECRETARY)
	name_signer(make.MEMBER, session, "presiding", make.DEPUTY)
	sign_protocol(session, make.DEPUTY)
	frappe.db.set_value("Commission Session", session, "presiding_successor", make.person(make.MEMBER2))
	make.removed(make.MEMBER, make.MEMBER2)
	assert code_of(lambda: name_signer(make.DEPUTY, session, "secretary", make.DEPUTY)) == "not_successor"
	frappe.db.set_value("Commission Session", session, "secretary_successor", make.person(make.DEPUTY))
	assert code_of(lambda: sign_protocol(session, make.DEPUTY)) == "signed_other_part"
	assert not frappe.db.get_value("Commission Session", session, "protocol_signature_secretary")


def test_who_takes_the_chair_is_no_longer_named_for_the_record(usual):
	session, decision = usual
	gone(session, make.SECRETARY)
	name_signer(make.CHAIR, session, "secretary", make.DEPUTY, "Kasal")
	make.removed(make.CHAIR)
	frappe.set_user(make.DEPUTY)
	holding.take_chair(session)
	holding.close(session)
	signing = {one["part"]: one["signer"] for one in sessions_state.of(session)["signers"]}
	assert signing == {"presiding": make.person(make.DEPUTY), "secretary": make.person(make.SECRETARY)}
	for user in (make.DEPUTY, make.SECRETARY):
		signed_by(user, [decision])
		sign_protocol(session, user)
	assert status(decision) == "Signed"
	assert frappe.db.get_value("Commission Session", session, "status") == "Protocol Signed"


def sign_protocol(session: str, user: str) -> None:
	frappe.set_user(user)
	protocol.sign(session, filing.signature(user, protocol.payload(session)))
	frappe.set_user("Administrator")


def hand_over_the_record(session: str, keeper: str, to: str) -> None:
	"""The record keeper leaves, and who presides names another one."""
	frappe.set_user(keeper)
	attending.leave(session)
	frappe.set_user(make.CHAIR)
	holding.name_secretary(session, make.person(to))
	frappe.set_user("Administrator")


def test_signature_of_an_earlier_record_keeper_stays(usual):
	session, decision = usual
	signed_by(make.SECRETARY, [decision])
	hand_over_the_record(session, make.SECRETARY, make.MEMBER)
	signed_by(make.CHAIR, [decision])
	row = frappe.get_doc("Decision", decision)
	assert (row.status, row.secretary_person) == ("Signed", make.person(make.SECRETARY))
	assert voted_items.reasons_of(row) == {}


def test_signature_of_an_earlier_presiding_member_stays():
	session, decision = adopted(*make.ALL[1:])  # the deputy presides until the chair comes
	signed_by(make.DEPUTY, [decision])
	make.attend(session, make.CHAIR)
	frappe.set_user(make.CHAIR)
	holding.take_chair(session)
	signed_by(make.SECRETARY, [decision])
	row = frappe.get_doc("Decision", decision)
	assert (row.status, row.signed_by_person) == ("Signed", make.person(make.DEPUTY))


@pytest.mark.parametrize("hours", [-1, 1])
def test_record_keeper_of_another_time_is_no_signer(usual, hours):
	"""The member kept the record for a moment; the signature was given before that, or after."""
	session, decision = usual
	hand_over_the_record(session, make.SECRETARY, make.MEMBER)
	signed_by(make.MEMBER, [decision])
	make.attend(session, make.SECRETARY)
	hand_over_the_record(session, make.MEMBER, make.SECRETARY)
	at = frappe.utils.add_to_date(
		frappe.db.get_value("Decision", decision, "secretary_signed_at"), hours=hours
	)
	frappe.db.set_value("Decision", decision, "secretary_signed_at", at)
	with pytest.raises(LawBroken):
		signed_by(make.CHAIR, [decision])


def test_record_keeper_does_not_sign_in_the_part_of_who_presides(usual):
	session, decision = usual
	signed_by(make.SECRETARY, [decision])
	hand_over_the_record(session, make.SECRETARY, make.MEMBER)
	signed = ("signature", "signed_by_person", "signed_by_position", "signed_at")
	kept = ("secretary_signature", "secretary_person", "secretary_position", "secretary_signed_at")
	given = frappe.db.get_value("Decision", decision, kept)
	frappe.db.set_value(
		"Decision", decision, {**dict(zip(signed, given, strict=True)), **dict.fromkeys(kept)}
	)
	with pytest.raises(LawBroken):
		signed_by(make.MEMBER, [decision])


def test_signature_of_somebody_who_was_not_named_is_no_signature(usual):
	session, decision = usual
	make.removed(make.CHAIR)
	name_signer(make.DEPUTY, session, "presiding", make.DEPUTY)
	signed_by(make.DEPUTY, [decision])
	frappe.db.set_value("Commission Session", session, {"presiding_successor": None, "course": "[]"})
	with pytest.raises(LawBroken):
		signed_by(make.SECRETARY, [decision])


def test_successor_signs_the_protocol_and_the_paper_gives_the_reason(usual):
	session, _ = usual
	frappe.set_user(make.CHAIR)
	holding.close(session)
	make.removed(make.CHAIR)
	name_signer(make.SECRETARY, session, "presiding", make.DEPUTY)
	for user in (make.DEPUTY, make.SECRETARY):
		sign_protocol(session, user)
	row = frappe.get_doc("Commission Session", session)
	assert row.status == "Protocol Signed"
	assert protocol.is_as_signed(row)
	signatures = paper.printed_protocol(row)["signatures"]
	deputy = frappe.db.get_value("Person", make.person(make.DEPUTY), "full_name")
	assert (signatures[0].name, signatures[0].note) == (deputy, REASON)
	assert signatures[1].note == ""


def test_session_names_the_steps_of_who_can_go_on(usual):
	session, decision = usual
	make.removed(make.CHAIR)
	frappe.set_user(make.DEPUTY)
	me = sessions_state.of(session)["me"]
	assert "name_signer" in me["steps"]
	assert me["to_sign"] == []
	presiding, secretary = sessions_state.of(session)["signers"]
	assert (presiding["part"], secretary["part"]) == ("presiding", "secretary")
	assert presiding["successors"] == [make.person(make.DEPUTY)]
	assert (presiding["is_member"], secretary["is_member"]) == (False, True)
	name_signer(make.DEPUTY, session, "presiding", make.DEPUTY)
	frappe.set_user(make.DEPUTY)
	assert sessions_state.of(session)["me"]["to_sign"] == [decision]


@pytest.mark.parametrize("presides", [False, True])
def test_earlier_record_keeper_who_signed_is_not_needed_for_the_other_part(presides):
	"""The deputy kept the record and signed. Then the chair is gone, and the deputy presides or would follow first."""
	session, decision = adopted(make.CHAIR, make.DEPUTY, make.MEMBER, make.MEMBER2, secretary=make.DEPUTY)
	signed_by(make.DEPUTY, [decision])
	hand_over_the_record(session, make.DEPUTY, make.MEMBER)
	make.removed(make.CHAIR)
	if presides:
		make.attend(session, make.DEPUTY)
		frappe.set_user(make.DEPUTY)
		holding.take_chair(session)
		assert code_of(lambda: signed_by(make.DEPUTY, [decision])) == "signed_other_part"
	frappe.set_user(make.DEPUTY)
	state = sessions_state.of(session)
	assert state["me"]["to_sign"] == []
	assert make.person(make.DEPUTY) not in state["signers"][0]["successors"]
	name_signer(make.MEMBER, session, "presiding", make.SECRETARY)
	signed_by(make.SECRETARY, [decision])
	assert status(decision) == "Signed"


def test_earlier_record_keepers_sign_for_each_other():
	"""Two members kept the record in turn, and each signed one decision. Nobody else is left to follow the chair."""
	here = (make.CHAIR, make.DEPUTY, make.MEMBER, make.MEMBER2)
	session, first = adopted(*here, secretary=make.MEMBER)
	signed_by(make.MEMBER, [first])
	hand_over_the_record(session, make.MEMBER, make.MEMBER2)
	make.attend(session, make.MEMBER)
	item = make.item(session)
	frappe.set_user(make.CHAIR)
	counting.open_item(item)
	make.all_vote(session, item, ["For"] * len(here), here)
	second = make.close(item).decision
	signed_by(make.MEMBER2, [second])
	make.attend(session, make.SECRETARY)
	hand_over_the_record(session, make.MEMBER2, make.SECRETARY)
	make.removed(make.CHAIR, make.DEPUTY)
	for user, decision in ((make.MEMBER, second), (make.MEMBER2, first)):
		name_signer(make.SECRETARY, session, "presiding", user)
		signed_by(user, [decision])
		assert status(decision) == "Signed"


def test_record_keeper_in_whose_place_another_signs_may_follow_in_the_other_part():
	"""Three members are left: one presides and signed as an earlier record keeper, one kept the record, one was named for that."""
	session, decision = adopted(make.CHAIR, make.DEPUTY, make.MEMBER, make.MEMBER2, secretary=make.DEPUTY)
	signed_by(make.DEPUTY, [decision])
	hand_over_the_record(session, make.DEPUTY, make.MEMBER)
	make.removed(make.CHAIR, make.MEMBER2)
	make.attend(session, make.DEPUTY)
	frappe.set_user(make.DEPUTY)
	holding.take_chair(session)
	gone(session, make.MEMBER)
	frappe.db.set_value("Commission Session", session, "status", "Closed")
	name_signer(make.DEPUTY, session, "secretary", make.SECRETARY, "Kasal")
	name_signer(make.SECRETARY, session, "presiding", make.MEMBER, "Bayonnomachi edi")
	signed_by(make.MEMBER, [decision])
	assert status(decision) == "Signed"


def test_who_was_named_for_one_part_and_did_not_sign_may_follow_in_the_other(usual):
	session, decision = usual
	make.made(make.MEMBER, "Deputy Chair")
	gone(session, make.SECRETARY)
	for user in (make.DEPUTY, make.MEMBER):
		name_signer(make.CHAIR, session, "secretary", user, "Kasal")
	make.removed(make.CHAIR)
	name_signer(make.SECRETARY, session, "presiding", make.DEPUTY)
	for user in (make.DEPUTY, make.MEMBER):
		signed_by(user, [decision])
	assert status(decision) == "Signed"


# --- While the session is held


def test_deputy_who_keeps_the_record_hands_it_over_and_presides():
	session = make.planned()
	make.attend(session, make.CHAIR, make.DEPUTY, make.MEMBER, make.MEMBER2)
	frappe.set_user(make.CHAIR)
	holding.open_session(session, make.person(make.DEPUTY))
	frappe.set_user(make.DEPUTY)
	assert code_of(lambda: holding.name_secretary(session, make.person(make.MEMBER))) != ""
	make.removed(make.CHAIR)
	frappe.set_user(make.DEPUTY)
	holding.name_secretary(session, make.person(make.MEMBER))
	holding.take_chair(session)
	assert frappe.db.get_value("Commission Session", session, "presiding") == make.person(make.DEPUTY)


def test_deputy_presides_once_the_chair_is_an_ordinary_member():
	session = make.opened()
	make.made(make.CHAIR, "Member")
	frappe.set_user(make.CHAIR)
	assert code_of(lambda: holding.close(session)) == "not_presiding"
	frappe.set_user(make.DEPUTY)
	holding.take_chair(session)
	holding.close(session)


def test_present_members_elect_who_presides_where_chair_and_deputy_are_gone():
	session, item = make.on_vote()
	make.all_vote(session, item, ["For"] * 5)
	make.removed(make.CHAIR, make.DEPUTY)
	frappe.set_user(make.MEMBER)
	assert code_of(lambda: counting.close_item(item)) == "not_presiding"
	frappe.set_user(make.SECRETARY)
	assert "elect_presiding" in sessions_state.of(session)["me"]["steps"]
	holding.elect_presiding(session, make.person(make.MEMBER))
	for step in (lambda: counting.close_item(item), lambda: holding.close(session)):
		frappe.set_user(make.MEMBER)
		step()
	decision = make.stored(item).decision
	for user in (make.SECRETARY, make.MEMBER):
		signed_by(user, [decision])
	assert status(decision) == "Signed"


def test_who_presided_and_was_removed_is_not_elected_again():
	session = make.opened()
	make.removed(make.CHAIR, make.DEPUTY)
	frappe.set_user(make.SECRETARY)
	refused = code_of(lambda: holding.elect_presiding(session, make.person(make.CHAIR)))
	assert refused == FormInvalid.code


def test_nobody_is_elected_while_a_chair_or_deputy_is_present():
	session = make.opened()
	frappe.set_user(make.SECRETARY)
	refused = code_of(lambda: holding.elect_presiding(session, make.person(make.MEMBER)))
	assert refused == "chair_is_here"


def test_elected_member_opens_a_session_and_gives_way_to_the_deputy():
	session = make.planned()
	make.attend(session, make.SECRETARY, make.MEMBER, make.MEMBER2)
	frappe.set_user(make.SECRETARY)
	holding.elect_presiding(session, make.person(make.MEMBER))
	frappe.set_user(make.MEMBER)
	assert code_of(lambda: holding.open_session(session)) == "no_quorum"
	make.removed(make.CHAIR)
	frappe.set_user(make.MEMBER)
	holding.open_session(session)
	assert frappe.db.get_value("Commission Session", session, "presiding_position") == "Member"
	make.attend(session, make.DEPUTY)
	frappe.set_user(make.DEPUTY)
	holding.take_chair(session)
	holding.recess(session)


def test_secretary_who_is_elected_to_preside_does_not_keep_the_record():
	session = make.planned()
	make.attend(session, make.SECRETARY, make.MEMBER, make.MEMBER2)
	make.removed(make.CHAIR)
	frappe.set_user(make.MEMBER)
	holding.elect_presiding(session, make.person(make.SECRETARY))
	assert code_of(lambda: (frappe.set_user(make.SECRETARY), holding.open_session(session))) == (
		"secretary_absent"
	)
	frappe.set_user(make.SECRETARY)
	holding.open_session(session, make.person(make.MEMBER))
	assert frappe.db.get_value("Commission Session", session, "secretary") == make.person(make.MEMBER)


def test_presiding_member_who_becomes_the_secretary_names_another_for_the_record():
	session = make.planned()
	make.attend(session, *make.ALL[1:])
	frappe.set_user(make.DEPUTY)
	holding.open_session(session)
	make.removed(make.CHAIR, make.DEPUTY)
	frappe.set_user(make.SECRETARY)
	holding.elect_presiding(session, make.person(make.MEMBER))
	make.made(make.SECRETARY, "Member")
	make.made(make.MEMBER, "Secretary")
	frappe.set_user(make.MEMBER)
	holding.name_secretary(session, make.person(make.MEMBER2))
	assert frappe.db.get_value("Commission Session", session, "secretary") == make.person(make.MEMBER2)
