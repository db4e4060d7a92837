"""A session from its plan to its signed protocol: who may do what, when, and what is refused."""

import json
from datetime import timedelta

import frappe
import pytest
from factories import appeals as filing
from factories import effects, settled, voted
from factories import sessions as make
from frappe.model import workflow

from esaylov.appeals.review import steps
from esaylov.core.procedure.decision_text import HEADINGS
from esaylov.decisions.sessions.papers import protocol
from esaylov.decisions.sessions.steps import agenda, attending, counting, holding, planning
from esaylov.decisions.sessions.steps import state as sessions_state
from esaylov.framework import clock
from esaylov.framework.errors import EsaylovError, FormInvalid, LawBroken, NotFound, NotPermitted, WrongState
from esaylov.trust import lists


def code_of(step, kind: type[EsaylovError] = WrongState) -> str:
	"""The code by which a step is refused."""
	with pytest.raises(kind) as problem:
		step()
	findings = problem.value.findings
	return findings[0].code if findings else problem.value.code


def status(session: str) -> str:
	return frappe.db.get_value("Commission Session", session, "status")


def appeal_of(item: str) -> str:
	return frappe.db.get_value("Appeal", make.stored(item).appeal, "status")


def test_the_whole_road_ends_in_a_protocol_signed_by_two():
	session = make.planned()
	name = make.item(session)
	assert planning.invite(session) == 5
	make.opened(session=session)
	counting.open_item(name)
	make.all_vote(session, name, ["For", "For", "Against", "Abstained", "For"])
	row = make.close(name)
	assert (row.status, row.result_reason) == ("Adopted", "Majority")
	assert frappe.db.get_value("Decision", row.decision, ["kind", "status", "appeal"]) == (
		"Commission Decision",
		"Draft",
		row.appeal,
	)
	assert (row.votes_for, row.votes_against, row.votes_abstained, row.members_present) == (3, 1, 1, 5)
	holding.close(session)
	for user, after in ((make.CHAIR, "Closed"), (make.SECRETARY, "Protocol Signed")):
		frappe.set_user(user)
		signature = filing.signature(user, protocol.payload(session))
		assert protocol.sign(session, signature) == after
	body = json.loads(frappe.db.get_value("Commission Session", session, "protocol"))
	assert [vote["choice"] for vote in body["items"][0]["votes"]].count("For") == 3
	assert len(body["attendance"]) == 5


def test_both_signatures_prove_the_bytes_of_the_protocol():
	session = make.opened()
	holding.close(session)
	for user in (make.CHAIR, make.SECRETARY):
		frappe.set_user(user)
		protocol.sign(session, filing.signature(user, protocol.payload(session)))
	row = frappe.get_doc("Commission Session", session)
	for field, user in (
		("protocol_signature_presiding", make.CHAIR),
		("protocol_signature_secretary", make.SECRETARY),
	):
		signer = lists.verify_again(row.get(field), "Commission Session", session, row.protocol.encode())
		assert signer.pinfl == frappe.db.get_value("Person", make.person(user), "pinfl")


@pytest.mark.parametrize("user", [make.MEMBER, filing.SIBLING_CHAIR, filing.PARTY, filing.ADMINISTRATOR])
def test_only_those_who_arrange_plan_a_session(user):
	frappe.set_user(user)
	with pytest.raises(NotPermitted):
		planning.plan(make.COMMISSION, "Majlis", clock.now(), "Zal")


@pytest.mark.parametrize(
	("values", "code"),
	[
		(("", timedelta(0), "Zal"), "required"),
		(("Majlis", timedelta(0), " "), "required"),
		(("Majlis", timedelta(days=-1), "Zal"), "session_in_the_past"),
	],
)
def test_a_plan_says_what_when_and_where(values, code):
	title, shift, place = values
	frappe.set_user(make.SECRETARY)
	step = lambda: planning.plan(make.COMMISSION, title, clock.now() + shift, place)  # noqa: E731
	assert code_of(step, FormInvalid) == code


def test_members_are_invited_once_for_each_time_that_was_set():
	session = make.planned()
	assert (planning.invite(session), planning.invite(session)) == (5, 0)
	planning.change(session, "Majlis", clock.now() + timedelta(days=2), "Zal")
	assert planning.invite(session) == 5
	told = frappe.get_all("SMS Message", {"reference_name": session}, pluck="text")
	assert all("__" not in text and "{" not in text for text in told)


