"""What the steps of an applicant ask of the database: as much for a hundred persons or sixty types as for few."""

import frappe
import pytest
from factories import appeals as make
from factories import people, settled
from factories.queries import counted

from esaylov.appeals.drafts import before_filing, drafting
from esaylov.appeals.filing import submitting
from esaylov.appeals.form_facts.offers import types_for
from esaylov.framework.persistence import table_cache
from esaylov.setup.demo import ground


def copies(number: int) -> None:
	"""So many more published types, each a copy of A56."""
	for serial in range(number):
		document = frappe.copy_doc(frappe.get_doc("Appeal Type", "A56"))
		document.update({"code": f"Q{serial:02d}", "slug": f"copy_{serial}", "version": 0})
		settled.inserted(document)


def types_cost(user: str) -> int:
	types_for(user)  # meta and the parsed definitions are kept for the process
	with counted() as statements:
		offers = types_for(user)
	assert offers
	return len(statements)


@pytest.mark.parametrize(
	"user",
	[
		make.PARTY,
		pytest.param("nomzod@sinov.example", marks=pytest.mark.full),
		pytest.param(make.CHAIR, marks=pytest.mark.full),
	],
)
def test_the_list_of_types_costs_the_same_for_one_and_for_sixty(user):
	if user.startswith("nomzod"):
		people.candidate(people.person(user))
	table_cache.note_write("Appeal Type", "Election Contest")  # as the copies do: none of it is kept
	few = types_cost(user)
	copies(20)
	assert types_cost(user) == few
	assert few <= 16  # three of them ask whether a list is empty that complaints choose from


def statements(persons: int, step: str) -> int:
	"""Number of statements of a step of a draft with so many persons."""
	name = make.draft(typed=make.answers([make.person() for _ in range(persons)]))
	key = make.new_key()
	signed = make.signature(make.PARTY, before_filing.payload(name))
	steps = {
		"check": lambda: before_filing.check(name),
		"payload": lambda: before_filing.payload(name),
		"update": lambda: drafting.update(name, make.answers([make.person() for _ in range(persons)])),
		"submit": lambda: submitting.submit(name, signed, key),
	}
	with counted() as ran:
		steps[step]()
	return len(ran)


@pytest.mark.parametrize(("step", "most"), [("check", 25), ("payload", 12), ("update", 50), ("submit", 36)])
def test_a_step_costs_the_same_for_five_and_for_a_hundred_persons(step, most):
	statements(1, step)  # what is kept for the process is read first
	few = statements(5, step)
	assert statements(100, step) == few
	assert few <= most


def test_a_candidate_is_offered_types_of_its_own_election_and_contest(as_user):
	user = "nomzod2@sinov.example"
	people.candidate(people.person(user))
	document = frappe.copy_doc(frappe.get_doc("Appeal Type", "A56"))
	document.update({"code": "Q98", "slug": "of_candidates", "version": 0})
	document.set("applicant_kinds", [{"applicant_kind": "candidate"}])
	document.set("election_types", [{"election_type": "DC"}])
	settled.inserted(document)
	offers = {offer.code: offer for offer in types_for(user)}
	assert [row.election for row in offers["Q98"].elections] == [ground.ELECTION]
	assert offers["Q98"].is_open
	assert offers["A56"].why_not.code == "type_not_yours"
	frappe.db.set_value("Candidate", {"person": ["is", "set"]}, "election_type", "REG")
	(offer,) = [offer for offer in types_for(user) if offer.code == "Q98"]
	assert offer.why_not.code == "type_of_other_contest"


def test_a_type_lacking_a_number_of_the_law_is_closed_with_the_reason_and_the_others_stay_open():
	copies(1)
	frappe.db.delete("Statute", {"key": "observer_notice_days"})
	document = frappe.get_doc("Appeal Type", "Q00")
	document.set("form_rules", [])
	settled.saved(document)
	offers = {offer.code: offer for offer in types_for(make.PARTY)}
	assert offers["A56"].why_not.code == "statute_missing"
	assert offers["Q00"].is_open
