"""Returned for correction: remarks, the stopped clock, the second filing beside the first, and what everybody then reads."""

import base64
import json
from datetime import timedelta

import frappe
import pytest
from factories import appeals as make
from factories import decisions as deciding
from factories import settled
from factories.profile import few

from esaylov.appeals.corrections import reading
from esaylov.appeals.drafts import attachments, before_filing, drafting
from esaylov.appeals.filing import submitting
from esaylov.appeals.review import experts, returning, steps
from esaylov.core.procedure.lifecycle import FILING_FIELDS
from esaylov.core.records import payload as bytes_of
from esaylov.decisions.signatures import chair
from esaylov.elections import statutes
from esaylov.framework import clock
from esaylov.framework.errors import (
	Duplicate,
	FormInvalid,
	LawBroken,
	NotFound,
	NotInWindow,
	NotPermitted,
	SignatureRefused,
	WrongState,
)
from esaylov.setup.demo import ground
from esaylov.trust import keys
from esaylov.trust.chains import chain


def round_of(name: str):
	return make.stored(make.stored(name).correction, "Appeal Correction")


def twice(number):
	"""The numbers of the law with one more round of correction than there is."""
	return lambda key, *on: 2 if key == "correction_times" else number(key, *on)


def first_filing(name: str) -> dict:
	row = make.stored(name)
	return {
		**{field: row.get(field) for field in (*FILING_FIELDS, "number") if field != "attachments"},
		"attachments": [(line.field, line.sha256, line.file) for line in row.attachments],
	}


class TestRemarks:
	def test_a_remark_replaces_the_one_before_and_an_empty_one_takes_it_off(self):
		name = make.under_review()
		frappe.set_user(make.SECRETARY)
		for text in ("birinchi", "ikkinchi"):
			returning.remark(name, "persons[1].pinfl", text)
		frappe.set_user("Administrator")
		assert frappe.get_all("Appeal Remark", {"appeal": name}, pluck="text") == ["ikkinchi"]
		frappe.set_user(make.CHAIR)
		returning.remark(name, "persons[1].pinfl", " ")
		frappe.set_user("Administrator")
		assert not frappe.db.exists("Appeal Remark", {"appeal": name})

	@pytest.mark.parametrize(
		"field",
		["", "nothing", "persons[2]", "persons[0].nothing", "party_decision_no[0]", "persons[x]", "@body"],
	)
	def test_a_remark_is_about_a_field_that_was_answered(self, field):
		name = make.under_review()
		frappe.set_user(make.CHAIR)
		with pytest.raises(FormInvalid) as refusal:
			returning.remark(name, field, "?")
		assert refusal.value.findings[0].code == "remark_field"

	@pytest.mark.parametrize(
		"user",
		few([make.SIBLING_CHAIR, make.PARTY, make.ADMINISTRATOR, "Guest"], make.SIBLING_CHAIR.__eq__),
	)
	def test_nobody_else_writes_one(self, user):
		name = make.under_review()
		frappe.set_user(user)
		with pytest.raises(NotPermitted):
			returning.remark(name, "persons", "?")

	def test_the_applicant_reads_it_after_the_return_and_not_before(self):
		name = make.under_review()
		frappe.set_user(make.CHAIR)
		returning.remark(name, "persons[0].phone", "Telefon?")
		frappe.set_user(make.PARTY)
		assert frappe.get_list("Appeal Remark", {"appeal": name}) == []
		assert reading.remarks(name) == []
		frappe.set_user(make.CHAIR)
		returning.return_for_correction(name, "Telefon")
		for user, seen in ((make.PARTY, 1), (make.CHAIR, 1), (make.RIVAL, 0), (make.SIBLING_CHAIR, 0)):
			frappe.set_user(user)
			assert len(frappe.get_list("Appeal Remark", {"appeal": name})) == seen, user
		frappe.set_user(make.PARTY)
		assert [(row["field"], row["text"]) for row in reading.remarks(name)] == [
			("persons[0].phone", "Telefon?")
		]

	def test_after_the_return_it_is_not_changed(self):
		name = make.returned()
		remark = frappe.get_doc("Appeal Remark", {"appeal": name})
		remark.text = "boshqa"
		with pytest.raises(LawBroken):
			remark.save()
		with pytest.raises(LawBroken):
			remark.delete()


