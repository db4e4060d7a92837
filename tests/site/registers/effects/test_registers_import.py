"""Entries of a first set-up stand on an imported act; only who sets a site up may write them."""

import frappe
import pytest
from factories import appeals as filing
from factories import effects as make

from esaylov.framework import clock
from esaylov.framework.errors import LawBroken, NotPermitted
from esaylov.registers.effects import imports


def act() -> imports.Act:
	return imports.Act(make.COMMISSION, "952-son", clock.today(), make.ELECTION, "Nomzodlar to'g'risida")


def rows(number: int = 2) -> list[tuple[str, dict]]:
	return [
		(
			"Candidate",
			{"person": make.person(f"Nomzod{place} Ism"), "election_type": "DC", "party": make.PARTY},
		)
		for place in range(number)
	]


@pytest.mark.parametrize("user", ["Administrator", filing.ADMINISTRATOR])
def test_entries_name_the_act(user):
	frappe.set_user(user)
	names = imports.import_entries(act(), rows())
	found = [frappe.get_doc("Candidate", name) for name in names]
	assert [row.title for row in found] == ["Nomzod0 Ism", "Nomzod1 Ism"]
	(decision,) = {row.decision for row in found}
	stored = frappe.get_doc("Decision", decision)
	assert (stored.kind, stored.status, stored.act_number, stored.act_date) == (
		"Imported Act",
		"Signed",
		"952-son",
		clock.today(),
	)
	assert stored.title == "952-son", "what a link to it shows"
	assert [row.subject for row in stored.rows] == ["Nomzod0 Ism", "Nomzod1 Ism"]
	event = frappe.get_last_doc("Chain Event", {"commission": make.COMMISSION, "kind": "decision.imported"})
	assert decision in event.body
	assert "Nomzod0" not in event.body


@pytest.mark.parametrize("user", [filing.CHAIR, filing.PARTY, "auditor@esaylov.example", "Guest"])
def test_nobody_else_imports(user):
	frappe.set_user(user)
	before = frappe.db.count("Decision")
	with pytest.raises(NotPermitted):
		imports.import_entries(act(), rows())
	assert frappe.db.count("Decision") == before


def test_a_document_that_is_no_register_is_refused():
	with pytest.raises(LawBroken):
		imports.import_entries(act(), [("Appeal", {})])


def test_an_imported_act_is_not_made_by_hand():
	forged = frappe.new_doc("Decision")
	forged.update({"kind": "Imported Act", "commission": make.COMMISSION, "outcome": "Granted"})
	forged.update({"act_number": "1", "act_date": clock.today(), "decided_on": clock.today()})
	with pytest.raises(LawBroken):
		forged.insert()


def test_an_imported_candidate_ends_by_a_decision():
	name = make.candidate()
	ended = make.effect("withdraw_candidate", {"candidate": name, "reason": "Sabab"})
	assert frappe.db.get_value("Candidate", name, ["status", "end_decision"]) == ("Withdrawn", ended)


def test_an_imported_entry_counts_as_one_that_a_decision_wrote():
	person = make.person()
	candidate = make.candidate(person=person)
	make.imported("Proxy", candidate=candidate, election_type="DC")
	assert frappe.db.get_value("Candidate", candidate, "proxies_count") == 1
	with pytest.raises(LawBroken) as refused:
		make.effect("register_candidate", {**person, "party_membership": "Member"}, election_types=["DC"])
	assert refused.value.code == "entry_exists"
