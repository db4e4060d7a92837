"""Filing: one receipt, what stops it, and what never changes afterwards."""

import base64
import json
from datetime import datetime, timedelta

import frappe
import pytest
from factories import appeals as make
from factories import settled

from esaylov.appeals.drafts import before_filing, drafting
from esaylov.appeals.filing import receipts, submitting
from esaylov.core.records import payload as bytes_of
from esaylov.framework import clock
from esaylov.framework.errors import (
	Duplicate,
	EsaylovError,
	FormInvalid,
	LawBroken,
	NotInWindow,
	SignatureRefused,
	WrongState,
)
from esaylov.setup.demo import ground
from esaylov.trust import keys
from esaylov.trust.chains import chain


class TestFiling:
	def test_a_receipt_comes_back_and_verifies(self):
		name = make.draft()
		signed = before_filing.payload(name)
		receipt = make.submit(name)
		row = make.stored(name)
		assert row.status == "Registered"
		assert (row.number, row.tracking_code) == (receipt.number, receipt.tracking_code)
		assert receipt.number.startswith("26277-")
		assert receipt.due_on == receipt.received_at.date() + timedelta(days=5)
		assert row.payload.encode() == signed
		assert row.payload_sha256 == bytes_of.sha256_hex(signed) == receipt.payload_sha256
		keys.public_keys()[receipt.key_id].verify(base64.b64decode(receipt.signature), receipt.signed_bytes())

	def test_the_signed_bytes_say_what_was_asked(self):
		name = make.draft()
		said = json.loads(before_filing.payload(name))
		assert (said["appeal"], said["appeal_type"], said["election"]) == (name, "A56", ground.ELECTION)
		assert said["recipient"] == ground.COMMISSION
		assert said["applicant"]["tin"] == "900000001"
		assert said["attachments"] == [{"field": "party_decision", "sha256": bytes_of.sha256_hex(make.PDF)}]
		assert bytes_of.canonical(said) == before_filing.payload(name)

	def test_the_hash_that_staff_read_does_not_tell_the_number_of_the_signer(self):
		said, other = (json.loads(before_filing.payload(make.draft())) for _ in range(2))
		assert len(said["salt"]) == 64
		assert said["salt"] != other["salt"]
		hidden = {field.fieldname for field in frappe.get_meta("Appeal").fields if field.permlevel}
		assert {"payload", "answers"} <= hidden

	def test_the_chain_holds_a_commitment_and_nothing_personal(self):
		pinfl = make.person()["pinfl"]
		name = make.draft(typed=make.answers([make.person(pinfl=pinfl)]))
		receipt = make.submit(name)
		frappe.set_user("Administrator")
		event = frappe.get_doc("Chain Event", {"hash": receipt.event_hash})
		assert event.kind == "appeal.filed"
		assert pinfl not in event.body
		assert receipt.payload_sha256 not in event.body
		commitment = bytes_of.sha256_hex(
			bytes_of.canonical({"salt": receipt.salt, "payload_sha256": receipt.payload_sha256})
		)
		assert json.loads(event.body)["commitment"] == commitment
		assert chain.verify_chain(ground.COMMISSION)

	def test_the_applicant_is_told(self):
		name = make.draft()
		receipt = make.submit(name)
		(text,) = frappe.get_all(
			"SMS Message", {"reference_name": name, "template": "S04"}, pluck="text", order_by="name asc"
		)
		assert receipt.number in text

	def test_numbers_follow_each_other(self):
		first, second = (make.submit(make.draft()).number for _ in range(2))
		assert int(second.split("-")[1]) == int(first.split("-")[1]) + 1

	def test_asked_again_with_its_key_it_gives_the_same_receipt(self):
		name = make.draft()
		receipt = make.submit(name, key="once-and-again")
		assert submitting.submit(name, "anything", "once-and-again") == receipt
		with pytest.raises(WrongState):
			make.submit(name, key="another-key")

	def test_a_key_serves_one_filing(self):
		make.submit(make.draft(), key="only-one-filing")
		with pytest.raises(Duplicate):
			make.submit(make.draft(), key="only-one-filing")

	@pytest.mark.parametrize("key", ["", "short", "x" * 65, "with spaces in it", None])
	def test_an_unfit_key_is_refused(self, key):
		name = make.draft()
		with pytest.raises(FormInvalid):
			submitting.submit(name, make.signature(make.PARTY, before_filing.payload(name)), key)

	def test_findings_stop_it_and_the_draft_stays(self):
		name = make.draft(typed=make.answers([make.person(pinfl="123")]))
		unfiled(name, FormInvalid, lambda: make.submit(name))

	@pytest.mark.parametrize("signer", [make.RIVAL, make.CHAIR])
	def test_anothers_signature_is_refused(self, signer):
		name = make.draft()
		unfiled(
			name,
			SignatureRefused,
			lambda: file_with(name, make.signature(signer, before_filing.payload(name))),
		)

	def test_a_signature_over_an_earlier_state_is_refused(self):
		name = make.draft()
		old = make.signature(make.PARTY, before_filing.payload(name))
		drafting.update(name, make.answers())
		unfiled(name, SignatureRefused, lambda: file_with(name, old))

	def test_a_signature_of_another_draft_is_refused(self):
		persons = [make.person()]
		other = make.draft(typed=make.answers(persons))
		name = make.draft(typed=make.answers(persons))
		signature = make.signature(make.PARTY, before_filing.payload(other))
		unfiled(name, SignatureRefused, lambda: file_with(name, signature))

	def test_a_form_that_changed_meanwhile_asks_to_look_again(self):
		name = make.draft()
		frappe.set_user("Administrator")
		make.change_form()
		frappe.set_user(make.PARTY)
		with pytest.raises(WrongState) as refusal:
			make.submit(name)
		assert refusal.value.code == "version_outdated"
		drafting.update(name, json.loads(make.stored(name).answers))
		assert make.submit(name).number

	def test_after_the_last_day_it_is_refused(self):
		name = make.draft()
		make.move_before_election(days=9)
		unfiled(name, NotInWindow, lambda: make.submit(name))

	def test_on_the_last_day_it_is_taken(self):
		name = make.draft()
		make.move_before_election(days=10)
		assert make.submit(name).number

	def test_the_bytes_are_made_for_whoever_acts_for_the_body(self):
		name = make.draft()
		colleague = colleague_of(make.PARTY)
		frappe.set_user(colleague)
		assert json.loads(before_filing.payload(name))["applicant"]["pinfl"] == pinfl_of(colleague)
		# the bytes are made for the person who signs: those of the other one do not serve
		with pytest.raises(SignatureRefused):
			file_with(name, make.signature(make.PARTY, before_filing.payload(name)))

	@pytest.mark.parametrize(
		"values",
		[
			{"answers": "{}"},
			{"payload": "{}"},
			{"number": "26277-999"},
			{"recipient": "DC-1726294"},
			{"signature": None},
			{"received_at": datetime(2020, 1, 1)},
			{"receipt": "{}"},
			{"tracking_code": "AAAAAAAA"},
			{"status": "Draft"},
			{"attachments": []},
		],
	)
	def test_a_filing_never_changes_whoever_asks(self, values):
		document = make.stored(make.filed())
		document.update(values)
		with pytest.raises(LawBroken):
			document.save(ignore_permissions=True)

	def test_a_filed_appeal_is_never_removed(self):
		name = make.filed()
		with pytest.raises(LawBroken):
			frappe.delete_doc("Appeal", name, force=True)
		changed = make.stored(name)
		changed.status = "Draft"
		with pytest.raises(LawBroken):
			changed.delete(ignore_permissions=True, force=True)

	def test_a_draft_may_be_removed(self):
		name = make.draft()
		frappe.set_user("Administrator")
		frappe.delete_doc("Appeal", name)
		assert not frappe.db.exists("Appeal", name)

	def test_a_draft_is_not_seen_by_the_commission(self):
		name = make.draft()
		frappe.set_user(make.CHAIR)
		assert not frappe.has_permission("Appeal", "read", name)
		assert name not in frappe.get_list("Appeal", pluck="name", limit=0)

	def test_a_filing_is_seen_by_its_commission_and_no_sibling(self):
		name = make.filed()
		frappe.set_user(make.CHAIR)
		assert frappe.has_permission("Appeal", "read", name)
		assert name in frappe.get_list("Appeal", pluck="name", limit=0)
		frappe.set_user(make.SIBLING_CHAIR)
		assert not frappe.has_permission("Appeal", "read", name)
		assert name not in frappe.get_list("Appeal", pluck="name", limit=0)