def test_a_session_called_off_gives_its_appeals_back():
	session = make.planned()
	name = make.item(session)
	frappe.set_user(make.CHAIR)
	planning.call_off(session, "Kvorum bo'lmaydi")
	assert (status(session), make.stored(name).status, appeal_of(name)) == (
		"Called Off",
		"Postponed",
		"Under Review",
	)


def test_the_applicant_is_told_when_the_appeal_is_heard():
	kind = frappe.get_doc("Appeal Type", "A56")  # a chair decides it, so it says nothing of an agenda
	kind.append("messages", {"event": "on_agenda", "sms_template": "S07"})
	settled.saved(kind)
	session, appeal = make.planned(), make.votable()
	make.item(session, appeal)
	assert frappe.db.count("SMS Message", {"reference_name": appeal, "template": "S07"}) == 1
	assert frappe.db.get_value("Appeal", appeal, "status") == "On Agenda"


def test_an_appeal_stands_on_one_agenda():
	session = make.planned()
	appeal = make.votable()
	make.item(session, appeal)
	assert code_of(lambda: make.item(session, appeal)) == "wrong_state"


def test_what_the_chair_decides_alone_goes_on_no_agenda():
	appeal = filing.under_review()
	session = make.planned()
	assert code_of(lambda: make.item(session, appeal)) == "wrong_state"


def test_experts_are_heard_first():
	appeal = filing.under_review()
	frappe.db.set_value("Appeal", appeal, "route", "expert_then_vote")
	session = make.planned()
	assert code_of(lambda: make.item(session, appeal)) == "conclusion_missing_yet"


def test_an_appeal_of_another_commission_goes_on_no_agenda_of_ours():
	appeal, session = make.votable(), make.planned()
	frappe.db.set_value("Appeal", appeal, "recipient", "DC-1726294")
	with pytest.raises(NotFound):
		make.item(session, appeal)


def test_no_appeal_at_all_is_said_and_told_to_those_who_arrange_alone():
	session = make.planned()
	with pytest.raises(FormInvalid) as refused:
		agenda.put([], session)
	assert [(one.code, one.path) for one in refused.value.findings] == [("required", "appeals")]
	frappe.set_user(filing.PARTY)
	with pytest.raises((NotFound, NotPermitted)):
		agenda.put([], session)


def test_nobody_attends_before_the_day():
	frappe.set_user(make.SECRETARY)
	session = planning.plan(make.COMMISSION, "Majlis", clock.now() + timedelta(days=1), "Zal")
	assert code_of(lambda: make.attend(session, make.CHAIR)) == "attendance_early"


def test_who_attends_twice_is_present_once_and_who_left_may_come_back():
	session = make.planned()
	make.attend(session, make.MEMBER)
	frappe.set_user(make.MEMBER)
	signature = filing.signature(make.MEMBER, b"nothing that is read")
	assert attending.attend(session, "Remote", signature)
	attending.leave(session)
	make.attend(session, make.MEMBER)
	rows = frappe.get_all(
		"Session Attendance", {"session": session}, ["ordinal", "left_at"], order_by="ordinal"
	)
	assert [(row.ordinal, bool(row.left_at)) for row in rows] == [(1, True), (2, False)]


def test_an_attendance_is_signed_by_who_attends():
	session = make.planned()
	frappe.set_user(make.MEMBER)
	signed = attending.payload(session, "Remote")
	frappe.db.savepoint("step")
	code = code_of(
		lambda: attending.attend(session, "Remote", filing.signature(make.MEMBER2, signed)), EsaylovError
	)
	frappe.db.rollback(save_point="step")
	assert code == "signature_other_person"
	assert frappe.db.count("Session Attendance", {"session": session}) == 0


def test_without_a_quorum_nothing_opens():
	session = make.planned()
	make.attend(session, make.CHAIR, make.SECRETARY, make.MEMBER)
	frappe.set_user(make.CHAIR)
	assert code_of(lambda: holding.open_session(session)) == "no_quorum"


