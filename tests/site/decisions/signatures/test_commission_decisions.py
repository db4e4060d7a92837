"""A commission's decision: made by an adopted item, in effect with its second signature, and never without both."""

import json

import frappe
import pytest
from factories import appeals as filing
from factories import effects as make
from factories import voted

from esaylov.decisions.signatures import collective
from esaylov.framework.errors import (
	FormInvalid,
	LawBroken,
	NotFound,
	NotPermitted,
	SignatureRefused,
	WrongState,
)
from esaylov.registers.effects import effects
from esaylov.trust import lists

CHAIR, SECRETARY = voted.CHAIR, voted.SECRETARY
DEPUTY = "sibling.chair@esaylov.example"


@pytest.fixture
def session() -> str:
	return voted.session()


@pytest.fixture
def drafted(session) -> frappe.model.document.Document:
	"""A draft that waits for its signatures: two observers, the second refused."""
	item = voted.of_appeal(session, voted.observers(2), refused=[1])
	return frappe.get_doc("Decision", collective.adopt(item))


def test_an_adopted_item_makes_a_draft_with_its_round_and_tally(drafted):
	assert (drafted.kind, drafted.status, drafted.outcome) == (
		"Commission Decision",
		"Draft",
		"Partly Granted",
	)
	assert (drafted.number, drafted.vote_round) == (None, 1)
	vote = json.loads(drafted.payload)["vote"]
	assert (vote["item"], vote["votes_for"], vote["votes_against"]) == (drafted.agenda_item, 3, 1)
	assert collective.adopt(drafted.agenda_item) == drafted.name
	assert frappe.db.get_value("Appeal", drafted.appeal, "status") == "On Agenda"


@pytest.mark.parametrize("status", ["Planned", "Open", "Not Adopted", "Postponed", "Taken Off"])
def test_nothing_is_decided_by_an_item_that_was_not_adopted(session, status):
	item = voted.of_appeal(session, voted.observers())
	frappe.db.set_value("Agenda Item", item, "status", status)
	with pytest.raises(WrongState):
		collective.adopt(item)


@pytest.mark.parametrize("order", [(CHAIR, SECRETARY), (SECRETARY, CHAIR)])
def test_the_second_signature_puts_it_into_effect(drafted, order):
	first = voted.signed_by(order[0], [drafted.name])
	assert (first.results, first.waiting) == ((), 1)
	drafted.reload()
	assert (drafted.status, drafted.number) == ("Draft", None)
	second = voted.signed_by(order[1], [drafted.name])
	(result,) = second.results
	drafted.reload()
	assert (drafted.status, drafted.number) == ("Signed", result.number)
	assert (result.outcome, result.certificates) == ("Partly Granted", 1)
	assert (drafted.signed_by_position, drafted.secretary_position) == ("Chair", "Secretary")
	assert frappe.db.get_value("Appeal", drafted.appeal, ["status", "decision"]) == (
		"Partly Granted",
		drafted.name,
	)
	assert len(make.written(drafted.name, "Observer")) == 1


def test_a_signature_that_arrives_twice_changes_nothing(drafted):
	first = voted.signed_by(CHAIR, [drafted.name])
	assert voted.signed_by(CHAIR, [drafted.name]) == first
	assert frappe.db.count("Document Signature", {"reference_name": drafted.name}) == 1
	done = voted.signed_by(SECRETARY, [drafted.name])
	assert voted.signed_by(SECRETARY, [drafted.name]) == done
	assert voted.signed_by(CHAIR, [drafted.name]).results == done.results
	assert len(make.written(drafted.name, "Observer")) == 1


@pytest.mark.parametrize(
	"user", [DEPUTY, filing.PARTY, "regional.chair@esaylov.example", filing.ADMINISTRATOR]
)
def test_only_who_presides_and_the_secretary_sign(drafted, user):
	frappe.set_user(user)
	with pytest.raises((NotPermitted, NotFound)):
		collective.payload_to_sign([drafted.name])
	with pytest.raises((NotPermitted, NotFound)):
		collective.sign([drafted.name], "MAAA")


def test_the_secretarys_key_is_not_the_chairs(drafted):
	frappe.set_user(CHAIR)
	signature = filing.signature(SECRETARY, collective.payload_to_sign([drafted.name]))
	with pytest.raises(SignatureRefused):
		collective.sign([drafted.name], signature)


def listed(session: str, number: int) -> list[str]:
	return [collective.adopt(voted.of_appeal(session, voted.observers())) for _ in range(number)]


