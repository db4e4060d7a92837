"""Terms of commissions: forming one ends its former composition, exactly; nothing else enters or leaves it unnoticed."""

import json

import frappe
import pytest
from factories import effects as make
from factories import sessions as meeting
from factories import settled, voted

from esaylov.appeals.drafts import drafting
from esaylov.appeals.form_facts.applicants import Applicant
from esaylov.appeals.types import definitions
from esaylov.decisions.sessions.steps import holding
from esaylov.framework import clock, guarded_steps
from esaylov.framework.errors import FormInvalid, LawBroken
from esaylov.identity import bodies
from esaylov.registers.effects import imports
from esaylov.registers.outcome_rules import compositions
from esaylov.setup.demo import ground

REGIONAL = "regional.chair@esaylov.example"
MEMBERSHIP = "Commission Membership"
FORMING = {"rows": "persons", "position": "proposed_position"}
REPLACING = {"rows": "new_person", "position": "proposed_position"}


def form(members: int = 8, **answers) -> str:
	return form_of(make.composition(members), **answers)


def form_of(persons: list, **answers) -> str:
	appeal = make.filed(
		"appoint_commission_member",
		{"persons": persons, **answers},
		FORMING,
		commission=ground.HIGHER,
		certificate_kind="commission_member",
	)
	return make.decided(appeal, by=REGIONAL).decision


def station() -> str:
	return frappe.db.get_value("Polling Station", {"territory": make.DISTRICT})


def today(commission: str) -> list:
	return compositions.members_of([commission]).get(commission, [])


def facts(commission: str) -> list:
	fields = ["name", "position", "starts_on", "ends_on", "end_decision", "end_reason", "is_annulled", "term"]
	where = {"commission": commission, "is_annulled": 0}
	return frappe.get_all(MEMBERSHIP, where, fields, order_by="name asc")


def test_forming_a_commission_ends_its_former_composition():
	before = today(make.COMMISSION)
	assert before
	decision = form()
	now = today(make.COMMISSION)
	assert len(now) == 11
	assert {row.decision for row in now} == {decision}
	assert sorted(row.position for row in now if row.position != "Member") == [
		"Chair",
		"Deputy Chair",
		"Secretary",
	]
	for row in before:
		ended = frappe.get_doc(MEMBERSHIP, row.name)
		assert (ended.ends_on, ended.end_decision) == (clock.today(), decision)


def test_a_commission_whose_session_goes_on_is_not_formed_anew():
	session = meeting.opened()
	frappe.set_user("Administrator")
	with pytest.raises(LawBroken) as refused:
		form()
	assert refused.value.code == "commission_in_session"
	frappe.set_user(meeting.CHAIR)
	holding.close(session)
	form()


def test_a_commission_with_unsigned_decisions_is_not_formed_anew():
	session, item = meeting.on_vote()
	meeting.all_vote(session, item, ["For"] * 5)
	decision = meeting.close(item).decision
	frappe.set_user(meeting.CHAIR)
	holding.close(session)
	frappe.set_user("Administrator")
	with pytest.raises(LawBroken) as refused:
		form()
	assert refused.value.code == "commission_in_session"
	for user in (meeting.CHAIR, meeting.SECRETARY):
		voted.signed_by(user, [decision])
	frappe.set_user("Administrator")
	form()


def test_terms_are_numbered_and_a_second_decision_of_the_day_ends_the_first():
	first = make.written(form(polling_station=station(), members=2), MEMBERSHIP)
	commission = first[0].commission
	assert {row.term for row in first} == {1}
	second = form(polling_station=station(), members=4)
	now = today(commission)
	assert {(row.decision, row.term) for row in now} == {(second, 2)}
	assert len(now) == 7
	certificates = [row.certificate for row in first]
	assert set(frappe.get_all("Certificate", {"name": ["in", certificates]}, pluck="status")) == {"Revoked"}
	assert compositions.doubled() == []


def test_an_annulment_brings_the_former_composition_back_exactly():
	before = facts(make.COMMISSION)
	decision = form()
	make.annulled(decision, by=REGIONAL)
	assert facts(make.COMMISSION) == before
	assert compositions.doubled() == []


def test_a_forming_decision_that_a_later_one_follows_is_not_annulled_before_it():
	first = form(polling_station=station(), members=2)
	second = form(polling_station=station(), members=3)
	with pytest.raises(LawBroken) as refused:
		make.annulled(first, by=REGIONAL)
	assert refused.value.code == "annulment_built_on"
	make.annulled(second, by=REGIONAL)
	make.annulled(first, by=REGIONAL)


