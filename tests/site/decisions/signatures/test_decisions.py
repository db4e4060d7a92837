"""A chair's decision: one signed step, and no other way into a decided state."""

import json

import frappe
import pytest
from factories import appeals as filing
from factories import decisions as make
from factories.effects import annulled

from esaylov.core.records.payload import canonical, sha256_hex
from esaylov.decisions.review import reading
from esaylov.decisions.sessions.records import interests
from esaylov.decisions.signatures.chair import annulment_draft, decide, draft
from esaylov.framework import clock
from esaylov.framework.errors import (
	EsaylovError,
	FormInvalid,
	LawBroken,
	NotPermitted,
	SignatureRefused,
	WrongState,
)
from esaylov.identity import bodies, persons
from esaylov.trust import lists, signatures

WRITTEN = ("Decision", "Observer", "Certificate")


@pytest.fixture
def appeal() -> str:
	return make.filed()


@pytest.fixture
def signed(appeal):
	"""A signed decision: two granted, the middle one refused."""
	return frappe.get_doc("Decision", make.decided(appeal, refused={1: make.REASON}).decision)


def written() -> dict[str, int]:
	return {doctype: frappe.db.count(doctype) for doctype in WRITTEN}


def sign_as(user: str, appeal: str, asked: list[dict]) -> str:
	frappe.set_user(make.CHAIR)
	payload = draft(appeal, asked).payload
	return filing.signature(user, payload)


def test_two_are_granted_and_one_is_refused_with_its_reason(appeal):
	result = make.decided(appeal, refused={1: make.REASON})
	decision = frappe.get_doc("Decision", result.decision)
	assert (result.outcome, result.certificates) == ("Partly Granted", 2)
	assert [(row.row_path, row.outcome, row.reason or "") for row in decision.rows] == [
		("persons[0]", "Granted", ""),
		("persons[1]", "Refused", make.REASON),
		("persons[2]", "Granted", ""),
	]
	assert (decision.status, decision.commission, decision.kind) == (
		"Signed",
		make.COMMISSION,
		"Chair Decision",
	)
	assert decision.signed_by_person == persons.person_of(make.CHAIR)
	assert frappe.db.get_value("Appeal", appeal, ["status", "decision"]) == ("Partly Granted", decision.name)


@pytest.mark.parametrize(
	("refused", "outcome", "entries"),
	[({}, "Granted", 3), ({0: "x"}, "Partly Granted", 2), ({0: "x", 1: "y", 2: "z"}, "Refused", 0)],
)
def test_the_rows_make_the_outcome(appeal, refused, outcome, entries):
	result = make.decided(appeal, refused)
	assert result.outcome == outcome
	assert frappe.db.count("Observer", {"decision": result.decision}) == entries
	assert frappe.db.get_value("Appeal", appeal, "status") == outcome


def test_the_text_names_the_commission_the_appeal_and_every_person(signed):
	number = frappe.db.get_value("Appeal", signed.appeal, "number")
	for text, words in (
		(
			signed.text_uz,
			[
				"Shayxontohur tuman saylov komissiyasi",
				f"{number}-son murojaat",
				"Asos: Hujjatlar toʻliq emas",
				f". {make.REASON}",
			],
		),
		(signed.text_ru, [f"№{number}", "Основание: ", f". {make.REASON}"]),
	):
		for word in [*words, *make.NAMES]:
			assert word in text


def test_the_payload_says_what_the_fields_say(signed):
	body = json.loads(signed.payload)
	filed_hash = frappe.db.get_value("Appeal", signed.appeal, "payload_sha256")
	assert (body["appeal"], body["appeal_payload_sha256"]) == (signed.appeal, filed_hash)
	assert body["outcome"] == signed.outcome
	assert [row["outcome"] for row in body["rows"]] == ["Granted", "Refused", "Granted"]
	signer = lists.verify_again(signed.signature, "Decision", signed.name, signed.payload.encode())
	assert signer.pinfl == frappe.db.get_value("Person", signed.signed_by_person, "pinfl")


def test_an_appeal_that_nobody_took_up_is_taken_up_in_the_same_step(appeal):
	make.decided(appeal)
	kinds = frappe.get_all(
		"Chain Event", {"commission": make.COMMISSION}, pluck="kind", order_by="sequence desc", limit=4
	)
	assert kinds == ["decision.signed", "appeal.decided", "appeal.assigned", "appeal.filed"]


