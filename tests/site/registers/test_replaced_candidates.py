"""A candidate is replaced once, and the new candidate takes the place of the one who left."""

import json

import frappe
import pytest
from factories import effects as make
from factories.contested import under_review

from esaylov.appeals.form_facts import open_replacements
from esaylov.framework.errors import LawBroken
from esaylov.registers.claims import claims
from esaylov.registers.outcome_rules import outcome_checks

TYPES = {"election_types": ["DC"]}


def left(**values) -> frappe.model.document.Document:
	"""A candidate of a constituency who withdrew."""
	seat = values.pop("constituency", None) or make.constituency(81)
	name = make.candidate(constituency=seat, **values)
	make.effect("withdraw_candidate", {"candidate": name, "reason": "Sogʻligʻim"})
	return frappe.get_doc("Candidate", name)


def answers_for(former: str, **more) -> dict:
	return {**make.person(), "party_membership": "Member", "replaced": former, **more}


def replacing(former: str, **more) -> str:
	return make.filed("replace_candidate", answers_for(former, **more), **TYPES)


def refusal(appeal: str) -> LawBroken:
	with pytest.raises(LawBroken) as refused:
		make.decided(appeal)
	return refused.value


def test_new_candidate_takes_the_constituency_of_the_one_who_left():
	former = left()
	(new,) = make.written(make.decided(replacing(former.name)).decision, "Candidate")
	assert (new.constituency, new.election_type, new.replaces) == (former.constituency, "DC", former.name)


def test_new_candidate_chooses_no_other_constituency():
	former, other = left(), make.constituency(82)
	appeal = replacing(former.name, constituency=other)
	(found,) = claims.contests({appeal: None})[appeal]
	assert (found.code, found.article) == ("replacement_place", "")
	assert refusal(appeal).code == "replacement_place"
	make.decided(replacing(former.name, constituency=former.constituency))


def test_party_names_nobody_in_the_place_of_a_candidate_of_another_party():
	former = left(party=make.OTHER_PARTY)
	assert refusal(replacing(former.name)).code == "replacement_place"


def test_new_candidate_takes_the_place_in_the_list():
	decision = make.listed(make.nominees(size=76))
	former = make.written(decision, "Candidate")[4]
	make.effect(
		"exclude_from_list",
		{"list": former.candidate_list, "candidate": former.name, "reason": "Partiya qarori"},
	)
	assert frappe.db.get_value("Candidate List", former.candidate_list, "candidates_count") == 75
	person = make.person(gender="Female")
	answers = {**person, "party_membership": "Member", "replaced": former.name}
	types = {"election_types": ["LC_PL"]}
	elsewhere = make.filed("replace_candidate", {**answers, "list_position": 1}, **types)
	assert refusal(elsewhere).code == "replacement_place"
	(new,) = make.written(make.effect("replace_candidate", answers, **types), "Candidate")
	assert (new.candidate_list, new.list_position) == (former.candidate_list, former.list_position)
	assert frappe.db.get_value("Candidate List", former.candidate_list, "candidates_count") == 76


def test_candidate_is_replaced_once():
	former = left()
	(first,) = make.written(make.decided(replacing(former.name)).decision, "Candidate")
	assert refusal(replacing(former.name)).code == "candidate_replaced_already"
	make.effect("withdraw_candidate", {"candidate": first.name, "reason": "Sogʻligʻim"})
	problem = refusal(replacing(former.name))
	assert (problem.code, problem.article) == ("candidate_replaced_already", None)
	make.decided(replacing(first.name))


def test_candidate_is_replaced_again_after_the_decision_was_annulled():
	former = left()
	decision = make.decided(replacing(former.name)).decision
	make.annulled(decision)
	make.decided(replacing(former.name))


def test_of_two_replacements_that_were_filed_together_one_is_decided():
	former = left()
	first, second = (under_review("replace_candidate", answers_for(former.name), **TYPES) for _ in "ab")
	found = claims.contests({first: None, second: None})
	assert first not in found
	assert [one.code for one in found[second]] == ["entry_claimed"]


def test_effect_looks_at_who_replaced_the_candidate_meanwhile(monkeypatch):
	former = left()
	first, second = (replacing(former.name) for _ in "ab")
	(new,) = make.written(make.decided(first).decision, "Candidate")
	make.effect("withdraw_candidate", {"candidate": new.name, "reason": "Sogʻligʻim"})
	monkeypatch.setattr(outcome_checks, "refuse", lambda grants: None)  # as a read of before would see it
	assert refusal(second).code == "candidate_replaced_already"


def findings_of_filing(appeal: str, **answers) -> list[str]:
	document = frappe.get_doc("Appeal", appeal)
	definition = claims.definition_of(document)
	given = {**json.loads(document.answers), **answers}
	found = outcome_checks.findings_of_filing(definition, given, document, document.recipient)
	found += open_replacements.check(definition, given, document)
	return [one.code for one in found]


def test_filing_is_refused_while_another_replacement_is_open_or_after_it_was_granted():
	former = left()
	own = replacing(former.name)
	assert findings_of_filing(own) == []
	assert findings_of_filing(own, constituency=make.constituency(83)) == ["replacement_place"]
	other = replacing(former.name)
	assert findings_of_filing(own) == ["replacement_claimed"]
	frappe.db.set_value("Appeal", other, "status", "Withdrawn")
	assert findings_of_filing(own) == []
	frappe.db.set_value("Appeal", other, "status", "Registered")
	make.decided(other)
	assert findings_of_filing(own) == ["candidate_replaced_already"]