def test_a_commission_outside_the_law_is_not_formed():
	for members, code in ((7, "composition_too_small"), (19, "composition_too_large")):
		with pytest.raises(LawBroken) as refused:
			form(members)
		assert refused.value.code == code


def refused_by(persons: list, **answers) -> LawBroken:
	appeal = make.filed(
		"appoint_commission_member", {"persons": persons, **answers}, FORMING, commission=ground.HIGHER
	)
	with pytest.raises(LawBroken) as refused:
		make.decided(appeal, by=REGIONAL)
	return refused.value


def test_a_second_chair_is_refused_before_anything_is_signed():
	persons = [*make.composition(8), make.person(proposed_position="Chair")]
	assert refused_by(persons).code == "composition_position_repeated"
	assert len(today(make.COMMISSION)) < 11


def test_the_territorial_commission_has_one_chair_too():
	answers = {"persons": [*make.composition(8), make.person(proposed_position="Chair")], "territory": "1726"}
	appeal = make.filed(
		"appoint_commission_member",
		answers,
		FORMING,
		commission="CEC",
		by=("Participant Organization", "-"),
		kind="regional_kengash",
	)
	with pytest.raises(LawBroken) as refused:
		make.decided(appeal, by="cec.chair@esaylov.example")
	assert refused.value.code == "composition_position_repeated"


def test_refusing_members_at_the_desk_leaves_a_lawful_composition_or_nothing():
	appeal = make.filed(
		"appoint_commission_member", {"persons": make.composition(9)}, FORMING, commission=ground.HIGHER
	)
	with pytest.raises(LawBroken) as refused:
		make.decided(appeal, refused={3: "Sudlangan", 4: "Sudlangan"}, by=REGIONAL)
	assert refused.value.code == "composition_too_small"
	make.decided(appeal, refused={3: "Sudlangan"}, by=REGIONAL)
	assert len(today(make.COMMISSION)) == 11


def replace(member: str, position: str, **more: str) -> str:
	answers = {
		"member": member,
		"reason": "Ko'chib ketdi",
		"new_person": [make.person(proposed_position=position, **more)],
	}
	appeal = make.filed("replace_commission_member", answers, REPLACING, commission=ground.HIGHER)
	return make.decided(appeal, by=REGIONAL).decision


def test_a_member_is_replaced_in_the_same_position_on_the_day_of_the_forming_too():
	members = make.written(form(polling_station=station(), members=2), MEMBERSHIP)
	secretary = next(row for row in members if row.position == "Secretary")
	with pytest.raises(LawBroken) as refused:
		replace(secretary.name, "Chair")
	assert refused.value.code in ("replacement_position", "composition_position_repeated")
	decision = replace(secretary.name, "Secretary")
	(new,) = make.written(decision, MEMBERSHIP)
	assert new.term == secretary.term
	now = today(secretary.commission)
	assert len(now) == 5
	assert [row.name for row in now if row.position == "Secretary"] == [new.name]
	make.annulled(decision, by=REGIONAL)
	assert secretary.name in {row.name for row in today(secretary.commission)}
	assert len(today(secretary.commission)) == 5


def test_half_of_a_precinct_commission_from_one_organization_holds_after_a_replacement():
	organizations = ("Maktab", "Maktab", "Mahalla", "Zavod", "Fabrika")
	rows = zip(make.composition(2), organizations, strict=True)
	persons = [{**row, "recommended_by": organization} for row, organization in rows]
	members = make.written(form_of(persons, polling_station=station()), MEMBERSHIP)
	assert {row.recommended_by for row in members} == set(organizations)
	fourth, fifth = (row for row in members if row.recommended_by in ("Zavod", "Fabrika"))
	with pytest.raises(LawBroken) as refused:
		replace(fourth.name, fourth.position, recommended_by="«МАКТАБ»")
	assert (refused.value.code, refused.value.article) == ("composition_one_organization", "25")
	(new,) = make.written(replace(fourth.name, fourth.position, recommended_by="Mahalla"), MEMBERSHIP)
	assert new.recommended_by == "Mahalla"
	with pytest.raises(LawBroken):
		replace(fifth.name, fifth.position, recommended_by="Mahalla MChJ")


