"""Filing by an SMS code: for those whom the type lets, bound to the bytes that are filed."""

import frappe
import pytest
from factories import appeals as make
from factories import codes as made
from factories import settled

from esaylov.appeals.corrections import law
from esaylov.appeals.drafts import before_filing, confirming, drafting
from esaylov.appeals.filing import submitting
from esaylov.appeals.form_facts import applicants
from esaylov.framework.errors import CodeRefused, EsaylovError, LawBroken, SignatureRefused, WrongState
from esaylov.framework.requests import limits
from esaylov.identity import bodies, codes, persons
from esaylov.trust import confirmations


@pytest.fixture(autouse=True)
def candidate(monkeypatch):
	"""The party's representative files as a candidate would, A56 is confirmed by code; gives the person."""
	monkeypatch.setitem(bodies.KIND_OF_BRANCH, "District", "candidate")
	# what a code to the number of an entry confirms too
	monkeypatch.setattr(applicants, "NO_OUTSIDE_EFFECT", frozenset({"accredit_observer"}))
	set_type("SMS")
	person = persons.person_of(make.PARTY)
	frappe.db.set_value("Person", person, "phone", made.phone())
	limits.clear("code-address", codes._address_key())
	return person


def set_type(authentication: str) -> None:
	document = frappe.get_doc("Appeal Type", "A56")
	document.authentication = authentication
	document.set("applicant_kinds", [{"applicant_kind": "candidate"}])
	settled.saved(document)


def asked(name: str, person: str) -> str:
	confirming.send_code(name)
	return made.sent(person)[-1]


def stays_a_draft(name: str, error: type[EsaylovError], code: str, call) -> None:
	with pytest.raises(error) as problem:
		call()
	assert problem.value.code == code
	row = make.stored(name)
	assert (row.status, row.number, row.signature) == ("Draft", None, None)


def test_a_code_files_and_the_row_says_how(candidate):
	name = make.draft()
	assert before_filing.authentication(name) == "SMS"
	signed = before_filing.payload(name)
	sent = confirming.send_code(name)
	phone = frappe.db.get_value("Person", candidate, "phone")
	assert sent.phone == f"+998 99 *** ** {phone[-2:]}"
	receipt = submitting.submit(name, "", make.new_key(), made.sent(candidate)[-1])
	appeal = make.stored(name)
	assert (appeal.status, appeal.payload.encode()) == ("Registered", signed)
	row = frappe.get_doc("Document Signature", appeal.signature)
	assert (row.method, row.purpose, row.signer_phone) == ("SMS code", "filing", sent.phone)
	assert row.payload_sha256 == receipt.payload_sha256
	assert confirmations.is_confirmation(row.name)
	assert confirmations.is_attested(row.name)


def test_asked_again_with_its_key_it_gives_the_same_receipt(candidate):
	name = make.draft()
	code = asked(name, candidate)
	receipt = submitting.submit(name, "", "by-code-once", code)
	assert submitting.submit(name, "", "by-code-once", code) == receipt


def test_a_wrong_code_leaves_the_draft(candidate):
	name = make.draft()
	code = asked(name, candidate)
	stays_a_draft(
		name, CodeRefused, "code_wrong", lambda: submitting.submit(name, "", make.new_key(), made.wrong(code))
	)
	assert submitting.submit(name, "", make.new_key(), code).number


def test_a_changed_appeal_needs_a_new_code(candidate):
	name = make.draft()
	code = asked(name, candidate)
	drafting.update(name, make.answers(party_decision_no="13-Q"))
	stays_a_draft(
		name, CodeRefused, "code_other_text", lambda: submitting.submit(name, "", make.new_key(), code)
	)


def test_the_code_of_one_appeal_files_no_other(candidate):
	code = asked(make.draft(), candidate)
	name = make.draft()
	stays_a_draft(
		name, CodeRefused, "code_expired", lambda: submitting.submit(name, "", make.new_key(), code)
	)


def test_without_code_or_by_signature_it_is_not_filed(candidate):
	name = make.draft()
	signature = make.signature(make.PARTY, before_filing.payload(name))
	for given in ("", signature):
		stays_a_draft(
			name,
			SignatureRefused,
			"sms_code_needed",
			lambda: submitting.submit(name, given, make.new_key()),  # noqa: B023 # called at once
		)


def test_where_both_are_allowed_a_signature_is_taken_too():
	set_type("EDS or SMS")
	name = make.draft()
	assert before_filing.authentication(name) == "SMS"
	assert make.submit(name).number


def test_others_sign_whatever_the_type_allows(monkeypatch, candidate):
	monkeypatch.setitem(bodies.KIND_OF_BRANCH, "District", "party_district_branch")
	document = frappe.get_doc("Appeal Type", "A56")
	document.set("applicant_kinds", [{"applicant_kind": "party_district_branch"}])
	settled.saved(document)
	name = make.draft()
	assert before_filing.authentication(name) == "EDS"
	with pytest.raises(WrongState) as problem:
		confirming.send_code(name)
	assert problem.value.code == "eds_needed"
	stays_a_draft(
		name, SignatureRefused, "eds_needed", lambda: submitting.submit(name, "", make.new_key(), "123456")
	)
	assert not made.sent(candidate)


def test_without_a_phone_it_says_where_to_go(candidate):
	frappe.db.set_value("Person", candidate, "phone", "")
	name = make.draft()
	with pytest.raises(CodeRefused) as problem:
		confirming.send_code(name)
	assert problem.value.code == "phone_missing"


def test_nobody_asks_for_a_code_of_another_body():
	name = make.draft()
	frappe.set_user(make.RIVAL)
	with pytest.raises(EsaylovError) as problem:
		confirming.send_code(name)
	assert problem.value.code == "not_found"


class TestProof:
	@pytest.fixture
	def filed(self, candidate):
		name = make.draft()
		submitting.submit(name, "", make.new_key(), asked(name, candidate))
		return make.stored(name)

	@pytest.mark.parametrize(
		("field", "value"), [("signer_phone", "+998 90 *** ** 00"), ("signer_name", "Boshqa Odam")]
	)
	def test_a_kept_confirmation_that_was_changed_is_not_attested(self, filed, field, value):
		frappe.db.set_value("Document Signature", filed.signature, field, value)
		assert not confirmations.is_attested(filed.signature)

	def test_no_filing_of_a_type_that_is_signed_rests_on_a_code(self, filed):
		assert law._check_signature(filed) == []
		frappe.get_doc("Appeal Type", "A56")
		filed.applicant_kind = "party_district_branch"
		assert [finding.code for finding in law._check_signature(filed)] == ["signature_method"]

	def test_nobody_writes_a_confirmation_by_hand(self, filed):
		row = frappe.copy_doc(frappe.get_doc("Document Signature", filed.signature))
		with pytest.raises(LawBroken):
			row.insert(ignore_permissions=True)
