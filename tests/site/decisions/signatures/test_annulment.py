"""A wrong decision is annulled by a later signed one, and everything that it did is undone; nothing is removed."""

import json

import frappe
import pytest
from factories import appeals as filing
from factories import decisions as make
from factories import effects as registered
from factories import sessions
from factories.effects import annulled

from esaylov.decisions.sessions.steps import agenda, counting
from esaylov.decisions.signatures import chair, status
from esaylov.framework import clock
from esaylov.framework.errors import LawBroken, NotFound, NotPermitted, SignatureRefused, WrongState
from esaylov.registers.effects import effects

REASON = "Hujjatlar soxta ekan"


@pytest.fixture
def signed() -> frappe.model.document.Document:
	return frappe.get_doc("Decision", make.decided(make.filed(), refused={1: make.REASON}).decision)


def test_the_annulment_is_a_signed_decision_that_names_the_other(signed):
	result = annulled(signed.name)
	annulment = frappe.get_doc("Decision", result.decision)
	assert (annulment.kind, annulment.status, annulment.annuls) == ("Annulment", "Signed", signed.name)
	assert (annulment.commission, annulment.appeal) == (make.COMMISSION, None)
	assert int(annulment.number) == int(signed.number) + 1
	assert json.loads(annulment.payload)["annuls"] == signed.name
	for words in (REASON, signed.number, "bekor qilinsin"):
		assert words in annulment.text_uz
	assert frappe.db.get_value("Decision", signed.name, "status") == "Annulled"


def test_entries_end_certificates_are_revoked_and_the_history_keeps_both(signed):
	annulment = annulled(signed.name).decision
	names = [name for _, name in effects.entries_of(signed.name)]
	assert len(names) == 2
	for name in names:
		entry = frappe.get_doc("Observer", name)
		assert (entry.status, entry.end_decision, entry.end_reason) == ("Annulled", annulment, REASON)
		assert frappe.db.get_value("Certificate", entry.certificate, ["status", "revoked_reason"]) == (
			"Revoked",
			REASON,
		)
		history = frappe.get_all(
			"Register Event",
			{"register": "Observer", "entry": name},
			["from_status", "to_status", "decision"],
			order_by="creation asc",
		)
		assert [tuple(row.values()) for row in history] == [
			("", "Registered", signed.name),
			("Registered", "Annulled", annulment),
		]


def test_the_appeal_is_reviewed_anew_with_its_whole_limit(signed):
	frappe.db.set_value("Appeal", signed.appeal, "due_on", "2020-01-01")
	annulled(signed.name)
	appeal = frappe.get_doc("Appeal", signed.appeal)
	assert (appeal.status, appeal.decision) == ("Under Review", signed.name)
	assert (frappe.utils.getdate(appeal.due_on) - clock.today()).days == 5
	message = frappe.get_last_doc("SMS Message", {"reference_name": appeal.name, "template": "S60"})
	assert signed.number in message.text


def test_the_appeal_is_decided_again_and_may_be_annulled_again(signed):
	annulled(signed.name)
	second = make.decided(signed.appeal)
	assert second.decision != signed.name
	assert frappe.db.count("Observer", {"decision": second.decision, "status": "Registered"}) == 3
	third = annulled(second.decision)
	assert frappe.db.count("Observer", {"end_decision": third.decision}) == 3
	assert frappe.db.count("SMS Message", {"reference_name": signed.appeal, "template": "S60"}) == 2


def test_asked_twice_it_is_annulled_once(signed):
	first = annulled(signed.name)
	before = frappe.db.count("Decision"), frappe.db.count("Register Event")
	assert annulled(signed.name) == first
	assert (frappe.db.count("Decision"), frappe.db.count("Register Event")) == before
	with pytest.raises(WrongState):
		annulled(signed.name, reason="Boshqa sabab")


