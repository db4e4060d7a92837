"""Change of one's own phone number: both phones confirm, nobody learns whose a number is, and it stays on record."""

import frappe
import pytest
from factories import codes as make
from factories import people

from esaylov.core.people.identity import masked_phone
from esaylov.framework.errors import CodeRefused, LawBroken, NotFound, TooMany
from esaylov.identity import codes, persons
from esaylov.identity.logins import phones


@pytest.fixture(autouse=True)
def ended(monkeypatch):
	"""An address of its own; whose other sessions were ended, for ending one commits."""
	monkeypatch.setattr(frappe.local, "request_ip", f"192.0.2.1-{make.phone()}", raising=False)
	found = []
	monkeypatch.setattr(phones.own_sessions, "end_others", found.append)
	yield found
	frappe.db.after_commit.reset()


@pytest.fixture
def former():
	return make.phone()


@pytest.fixture
def new():
	return make.phone()


@pytest.fixture
def person(former):
	return make.person(former)


@pytest.fixture
def user(person):
	return persons.user_for(person)


def number_of(person: str) -> str:
	return frappe.db.get_value("Person", person, "phone")


def sent(person: str) -> dict[str, str]:
	"""The newest code for each phone: the message's own number, whatever the person's is."""
	rows = frappe.get_all(
		"SMS Message",
		{"receiver_person": person, "template": "S02"},
		["phone", "sealed_text"],
		order_by="creation asc",
	)
	return {row.phone: make.re.findall(r"\d{6}", make.decrypt(row.sealed_text))[0] for row in rows}


def refused(error: type[Exception], code: str, call, field: str | None = None) -> None:
	with pytest.raises(error) as problem:
		call()
	assert (problem.value.code, problem.value.field) == (code, field)


def test_both_phones_confirm_and_the_number_changes(person, user, former, new, ended):
	asked = phones.request(user, new)
	assert (asked.former, asked.new) == (masked_phone(former), masked_phone(new))
	told = sent(person)
	assert set(told) == {former, new}
	assert told[former] != told[new] or len(told) == 2
	assert number_of(person) == former, "asking changes nothing"
	moved = phones.confirm(user, asked.change, new, told[new], told[former])
	assert (moved.person, moved.former, moved.number, moved.is_of_entry) == (person, former, new, False)
	assert number_of(person) == new
	assert phones.on_record(user) == masked_phone(new)
	frappe.db.after_commit.run()
	assert ended == [user]


def test_it_stays_on_record_without_the_numbers(person, user, former, new):
	asked = phones.request(user, new)
	told = sent(person)
	phones.confirm(user, asked.change, new, told[new], told[former])
	row = frappe.get_doc("Phone Change", asked.change)
	assert (row.person, row.user) == (person, user)
	assert (row.former_masked, row.new_masked) == (masked_phone(former), masked_phone(new))
	assert row.confirmed_at >= row.asked_at
	stored = frappe.as_json(row.as_dict()) + frappe.as_json(frappe.get_all("One-time Code", fields=["*"]))
	assert former not in stored
	assert new not in stored


@pytest.mark.parametrize("wrong", ["former", "new", "swapped", "none"])
def test_one_code_is_not_enough(person, user, former, new, wrong):
	asked = phones.request(user, new)
	told = sent(person)
	given = {
		"former": (told[new], make.wrong(told[former]), "former_code"),
		"new": (make.wrong(told[new]), told[former], "new_code"),
		"swapped": (told[former], make.wrong(told[new]), "former_code"),
		"none": (told[new], "", "former_code"),
	}[wrong]
	refused(
		CodeRefused,
		"code_wrong",
		lambda: phones.confirm(user, asked.change, new, given[0], given[1]),
		given[2],
	)
	assert number_of(person) == former


def test_a_change_serves_once(person, user, former, new):
	asked = phones.request(user, new)
	told = sent(person)
	phones.confirm(user, asked.change, new, told[new], told[former])
	frappe.db.set_value("Person", person, "phone", former)
	refused(
		CodeRefused,
		"code_expired",
		lambda: phones.confirm(user, asked.change, new, told[new], told[former]),
	)


def test_the_change_of_another_person_is_one_that_is_not_there(person, user, former, new):
	asked = phones.request(user, new)
	told = sent(person)
	stranger = persons.user_for(make.person())
	for change in (asked.change, "no-such-change"):
		refused(
			CodeRefused,
			"code_expired",
			lambda change=change: phones.confirm(stranger, change, new, told[new], told[former]),
		)
	assert number_of(person) == former


