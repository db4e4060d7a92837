"""Who signs for a member in conflict on one decision signs that one; the member signs the others and the protocol."""

import frappe
import pytest
from factories import appeals as filing
from factories import sessions as make
from factories.voted import signed_by

from esaylov.decisions.sessions.papers import protocol
from esaylov.decisions.sessions.records import signers
from esaylov.decisions.sessions.steps import counting, holding
from esaylov.decisions.sessions.steps import state as sessions_state
from esaylov.decisions.signature_inbox import details, listing
from esaylov.framework.errors import EsaylovError, NotFound


def code_of(step) -> str:
	with pytest.raises(EsaylovError) as refused:
		step()
	return refused.value.code


def adopted(session: str) -> str:
	item = make.item(session)
	frappe.set_user(make.CHAIR)
	counting.open_item(item)
	make.all_vote(session, item, ["For"] * 5)
	return make.close(item).decision


def name_deputy(session: str) -> None:
	frappe.set_user(make.MEMBER)
	signers.name_signer(session, "presiding", make.person(make.DEPUTY), "Manfaatlar toʻqnashuvi")


@pytest.fixture
def in_conflict() -> tuple[str, str, str]:
	"""A session, a decision on which its chair was recused, and one on which the chair was not; the deputy is named to sign."""
	session = make.opened()
	first, second = adopted(session), adopted(session)
	item = frappe.db.get_value("Decision", first, "agenda_item")
	vote = {"item": item, "member": make.person(make.CHAIR)}
	frappe.db.set_value("Commission Vote", vote, "choice", "Recused")
	name_deputy(session)
	return session, first, second


def test_named_signer_signs_only_the_decision_of_the_conflict(in_conflict):
	_, first, second = in_conflict
	for decisions in ([second], [first, second]):
		assert code_of(lambda decisions=decisions: signed_by(make.DEPUTY, decisions)) == "signer_present"
	signed_by(make.DEPUTY, [first])
	signed_by(make.CHAIR, [second])
	for decision in (first, second):
		signed_by(make.SECRETARY, [decision])
		assert frappe.db.get_value("Decision", decision, "status") == "Signed"


def test_screens_of_a_named_signer_show_the_decision_of_the_conflict(in_conflict):
	session, first, second = in_conflict
	frappe.set_user(make.DEPUTY)
	assert sessions_state.of(session)["me"]["to_sign"] == [first]
	assert details.show_item(make.DEPUTY, listing.DECISIONS, session)["names"] == [first]
	(line,) = [one for one in listing.list_items(make.DEPUTY)["items"] if one["name"] == session]
	assert line["title"].endswith(": 1")
	count = listing.count_items(make.DEPUTY)
	signed_by(make.DEPUTY, [first])
	assert listing.count_items(make.DEPUTY) == count - 1
	frappe.set_user(make.CHAIR)
	assert sessions_state.of(session)["me"]["to_sign"] == [second]


def test_protocol_is_signed_by_who_presided_without_a_conflict_there(in_conflict):
	session, *_ = in_conflict
	frappe.set_user(make.CHAIR)
	holding.close(session)
	frappe.set_user(make.DEPUTY)
	assert code_of(lambda: protocol.payload(session)) == "not_permitted"
	assert code_of(lambda: protocol.sign(session, "MAAA")) == "not_permitted"
	assert "sign_protocol" not in sessions_state.of(session)["me"]["steps"]
	with pytest.raises(NotFound):
		details.show_item(make.DEPUTY, listing.PROTOCOL, session)
	told = {"document_name": session, "for_user": ["in", [make.CHAIR, make.DEPUTY]]}
	assert frappe.get_all("Notification Log", told, pluck="for_user") == [make.CHAIR]
	frappe.set_user(make.CHAIR)
	protocol.sign(session, filing.signature(make.CHAIR, protocol.payload(session)))


def test_named_signer_signs_all_where_the_chair_left_the_commission(in_conflict):
	session, first, second = in_conflict
	signed_by(make.DEPUTY, [first])
	frappe.set_user(make.CHAIR)
	holding.close(session)
	make.removed(make.CHAIR)
	frappe.set_user(make.DEPUTY)
	assert sessions_state.of(session)["me"]["to_sign"] == [second]
	signed_by(make.DEPUTY, [second])
	frappe.set_user(make.DEPUTY)
	protocol.sign(session, filing.signature(make.DEPUTY, protocol.payload(session)))


def test_conflict_on_a_decision_of_the_chair_bars_nobody_from_signing_the_decision_of_another_conflict():
	session = make.opened()
	first, second = adopted(session), adopted(session)
	for decision, user in ((first, make.CHAIR), (second, make.DEPUTY)):
		item = frappe.db.get_value("Decision", decision, "agenda_item")
		vote = {"item": item, "member": make.person(user)}
		frappe.db.set_value("Commission Vote", vote, "choice", "Recused")
	name_deputy(session)
	signed_by(make.DEPUTY, [first])