class TestReturn:
	def test_the_clock_stops_and_the_applicant_is_told(self):
		name = make.under_review()
		limit = make.stored(name).due_on
		clock.move(timedelta(days=2))
		make.give_back(name, "Pasport raqami noto'g'ri")
		row, correction = make.stored(name), round_of(name)
		assert (row.status, correction.status, correction.round) == ("Returned", "Asked", 1)
		assert row.correct_until == clock.today() + timedelta(days=2)
		assert correction.days_left == 3 == (limit - clock.today()).days
		assert row.due_on == row.correct_until + timedelta(days=3)
		(text,) = frappe.get_all(
			"SMS Message", {"reference_name": name, "template": "S05"}, pluck="text", order_by="name asc"
		)
		assert row.number in text
		assert row.correct_until.strftime("%d.%m.%Y") in text

	def test_without_a_remark_it_is_not_returned(self):
		name = make.under_review()
		frappe.set_user(make.CHAIR)
		with pytest.raises(FormInvalid) as refusal:
			returning.return_for_correction(name, "Sababi")
		assert refusal.value.findings[0].code == "remarks_missing"
		assert make.stored(name).status == "Under Review"

	def test_it_is_returned_as_often_as_the_statute_says(self):
		name = make.returned()
		make.correct(name, party_decision_no="13-Q")
		make.submit(name)
		with pytest.raises(WrongState) as refusal:
			make.give_back(name)
		assert refusal.value.code == "correction_times_used"
		frappe.set_user("Administrator")
		statute = frappe.get_doc("Statute", "correction_times")
		statute.value = 2
		settled.saved(statute)
		make.give_back(name)
		assert round_of(name).round == 2

	@pytest.mark.parametrize("user", [make.SIBLING_CHAIR, make.PARTY, make.ADMINISTRATOR, "Guest"])
	def test_nobody_else_returns_it(self, user):
		name = make.under_review()
		frappe.set_user(user)
		with pytest.raises(NotPermitted):
			returning.return_for_correction(name, "Sababi")

	@pytest.mark.parametrize("user", ["Administrator", make.CHAIR])
	def test_no_other_door_returns_it(self, user):
		name = make.under_review()
		frappe.set_user(user)
		document = frappe.get_doc("Appeal", name)
		document.status = "Returned"
		with pytest.raises((LawBroken, frappe.ValidationError, frappe.PermissionError)):
			document.save()
		frappe.set_user("Administrator")
		with pytest.raises(LawBroken):
			frappe.get_doc(doctype="Appeal Correction", appeal=name, status="Asked", remarks=1).insert()