def refused_at_filing(
	code: str, persons: list, commission: str, body: tuple[str, str], kind: str
) -> list[str]:
	"""Paths of those whom the form of a shipped type refuses as members of a commission, in the order of the rows."""
	answers = {"persons": [{**one, "proposed_position": "Member"} for one in persons]}
	appeal = frappe.new_doc("Appeal")
	appeal.update(
		{
			"appeal_type": code,
			"election": make.ELECTION,
			"recipient": commission,
			"applicant_kind": kind,
			"applicant_body_type": body[0],
			"applicant_body": body[1],
			"answers": json.dumps(answers),
		}
	)
	applicant = Applicant(kind, bodies.Body(kind, *body, "", "", "", ""), "", "", "uz")
	found = drafting.findings_of(appeal, definitions.offered(code), applicant, [])
	return [one.path for one in found if one.code == "person_is_commission_member"]


def numbers_of(commission: str) -> list[dict]:
	persons = [row.person for row in today(commission)]
	return frappe.get_all(
		"Person", {"name": ["in", persons], "pinfl": ["is", "set"]}, ["pinfl", "full_name"], limit=3
	)


@pytest.mark.parametrize(
	("code", "recipient", "formed"),
	[("A36", ground.HIGHER, make.COMMISSION), ("A12", "CEC", ground.HIGHER)],
)
def test_members_of_the_commission_that_is_formed_anew_may_be_named_again(code, recipient, formed):
	form()
	elsewhere = ground.HIGHER if formed == make.COMMISSION else make.COMMISSION
	territory = frappe.db.get_value("Election Commission", formed, "territory")
	kind = {"A36": "District Kengash", "A12": "Regional Kengash"}[code]
	body = frappe.get_doc(
		{"doctype": "Participant Organization", "kind": kind, "title_uz": "Sinov", "territory": territory}
	).insert()
	own, others = numbers_of(formed), numbers_of(elsewhere)
	assert own
	assert others
	found = refused_at_filing(code, [*own, *others], recipient, (body.doctype, body.name), kind)
	assert [path.partition(".")[0] for path in found] == [
		f"persons[{row}]" for row in range(len(own), len(own) + len(others))
	]


def test_a_member_who_is_named_again_holds_one_position_in_the_new_composition():
	persons = make.composition(8)
	first = form_of(persons)
	persons[0]["proposed_position"], persons[5]["proposed_position"] = "Member", "Chair"
	second = form_of([*persons[:6], *make.composition(5, "Member")])
	now = today(make.COMMISSION)
	assert {row.decision for row in now} == {second}
	again = {row.person for row in make.written(first, MEMBERSHIP)} & {row.person for row in now}
	assert len(again) == 6
	assert len({row.person for row in now}) == len(now)
	assert compositions.doubled() == []


def test_staff_of_a_commission_are_no_part_of_its_composition():
	person = frappe.get_doc({"doctype": "Person", "surname": "Xodim", "given_name": "Bir"}).insert().name
	staff = settled.inserted(
		frappe.get_doc(
			{
				"doctype": MEMBERSHIP,
				"person": person,
				"commission": make.COMMISSION,
				"position": "Staff",
				"starts_on": clock.today(),
			}
		)
	)
	form()
	staff.reload()
	assert not staff.ends_on


def old(position: str, **more) -> str:
	"""A member whom an earlier version left beside a later composition: written to the table, as it would be refused today."""
	person = frappe.get_doc({"doctype": "Person", "surname": "Eski", "given_name": position}).insert().name
	member = frappe.new_doc(MEMBERSHIP)
	member.update({"person": person, "position": position, "starts_on": clock.today(), **more})
	member.name = frappe.generate_hash(length=10)
	member.db_insert()
	return member.name


def test_an_import_adds_no_second_chair(monkeypatch):
	monkeypatch.setitem(frappe.conf, "esaylov_customising", 1)
	monkeypatch.setattr(guarded_steps, "is_signed", lambda: True)
	act = imports.Act(ground.HIGHER, "1/1", clock.today(), make.ELECTION)
	row = {"commission": make.COMMISSION, "starts_on": clock.today(), "ends_on": None}
	with pytest.raises(FormInvalid) as refused:
		imports.import_members(act, [{**row, "person": make.person(), "position": "Chair"}])
	assert [one.code for one in refused.value.findings] == ["composition_position_repeated"]
	(name,) = imports.import_members(act, [{**row, "person": make.person(), "position": "Member"}])
	assert name in {one.name for one in today(make.COMMISSION)}