def test_the_chain_holds_a_commitment_that_the_decision_opens(signed):
	of_decisions = {"commission": make.COMMISSION, "kind": "decision.signed"}
	event = frappe.get_last_doc("Chain Event", of_decisions, order_by="sequence desc")
	body = json.loads(event.body)
	assert body["decision"] == signed.name
	assert signed.payload_sha256 not in event.body
	assert body["commitment"] == sha256_hex(
		canonical({"salt": signed.salt, "payload_sha256": signed.payload_sha256})
	)


def test_asked_twice_it_gives_one_decision_and_the_same_result(appeal):
	first = make.decided(appeal)
	before = written()
	frappe.set_user(make.CHAIR)
	again = decide(appeal, make.rows(appeal), "is not even read again")
	assert again == first
	assert written() == before


def test_asked_again_with_other_rows_it_is_refused(appeal):
	make.decided(appeal)
	frappe.set_user(make.CHAIR)
	with pytest.raises(WrongState):
		decide(appeal, make.rows(appeal, {0: "x"}), "")


@pytest.mark.parametrize(
	"user", [make.SIBLING, make.REGIONAL, make.SECRETARY, make.PARTY, make.AUDITOR, make.ADMINISTRATOR]
)
def test_only_the_chair_of_the_recipient_decides(appeal, user):
	asked = make.rows(appeal)
	signature = sign_as(make.CHAIR, appeal, asked)
	before = written()
	frappe.set_user(user)
	for step in (lambda: draft(appeal, asked), lambda: decide(appeal, asked, signature)):
		with pytest.raises(NotPermitted):
			step()
	assert written() == before


def test_a_chair_whose_term_is_over_decides_nothing(appeal):
	asked = make.rows(appeal)
	signature = sign_as(make.CHAIR, appeal, asked)
	membership = frappe.get_doc("Commission Membership", {"person": persons.person_of(make.CHAIR)})
	frappe.db.set_value(
		membership.doctype, membership.name, "starts_on", frappe.utils.add_days(clock.today(), -9)
	)
	frappe.db.set_value(
		membership.doctype, membership.name, "ends_on", frappe.utils.add_days(clock.today(), -1)
	)
	frappe.set_user(make.CHAIR)
	with pytest.raises(NotPermitted):
		decide(appeal, asked, signature)


@pytest.mark.parametrize(
	("change", "codes"),
	[
		(lambda rows: rows[:2], ["row_undecided"]),
		(lambda rows: [*rows, {"path": "persons[9]", "outcome": "Granted"}], ["row_unknown"]),
		(lambda rows: [*rows, rows[0]], ["row_decided_twice"]),
		(lambda rows: [{**rows[0], "outcome": "Perhaps"}, *rows[1:]], ["row_outcome"]),
		(
			lambda rows: [{**rows[0], "outcome": "Refused", "reason": "  "}, *rows[1:]],
			["refusal_without_reason"],
		),
	],
)
def test_rows_that_do_not_hold_are_refused(appeal, change, codes):
	frappe.set_user(make.CHAIR)
	with pytest.raises(FormInvalid) as refused:
		draft(appeal, change(make.rows(appeal)))
	assert [finding.code for finding in refused.value.findings] == codes


def test_a_signature_over_other_rows_is_refused(appeal):
	signature = sign_as(make.CHAIR, appeal, make.rows(appeal, {0: "x"}))
	with pytest.raises(SignatureRefused):
		decide(appeal, make.rows(appeal), signature)


def test_anothers_signature_is_refused(appeal):
	asked = make.rows(appeal)
	signature = sign_as(make.SECRETARY, appeal, asked)
	with pytest.raises(SignatureRefused) as refused:
		decide(appeal, asked, signature)
	assert refused.value.code == "signature_other_person"


def test_a_withdrawn_appeal_is_not_decided(appeal):
	frappe.db.set_value("Appeal", appeal, "status", "Withdrawn")
	frappe.set_user(make.CHAIR)
	with pytest.raises(WrongState):
		draft(appeal, make.rows(appeal))


