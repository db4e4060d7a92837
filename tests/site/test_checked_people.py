"""What the check of a draft tells of a person: nothing of somebody whose name was not typed beside the number, and of few persons a day."""

import json
import secrets

import frappe
import pytest
from factories import appeals as make

from esaylov.appeals import checked_people
from esaylov.appeals import service as appeals
from esaylov.core.people import is_named
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
	return {(one.code, one.path) for one in appeals.check(name)}


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


def test_the_commission_reads_what_the_applicant_did_not_learn(chair, monkeypatch):
	monkeypatch.setattr("esaylov.appeals.named_people.check_people", lambda _: None)
	name = draft(pinfl=chair.pinfl, full_name="Boshqa Ism")
	make.submit(name)
	assert FOUND in kept(name)
	frappe.set_user(make.PARTY)
	assert FOUND not in codes(name)


def test_more_persons_than_the_limit_of_a_day_are_refused(monkeypatch):
	monkeypatch.setattr(checked_people, "KIND", f"persons-checked-{secrets.token_hex(4)}")
	frappe.db.set_single_value("Interagency Settings", "persons_checked_per_day", 3)
	frappe.clear_document_cache("Interagency Settings", "Interagency Settings")
	name = make.draft(typed=make.answers([make.person() for _ in range(3)]))
	assert appeals.check(name) == []  # the same persons again
	with pytest.raises(TooMany) as refusal:
		draft()
	assert refusal.value.code == "persons_checked_too_many"
	assert appeals.check(name) == []
	frappe.db.rollback()
	frappe.clear_document_cache("Interagency Settings", "Interagency Settings")


def test_no_number_is_stored_in_clear(monkeypatch):
	added: list[set[str]] = []
	monkeypatch.setattr("esaylov.framework.limits.add_members", lambda *given: added.append(given[2]) or True)
	draft(pinfl="30101800000017")
	assert added
	assert not any("30101800000017" in member for members in added for member in members)
