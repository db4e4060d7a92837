"""Where nobody who decides alone may decide, for a conflict of interest or an absence, the commission decides by vote."""

import frappe
import pytest
from factories import appeals as filing
from factories import decisions as decided
from factories import effects, voted
from factories import sessions as make

from esaylov.appeals.review import steps as appeal_steps
from esaylov.decisions.desk import steps
from esaylov.decisions.drafting import conflicts
from esaylov.decisions.matters import ex_officio
from esaylov.decisions.review import reading
from esaylov.decisions.sessions.records import interests
from esaylov.decisions.sessions.steps import agenda, counting
from esaylov.decisions.signatures import chair
from esaylov.framework import clock
from esaylov.framework.errors import WrongState

DECIDERS = (make.CHAIR, make.DEPUTY)


def declare_conflict(appeal: str, *users: str) -> None:
	"""These users declare an interest in the body that filed the appeal."""
	body = frappe.db.get_value("Appeal", appeal, ["applicant_body_type", "applicant_body"])
	for user in users:
		frappe.set_user(user)
		interests.declare("Body", body_type=body[0], body=body[1])
	frappe.set_user("Administrator")


def mark_absent(user: str) -> None:
	row = {"person": make.person(user), "commission": make.COMMISSION}
	absent = {"absent_from": clock.today(), "absent_until": clock.today()}
	frappe.db.set_value("Commission Membership", row, absent)


def vote_and_sign(appeal: str, first: str = make.CHAIR) -> frappe._dict:
	"""The decision of a session that the secretary put the appeal on the agenda of; those in conflict do not vote."""
	session = make.opened(first, *[user for user in make.ALL if user != first])
	item = make.item(session, appeal)
	frappe.set_user(first)
	counting.open_item(item)
	make.all_vote(session, item, ["For"] * 3, (make.SECRETARY, make.MEMBER, make.MEMBER2))
	decision = make.close(item, first).decision
	voted.signed_by(first, [decision])
	voted.signed_by(make.SECRETARY, [decision])
	return frappe.db.get_value("Decision", decision, "*", as_dict=True)


@pytest.fixture
def appeal() -> str:
	"""An appeal that a chair decides alone, under review."""
	name = filing.under_review(typed=filing.answers(decided.observers()))
	frappe.db.set_value("Appeal", name, "checks_due_at", None)
	return name


def test_the_commission_votes_where_chair_and_deputy_are_in_conflict(appeal):
	declare_conflict(appeal, *DECIDERS)
	for user in DECIDERS:
		with pytest.raises(WrongState, match="decider_conflict"):
			decided.decided(appeal, by=user)
	decision = vote_and_sign(appeal)
	assert (decision.kind, decision.status) == ("Commission Decision", "Signed")
	assert frappe.db.get_value("Appeal", appeal, ["status", "route"]) == ("Granted", "commission_vote")


def test_an_interest_that_moved_an_appeal_to_the_vote_was_no_mistake(appeal, monkeypatch):
	"""Else chair and deputy declare one, the secretary puts the appeal on the agenda, and both withdraw it and vote."""
	declare_conflict(appeal, *DECIDERS)
	declared = {"person": ["in", [make.person(user) for user in DECIDERS]]}
	names = dict(frappe.get_all("Declared Interest", declared, ["owner", "name"], as_list=True))
	session = make.planned()
	item = make.item(session, appeal)
	for user in DECIDERS:
		frappe.set_user(user)
		with pytest.raises(WrongState, match="interest_moved_appeal"):
			interests.withdraw(names[user])
	make.opened(session=session)
	counting.postpone(item, "Keyinroq")
	with pytest.raises(WrongState, match="interest_moved_appeal"):
		interests.withdraw(names[make.CHAIR])
	make.move_clock(monkeypatch, minutes=11)
	interests.withdraw(names[make.CHAIR])
	asked = frappe.get_doc("Appeal", appeal)
	assert conflicts.ground_on_appeal(asked, make.person(make.CHAIR))


def test_a_mistaken_interest_that_moved_nothing_is_withdrawn_at_once(appeal):
	declare_conflict(appeal, make.CHAIR)
	frappe.set_user(make.CHAIR)
	interests.withdraw(frappe.get_last_doc("Declared Interest").name)
	assert not conflicts.ground_on_appeal(frappe.get_doc("Appeal", appeal), make.person(make.CHAIR))


def test_the_commission_votes_where_the_chair_is_in_conflict_and_the_deputy_away(appeal):
	declare_conflict(appeal, make.CHAIR)
	mark_absent(make.DEPUTY)
	assert make.item(make.planned(), appeal)


def test_the_commission_votes_where_the_chair_is_in_conflict_and_no_deputy_is_in_office(appeal):
	declare_conflict(appeal, make.CHAIR)
	make.removed(make.DEPUTY)
	assert make.item(make.planned(), appeal)


@pytest.mark.parametrize("in_conflict", [(), (make.CHAIR,), (make.DEPUTY,)])
def test_no_vote_while_one_of_them_may_decide(appeal, in_conflict):
	declare_conflict(appeal, *in_conflict)
	session = make.planned()
	with pytest.raises(WrongState):
		make.item(session, appeal)
	assert frappe.db.get_value("Appeal", appeal, ["status", "route"]) == ("Under Review", "chair_decision")