def test_one_signature_covers_a_list_and_is_proven_for_each(session):
	names = listed(session, 3)
	voted.signed_by(CHAIR, names)
	done = voted.signed_by(SECRETARY, names)
	assert {result.decision for result in done.results} == set(names)
	assert len({result.number for result in done.results}) == 3
	signatures = {frappe.db.get_value("Decision", name, "signature") for name in names}
	assert len(signatures) == 1
	for name in names:
		document = frappe.get_doc("Decision", name)
		assert lists.verify_again(document.signature, "Decision", name, document.payload.encode()).pinfl
		assert frappe.db.get_value("Appeal", document.appeal, "status") == "Granted"


def test_a_list_holds_for_no_other_decision_and_no_other_bytes(session):
	names = listed(session, 3)
	voted.signed_by(CHAIR, names[:2])
	signature = frappe.db.get_value("Decision", names[0], "signature")
	for name, content in ((names[2], None), (names[0], b"{}")):
		payload = content or frappe.db.get_value("Decision", name, "payload").encode()
		with pytest.raises(LawBroken):
			lists.verify_again(signature, "Decision", name, payload)


def test_a_list_that_is_half_signed_is_refused(session):
	names = listed(session, 2)
	voted.signed_by(CHAIR, names[:1])
	with pytest.raises(WrongState) as refused:
		voted.signed_by(CHAIR, names)
	assert refused.value.code == "list_partly_signed"


def test_a_signed_list_never_changes(session):
	voted.signed_by(CHAIR, listed(session, 2))
	signed = frappe.get_last_doc("Signed List")
	signed.payload = "{}"
	for step in (signed.save, signed.delete):
		with pytest.raises(LawBroken):
			step()


@pytest.mark.parametrize("names", [[], ["x"] * 0, list("abc") * 400, [1]])
def test_a_list_that_is_none_is_refused(names):
	frappe.set_user(CHAIR)
	with pytest.raises((FormInvalid, NotFound)):
		collective.payload_to_sign(names)


def force(drafted, **values) -> None:
	"""What Administrator could try to save on a draft."""
	drafted.reload()
	drafted.update({"number": "999", "status": "Signed", **values})
	with pytest.raises(LawBroken):
		drafted.save()


def test_no_one_saves_it_as_signed_with_one_signature_or_none(drafted):
	force(drafted)
	voted.signed_by(CHAIR, [drafted.name])
	force(drafted)
	drafted.reload()
	same = {"secretary_signature": drafted.signature, "secretary_person": drafted.signed_by_person}
	force(drafted, **same)


@pytest.mark.parametrize(
	("field", "value"),
	[
		("votes_for", 4),
		("round", 2),
		("status", "Not Adopted"),
		("draft_text_uz", "boshqa"),
		("draft_rows", "[]"),
		("commission", "CEC"),
	],
)
def test_what_the_item_says_now_must_be_what_was_signed(drafted, field, value):
	voted.signed_by(CHAIR, [drafted.name])
	frappe.db.set_value("Agenda Item", drafted.agenda_item, field, value)
	with pytest.raises(LawBroken):
		voted.signed_by(SECRETARY, [drafted.name])


def test_a_commission_decision_needs_an_item(drafted):
	"""The chair's own signature makes no decision of the commission, whoever saves it."""
	voted.signed_by(CHAIR, [drafted.name])
	frappe.db.set_value("Decision", drafted.name, "agenda_item", None)
	force(drafted)


def test_a_withdrawn_appeal_is_not_decided_any_more(drafted):
	voted.signed_by(CHAIR, [drafted.name])
	frappe.db.set_value("Appeal", drafted.appeal, "status", "Withdrawn")
	with pytest.raises(frappe.ValidationError):
		voted.signed_by(SECRETARY, [drafted.name])


def test_what_was_voted_on_is_annulled_by_a_vote(session, drafted):
	voted.signed_by(CHAIR, [drafted.name])
	voted.signed_by(SECRETARY, [drafted.name])
	with pytest.raises(WrongState) as refused:
		make.annulled(drafted.name)
	assert refused.value.code == "annulment_by_vote"
	data = {"decision": drafted.name, "reason": "Ovozlar noto'g'ri sanalgan"}
	annulment = frappe.get_doc("Decision", voted.decided(voted.of_matter(session, "annulment", data)))
	assert (annulment.kind, annulment.status, annulment.annuls) == ("Annulment", "Signed", drafted.name)
	drafted.reload()
	assert drafted.status == "Annulled"
	assert frappe.db.get_value("Appeal", drafted.appeal, "status") == "Under Review"
	(entry,) = effects.entries_of(drafted.name)
	assert frappe.db.get_value(*entry, "status") == "Annulled"
