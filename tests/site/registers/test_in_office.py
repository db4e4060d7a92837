"""A membership ends on the day of the decision that ends it, never before it began; that day belongs to the successor."""

from datetime import date, timedelta

import frappe
import pytest
from factories import effects as make
from factories import sessions as meeting
from factories import settled

from esaylov.decisions.sessions.records import people
from esaylov.elections import in_office
from esaylov.framework import clock
from esaylov.framework.errors import LawBroken
from esaylov.identity import positions
from esaylov.identity.persons import person_of
from esaylov.registers.claims import claims
from esaylov.registers.entries import held_mandates
from esaylov.registers.outcome_rules import compositions
from esaylov.setup.demo import ground

MEMBERSHIP = "Commission Membership"
REGIONAL = "regional.chair@esaylov.example"
FORMING = {"rows": "persons", "position": "proposed_position"}
REPLACING = {"rows": "new_person", "position": "proposed_position"}
DAY = date(2026, 12, 3)


@pytest.mark.parametrize(
	("starts", "ends", "is_decided", "is_annulled", "holds"),
	[
		(0, None, False, False, True),
		(1, None, False, False, False),
		(-5, 0, False, False, True),
		(-5, -1, False, False, False),
		(-5, 0, True, False, False),
		(-5, 1, True, False, True),
		(0, 0, True, False, False),
		(0, 0, False, False, True),
		(-5, None, False, True, False),
		(-5, 1, False, True, False),
		(-5, 1, True, True, True),
	],
)
def test_day_of_the_decision_belongs_to_the_successor(starts, ends, is_decided, is_annulled, holds):
	row = {
		"starts_on": DAY + timedelta(days=starts),
		"ends_on": None if ends is None else DAY + timedelta(days=ends),
		"end_decision": "D" if is_decided else None,
		"is_annulled": int(is_annulled),
	}
	assert in_office.holds(row, DAY) is holds
	person = frappe.get_doc({"doctype": "Person", "surname": "Eski", "given_name": "A'zo"}).insert().name
	planted = frappe.new_doc(MEMBERSHIP)
	planted.update({"person": person, "commission": make.COMMISSION, "position": "Member", **row})
	planted.name = frappe.generate_hash(length=10)
	planted.db_insert()
	table = frappe.qb.DocType(MEMBERSHIP)
	query = frappe.qb.from_(table).select(table.name).where(table.name == planted.name)
	assert bool(query.where(in_office.is_in_office(table, DAY)).run()) is holds


def form(members: int = 8) -> str:
	answers = {"persons": make.composition(members)}
	appeal = make.filed("appoint_commission_member", answers, FORMING, commission=ground.HIGHER)
	return make.decided(appeal, by=REGIONAL).decision


def replacement(member: str, position: str = "Member") -> str:
	new = make.person(proposed_position=position)
	answers = {"member": member, "reason": "Ko'chib ketdi", "new_person": [new]}
	return make.filed("replace_commission_member", answers, REPLACING, commission=ground.HIGHER)


def member(**values) -> str:
	person = frappe.get_doc({"doctype": "Person", "surname": "Eski", "given_name": "A'zo"}).insert().name
	row = {"person": person, "commission": make.COMMISSION, "position": "Member", **values}
	return settled.inserted(frappe.get_doc({"doctype": MEMBERSHIP, **row})).name


def days(name: str) -> tuple:
	return frappe.db.get_value(MEMBERSHIP, name, ["starts_on", "ends_on"])


def test_composition_that_another_one_follows_on_its_first_day_ends_on_that_day():
	first = make.written(form(), MEMBERSHIP)
	second = form(9)
	assert {days(row.name) for row in first} == {(clock.today(), clock.today())}
	assert {row.decision for row in compositions.members_of([make.COMMISSION])[make.COMMISSION]} == {second}
	assert compositions.doubled() == []
	in_hall = people.members(make.COMMISSION, is_step=False)
	assert len(in_hall) == 12
	assert not {row.person for row in first} & set(in_hall)


def test_former_chair_holds_nothing_on_the_day_of_the_decision():
	assert positions.positions_of(meeting.CHAIR)
	person = person_of(meeting.CHAIR)
	form()
	assert not positions.positions_of(meeting.CHAIR)
	assert person not in positions.present_holders(make.COMMISSION, ("Chair",))
	assert held_mandates.read_held([person]).of_person((), person) == ()
	row = frappe.db.get_value(MEMBERSHIP, {"person": person, "commission": make.COMMISSION})
	assert days(row)[1] == clock.today()


def test_former_member_joins_another_commission_on_the_day_of_the_decision():
	former = member(starts_on=clock.today() - timedelta(days=9))
	make.decided(replacement(former), by=REGIONAL)
	values = {"person": frappe.db.get_value(MEMBERSHIP, former, "person"), "position": "Member"}
	row = {"doctype": MEMBERSHIP, **values, "commission": "DC-1726294", "starts_on": clock.today()}
	assert settled.inserted(frappe.get_doc(row)).name


def test_membership_that_has_not_begun_is_not_replaced():
	begins = clock.today() + timedelta(days=3)
	appeal = replacement(member(starts_on=begins))
	(found,) = claims.contests({appeal: None})[appeal]
	assert (found.code, found.params) == ("membership_not_begun", {"day": f"{begins:%d.%m.%Y}"})
	with pytest.raises(LawBroken) as refused:
		make.decided(appeal, by=REGIONAL)
	assert refused.value.code == "membership_not_begun"


def test_membership_that_has_not_begun_ends_with_a_new_composition_on_the_day_it_was_to_begin():
	begins = clock.today() + timedelta(days=3)
	later = member(starts_on=begins)
	form()
	assert days(later) == (begins, begins)
	row = frappe.db.get_value(MEMBERSHIP, later, in_office.DAYS, as_dict=True)
	assert not in_office.holds(row, begins)


def test_annulled_membership_ends_on_the_day_of_the_annulment():
	decision = form()
	make.annulled(decision, by=REGIONAL)
	rows = make.written(decision, MEMBERSHIP)
	assert {days(row.name) for row in rows} == {(clock.today(), clock.today())}
	assert decision not in {
		row.decision for row in compositions.members_of([make.COMMISSION])[make.COMMISSION]
	}