@pytest.mark.parametrize("status", ["Granted", "Partly Granted", "Refused", "Acknowledged"])
def test_no_decided_state_without_a_decision_not_even_for_administrator(appeal, status):
	document = frappe.get_doc("Appeal", appeal)
	document.status = status
	with pytest.raises(EsaylovError):
		document.save()
	with pytest.raises(EsaylovError):
		frappe.client.set_value("Appeal", appeal, "status", status)


def test_a_decision_cannot_be_inserted_as_signed(signed):
	values = signed.as_dict()
	values.update(name=None, number="999", payload_sha256=None, __islocal=1)
	with pytest.raises(LawBroken):
		frappe.get_doc(values).insert()


def test_a_draft_cannot_be_saved_as_signed_with_anothers_signature(signed):
	other = make.filed(make.observers(611))
	forged = frappe.new_doc("Decision")
	forged.update(
		{key: signed.get(key) for key in ("commission", "election", "kind", "outcome", "decided_on")}
	)
	forged.update({"appeal": other, "text_uz": signed.text_uz, "text_ru": signed.text_ru, "number": "999"})
	forged.insert()
	forged.update({"payload": signed.payload, "signature": signed.signature, "status": "Signed"})
	forged.signed_by_person = signed.signed_by_person
	with pytest.raises(LawBroken):
		forged.save()


def test_a_party_with_a_valid_key_cannot_sign_a_decision(appeal):
	"""Everything is in order but the signer: their certificate is good, their position is none."""
	frappe.set_user(make.CHAIR)
	prepared = draft(appeal, make.rows(appeal))
	frappe.set_user("Administrator")
	forged = frappe.new_doc("Decision")
	body = json.loads(prepared.payload)
	forged.update(
		{key: body[key] for key in ("commission", "appeal", "election", "kind", "outcome", "decided_on")}
	)
	forged.update({"text_uz": prepared.text_uz, "text_ru": prepared.text_ru, "number": "999"})
	forged.payload, forged.payload_sha256 = prepared.payload.decode(), prepared.sha256
	for verdict in prepared.verdicts:
		forged.append(
			"rows",
			{"row_path": verdict.row.path, "subject": verdict.subject, "outcome": verdict.row.outcome.value},
		)
	forged.insert(set_name=prepared.name)
	person = persons.person_of(make.PARTY)
	forged.signature = signatures.verify_document(
		"Decision",
		forged.name,
		prepared.payload,
		filing.signature(make.PARTY, prepared.payload),
		"decision",
		frappe.db.get_value("Person", person, "pinfl"),
	)
	forged.signed_by_person = person
	forged.status = "Signed"
	with pytest.raises(LawBroken) as refused:
		forged.save()
	assert refused.value.message_params == {"field": "signed_by_person"}


@pytest.mark.parametrize(
	("field", "value"),
	[
		("outcome", "Granted"),
		("number", "0"),
		("text_uz", "boshqa matn"),
		("decided_on", "2020-01-01"),
		("status", "Draft"),
	],
)
def test_a_signed_decision_never_changes(signed, field, value):
	signed.set(field, value)
	with pytest.raises(LawBroken):
		signed.save()


def test_a_row_of_a_signed_decision_never_changes(signed):
	signed.rows[1].outcome = "Granted"
	with pytest.raises(LawBroken):
		signed.save()


def test_a_signed_decision_is_not_annulled_without_a_later_one_nor_removed(signed):
	signed.status = "Annulled"
	with pytest.raises(LawBroken):
		signed.save()
	with pytest.raises(LawBroken):
		frappe.delete_doc("Decision", signed.name, force=True)


def test_a_signed_decision_may_be_saved_as_it_is(signed):
	signed.reload()
	signed.save()


def test_the_title_of_a_signed_decision_is_its_number_whatever_is_written_there(signed):
	signed.reload()
	signed.title = "Boshqa raqam"
	signed.save()
	assert frappe.db.get_value("Decision", signed.name, "title") == signed.number


def test_numbers_of_a_commission_follow_each_other():
	first, second = (make.decided(make.filed(make.observers(serial))) for serial in (621, 631))
	assert int(second.number) == int(first.number) + 1
	assert frappe.db.get_value("Decision", second.decision, "title") == second.number