def test_the_deputy_presides_only_while_the_chair_is_absent():
	session = make.planned()
	make.attend(session, make.CHAIR, make.DEPUTY, make.SECRETARY, make.MEMBER)
	frappe.set_user(make.DEPUTY)
	assert code_of(lambda: holding.open_session(session)) == "chair_is_here"
	frappe.set_user(make.CHAIR)
	attending.leave(session)
	make.attend(session, make.MEMBER2)
	frappe.set_user(make.DEPUTY)
	holding.open_session(session)
	row = frappe.get_doc("Commission Session", session)
	assert (row.presiding, row.presiding_position) == (make.person(make.DEPUTY), "Deputy Chair")
	make.attend(session, make.CHAIR)
	frappe.set_user(make.CHAIR)
	holding.take_chair(session)
	frappe.set_user(make.DEPUTY)
	assert code_of(lambda: holding.recess(session)) == "not_presiding"
	assert code_of(lambda: holding.take_chair(session)) == "chair_is_here"


def test_a_present_member_keeps_the_record_without_the_secretary():
	session = make.planned()
	make.attend(session, make.CHAIR, make.DEPUTY, make.MEMBER, make.MEMBER2)
	frappe.set_user(make.CHAIR)
	assert code_of(lambda: holding.open_session(session)) == "secretary_absent"
	assert code_of(lambda: holding.open_session(session, make.person(make.SECRETARY)), FormInvalid) == (
		"not_a_member_here"
	)
	holding.open_session(session, make.person(make.MEMBER))
	row = frappe.get_doc("Commission Session", session)
	assert (row.secretary, row.secretary_position) == (make.person(make.MEMBER), "Member")
	assert row.number


def test_no_vote_is_taken_in_a_recess():
	session, name = make.on_vote()
	frappe.set_user(make.CHAIR)
	holding.recess(session, "Tushlik")
	assert code_of(lambda: make.vote(make.MEMBER, session, {name: "For"})) == "session_state"
	frappe.set_user(make.CHAIR)
	holding.resume(session)
	assert make.vote(make.MEMBER, session, {name: "For"}).votes == 1


def test_a_session_may_end_in_a_recess():
	session = make.opened()
	holding.recess(session, "Tushlik")
	holding.close(session)
	assert status(session) == "Closed"


def test_an_open_item_is_closed_before_the_session_and_before_another():
	session, name = make.on_vote()
	other = make.item(session)
	frappe.set_user(make.CHAIR)
	assert code_of(lambda: holding.close(session)) == "item_is_open"
	assert code_of(lambda: counting.open_item(other)) == "item_is_open"
	counting.postpone(name, "Hujjat kutilmoqda")
	assert (make.stored(name).status, appeal_of(name)) == ("Postponed", "Under Review")
	counting.open_item(other)


def test_the_end_of_a_session_gives_back_what_it_did_not_decide():
	session, name = make.on_vote()
	never = make.item(session)
	make.all_vote(session, name, ["Against"] * 5)
	assert make.close(name).status == "Not Adopted"
	holding.close(session)
	assert [make.stored(one).status for one in (name, never)] == ["Not Adopted", "Postponed"]
	assert [appeal_of(one) for one in (name, never)] == ["Under Review", "Under Review"]
	again = make.item(make.planned(), make.stored(name).appeal)
	assert make.stored(again).status == "Planned"


def test_a_draft_that_was_not_adopted_may_be_changed_and_voted_on_again():
	session, name = make.on_vote()
	make.all_vote(session, name, ["Against"] * 5)
	make.close(name)
	before = make.stored(name)
	frappe.set_user(make.SECRETARY)
	rows = json.loads(before.draft_rows)
	agenda.redraft(name, rows, before.draft_text_uz + "\n\nQaror e'lon qilinsin.")
	text = f"{before.draft_text_uz}\n\n{HEADINGS['uz']}\nQaror e'lon qilinsin."
	frappe.set_user(make.CHAIR)
	counting.open_item(name)
	assert code_of(lambda: agenda.redraft(name, rows)) == "item_state"
	make.all_vote(session, name, ["For"] * 5)
	row = make.close(name)
	assert (row.status, row.round, row.draft_text_uz) == ("Adopted", 2, text)
	assert frappe.db.count("Commission Vote", {"item": name}) == 10
	assert row.draft_sha256 != before.draft_sha256


def test_a_withdrawn_appeal_is_not_opened():
	session = make.planned()
	name = make.item(session)
	make.opened(session=session)
	frappe.set_user(filing.PARTY)
	assert steps.may_withdraw(frappe.get_doc("Appeal", make.stored(name).appeal))
	steps.withdraw(make.stored(name).appeal)
	frappe.set_user(make.CHAIR)
	assert code_of(lambda: counting.open_item(name)) == "appeal_left_agenda"
	agenda.remove(name)
	assert appeal_of(name) == "Withdrawn"