def test_the_codes_are_for_this_number_alone(person, user, former, new):
	asked = phones.request(user, new)
	told = sent(person)
	refused(
		CodeRefused,
		"code_expired",
		lambda: phones.confirm(user, asked.change, make.phone(), told[new], told[former]),
		"new_code",
	)


def test_a_number_that_the_commission_entered_meanwhile_asks_for_new_codes(person, user, former, new):
	asked = phones.request(user, new)
	told = sent(person)
	frappe.db.set_value("Person", person, "phone", None)
	refused(CodeRefused, "code_expired", lambda: phones.confirm(user, asked.change, new, told[new]))


def test_codes_of_a_login_change_no_number(person, user, former, new):
	asked = phones.request(user, new)
	told = sent(person)
	codes.issue(former, "login", person=person)
	login_code = make.sent(person)[-1]
	if login_code != told[former]:
		refused(
			CodeRefused,
			"code_wrong",
			lambda: phones.confirm(user, asked.change, new, told[new], login_code),
			"former_code",
		)


def test_without_a_number_on_record_the_new_one_confirms(new):
	person = make.person(phone=None)
	user = persons.user_for(person)
	assert phones.on_record(user) == ""
	asked = phones.request(user, new)
	assert asked.former == ""
	assert set(sent(person)) == {new}
	phones.confirm(user, asked.change, new, sent(person)[new])
	assert number_of(person) == new


def test_a_known_number_is_answered_like_an_unknown_one(user, count_queries):
	"""Whose it is shows in nothing: not in the answer, not in what is asked of the database."""
	taken = make.phone()
	people.candidate(frappe.get_doc("Person", make.person(taken)))
	counts, answers = [], []
	for number in (make.phone(), make.phone(), taken):
		counts.append(count_queries(lambda number=number: answers.append(phones.request(user, number))))
	assert counts[1] == counts[2]
	assert {(answer.former, answer.minutes) for answer in answers} == {
		(answers[0].former, answers[0].minutes)
	}


def test_the_number_that_somebody_typed_for_another_candidate_is_free_for_its_holder(person, user, former):
	taken = make.phone()
	people.candidate(frappe.get_doc("Person", make.person(taken)))
	asked = phones.request(user, taken)
	told = sent(person)
	phones.confirm(user, asked.change, taken, told[taken], told[former])
	assert number_of(person) == taken


@pytest.mark.parametrize(("typed", "code"), [("", "phone_structure"), ("12345", "phone_structure")])
def test_what_is_no_number(user, typed, code):
	refused(CodeRefused, code, lambda: phones.request(user, typed), "phone")


def test_the_number_that_is_theirs_already(user, former):
	refused(CodeRefused, "phone_same", lambda: phones.request(user, former), "phone")


def test_nobody_sends_codes_to_the_whole_country(person, user):
	"""Whatever numbers are named: five an hour for a person, with a number on record or without."""
	frappe.db.set_value("Person", person, "phone", None)
	for _ in range(codes.settings().per_phone):
		phones.request(user, make.phone())
	refused(TooMany, "codes_too_many", lambda: phones.request(user, make.phone()))


def test_guessing_ends_after_some_tries(person, user, former, new):
	asked = phones.request(user, new)
	told = sent(person)
	wrong = make.wrong(told[former])
	for _ in range(codes.settings().tries):
		refused(
			CodeRefused,
			"code_wrong",
			lambda: phones.confirm(user, asked.change, new, told[new], wrong),
			"former_code",
		)
	refused(
		CodeRefused,
		"code_tries",
		lambda: phones.confirm(user, asked.change, new, told[new], told[former]),
		"former_code",
	)


@pytest.mark.parametrize("user", ["Administrator", "Guest"])
def test_who_is_no_person_has_no_number(user):
	for step in (phones.on_record, lambda name: phones.request(name, make.phone())):
		with pytest.raises(NotFound):
			step(user)


def test_nobody_writes_or_removes_a_change(person, user, new):
	asked = phones.request(user, new)
	row = frappe.get_doc("Phone Change", asked.change)
	for step in (row.save, row.delete):
		with pytest.raises(LawBroken):
			step()
