"""Taking note of an appeal: a short signed decision without a vote, unless a new person is named."""

import json

import frappe
import pytest
from factories import appeals as filing
from factories import effects as make

from esaylov.decisions.drafting import signing
from esaylov.decisions.review import reading
from esaylov.decisions.sessions.records import interests
from esaylov.decisions.signatures import chair
from esaylov.framework import clock
from esaylov.framework.errors import NotPermitted, SignatureRefused, WrongState

MEETING = {"meeting_time": "15:00", "place": "Madaniyat uyi"}
ROUTE = {"route": "acknowledgement"}


@pytest.fixture
def candidate() -> str:
	return make.candidate()


@pytest.fixture
def meeting(candidate) -> str:
	"""A60: premises for a meeting with voters."""
	answers = {"meeting_date": str(clock.today()), **MEETING}
	return make.filed("record_only", answers, by=("Candidate", candidate), kind="candidate", **ROUTE)


def replacement(candidate: str, **answers) -> tuple[str, str]:
	"""An appeal that ends a proxy, and the proxy."""
	proxy = make.imported("Proxy", candidate=candidate, election_type="DC")
	values = {"certificate": proxy, "reason": "Kasallik", **answers}
	appeal = make.filed(
		"replace_proxy",
		values,
		{"rows": "new_person"},
		by=("Candidate", candidate),
		kind="candidate",
		fields=[make.link("certificate", "Proxy")],
		**ROUTE,
	)
	return appeal, proxy


def acknowledged(appeal: str, by: str = filing.CHAIR) -> signing.Result | None:
	frappe.set_user(by)
	try:
		signature = filing.signature(by, chair.draft(appeal, []).payload)
		return chair.acknowledge(appeal, signature)
	finally:
		frappe.set_user("Administrator")


def test_whom_it_concerns_leaves_it_to_another(meeting):
	frappe.set_user(filing.CHAIR)
	body = frappe.db.get_value("Appeal", meeting, ["applicant_body_type", "applicant_body"])
	interests.declare("Body", body_type=body[0], body=body[1])
	with pytest.raises(WrongState, match="decider_conflict"):
		acknowledged(meeting)
	assert acknowledged(meeting, filing.SECRETARY).outcome == "Acknowledged"


@pytest.mark.parametrize("user", [filing.CHAIR, filing.SECRETARY])
def test_taken_note_of_it_has_its_effect(meeting, user):
	result = acknowledged(meeting, user)
	decision = frappe.get_doc("Decision", result.decision)
	assert (decision.kind, decision.outcome, decision.status) == ("Acknowledgement", "Acknowledged", "Signed")
	assert frappe.db.get_value("Appeal", meeting, ["status", "decision"]) == ("Acknowledged", decision.name)
	assert [row.outcome for row in decision.rows] == ["Acknowledged"]
	assert "Maʼlumot uchun qabul qilinsin" in decision.text_uz
	assert "Принять к сведению" in decision.text_ru
	assert "Murojaat etuvchi: Karimov Karim Karimovich." in decision.text_uz
	assert json.loads(decision.payload)["kind"] == "Acknowledgement"
	assert len(make.written(decision.name, "Campaign Meeting")) == 1


def test_asked_twice_it_gives_one_decision(meeting):
	first = acknowledged(meeting)
	frappe.set_user(filing.CHAIR)
	assert chair.acknowledge(meeting, "is not even read again") == first
	assert frappe.db.count("Decision", {"appeal": meeting}) == 1


@pytest.mark.parametrize("user", [filing.SIBLING_CHAIR, "regional.chair@esaylov.example", filing.PARTY])
def test_only_those_of_the_recipient_take_note(meeting, user):
	frappe.set_user(user)
	for step in (lambda: chair.draft(meeting, []), lambda: chair.acknowledge(meeting, "")):
		with pytest.raises(NotPermitted):
			step()
	assert frappe.db.get_value("Appeal", meeting, "status") == "Registered"


def test_anothers_signature_is_refused(meeting):
	frappe.set_user(filing.CHAIR)
	payload = chair.draft(meeting, []).payload
	with pytest.raises(SignatureRefused):
		chair.acknowledge(meeting, filing.signature(filing.SECRETARY, payload))


def test_a_secretary_decides_nothing_on_the_chairs_route():
	answers = {"persons": [make.person()]}
	appeal = make.filed("accredit_observer", answers, {"rows": "persons"})
	frappe.set_user(filing.SECRETARY)
	with pytest.raises(NotPermitted):
		chair.draft(appeal, [{"path": "persons[0]", "outcome": "Granted"}])
	with pytest.raises(WrongState):
		chair.acknowledge(appeal, "")


def test_a_proxy_ends_without_a_vote(candidate):
	appeal, proxy = replacement(candidate)
	result = acknowledged(appeal)
	assert frappe.db.get_value("Proxy", proxy, ["status", "end_decision"]) == ("Revoked", result.decision)


def test_a_new_person_is_voted_on(candidate):
	appeal, proxy = replacement(candidate, new_person=[make.person()])
	frappe.set_user(filing.SECRETARY)
	with pytest.raises(WrongState) as refused:
		chair.draft(appeal, [])
	assert refused.value.code == "vote_needed"
	matter = reading.matter_for(appeal, filing.SECRETARY)
	assert (matter["next_step"], bool(matter["note"])) == ("assign", True)
	for _ in range(2):  # asked again it stays where it is
		assert chair.acknowledge(appeal, "") is None
		assert frappe.db.get_value("Appeal", appeal, ["status", "decision"]) == ("Under Review", None)
	assert frappe.db.get_value("Proxy", proxy, "status") == "Registered"


@pytest.mark.parametrize(
	("user", "step"),
	[
		(filing.CHAIR, "acknowledge"),
		(filing.SECRETARY, "acknowledge"),
		("regional.chair@esaylov.example", None),
	],
)
def test_the_desk_offers_it_to_who_may_sign(meeting, user, step):
	frappe.set_user(user)
	assert reading.matter_for(meeting, user)["next_step"] == step


def test_what_was_taken_for_review_is_no_longer_acknowledged(meeting):
	frappe.db.set_value("Appeal", meeting, "status", "Under Review")
	frappe.set_user(filing.CHAIR)
	with pytest.raises(WrongState):
		chair.draft(meeting, [])