@pytest.mark.parametrize("code", ["withdrawal_during_vote", "withdrawal_after_vote"])
def test_an_appeal_is_not_withdrawn_from_its_vote_on(code):
	session, name = make.on_vote()
	if code == "withdrawal_after_vote":
		make.all_vote(session, name, ["For"] * 5)
		make.close(name)
	frappe.set_user(filing.PARTY)
	appeal = frappe.get_doc("Appeal", make.stored(name).appeal)
	assert code_of(lambda: steps.withdraw(appeal.name)) == code
	assert not steps.may_withdraw(appeal)
	assert appeal_of(name) == "On Agenda"


def test_an_appeal_is_withdrawn_after_a_vote_without_a_decision():
	session, name = make.on_vote()
	make.all_vote(session, name, ["Against"] * 5)
	assert make.close(name).status == "Not Adopted"
	frappe.set_user(filing.PARTY)
	steps.withdraw(make.stored(name).appeal)
	assert appeal_of(name) == "Withdrawn"


def test_an_appeal_that_went_during_its_vote_is_not_decided():
	"""The end of a practice election withdraws what is open."""
	session, name = make.on_vote()
	make.all_vote(session, name, ["For"] * 5)
	frappe.db.set_value("Appeal", make.stored(name).appeal, "status", "Withdrawn")
	assert make.close(name).status == "Taken Off"
	assert appeal_of(name) == "Withdrawn"


def test_materials_hang_on_the_item_and_are_private():
	session = make.planned()
	name = make.item(session)
	file = agenda.add_material(name, "taqdimot.pdf", filing.PDF)
	assert frappe.db.get_value("File", file, ["attached_to_name", "is_private"]) == (name, 1)
	assert code_of(lambda: agenda.add_material(name, "x.exe", b"MZ"), FormInvalid) == "file_kind"


def test_a_question_of_the_commissions_own_is_voted_on_and_drafted_like_another():
	matter = frappe.get_doc("Decision Subject", "end_accreditation")
	matter.levels = "CEC;REG;DC"
	settled.saved(matter)
	entry = effects.imported("Media Representative", organization_title="Gazeta")
	session = make.planned()
	data = {"certificate": entry, "reason": "Qoidabuzarlik"}
	name = agenda.add_subject(session, "end_accreditation", "Akkreditatsiya", data)
	make.opened(session=session)
	counting.open_item(name)
	make.all_vote(session, name, ["For"] * 5)
	row = make.close(name)
	decision = frappe.get_doc("Decision", row.decision)
	assert (decision.status, decision.text_uz) == ("Draft", row.draft_text_uz)
	assert code_of(lambda: agenda.add_subject(session, "unknown", "Savol", {}), NotFound) == "not_found"


WRITES = {
	"Commission Session": {"title": "Boshqa"},
	"Agenda Item": {"status": "Adopted"},
	"Session Attendance": {"mode": "Remote"},
	"Commission Vote": {"choice": "Against"},
}


@pytest.mark.parametrize("doctype", WRITES)
@pytest.mark.full
def test_no_row_of_a_session_is_written_or_removed_past_the_service(doctype):
	session, name = make.on_vote()
	make.vote(make.MEMBER, session, {name: "For"})
	for user in ("Administrator", make.CHAIR):
		frappe.set_user(user)
		row = frappe.get_last_doc(doctype)
		row.update(WRITES[doctype])
		with pytest.raises(LawBroken):
			row.save(ignore_permissions=True)
		with pytest.raises(LawBroken):
			frappe.delete_doc(doctype, row.name, ignore_permissions=True, force=True)
		with pytest.raises(LawBroken):
			frappe.copy_doc(row).insert(ignore_permissions=True)


def test_no_stock_approval_opens_a_session_or_moves_an_appeal():
	session = make.planned()
	frappe.set_user(make.CHAIR)
	with pytest.raises((LawBroken, frappe.PermissionError)):
		workflow.apply_workflow(frappe.get_doc("Commission Session", session), "Open Session")
	frappe.clear_messages()
	appeal = make.votable()
	frappe.set_user(make.CHAIR)
	for action in ("Put on Agenda", "Postpone"):
		if action == "Postpone":
			make.item(session, appeal)
			frappe.set_user(make.CHAIR)
		with pytest.raises((workflow.WorkflowTransitionError, workflow.WorkflowPermissionError)):
			workflow.apply_workflow(frappe.get_doc("Appeal", appeal), action)