@pytest.mark.parametrize("user", [make.SIBLING, make.SECRETARY, make.PARTY, make.AUDITOR, make.ADMINISTRATOR])
def test_nobody_else_annuls(signed, user):
	frappe.set_user(make.CHAIR)
	signature = filing.signature(make.CHAIR, chair.annulment_draft(signed.name, REASON).payload)
	frappe.set_user(user)
	for step in (
		lambda: chair.annulment_draft(signed.name, REASON),
		lambda: chair.annul(signed.name, REASON, signature),
	):
		with pytest.raises((NotPermitted, NotFound)):
			step()
	assert frappe.db.get_value("Decision", signed.name, "status") == "Signed"


def test_the_higher_commission_may_annul(signed):
	result = annulled(signed.name, by=make.REGIONAL)
	annulment = frappe.get_doc("Decision", result.decision)
	assert annulment.commission == frappe.db.get_value(
		"Election Commission", make.COMMISSION, "parent_election_commission"
	)
	assert frappe.db.get_value("Appeal", signed.appeal, "status") == "Under Review"
	kinds = frappe.get_all("Chain Event", {"commission": make.COMMISSION}, pluck="kind", order_by="sequence")
	assert kinds[-2:] == ["appeal.reopened", "decision.annulled"]


def test_an_annulment_is_not_annulled(signed):
	annulment = annulled(signed.name).decision
	frappe.set_user(make.CHAIR)
	with pytest.raises(WrongState) as refused:
		chair.annulment_draft(annulment, REASON)
	assert refused.value.code == "annulment_final"


def test_a_signature_over_another_reason_is_refused(signed):
	frappe.set_user(make.CHAIR)
	signature = filing.signature(make.CHAIR, chair.annulment_draft(signed.name, "Boshqa").payload)
	with pytest.raises(SignatureRefused):
		chair.annul(signed.name, REASON, signature)


def test_a_refusal_is_annulled_too():
	refused = make.decided(make.filed(), refused=dict.fromkeys(range(3), "Sabab"))
	annulled(refused.decision)
	appeal = frappe.db.get_value("Decision", refused.decision, "appeal")
	assert make.decided(appeal).outcome == "Granted"


def test_a_history_is_written_by_nobody(signed):
	event = frappe.get_last_doc("Register Event", {"decision": signed.name})
	for step in (event.save, event.delete, frappe.copy_doc(event).insert):
		with pytest.raises(LawBroken):
			step()


class TestImportedAct:
	"""What a commission decided on paper is annulled on paper: the system holds no signature that it could take back."""

	@pytest.fixture
	def act(self) -> str:
		return str(frappe.db.get_value("Candidate", registered.candidate(), "decision"))

	def test_no_chair_annuls_it_alone(self, act):
		frappe.set_user(make.CHAIR)
		for step in (
			lambda: chair.annulment_draft(act, REASON),
			lambda: chair.annul(act, REASON, "c2lnbmF0dXJl"),
		):
			with pytest.raises(WrongState) as refused:
				step()
			assert refused.value.code == "annulment_imported"
		assert not status.status_of(act, make.CHAIR)["may_annul"]

	def test_it_does_not_come_on_an_agenda(self, act):
		session = sessions.planned()
		with pytest.raises(WrongState) as refused:
			agenda.add_subject(session, "annulment", "Bekor qilish", {"decision": act, "reason": REASON})
		assert refused.value.code == "annulment_imported"

	def test_an_item_of_an_earlier_release_is_not_voted_on(self, act, signed):
		session = sessions.planned()
		data = {"decision": signed.name, "reason": REASON}
		item = agenda.add_subject(session, "annulment", "Bekor qilish", data)
		frappe.db.set_value("Agenda Item", item, "subject_data", json.dumps({**data, "decision": act}))
		sessions.opened(session=session)
		frappe.set_user(make.CHAIR)
		with pytest.raises(WrongState) as refused:
			counting.open_item(item)
		assert refused.value.code == "item_annulment_imported"