def test_the_desk_shows_labels_masks_identifiers_and_offers_the_step(appeal):
	frappe.local.lang = "uz"
	frappe.set_user(make.CHAIR)
	matter = reading.matter_for(appeal, make.CHAIR)
	group = matter["groups"][0]
	first = make.observers()[0]
	assert group["label"] == "Kuzatuvchilar"
	assert group["rows"][0][group["columns"].index("JShShIR")] == f"10••••••••••{first['pinfl'][-2:]}"
	assert first["pinfl"] not in json.dumps(matter)
	assert first["phone"] not in json.dumps(matter)
	assert [part["title"] for part in matter["subjects"]] == list(make.NAMES)
	assert (matter["next_step"], matter["days_left"]) == ("decide", 5)
	assert matter["attachments"][0]["file_name"] == "qaror.pdf"


@pytest.mark.parametrize(
	("user", "step"), [(make.SECRETARY, "assign"), (make.REGIONAL, None), (make.AUDITOR, None)]
)
def test_the_next_step_is_of_the_position(appeal, user, step):
	frappe.set_user(user)
	assert reading.matter_for(appeal, user)["next_step"] == step


def test_a_sibling_commission_does_not_see_the_appeal(appeal):
	frappe.set_user(make.SIBLING)
	with pytest.raises(EsaylovError) as refused:
		reading.matter_for(appeal, make.SIBLING)
	assert refused.value.code == "not_found"
	assert not frappe.get_list("Appeal", {"name": appeal})


def test_deputy_decides_only_while_the_chair_is_absent():
	deputy, appeal = "deputy@esaylov.example", make.filed()
	frappe.db.savepoint("refused")
	with pytest.raises(WrongState, match="chair_acts"):
		make.decided(appeal, by=deputy)
	frappe.db.rollback(save_point="refused")
	chair = {"commission": make.COMMISSION, "position": "Chair"}
	absent = {"absent_from": clock.today(), "absent_until": clock.today()}
	frappe.db.set_value("Commission Membership", chair, absent)
	assert make.decided(appeal, by=deputy).outcome == "Granted"


def declared(user: str, body: tuple[str, str]) -> None:
	frappe.set_user(user)
	interests.declare("Body", body_type=body[0], body=body[1])


def represents(user: str, body: tuple[str, str]) -> None:
	persons.add_head(persons.person_of(user), bodies.load(*body))


def body_of(appeal: str) -> tuple[str, str]:
	return frappe.db.get_value("Appeal", appeal, ["applicant_body_type", "applicant_body"])


@pytest.mark.parametrize("conflict", [declared, represents])
def test_a_chair_whom_the_appeal_concerns_leaves_it_to_the_deputy(appeal, conflict):
	"""In a session they would be recused from the vote on it."""
	asked = make.rows(appeal)
	frappe.set_user(make.CHAIR)
	signature = filing.signature(make.CHAIR, draft(appeal, asked).payload)
	conflict(make.CHAIR, body_of(appeal))
	frappe.set_user(make.CHAIR)
	before = written()
	for step in (
		lambda: draft(appeal, asked),
		lambda: decide(appeal, asked, signature),
	):
		with pytest.raises(WrongState) as refused:
			step()
		assert refused.value.code == "decider_conflict"
	assert written() == before
	assert make.decided(appeal, by="deputy@esaylov.example").outcome == "Granted"


def test_a_deputy_whom_the_appeal_concerns_does_not_decide_either(appeal):
	deputy = "deputy@esaylov.example"
	for user in (make.CHAIR, deputy):
		represents(user, body_of(appeal))
	with pytest.raises(WrongState, match="decider_conflict"):
		make.decided(appeal, by=deputy)


@pytest.mark.parametrize("conflict", [declared, represents])
def test_a_chair_whom_the_appeal_concerns_does_not_annul_its_decision(appeal, conflict):
	decided = make.decided(appeal).decision
	conflict(make.CHAIR, body_of(appeal))
	frappe.set_user(make.CHAIR)
	with pytest.raises(WrongState, match="decider_conflict"):
		annulment_draft(decided, "Xato")
	assert annulled(decided, by="deputy@esaylov.example").decision


def test_a_chair_of_another_body_decides(appeal):
	represents(make.CHAIR, body_of(make.filing.draft(make.RIVAL)))
	assert make.decided(appeal).outcome == "Granted"