@pytest.mark.full
def test_a_long_agenda_does_not_make_the_screen_slower(count_queries):
	session, _ = make.on_vote()
	frappe.set_user(make.MEMBER)
	sessions_state.of(session)
	few = count_queries(lambda: sessions_state.of(session))
	for _ in range(4):
		make.item(session)
	frappe.set_user(make.MEMBER)
	assert count_queries(lambda: sessions_state.of(session)) == few
	assert few <= 30


def test_the_screen_says_what_is_next_for_each():
	session, name = make.on_vote()
	frappe.set_user(make.MEMBER)
	state = sessions_state.of(session)
	assert (state["me"]["steps"], state["me"]["to_vote"]) == (["leave", "vote"], [name])
	assert (state["quorum"]["is_there"], state["quorum"]["present"]) == (True, 5)
	make.vote(make.MEMBER, session, {name: "Against"})
	frappe.set_user(make.CHAIR)
	state = sessions_state.of(session)
	assert [(vote["member_name"], vote["choice"]) for vote in state["open"][0]["votes"]] == [
		("Bekmurodova Barno Bekmurodovna", "Against")
	]
	assert "close_item" in state["me"]["steps"]


def test_the_texts_of_open_drafts_are_sent_once(count_queries):
	session, name = make.on_vote()
	frappe.set_user(make.MEMBER)
	first = sessions_state.of(session)["drafts"]
	assert first["texts"][name]["text_uz"] == make.stored(name).draft_text_uz
	again = sessions_state.of(session, first["sha256"])["drafts"]
	assert again == {"sha256": first["sha256"], "texts": {}}
	asked = count_queries(lambda: sessions_state.of(session, first["sha256"]))
	assert asked == count_queries(lambda: sessions_state.of(session)) - 1
	frappe.set_user(make.CHAIR)
	counting.postpone(name, "Hujjat kutilmoqda")
	assert sessions_state.of(session, first["sha256"])["drafts"] == {"sha256": "", "texts": {}}


def test_the_screen_names_the_decisions_that_lack_the_readers_signature():
	session, name = make.on_vote()
	for user in (make.CHAIR, make.SECRETARY, make.MEMBER):
		make.vote(user, session, {name: "For"})
	frappe.set_user(make.CHAIR)
	counting.close_item(name)
	decision = make.stored(name).decision
	signed = {make.CHAIR: [decision], make.SECRETARY: [decision], make.MEMBER: []}
	assert {user: to_sign(user, session) for user in signed} == signed
	voted.signed_by(make.CHAIR, [decision])
	assert to_sign(make.CHAIR, session) == []
	assert to_sign(make.SECRETARY, session) == [decision]


def to_sign(user: str, session: str) -> list[str]:
	"""What the screen of a member offers for signature; the step is there with it."""
	frappe.set_user(user)
	me = sessions_state.of(session)["me"]
	assert ("sign_decisions" in me["steps"]) == bool(me["to_sign"])
	return me["to_sign"]


@pytest.mark.parametrize("user", [filing.SIBLING_CHAIR, filing.PARTY, filing.ADMINISTRATOR])
def test_a_stranger_sees_no_session(user):
	session = make.planned()
	frappe.set_user(user)
	with pytest.raises(NotFound):
		sessions_state.of(session)


@pytest.mark.parametrize(
	"values",
	[
		{"quorum_numerator": 4, "quorum_denominator": 3},
		{"is_default": 1, "level": "DC"},
		{"is_default": 1, "level": ""},
		{"majority": "Two Thirds", "casting_vote": 1},
	],
)
def test_a_rule_that_cannot_be_used_is_not_saved(values):
	rule = frappe.get_doc("Decision Rule", "dc_default").as_dict()
	new = {key: rule[key] for key in ("quorum_numerator", "quorum_denominator", "majority", "on_tie")}
	document = frappe.get_doc(
		{"doctype": "Decision Rule", "code": "sinov", "title_uz": "Sinov", **new, **values}
	)
	with pytest.raises(FormInvalid):
		document.insert()


def test_rule_of_an_item_is_of_the_level_of_its_commission():
	session, appeal = make.planned(), make.votable()
	frappe.set_user(make.SECRETARY)
	step = lambda: agenda.put([appeal], session, rule="pec_default")  # noqa: E731
	assert code_of(step, FormInvalid) == "link_unknown"
	frappe.db.set_value("Decision Rule", "pec_default", "level", "")
	(item,) = step()
	assert make.stored(item).rule == "pec_default"
