"""What the author of a matter learns of the people they type: what an applicant learns, within the same limits and on record."""

from datetime import timedelta
from typing import Any

import frappe
import pytest
from factories import appeals as filing
from factories import counts, settled, voted
from factories import effects as make

from esaylov.appeals.form_facts import checked_people
from esaylov.appeals.state_registers import access_log
from esaylov.decisions.drafting import typed_members
from esaylov.decisions.matters import ex_officio, matters_ahead
from esaylov.framework import clock
from esaylov.framework.errors import EsaylovError, FormInvalid, LawBroken, TooMany
from esaylov.registers.outcome_rules import compositions
from esaylov.setup.demo import ground

CALLED = "sinov-elon"
OTHERS = [
	{**make.person(f"A'zo{n} Ism"), "position": position}
	for n, position in enumerate(["Chair", "Deputy Chair", "Secretary", *["Member"] * 7])
]
PLACE = 4


@pytest.fixture(autouse=True)
def ahead(rolled_back: None) -> None:
	"""An election in which commissions can be formed still."""
	day = clock.today() + timedelta(days=91)
	ground.make_election(CALLED, day, "Announced", ground.ELECTIONS[ground.ELECTION])
	settled.written("Election", CALLED, {"status": "Announced"})
	counts.lend(ground.HIGHER, {voted.SECRETARY: "Secretary"})


def members(known: dict[str, Any]) -> list[dict[str, Any]]:
	"""Members of a commission, one of them as given."""
	return [*OTHERS[:PLACE], {**make.person("Yangi Aʼzo"), "position": "Member", **known}, *OTHERS[PLACE:]]


def formed(rows: list[dict[str, Any]]) -> dict[str, Any]:
	"""The data of a matter that forms a commission of these members."""
	where = {"level": "DC", "parent_election_commission": ground.HIGHER}
	found = frappe.get_all("Election Commission", where, ["name", "territory"], order_by="name asc")
	territory = next(row.territory for row in found if not compositions.has_members(row.name))
	return {"members": rows, "territory": territory}


def answer(rows: list[dict[str, Any]]) -> EsaylovError | None:
	"""What a draft of the matter is refused with."""
	try:
		ex_officio.propose_matter("form_commission", formed(rows), ground.HIGHER, CALLED)
	except EsaylovError as refusal:
		return refusal
	return None


@pytest.fixture
def candidate() -> dict[str, Any]:
	"""Number and name of a candidate whom a decision entered, so that another name refuses nobody."""
	person = make.person("Nomzodov Nomzod")
	make.imported("Candidate", person=person, election_type="DC", party=make.PARTY)
	where = {"pinfl": person["pinfl"]}
	assert frappe.db.get_value("Person", where, "identity_state")
	return {"pinfl": person["pinfl"], "full_name": "Nomzodov Nomzod"}


def test_a_number_under_a_false_name_answers_as_an_unknown_one(candidate):
	assert answer(members({"full_name": "Boshqa Ism"})) is None
	assert answer(members({**candidate, "full_name": "Boshqa Ism"})) is None


def test_a_number_beside_its_name_tells_the_mandate(candidate):
	refusal = answer(members({**candidate, "full_name": "Nomzod Nomzodov"}))
	assert isinstance(refusal, LawBroken)
	assert (refusal.code, refusal.field) == ("mandate_incompatible", f"members[{PLACE}]")


def test_who_has_a_login_under_another_name_is_refused_as_at_a_filing():
	head = frappe.db.get_value("Person", {"user": filing.PARTY}, "pinfl")
	refusal = answer(members({"pinfl": head, "full_name": "Boshqa Ism"}))
	assert isinstance(refusal, FormInvalid)
	assert [(one.code, one.path) for one in refusal.findings] == [
		("person_differs", f"members[{PLACE}].full_name")
	]


@pytest.mark.parametrize("is_right", [True, False])
def test_more_numbers_beside_a_name_than_a_slip_needs_are_refused_right_or_wrong(candidate, is_right):
	for _ in range(checked_people.MOST_NUMBERS):
		answer(members({"full_name": candidate["full_name"]}))
	number = candidate["pinfl"] if is_right else make.person()["pinfl"]
	refusal = answer(members({**candidate, "pinfl": number}))
	assert isinstance(refusal, TooMany)
	assert (refusal.code, refusal.field) == ("number_not_compared", f"members[{PLACE}].full_name")


def test_more_persons_than_the_limit_of_a_day_are_refused():
	frappe.db.set_single_value(checked_people.SETTINGS, "persons_checked_per_day", len(OTHERS) + 1)
	frappe.clear_document_cache(checked_people.SETTINGS, checked_people.SETTINGS)
	assert answer(members({})) is None
	refusal = answer(members({}))
	frappe.db.rollback()
	frappe.clear_document_cache(checked_people.SETTINGS, checked_people.SETTINGS)
	assert isinstance(refusal, TooMany)
	assert refusal.code == "persons_checked_too_many"


def test_a_look_that_told_something_is_on_record_for_the_person(candidate, monkeypatch):
	noted: list[Any] = []
	monkeypatch.setattr(access_log.queues, "after_rollback", lambda step: noted.extend(step.args[0]))
	monkeypatch.setattr(frappe.local, "request", object(), raising=False)
	answer(members({**candidate, "full_name": "Boshqa Ism"}))
	assert noted == []
	answer(members(candidate))
	assert [(look.identifier, look.viewer, look.reason) for look in noted] == [
		(candidate["pinfl"], "Administrator", typed_members.REASON)
	]
	access_log.note(noted)
	person = frappe.db.get_value("Person", {"pinfl": candidate["pinfl"]})
	assert frappe.db.count(access_log.ACCESS, {"person": person, "kind": "Check"}) == 1


def test_the_vote_knows_what_the_author_did_not_learn(candidate):
	data = formed(members({**candidate, "full_name": "Boshqa Ism"}))
	refusal = matters_ahead.refusal_of("form_commission", data, ground.HIGHER, CALLED, clock.today())
	assert refusal
	assert refusal.code == "mandate_incompatible"
