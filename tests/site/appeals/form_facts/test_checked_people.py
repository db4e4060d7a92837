"""What the check of a draft tells of a person: nothing of somebody whose name was not typed beside the number, and of few persons a day."""

import json

import frappe
import pytest
from factories import appeals as make

from esaylov.appeals.drafts import before_filing
from esaylov.appeals.form_facts import checked_people
from esaylov.core.procedure.people import is_named
from esaylov.framework.cache_away import AWAY
from esaylov.framework.errors import TooMany

FOUND = ("person_is_commission_member", "persons[0].pinfl")


@pytest.fixture
def chair() -> frappe._dict:
	"""The chair of the demonstration, a member of a commission."""
	return frappe.db.get_value(
		"Person", {"user": make.CHAIR}, ["pinfl", "surname", "given_name"], as_dict=True
	)


def draft(**person: str) -> str:
	return make.draft(typed=make.answers([make.person(**person)]))


def codes(name: str) -> set[tuple[str, str]]:
	return {(one.code, one.path) for one in before_filing.check(name)}


def kept(name: str) -> set[tuple[str, str]]:
	return {(one["code"], one["path"]) for one in json.loads(make.stored(name).findings)}


def test_a_member_is_told_to_who_names_them(chair):
	named = draft(pinfl=chair.pinfl, full_name=f"{chair.given_name} {chair.surname}")
	assert FOUND in codes(named)
	name = draft(pinfl=chair.pinfl, full_name="Boshqa Ism")
	assert codes(name) == kept(name) == set()


def test_a_list_of_names_names_nobody(chair):
	guesses = " ".join([*(f"Ism{number}" for number in range(8)), chair.surname, chair.given_name])
	assert not is_named(guesses, chair.surname, chair.given_name)
	assert FOUND not in codes(draft(pinfl=chair.pinfl, full_name=guesses))


def guess(chair: frappe._dict, numbers: list[str], spelled: str = "{0} {1}") -> str:
	"""A draft with the chair's name beside each of the numbers."""
	name = spelled.format(chair.given_name, chair.surname)
	return make.draft(typed=make.answers([make.person(pinfl=number, full_name=name) for number in numbers]))


def wrong(count: int) -> list[str]:
	return [make.person()["pinfl"] for _ in range(count)]


def test_a_name_beside_many_numbers_finds_nobody(chair):
	name = guess(chair, [*wrong(checked_people.MOST_NUMBERS), chair.pinfl])
	assert not {code for code, _ in codes(name)} & {FOUND[0]}


@pytest.mark.parametrize("is_right", [True, False])
def test_who_typed_many_numbers_beside_a_name_is_told_that_they_are_not_compared(chair, is_right):
	guess(chair, wrong(checked_people.MOST_NUMBERS))
	name = guess(chair, [chair.pinfl if is_right else wrong(1)[0]])
	(found,) = before_filing.check(name)
	assert (found.code, found.path) == ("number_not_compared", "persons[0].full_name")
	assert found.severity == "warning"
	assert dict(found.params) == {
		"name": f"{chair.given_name} {chair.surname}",
		"number": checked_people.MOST_NUMBERS,
	}


def test_the_commission_reads_nothing_of_the_limit_of_an_applicant(chair):
	name = guess(chair, wrong(checked_people.MOST_NUMBERS + 1))
	assert {code for code, _ in codes(name)} == {"number_not_compared"}
	make.submit(name)
	assert "number_not_compared" not in {code for code, _ in kept(name)}


def test_guesses_of_one_day_count_together_however_the_name_is_spelled(chair):
	spellings = ["{1} {0}", "{0} {1} Vohidovich"]
	for number, spelled in zip(wrong(len(spellings)), spellings, strict=True):
		guess(chair, [number], spelled.upper().format(chair.given_name.upper(), chair.surname.upper()))
	assert FOUND in codes(guess(chair, [chair.pinfl]))  # a slip or two
	guess(chair, wrong(1))
	assert FOUND not in codes(guess(chair, [chair.pinfl]))


def test_a_second_name_beside_a_guess_hides_no_guess(chair):
	name = f"{chair.given_name} {chair.surname}"
	for number in wrong(checked_people.MOST_NUMBERS):
		rows = [make.person(pinfl=number, full_name=each) for each in (name, "Boshqa Ism")]
		make.draft(typed=make.answers(rows))
	assert FOUND not in codes(guess(chair, [chair.pinfl]))


def test_a_number_told_once_does_not_count_against_itself(chair):
	for _ in range(checked_people.MOST_NUMBERS + 1):
		assert FOUND in codes(guess(chair, [chair.pinfl]))


def test_without_redis_nothing_is_told(chair, monkeypatch):
	def away(*_given):
		raise AWAY

	monkeypatch.setattr("esaylov.framework.requests.limits.add_members", away)
	assert FOUND not in codes(guess(chair, [chair.pinfl]))


def test_the_commission_reads_what_the_applicant_did_not_learn(chair, monkeypatch):
	monkeypatch.setattr("esaylov.appeals.filing.named_people.check_people", lambda *_: None)
	name = draft(pinfl=chair.pinfl, full_name="Boshqa Ism")
	make.submit(name)
	assert FOUND in kept(name)
	frappe.set_user(make.PARTY)
	assert FOUND not in codes(name)


def test_more_persons_than_the_limit_of_a_day_are_refused():
	frappe.db.set_single_value("Interagency Settings", "persons_checked_per_day", 3)
	frappe.clear_document_cache("Interagency Settings", "Interagency Settings")
	name = make.draft(typed=make.answers([make.person() for _ in range(3)]))
	assert before_filing.check(name) == []  # the same persons again
	with pytest.raises(TooMany) as refusal:
		draft()
	assert refusal.value.code == "persons_checked_too_many"
	assert before_filing.check(name) == []
	frappe.db.rollback()
	frappe.clear_document_cache("Interagency Settings", "Interagency Settings")


def test_no_number_is_stored_in_clear(monkeypatch):
	added: list[set[str]] = []
	monkeypatch.setattr(
		"esaylov.framework.requests.limits.add_members", lambda *given: added.append(given[2]) or True
	)
	draft(pinfl="30101800000017")
	assert added
	assert not any("30101800000017" in member for members in added for member in members)