def test_what_was_not_decided_by_vote_comes_to_the_vote_again(appeal):
	declare_conflict(appeal, *DECIDERS)
	session = make.planned()
	item = make.item(session, appeal)
	frappe.set_user(make.SECRETARY)
	agenda.remove(item, "Xato")
	assert frappe.db.get_value("Appeal", appeal, "status") == "Under Review"
	assert make.item(session, appeal)


def offered(appeal: str, user: str) -> dict[str, str]:
	"""The steps of the rail for a user of the commission."""
	frappe.set_user(user)
	matter = reading.matter_for(appeal, user)
	position = {make.CHAIR: "Chair", make.SECRETARY: "Secretary", make.MEMBER: "Member"}[user]
	document = frappe.get_doc("Appeal", appeal)
	return {step.step: step.blocked for step in steps.of(document, [position], matter)}


@pytest.mark.parametrize("user", [make.CHAIR, make.SECRETARY])
def test_the_desk_offers_the_agenda_to_those_who_arrange_sessions(appeal, user):
	assert "put_on_agenda" not in offered(appeal, user)
	declare_conflict(appeal, *DECIDERS)
	make.planned()
	assert offered(appeal, user)["put_on_agenda"] == ""
	assert "decide" not in offered(appeal, user)
	matter = reading.matter_for(appeal, user)
	assert matter["next_step"] == "put_on_agenda"
	assert matter["note"]
	assert "put_on_agenda" not in offered(appeal, make.MEMBER)


def test_the_desk_offers_to_take_a_new_appeal_up_first():
	appeal = decided.filed()
	declare_conflict(appeal, *DECIDERS)
	matter = reading.matter_for(appeal, make.SECRETARY)
	frappe.set_user(make.SECRETARY)
	assert reading.matter_for(appeal, make.SECRETARY)["next_step"] == "assign"
	assert matter["note"]


def test_an_appeal_to_acknowledge_is_voted_on_where_all_who_take_note_are_in_conflict():
	answers = {"meeting_date": str(clock.today()), "meeting_time": "15:00", "place": "Madaniyat uyi"}
	by, kind = ("Candidate", effects.candidate()), "candidate"
	appeal = effects.filed("record_only", answers, by=by, kind=kind, route="acknowledgement")
	declare_conflict(appeal, *DECIDERS, make.SECRETARY)
	frappe.set_user(make.SECRETARY)
	with pytest.raises(WrongState, match="decider_conflict"):
		chair.draft(appeal, [])
	assert reading.matter_for(appeal, make.SECRETARY)["next_step"] == "assign"
	appeal_steps.assign(appeal, make.SECRETARY)
	assert reading.matter_for(appeal, make.SECRETARY)["next_step"] == "put_on_agenda"
	assert make.item(make.planned(), appeal)


def test_a_decision_is_annulled_by_vote_where_chair_and_deputy_are_in_conflict():
	appeal = decided.filed()
	decision = decided.decided(appeal).decision
	declare_conflict(appeal, *DECIDERS)
	for user in DECIDERS:
		frappe.set_user(user)
		with pytest.raises(WrongState, match="decider_conflict"):
			chair.annulment_draft(decision, "Xato")
	session = make.opened()
	frappe.set_user(make.SECRETARY)
	data = {"decision": decision, "reason": "Xato"}
	item = agenda.add_subject(session, "annulment", "Bekor qilish", data)
	frappe.set_user(make.CHAIR)
	counting.open_item(item)
	make.all_vote(session, item, ["For"] * 3, (make.SECRETARY, make.MEMBER, make.MEMBER2))
	annulment = make.close(item).decision
	voted.signed_by(make.CHAIR, [annulment])
	voted.signed_by(make.SECRETARY, [annulment])
	assert frappe.db.get_value("Decision", decision, "status") == "Annulled"


def test_an_own_matter_is_voted_on_where_chair_and_deputy_are_in_conflict():
	answers = {"media_name": "Gazeta", "persons": [effects.person()]}
	made_by = effects.effect("accredit_media", answers, {"rows": "persons"})
	journalist = frappe.db.get_value("Media Representative", {"decision": made_by}, "name")
	declare_conflict(frappe.db.get_value("Decision", made_by, "appeal"), *DECIDERS)
	data = {"certificate": journalist, "reason": "Qoidabuzarlik"}
	for user in DECIDERS:
		frappe.set_user(user)
		with pytest.raises(WrongState, match="decider_conflict"):
			chair.matter_draft(
				ex_officio.Matter("end_accreditation", data, make.COMMISSION, effects.ELECTION)
			)
	session = make.opened()
	frappe.set_user(make.SECRETARY)
	item = agenda.add_subject(session, "end_accreditation", "Akkreditatsiya", data)
	frappe.set_user(make.CHAIR)
	counting.open_item(item)
	make.all_vote(session, item, ["For"] * 3, (make.SECRETARY, make.MEMBER, make.MEMBER2))
	decision = make.close(item).decision
	voted.signed_by(make.CHAIR, [decision])
	voted.signed_by(make.SECRETARY, [decision])
	assert frappe.db.get_value("Media Representative", journalist, "status") == "Revoked"
