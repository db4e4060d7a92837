"""An administrator who may write numbers and phones of people, and not read them, confirms no guess by writing one."""

import json
from collections.abc import Callable
from types import SimpleNamespace

import frappe
import pytest
from factories import appeals as make
from factories import two_persons

from esaylov.framework import queues
from esaylov.framework.errors import Duplicate, TooMany
from esaylov.framework.requests import limits
from esaylov.permissions.configuration.rules import disclosure
from esaylov.permissions.configuration.waiting import changes, difference_words, entries

ADMINISTRATOR = make.ADMINISTRATOR
CHANGE = "Configuration Change"
MEMBER = "member@esaylov.example"


@pytest.fixture
def put(as_user, monkeypatch) -> Callable[..., str]:
	"""A request of the administrator that sets fields of a Person; the entry that waits then."""

	def ask(person: str, **values: object) -> str:
		as_user(ADMINISTRATOR)
		monkeypatch.setattr(frappe.local, "request", SimpleNamespace(path="/"), raising=False)
		monkeypatch.setattr(frappe.local, "form_dict", frappe._dict(values))
		frappe.get_doc("Person", person).update(values).save()
		monkeypatch.delattr(frappe.local, "request")
		return two_persons.open_change("Person", person)

	return ask


def held(user: str = make.CHAIR) -> frappe._dict:
	"""An official, with what the register says of them."""
	fields = ["name", "pinfl", "phone", "passport", "birth_date"]
	return frappe.db.get_value("Person", {"user": user}, fields, as_dict=True)


def free_number() -> str:
	return str(make.person()["pinfl"])


@pytest.mark.parametrize("field", ["pinfl", "phone", "birth_date"])
def test_a_true_guess_and_a_false_one_are_answered_alike(put, field):
	person = held()
	false = {"pinfl": free_number(), "phone": "+998901230000", "birth_date": "1950-05-05"}[field]
	seen = []
	for value in (str(person[field]), false):
		change = put(person.name, **{field: value})
		row = frappe.get_doc(CHANGE, change)
		before, after = json.loads(row.before), json.loads(row.after)
		assert before[field] != after[field]
		assert {one for one in after if before.get(one) != after[one]} == {field}
		words = [
			(one.label, one.before, bool(one.after)) for one in difference_words.describe_differences(row)
		]
		seen.append((words, row.status, sorted(after), row.proposed))
	assert seen[0] == seen[1]
	assert str(frappe.db.get_value("Person", person.name, field)) == str(person[field])


def test_a_value_that_stands_already_can_be_signed(put):
	person = held(MEMBER)
	change = put(person.name, phone=person.phone)
	two_persons.sign(change)
	assert frappe.db.get_value(CHANGE, change, "status") == "In force"
	assert frappe.db.get_value("Person", person.name, "phone") == person.phone


def test_a_form_that_names_no_number_proposes_nothing(put):
	assert put(held().name, specialty="yurist") == ""


def test_other_ways_of_a_request_are_seen_too(as_user, monkeypatch):
	person = held()
	as_user(ADMINISTRATOR)
	monkeypatch.setattr(frappe.local, "request", SimpleNamespace(path="/"), raising=False)
	document = {"doctype": "Person", "name": person.name, "phone": person.phone}
	for form in (
		{"doc": json.dumps(document)},
		{"doctype": "Person", "name": person.name, "fieldname": "phone", "value": person.phone},
		{"doctype": "Person", "name": person.name, "fieldname": json.dumps({"phone": person.phone})},
	):
		monkeypatch.setattr(frappe.local, "form_dict", frappe._dict(form))
		frappe.get_doc("Person", person.name).save()
		change = two_persons.open_change("Person", person.name)
		assert change
		changes.decline(change, "sinov")


def test_hashes_of_two_entries_are_not_compared(put):
	"""A guest read in the published chain which of two officials have one gender, and an administrator tried names."""
	told = []
	for user in (make.CHAIR, MEMBER):
		change = put(held(user).name, birth_date="1950-05-05")
		row = frappe.get_doc(CHANGE, change)
		told += [{**json.loads(row.before)}, json.loads(row.after)]
	first, second = told[1], told[3]
	assert first["birth_date"] != second["birth_date"]
	assert first["gender"].startswith("hmac:")
	assert first["gender"] != second["gender"]
	again = frappe.get_doc(CHANGE, put(held().name, birth_date="1950-05-05"))
	assert json.loads(again.after)["birth_date"] != first["birth_date"]


def test_a_proposal_of_an_earlier_version_is_signed_as_it_was_made(put, monkeypatch):
	person, former = held(MEMBER), disclosure.disclosed
	with monkeypatch.context() as earlier:
		earlier.setattr(entries.disclosure, "disclosed", lambda doctype, values, *_: former(doctype, values))
		change = put(person.name, phone="+998901230001")
	two_persons.sign(change)
	assert frappe.db.get_value("Person", person.name, "phone") == "+998901230001"


@pytest.fixture
def taken_back(monkeypatch) -> list[Callable[[], object]]:
	"""What happens when a request is taken back, as the framework does with a refused one."""
	steps: list[Callable[[], object]] = []
	monkeypatch.setattr(queues, "after_rollback", steps.append)
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	return steps


def typed(monkeypatch, pinfl: str) -> None:
	"""A request of the administrator that enters a person."""
	values = {"surname": "Sinovov", "given_name": "Sinov", "pinfl": pinfl}
	monkeypatch.setattr(frappe.local, "request", SimpleNamespace(path="/"), raising=False)
	monkeypatch.setattr(frappe.local, "form_dict", frappe._dict(values))
	try:
		frappe.get_doc({"doctype": "Person", **values}).insert()
	finally:
		monkeypatch.delattr(frappe.local, "request")


def test_a_number_that_is_known_is_a_look_on_record(as_user, monkeypatch, taken_back):
	person = held()
	as_user(ADMINISTRATOR)
	with pytest.raises(Duplicate) as refusal:
		typed(monkeypatch, person.pinfl)
	assert (refusal.value.code, refusal.value.field) == ("person_known", "pinfl")
	for step in taken_back:
		step()
	look = frappe.get_last_doc("Personal Data Access", {"person": person.name})
	assert (look.viewer, look.seen_fields) == (ADMINISTRATOR, "pinfl")


def test_numbers_are_not_tried_out(as_user, monkeypatch, taken_back):
	as_user(ADMINISTRATOR)
	monkeypatch.setattr(limits, "hit", lambda kind, key, seconds, by=1: limits.LOOK_UPS + 1)
	with pytest.raises(TooMany):
		typed(monkeypatch, free_number())


def test_a_number_of_another_is_not_proposed(put, taken_back):
	with pytest.raises(Duplicate):
		put(held().name, pinfl=held(MEMBER).pinfl)
