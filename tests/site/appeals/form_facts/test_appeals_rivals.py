"""The same filing twice, and others that claim the same: asked about before signing, told to staff in full, never a block."""

import frappe
import pytest
from factories import appeals as make
from factories import contested, effects
from factories import sessions as session_of
from factories.appeals import stored
from factories.queries import counted, rows_read
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from esaylov.appeals.drafts import before_filing, drafting
from esaylov.appeals.filing import submitting
from esaylov.appeals.form_facts import rivals
from esaylov.appeals.review import steps
from esaylov.decisions.review import reading
from esaylov.identity import persons
from esaylov.portal import layout, routes, web
from esaylov.portal.web import PortalRequest


def codes(name: str) -> list[str]:
	return [finding.code for finding in before_filing.check(name)]


def number(name: str) -> str:
	return frappe.db.get_value("Appeal", name, "number")


def test_the_same_filing_again_is_asked_about_and_may_be_sent():
	typed = make.answers()
	first = make.filed(typed=typed)
	again = make.draft(typed={**typed, "party_decision_no": "13-Q"})
	(found,) = [one for one in before_filing.check(again) if one.code == "filed_already"]
	assert found.severity == "warning"
	assert (found.params["number"], found.params["appeal"]) == (number(first), first)
	assert make.submit(again).number != number(first)


def test_the_same_people_in_another_order_are_the_same_filing():
	typed = make.answers()
	make.filed(typed=typed)
	again = make.draft(typed={**typed, "persons": typed["persons"][::-1]})
	assert codes(again) == ["filed_already"]
	others = make.draft(typed=make.answers([make.person(), typed["persons"][0]]))
	assert codes(others) == []


@pytest.mark.parametrize("case", ["other people", "another body", "withdrawn", "retried"])
def test_what_is_not_the_same_filing_is_not_asked_about(case):
	typed = make.answers()
	key = make.new_key()
	first = make.draft(typed=typed)
	receipt = make.submit(first, key=key)
	if case == "withdrawn":
		steps.withdraw(first)
	if case == "retried":
		assert submitting.submit(first, "", key) == receipt
		assert "filed_already" not in codes(first)
		return
	user = make.RIVAL if case == "another body" else make.PARTY
	other = make.draft(user, make.answers() if case == "other people" else typed)
	assert "filed_already" not in codes(other)


def test_the_page_leads_to_the_first_one(monkeypatch):
	typed = make.answers()
	first = make.filed(typed=typed)
	again = make.draft(typed=typed)
	monkeypatch.setattr(web, "get_csrf_token", lambda: "token of a session")
	http = Request(EnvironBuilder(path=f"/cabinet/appeal/{again}/check").get_environ())
	monkeypatch.setattr(frappe.local, "request", http, raising=False)
	request = PortalRequest("en", f"cabinet/appeal/{again}/check")
	text = web.html(request, routes.run(request), layout.values_for(request))
	assert f'href="/cabinet/appeal/{first}"' in text
	assert number(first) in text


def test_looking_costs_the_same_for_one_open_filing_and_for_many():
	def cost() -> int:
		draft = make.draft()
		with counted() as statements:
			before_filing.check(draft)
		return len(statements)

	make.filed()
	cost()
	few = cost()
	for _ in range(3):
		make.filed()
	assert cost() == few


def test_looking_reads_as_few_rows_for_a_body_that_filed_much():
	def read() -> int:
		draft = stored(make.draft())
		before = rows_read()
		assert rivals.of_draft(draft, drafting.version_of(draft)) == []
		return rows_read() - before

	make.filed()
	few = read()
	for _ in range(5):
		make.filed()
	assert read() <= few


def as_draft(name: str) -> frappe.model.document.Document:
	frappe.db.set_value("Appeal", name, {"status": "Draft", "number": None})
	return frappe.get_doc("Appeal", name)


def test_who_asks_for_a_seat_learns_that_another_one_asks_for_it_and_not_who():
	seat = effects.constituency(81)
	contested.nomination(constituency=seat)
	draft = as_draft(contested.nomination(constituency=seat))
	(found,) = rivals.of_draft(draft, drafting.version_of(draft))
	assert (found.code, found.severity, dict(found.params)) == ("claimed_already", "warning", {})


def test_a_free_seat_is_asked_about_by_nobody():
	contested.nomination(constituency=effects.constituency(82))
	draft = as_draft(contested.nomination(constituency=effects.constituency(83)))
	assert rivals.of_draft(draft, drafting.version_of(draft)) == []


@pytest.mark.parametrize(
	("name", "found"),
	[
		("Karim Karimov", ["claimed_already"]),
		("Boshqa Ism", []),
		("Karimov Karim Boshqa", ["claimed_already"]),
	],
)
def test_that_another_one_names_a_person_is_told_beside_the_name_alone(name, found):
	"""Else a draft tells whose number is that of a rival's nominee."""
	known = effects.person()
	persons.add(known["pinfl"], "Karimov", "Karim", "Karimovich")
	contested.nomination(known)
	draft = as_draft(contested.nomination({**known, "full_name": name}))
	assert [one.code for one in rivals.of_draft(draft, drafting.version_of(draft))] == found


def test_that_another_one_names_an_unknown_person_is_not_told():
	person = effects.person()
	contested.nomination(person)
	draft = as_draft(contested.nomination(person))
	assert rivals.of_draft(draft, drafting.version_of(draft)) == []


def told(name: str) -> str:
	"""What the chair reads under the answers."""
	return " ".join(finding["text"] for finding in reading.matter_for(name, session_of.CHAIR)["findings"])


def test_staff_are_told_each_of_the_others_by_its_number():
	seat, person = effects.constituency(84), effects.person()
	of_seat = [contested.nomination(constituency=seat) for _ in range(2)]
	of_person = contested.nomination(person)
	free = contested.nomination()
	own = contested.nomination(person, constituency=seat)
	text = told(own)
	assert all(number(name) in text for name in (*of_seat, of_person))
	assert number(free) not in text
	assert told(free) == ""


def test_what_another_commission_adopted_is_told_to_staff_too():
	seat = effects.constituency(85)
	first, own = contested.nomination(constituency=seat), contested.nomination(constituency=seat)
	contested.adopted_elsewhere(first)
	assert number(first) in told(own)
