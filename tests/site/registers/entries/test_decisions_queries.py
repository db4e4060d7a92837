"""How many queries a decision costs: a fixed number, and a few for each person."""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe
from factories import appeals as filing
from factories import effects as make

from esaylov.decisions.review import reading
from esaylov.decisions.signatures import chair
from esaylov.framework import titles
from esaylov.registers.entries import people

FEW, MANY = 20, 100
EACH = 6
"""For one new person: two for the row of the decision, and one each to be made, registered, certified, told."""
REST = 250
"""For all that is asked and written once: the appeal's road, the signature, the chain."""


@contextmanager
def counted() -> Iterator[list[str]]:
	"""The statements that run inside."""
	statements: list[str] = []
	run = frappe.db.sql

	def noted(query, *args, **kwargs):
		statements.append(str(query))
		return run(query, *args, **kwargs)

	frappe.db.sql = noted
	try:
		yield statements
	finally:
		del frappe.db.sql


def queries_of(persons: int) -> int:
	answers = {"persons": [make.person(f"Kuzatuvchi{number} Ism") for number in range(persons)]}
	appeal = make.filed("accredit_observer", answers, {"rows": "persons"}, certificate_kind="observer_party")
	code = frappe.db.get_value("Appeal", appeal, "appeal_type")
	make.message(code, "registered", "S36")
	frappe.set_user(filing.CHAIR)
	asked = [{"path": f"persons[{place}]", "outcome": "Granted"} for place in range(persons)]
	signature = filing.signature(filing.CHAIR, chair.draft(appeal, asked).payload)
	with counted() as statements:
		result = chair.decide(appeal, asked, signature)
	frappe.set_user("Administrator")
	assert result.certificates == persons
	assert len(make.written(result.decision, "Observer")) == persons
	certificates = frappe.get_all("Certificate", {"decision": result.decision}, pluck="name")
	assert (
		frappe.db.count("SMS Message", {"reference_name": ["in", certificates], "template": "S36"}) == persons
	)
	return len(statements)


def test_a_decision_over_a_hundred_people_costs_few_queries_for_each():
	queries_of(1)  # what is read into caches once
	few, many = queries_of(FEW), queries_of(MANY)
	assert (many - few) / (MANY - FEW) <= EACH
	assert many <= REST + EACH * MANY


def marks_of_known(number: int) -> list[str]:
	"""The statements that change Persons in a decision about so many who are known."""
	persons = [make.person(f"Kuzatuvchi{place} Ism") for place in range(number)]
	people.find_or_make([people.Asked({**person, "phone": ""}) for person in persons])
	appeal = make.filed("accredit_observer", {"persons": persons}, {"rows": "persons"})
	with counted() as statements:
		make.decided(appeal)
	versions = frappe.get_all(
		"Person", {"pinfl": ["in", [one["pinfl"] for one in persons]]}, pluck="mandates_version"
	)
	assert versions == [1] * number
	return [one for one in statements if one.lower().startswith("update") and "tabPerson" in one]


def test_known_persons_get_a_mandate_with_one_statement_for_all_of_them():
	assert [len(marks_of_known(number)) for number in (1, FEW)] == [1, 1]


def matter_cost(number: int) -> int:
	persons = [filing.person() for _ in range(number)]
	appeal = filing.filed(typed=filing.answers(persons))
	reading.matter_for(appeal, filing.CHAIR)  # meta and definitions are kept for the process
	with counted() as statements:
		matter = reading.matter_for(appeal, filing.CHAIR)
	assert len(matter["groups"][0]["rows"]) == number
	return len(statements)


def test_the_form_costs_the_same_for_few_and_for_a_hundred_people():
	few = matter_cost(5)
	assert matter_cost(100) == few
	assert few <= 40


def test_records_that_answers_name_are_read_with_one_query_a_kind():
	names = frappe.get_all("Election Commission", pluck="name", order_by="name", limit=40)
	titles.of([("Election Commission", names[0])])
	with counted() as statements:
		found = titles.of([("Election Commission", name) for name in names])
	assert len(statements) == 1
	assert set(found["Election Commission"]) == set(names)
	assert all(found["Election Commission"].values())
