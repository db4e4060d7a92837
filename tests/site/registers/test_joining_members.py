"""Memberships by configuration are as lawful as those by decision: when two administrators propose and when they confirm one."""

from datetime import timedelta

import frappe
import pytest
from factories import appeals as filing
from factories import effects as make

from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid
from esaylov.permissions.configuration.waiting import changes
from esaylov.registers.entries import held_mandates
from esaylov.registers.outcome_rules import compositions
from esaylov.setup.demo import ground

MEMBERSHIP, CHANGE = "Commission Membership", "Configuration Change"
ADMINISTRATOR, SECOND = filing.ADMINISTRATOR, "second.administrator@esaylov.example"
FORMING = {"rows": "persons", "position": "proposed_position"}
OBSERVING = {"rows": "persons", "party": "party", "territory": "district_scope"}


@pytest.fixture
def observer(as_user) -> str:
	"""Somebody who observes for a party; the district commission, formed after that, has 11 members, three of them heads."""
	answers = {"party": make.PARTY, "district_scope": make.DISTRICT, "persons": [make.person()]}
	decision = make.decided(make.filed("accredit_observer", answers, OBSERVING)).decision
	appeal = make.filed(
		"appoint_commission_member", {"persons": make.composition(8)}, FORMING, commission=ground.HIGHER
	)
	make.decided(appeal, by="regional.chair@esaylov.example")
	as_user(ADMINISTRATOR)
	return make.written(decision, "Observer")[0].person


def person() -> str:
	return frappe.get_doc({"doctype": "Person", "surname": "Yangi", "given_name": "A'zo"}).insert().name


def proposed(position: str = "Member", starts: int = 0, **values) -> frappe._dict:
	"""A membership that one administrator proposes, and the proposal. starts: days from today."""
	row = {"person": person(), "commission": make.COMMISSION, "position": position}
	row["starts_on"] = clock.today() + timedelta(days=starts)
	membership = frappe.get_doc({"doctype": MEMBERSHIP, **row, **values}).insert()
	change = frappe.get_last_doc(CHANGE, {"reference_name": membership.name, "status": "Proposed"})
	return frappe._dict(membership=membership.name, change=change.name)


def confirm(as_user, change: str) -> None:
	as_user(SECOND)
	changes.confirm(change, filing.signature(SECOND, changes.to_sign(change)))
	as_user(ADMINISTRATOR)


def codes(refused: pytest.ExceptionInfo) -> list[str]:
	return [finding.code for finding in refused.value.findings]


def test_a_second_chair_is_refused_today_and_from_tomorrow(as_user, observer):
	for starts in (0, 1):
		with pytest.raises(FormInvalid) as refused:
			proposed("Chair", starts)
		assert codes(refused) == ["joining_composition_position_repeated"]
	row = proposed("Member")
	confirm(as_user, row.change)
	membership = frappe.get_doc(MEMBERSHIP, row.membership)
	with pytest.raises(FormInvalid) as refused:
		membership.update({"position": "Secretary"}).save()
	assert codes(refused) == ["joining_composition_position_repeated"]


def test_an_observer_and_a_candidate_are_refused_as_members(as_user, observer):
	for named in (observer, frappe.db.get_value("Candidate", make.candidate(), "person")):
		with pytest.raises(FormInvalid) as refused:
			proposed(person=named)
		assert codes(refused) == ["mandate_incompatible"]


def test_what_became_unlawful_after_the_proposal_is_refused_to_the_signer_who_sees_it(as_user, observer):
	first, second = proposed("Member"), proposed("Member")
	for row in (first, second):
		assert not frappe.get_doc(CHANGE, row.change).run_method("onload")
	limit = len(compositions.members_of([make.COMMISSION])[make.COMMISSION]) + 1
	statute = frappe.get_last_doc("Statute", {"key": "district_commission_max"})
	frappe.db.set_value("Statute", statute.name, "value", limit)
	confirm(as_user, first.change)
	shown = frappe.get_doc(CHANGE, second.change)
	shown.run_method("onload")
	(words,) = shown.get("__onload").rule_findings
	assert str(limit + 1) in words
	with pytest.raises(FormInvalid) as refused:
		confirm(as_user, second.change)
	assert codes(refused) == ["joining_composition_too_large"]
	as_user(ADMINISTRATOR)
	membership = frappe.get_doc(MEMBERSHIP, first.membership)
	membership.update({"ends_on": clock.today()}).save()  # whoever leaves makes nothing worse
	assert frappe.get_last_doc(CHANGE, {"reference_name": membership.name, "status": "Proposed"})


def test_a_membership_that_begins_later_counts(as_user, observer):
	row = proposed("Member", starts=5)
	confirm(as_user, row.change)
	member = frappe.db.get_value(MEMBERSHIP, row.membership, "person")
	held = held_mandates.read_held({member}).of_person((make.ELECTION,), member)
	assert [(one.kind, one.body) for one in held] == [("commission_member", make.COMMISSION)]
	assert row.membership not in {
		one.name for one in compositions.members_of([make.COMMISSION])[make.COMMISSION]
	}
	assert row.membership in {
		one.name for one in compositions.members_from_today([make.COMMISSION])[make.COMMISSION]
	}


def test_staff_are_members_of_no_composition(as_user, observer):
	confirm(as_user, proposed("Staff", person=observer).change)