class TestCorrectedFiling:
	def test_it_stands_beside_the_first_which_never_changes(self):
		name = make.under_review()
		first = first_filing(name)
		given = json.loads(make.stored(name).receipt)
		make.give_back(name)
		make.correct(name, party_decision_no="77-Q")
		signed = before_filing.payload(name)
		receipt = make.submit(name)
		row, correction = make.stored(name), round_of(name)
		assert first_filing(name) == first
		assert (row.status, correction.status) == ("Under Review", "Filed")
		assert correction.payload.encode() == signed
		assert correction.payload_sha256 == receipt.payload_sha256 == bytes_of.sha256_hex(signed)
		assert json.loads(correction.answers)["party_decision_no"] == "77-Q"
		assert correction.corrects == receipt.corrects == first["payload_sha256"] == given["payload_sha256"]
		assert (receipt.number, receipt.tracking_code) == (given["number"], given["tracking_code"])
		keys.public_keys()[receipt.key_id].verify(base64.b64decode(receipt.signature), receipt.signed_bytes())
		event = frappe.get_doc("Chain Event", {"hash": receipt.event_hash})
		assert event.kind == "appeal.corrected"
		assert json.loads(event.body)["commitment"] == chain.commitment(receipt.salt, receipt.payload_sha256)
		assert chain.verify_chain(ground.COMMISSION)

	def test_a_correction_names_nobody_else(self):
		name = make.under_review()
		make.give_back(name)
		filed = json.loads(make.stored(name).answers)["persons"]
		make.correct(name, persons=[{**filed[0], "full_name": "Boshqa Ism"}, *filed[1:]])
		assert not [one for one in before_filing.check(name) if one.code == "correction_identity"]
		make.correct(name, persons=[*filed, make.person()])
		with pytest.raises(FormInvalid) as refused:
			make.submit(name)
		wrong = [(one.code, one.path) for one in refused.value.findings]
		assert ("correction_identity", f"persons[{len(filed)}].pinfl") in wrong

	@pytest.mark.parametrize("place", ["persons", "persons[0]", "persons[0].pinfl"])
	def test_a_remark_asks_for_another_person(self, place):
		name = make.under_review()
		make.give_back(name, place=place)
		filed = json.loads(make.stored(name).answers)["persons"]
		make.correct(name, persons=[make.person(), *filed[1:]])
		assert not [one for one in before_filing.check(name) if one.code == "correction_identity"]

	def test_the_clock_goes_on_with_the_days_left(self):
		name = make.under_review()
		clock.move(timedelta(days=1))
		make.give_back(name)
		clock.move(timedelta(days=3))
		make.correct(name, party_decision_no="77-Q")
		receipt = make.submit(name)
		assert make.stored(name).due_on == receipt.due_on == clock.today() + timedelta(days=4)

	def test_each_request_asked_again_gives_its_own_receipt(self):
		name = make.draft()
		first = make.submit(name, key="first-filing")
		frappe.set_user(make.CHAIR)
		steps.assign(name, make.CHAIR)
		make.give_back(name)
		make.correct(name, party_decision_no="77-Q")
		assert submitting.submit(name, "late repetition", "first-filing") == first
		second = make.submit(name, key="second-filing")
		assert submitting.submit(name, "anything", "second-filing") == second
		assert submitting.submit(name, "anything", "first-filing") == first
		with pytest.raises(WrongState):
			make.submit(name, key="third-filing")

	def test_a_key_of_another_appeals_correction_is_refused(self):
		first = make.returned()
		make.correct(first, party_decision_no="77-Q")
		make.submit(first, key="used-by-a-correction")
		second, draft = make.returned(), make.draft()
		make.correct(second, party_decision_no="78-Q")
		for name in (second, draft):
			with pytest.raises(Duplicate) as refused:
				make.submit(name, key="used-by-a-correction")
			assert refused.value.code == "idempotency_key_used"
		assert (make.stored(second).status, make.stored(draft).status) == ("Returned", "Draft")

	def test_a_key_of_another_appeals_first_filing_is_refused(self):
		make.submit(make.draft(), key="used-by-a-filing")
		name = make.returned()
		make.correct(name, party_decision_no="77-Q")
		with pytest.raises(Duplicate):
			make.submit(name, key="used-by-a-filing")
		assert make.stored(name).status == "Returned"

	def test_a_key_of_another_applicant_is_no_matter(self):
		first = make.returned()
		make.correct(first, party_decision_no="77-Q")
		make.submit(first, key="the-same-word")
		name = make.draft(make.RIVAL)
		make.submit(name, make.RIVAL, key="the-same-word")
		assert make.stored(name).status == "Registered"

	def test_a_late_repetition_files_no_further_round(self, monkeypatch):
		monkeypatch.setattr("esaylov.elections.statutes.number", twice(statutes.number))
		name = make.returned()
		make.correct(name, party_decision_no="77-Q")
		first = make.submit(name, key="first-round-key")
		make.give_back(name)
		make.correct(name, party_decision_no="78-Q")
		assert submitting.submit(name, "late repetition", "first-round-key") == first
		assert make.stored(name).status == "Returned"

	def test_what_is_wrong_stops_it_and_the_draft_stays(self):
		name = make.returned()
		make.correct(name, persons=[make.person(pinfl="123")])
		with pytest.raises(FormInvalid):
			make.submit(name)
		row = round_of(name)
		assert (make.stored(name).status, row.status, row.payload) == ("Returned", "Asked", None)
		assert json.loads(row.answers)["persons"][0]["pinfl"] == "123"

	def test_the_first_signature_does_not_serve_it(self):
		name = make.draft()
		old = make.signature(make.PARTY, before_filing.payload(name))
		make.submit(name)
		frappe.set_user(make.CHAIR)
		steps.assign(name, make.CHAIR)
		make.give_back(name)
		frappe.set_user(make.PARTY)
		with pytest.raises(SignatureRefused):
			submitting.submit(name, old, "another-key")

	def test_it_stays_with_its_commission(self):
		name = make.returned()
		other = frappe.db.get_value(
			"Election Commission", {"level": "DC", "name": ["!=", ground.COMMISSION]}, "territory"
		)
		make.correct(name, district_scope=other)
		assert "link_unknown" in {finding.code for finding in before_filing.check(name)}
		with pytest.raises(FormInvalid):
			make.submit(name)
		# a body of the region may name either district
		frappe.set_user("Administrator")
		branch = make.stored(name).applicant_body
		region = frappe.db.get_value("Administrative Territory", other, "parent_administrative_territory")
		frappe.db.set_value("Party Branch", branch, "territory", region)
		frappe.set_user(make.PARTY)
		assert "correction_elsewhere" in {finding.code for finding in before_filing.check(name)}
		with pytest.raises(FormInvalid):
			make.submit(name)

	def test_after_its_last_day_it_is_refused(self):
		name = make.returned()
		clock.move(timedelta(days=3))
		frappe.set_user(make.PARTY)
		with pytest.raises(NotInWindow) as refusal:
			make.submit(name)
		assert refusal.value.code == "correction_late"

	@pytest.mark.parametrize("user", [make.RIVAL, make.CHAIR])
	def test_nobody_else_corrects_it(self, user):
		name = make.returned()
		frappe.set_user(user)
		for step in (lambda: drafting.update(name, make.answers()), lambda: make.submit(name, user)):
			with pytest.raises(NotFound):
				step()

	def test_a_file_is_exchanged_and_the_first_one_stays(self):
		name = make.returned()
		frappe.set_user(make.PARTY)
		attachments.attach(name, "party_decision", "yangi.pdf", make.PDF + b"\n% second")
		attachments.attach(name, "party_decision", "oxirgi.pdf", make.PDF + b"\n% third")
		make.submit(name)
		first, second = make.stored(name).attachments, round_of(name).attachments
		assert [row.file_name for row in first] == ["qaror.pdf"]
		assert [row.file_name for row in second] == ["oxirgi.pdf"]
		kept = frappe.get_all("File", {"attached_to_name": name}, pluck="name")
		assert set(kept) == {first[0].file, second[0].file}
		for file in kept:
			with pytest.raises(LawBroken):
				frappe.delete_doc("File", file, force=True)

	def test_a_closed_round_does_not_change(self):
		name = make.returned()
		make.correct(name, party_decision_no="77-Q")
		make.submit(name)
		frappe.set_user("Administrator")
		correction = round_of(name)
		correction.answers = "{}"
		with pytest.raises(LawBroken):
			correction.save()
		with pytest.raises(LawBroken):
			correction.delete()

	def test_no_other_door_ends_the_return(self):
		name = make.returned()
		for state in ("Under Review", "On Agenda", "Expert Review"):
			document = frappe.get_doc("Appeal", name)
			document.status = state
			with pytest.raises((LawBroken, frappe.ValidationError)):
				document.save()

	def test_the_decision_is_about_the_last_filing(self):
		name = make.returned()
		first = json.loads(make.stored(name).answers)["persons"][0]
		make.correct(name, persons=[{**first, "full_name": "Tuzatilgan Ism Otasi"}])
		receipt = make.submit(name)
		frappe.set_user(make.CHAIR)
		rows = [{"path": "persons[0]", "outcome": "Granted"}]
		said = json.loads(chair.draft(name, rows).payload)
		assert said["appeal_payload_sha256"] == receipt.payload_sha256
		result = chair.decide(name, rows, make.signature(make.CHAIR, chair.draft(name, rows).payload))
		frappe.set_user("Administrator")
		observers = frappe.get_all("Observer", {"decision": result.decision}, pluck="full_name")
		assert observers == ["Tuzatilgan Ism Otasi"]
		assert make.stored(name).recipient == deciding.COMMISSION

	def test_the_differences_are_listed(self):
		name = make.under_review()
		make.give_back(name, place="persons")
		persons = json.loads(make.stored(name).answers)["persons"]
		persons[1]["phone"] = "+998907654321"
		make.correct(
			name, party_decision_no="77-Q", persons=[*persons, make.person(full_name="Yangi Ism Otasi")]
		)
		make.submit(name)
		frappe.set_user(make.CHAIR)
		found = {row["path"]: (row["before"], row["after"]) for row in reading.differences(name)}
		assert found["party_decision_no"] == ("12-Q", "77-Q")
		assert "persons[1].phone" in found
		assert "persons[0].phone" not in found
		assert found["persons[2].full_name"] == ("", "Yangi Ism Otasi")
		frappe.set_user(make.SIBLING_CHAIR)
		with pytest.raises(NotFound):
			reading.differences(name)


