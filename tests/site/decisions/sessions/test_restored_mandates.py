"""An annulment brings nobody back who is by now what excludes the mandate: before the vote, and under the signature."""

from datetime import timedelta

import frappe
import pytest
from factories import effects as make
from factories import sessions, settled
from factories.contested import code_of

from esaylov.decisions.sessions.steps import agenda, counting
from esaylov.framework import clock
from esaylov.framework.errors import LawBroken
from esaylov.registers.outcome_rules import restored_mandates

REGIONAL = "regional.chair@esaylov.example"
REASON = {"reason": "Sabab"}


def member(person: str) -> str:
	"""A membership of today in the demonstration commission."""
	values = {"person": person, "commission": make.COMMISSION, "position": "Member"}
	values["starts_on"] = clock.today() - timedelta(days=9)
	return str(settled.inserted(frappe.get_doc({"doctype": "Commission Membership", **values})).name)


def withdrawn() -> tuple[str, str]:
	"""A candidate who left: the Person, and the decision."""
	name = make.candidate(person=make.person())
	answers = {"candidate": name, **REASON}
	return frappe.db.get_value("Candidate", name, "person"), make.effect("withdraw_candidate", answers)


def revoked() -> tuple[str, str]:
	"""An observer whose mandate was revoked: the Person, and the decision."""
	name = make.imported("Observer", party=make.PARTY, kind="party", person=make.person())
	fields = [*make.FIELDS, make.link("certificate", "Observer")]
	decision = make.effect("revoke_mandate", {"certificate": name, **REASON}, fields=fields)
	return frappe.db.get_value("Observer", name, "person"), decision


def replaced(person: str) -> str:
	"""The decision that replaced a member."""
	answers = {"member": member(person), **REASON}
	answers["new_person"] = [make.person(proposed_position="Member")]
	mapping = {"rows": "new_person", "position": "proposed_position"}
	more = {"commission": make.ground.HIGHER, "certificate_kind": "commission_member"}
	appeal = make.filed("replace_commission_member", answers, mapping, **more)
	return make.decided(appeal, by=REGIONAL).decision


def refusal(decision: str, **more: str) -> dict:
	with pytest.raises(LawBroken) as refused:
		make.annulled(decision, **more)
	assert refused.value.code == "mandate_incompatible"
	return refused.value.message_params


@pytest.mark.parametrize(("ended", "kind"), [(withdrawn, "candidate"), (revoked, "observer")])
def test_a_member_of_a_commission_gets_no_other_mandate_back(ended, kind):
	person, decision = ended()
	member(person)
	assert refusal(decision) == {"kind": kind, "other": "commission_member"}


@pytest.mark.parametrize("ended", [withdrawn, revoked])
def test_who_is_nothing_else_gets_the_mandate_back(ended):
	person, decision = ended()
	assert restored_mandates.persons_restored([decision]) == [person]
	make.annulled(decision)


@pytest.mark.parametrize("register", ["Observer", "Candidate"])
def test_a_member_who_was_replaced_and_got_another_mandate_does_not_come_back(register):
	named = make.person()
	values = {"Observer": {"kind": "party"}, "Candidate": {"election_type": "DC"}}[register]
	first = make.imported(register, person=named, party=make.PARTY, **values)
	frappe.db.set_value(register, first, {"status": "Revoked", "standing_key": None})
	decision = replaced(frappe.db.get_value(register, first, "person"))
	make.imported(register, person=named, party=make.PARTY, **values)
	params = refusal(decision, by=REGIONAL)
	assert params == {"kind": "commission_member", "other": register.lower()}


def test_the_vote_on_such_an_annulment_is_not_opened():
	person, decision = withdrawn()
	session = sessions.planned()
	item = agenda.add_subject(session, "annulment", "Bekor qilish", {"decision": decision, **REASON})
	sessions.opened(session=session)
	frappe.set_user("Administrator")
	member(person)
	frappe.set_user(sessions.CHAIR)
	assert code_of(lambda: counting.open_item(item), LawBroken) == "mandate_incompatible"