def file_with(name: str, signature: str) -> receipts.Receipt:
	return submitting.submit(name, signature, make.new_key())


def unfiled(name: str, error: type[EsaylovError], attempt) -> None:
	"""The attempt fails with the error, and nothing of a filing is there."""
	before = {
		doctype: frappe.db.count(doctype) for doctype in ("Chain Event", "Document Signature", "SMS Message")
	}
	with pytest.raises(error):
		attempt()
	assert {doctype: frappe.db.count(doctype) for doctype in before} == before
	row = make.stored(name)
	assert (row.status, row.number, row.signature, row.receipt) == ("Draft", None, None, None)


def pinfl_of(user: str) -> str:
	return frappe.db.get_value("Person", {"user": user}, "pinfl")


def colleague_of(user: str) -> str:
	"""Another user who acts for the same body."""
	frappe.set_user("Administrator")
	mail = "colleague@esaylov.example"
	frappe.get_doc(
		doctype="User", email=mail, first_name="Hamkor", send_welcome_email=0, user_type="Website User"
	).insert()
	pinfl = make.person()["pinfl"]
	person = frappe.get_doc(
		doctype="Person", pinfl=pinfl, surname="Hamkorov", given_name="Hamkor", user=mail
	).insert()
	first = frappe.get_all(
		"Body Representative",
		{"person": frappe.db.get_value("Person", {"user": user})},
		["body_type", "body", "position"],
		order_by="name asc",
	)[0]
	representative = frappe.get_doc(
		doctype="Body Representative",
		person=person.name,
		starts_on=clock.today() - timedelta(days=1),
		**first,
	)
	settled.inserted(representative)
	return mail