class TestTimeOver:
	def test_staff_take_it_back_when_the_time_is_over(self):
		name = make.returned()
		frappe.set_user(make.CHAIR)
		clock.move(timedelta(days=2))
		with pytest.raises(WrongState) as refusal:
			returning.resume(name)
		assert refusal.value.code == "correction_not_over"
		limit = make.stored(name).due_on
		clock.move(timedelta(days=6))
		returning.resume(name)
		assert (make.stored(name).status, round_of(name).status) == ("Under Review", "Lapsed")
		assert make.stored(name).due_on == limit  # the clock went on with the day after, not with this one
		frappe.set_user(make.PARTY)
		with pytest.raises(WrongState):
			make.submit(name)

	def test_a_returned_appeal_is_taken_back_by_its_applicant(self):
		name = make.returned()
		frappe.set_user(make.PARTY)
		steps.withdraw(name)
		assert make.stored(name).status == "Withdrawn"


class TestExperts:
	def test_only_the_route_of_experts_knows_them(self):
		name = make.under_review()
		frappe.set_user(make.CHAIR)
		with pytest.raises(WrongState):
			experts.ask(name)

	def test_a_conclusion_with_its_files_brings_it_back(self):
		name = for_experts()
		frappe.set_user(make.SECRETARY)
		with pytest.raises(WrongState):
			experts.conclude(name, "Hali emas")
		experts.ask(name)
		experts.ask(name)
		assert make.stored(name).status == "Expert Review"
		with pytest.raises(FormInvalid):
			experts.conclude(name, " ")
		given = [attachments.GivenFile("xulosa.pdf", make.PDF)]
		conclusion = make.stored(experts.conclude(name, "Imzolar to'g'ri", given), "Expert Conclusion")
		assert make.stored(name).status == "Under Review"
		assert conclusion.expert == frappe.db.get_value("Person", {"user": make.SECRETARY})
		assert [row.sha256 for row in conclusion.attachments] == [bytes_of.sha256_hex(make.PDF)]
		frappe.set_user("Administrator")
		kinds = frappe.get_all(
			"Chain Event", {"body": ["like", f"%{name}%"]}, pluck="kind", order_by="sequence asc"
		)
		assert kinds[-2:] == ["appeal.sent_to_experts", "appeal.concluded"]
		conclusion.text = "boshqa"
		with pytest.raises(LawBroken):
			conclusion.save()
		for user, seen in ((make.CHAIR, 1), (make.PARTY, 0), (make.SIBLING_CHAIR, 0)):
			frappe.set_user(user)
			if user == make.PARTY:
				assert not frappe.has_permission("Expert Conclusion", "read")
			else:
				assert len(frappe.get_list("Expert Conclusion", {"appeal": name})) == seen

	@pytest.mark.parametrize("user", [make.SIBLING_CHAIR, make.PARTY, "Guest"])
	def test_nobody_from_elsewhere_concludes(self, user):
		name = for_experts()
		frappe.set_user(make.CHAIR)
		experts.ask(name)
		frappe.set_user(user)
		with pytest.raises(NotPermitted):
			experts.conclude(name, "Xulosa")


def for_experts() -> str:
	"""An appeal under review whose route is that of experts, as a type with that route gives it."""
	name = make.under_review()
	frappe.db.set_value("Appeal", name, "route", "expert_then_vote", update_modified=False)
	return name


class TestTheDayOfReceipt:
	def test_a_correction_is_in_time_when_the_first_filing_was(self):
		"""The notice of observers ends ten days before the election; a return after that day takes nothing away."""
		make.move_before_election(10)
		name = make.under_review()
		make.move_before_election(9)
		make.give_back(name)
		make.correct(name, party_decision_no="77-Q")
		assert "observer_notice_late" not in {finding.code for finding in before_filing.check(name)}
		make.submit(name)
		assert make.stored(name).status == "Under Review"
