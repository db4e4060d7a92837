"""The head of a body names who else acts for it, and ends it again; nobody else does."""

from collections.abc import Iterator
from datetime import timedelta

import frappe
import pytest
from factories import appeals as make

from esaylov.framework import clock
from esaylov.framework.errors import (
	Duplicate,
	EsaylovError,
	FormInvalid,
	NotFound,
	NotPermitted,
	TooMany,
	WrongState,
)
from esaylov.framework.requests import limits
from esaylov.identity import bodies, delegation, persons

NAME = ("Vakilov", "Vakil", "Vakilovich")


@pytest.fixture(autouse=True)
def uncounted() -> Iterator[None]:
	"""The counts of heads are those of one test."""
	forget_counts()
	yield
	forget_counts()


def forget_counts() -> None:
	for user in (make.PARTY, make.RIVAL):
		limits.clear(delegation.NAMED_TODAY, user)


def body_of(user: str = make.PARTY) -> tuple[str, str]:
	own = bodies.bodies_of(user)[0]
	return own.doctype, own.name


def pinfl() -> str:
	return make.person()["pinfl"]


def delegate(
	user: str = make.PARTY, number: str = "", first: int = 0, last: int | None = None, **values
) -> str:
	today = clock.today()
	days = (today + timedelta(days=first), None if last is None else today + timedelta(days=last))
	body = values.get("body") or body_of()
	frappe.set_user(user)
	try:
		return delegation.delegate(user, body, number or pinfl(), values.get("name", NAME), days)
	finally:
		frappe.set_user("Administrator")


def logged_in(row) -> str:
	return persons.user_for(row.person)


def test_the_named_person_acts_for_the_body_and_has_no_user_before_they_come():
	row = make.stored(delegate(), "Body Representative")
	assert (row.is_head, row.may_delegate, row.user) == (0, 0, None)
	assert frappe.db.get_value("Person", row.person, ["full_name", "user"]) == (" ".join(NAME), None)
	assert [(body.doctype, body.name) for body in bodies.bodies_of(logged_in(row))] == [body_of()]


def test_the_days_are_kept():
	row = make.stored(delegate(first=1, last=3), "Body Representative")
	user = logged_in(row)
	assert [len(bodies.bodies_of(user, clock.today() + timedelta(days=day))) for day in range(5)] == [
		0,
		1,
		1,
		1,
		0,
	]


def test_a_person_who_is_known_is_the_same_person():
	number = pinfl()
	person = persons.add(number, *NAME)
	assert make.stored(delegate(number=number), "Body Representative").person == person


def told(number: str, name: tuple[str, str, str]) -> list:
	"""What a head learns who names a number under a name, once and again, and in the list of the body."""
	representative = delegate(number=number, name=name)
	with pytest.raises(Duplicate) as again:
		delegate(number=number, name=NAME)
	(row,) = [one for one in delegation.acting(make.PARTY, body_of()) if one.representative == representative]
	delegation.end(make.PARTY, representative)
	return [again.value.code, row.name, row.position, row.is_head, delegation.acting(make.PARTY, body_of())]


def test_a_pinfl_tells_no_strangers_name():
	number = pinfl()
	stranger = persons.add(number, "Begonayev", "Begona", "")
	user = persons.user_for(stranger)
	row = make.stored(delegate(number=number), "Body Representative")
	assert row.person != stranger
	assert not bodies.bodies_of(user)
	assert frappe.db.get_value("Person", row.person, ["pinfl", "passport", "user"]) == (None, None, None)
	assert frappe.db.get_value("Person", stranger, "full_name") == "Begonayev Begona"


@pytest.mark.parametrize("name", [NAME, ("Begonayev", "Begona", "")])
def test_a_strangers_number_is_told_from_an_unknown_one_neither_at_first_nor_again(name):
	known = pinfl()
	persons.add(known, "Begonayev", "Begona", "")
	assert told(known, name) == told(pinfl(), name)


def test_the_list_shows_the_spelling_that_was_typed():
	"""That of the register would tell that the number is the right one: a number of nobody shows what was typed."""
	number = pinfl()
	persons.add(number, *NAME)
	name = delegate(number=number, name=("Вакилов", "Вакил", "Вакилович"))
	(named,) = [one for one in delegation.acting(make.PARTY, body_of()) if one.representative == name]
	assert named.name == "Вакилов Вакил Вакилович"


def test_another_person_brings_their_own_name():
	row = frappe.get_doc("Body Representative", delegate())
	row.person = persons.add(pinfl(), "Begonayev", "Begona", "")
	row.save(ignore_permissions=True)
	assert row.person_name == "Begonayev Begona"


@pytest.mark.parametrize(
	("values", "field"),
	[({"number": "123"}, "pinfl"), ({"name": ("", "Vakil", "")}, "surname"), ({"first": -1}, "starts_on")],
)
def test_what_is_wrong_is_told(values, field):
	with pytest.raises(FormInvalid) as refused:
		delegate(**values)
	assert field in [finding.path for finding in refused.value.findings]


def test_last_day_before_the_first_is_refused():
	with pytest.raises(FormInvalid):
		delegate(first=3, last=1)


def test_nobody_is_named_twice():
	number = pinfl()
	delegate(number=number)
	with pytest.raises(Duplicate):
		delegate(number=number)


def test_a_delegated_person_delegates_and_ends_nobody_else():
	name, others = delegate(), delegate()
	user = logged_in(make.stored(name, "Body Representative"))
	with pytest.raises(NotPermitted):
		delegate(user)
	with pytest.raises(NotPermitted):
		delegation.end(user, others)
	assert frappe.db.exists("Body Representative", others)


@pytest.mark.parametrize("first", [0, 3])
def test_a_named_person_leaves_by_themself(first):
	"""Nobody asked them."""
	name = delegate(first=first)
	user = logged_in(make.stored(name, "Body Representative"))
	delegation.end(user, name)
	assert not frappe.db.exists("Body Representative", name)
	assert not bodies.bodies_of(user, clock.today() + timedelta(days=first))


def member_who_is_named(user: str) -> dict:
	columns = ["pinfl", "surname", "given_name", "patronymic"]
	person = frappe.db.get_value("Person", {"user": user}, columns, as_dict=True)
	return {
		"number": person.pinfl,
		"name": (person.surname, person.given_name, person.patronymic or ""),
	}


@pytest.mark.parametrize("local", ["chair", "deputy", "secretary", "member"])
@pytest.mark.parametrize("first", [0, 30])
def test_a_member_of_a_commission_is_not_named(local, first):
	"""Named by an applicant they would be recused from the vote on its appeal, without being asked."""
	user = f"{local}@esaylov.example"
	named = member_who_is_named(user)
	row = make.stored(
		delegate(make.RIVAL, body=body_of(make.RIVAL), first=first, **named), "Body Representative"
	)
	assert not bodies.bodies_of(user, clock.today() + timedelta(days=first))
	assert row.person != frappe.db.get_value("Person", {"user": user})
	answers = [told(number, named["name"]) for number in (named["number"], pinfl())]
	assert answers[0] == answers[1], "it would tell whose number it is"


def test_a_head_names_no_more_persons_in_a_day_than_the_limit(monkeypatch):
	monkeypatch.setattr(delegation, "MOST_NAMED", 1)
	delegate(**member_who_is_named(make.CHAIR))
	with pytest.raises(TooMany):
		delegate()


def test_who_was_a_member_is_named_for_the_days_after():
	membership = {"user": make.CHAIR, "position": "Chair"}
	last = clock.today() + timedelta(days=2)
	frappe.db.set_value("Commission Membership", membership, "ends_on", last)
	named = member_who_is_named(make.CHAIR)
	chair = frappe.db.get_value("Person", {"user": make.CHAIR})
	early = delegate(first=2, **named)
	assert make.stored(early, "Body Representative").person != chair
	delegation.end(make.PARTY, early)
	assert make.stored(delegate(first=3, **named), "Body Representative").person == chair


@pytest.mark.parametrize("user", [make.RIVAL, make.CHAIR, make.ADMINISTRATOR, "Guest"])
def test_anothers_body_is_as_one_that_is_not_there(user):
	name = delegate()
	for step in (
		lambda: delegate(user),
		lambda: delegate(user, body=("Party Branch", "no-such")),
		lambda: delegation.end(user, name),
		lambda: delegation.end(user, "no-such"),
	):
		with pytest.raises(EsaylovError) as refused:
			step()
		assert type(refused.value) is NotFound
	assert frappe.db.exists("Body Representative", name)


def test_it_ends_at_once_and_once():
	row = make.stored(delegate(), "Body Representative")
	user = logged_in(row)
	clock.move(timedelta(days=1))
	delegation.end(make.PARTY, row.name)
	assert not bodies.bodies_of(user)
	with pytest.raises(WrongState):
		delegation.end(make.PARTY, row.name)


def test_one_that_began_today_ends_at_once_too():
	row = make.stored(delegate(), "Body Representative")
	user = logged_in(row)
	delegation.end(make.PARTY, row.name)
	assert not bodies.bodies_of(user)


def test_the_last_head_stays():
	doctype, name = body_of()
	head = frappe.db.get_value("Body Representative", {"body_type": doctype, "body": name, "is_head": 1})
	with pytest.raises(WrongState) as refused:
		delegation.end(make.PARTY, head)
	assert refused.value.code == "delegation_last_head"


def test_a_name_that_a_head_typed_refuses_nobodys_filing():
	"""Else a head takes the PINFL of a rival's nominee under an invented name, and the nominee is refused (`person_differs`)."""
	number = pinfl()
	row = make.stored(delegate(number=number), "Body Representative")
	assert frappe.db.get_value("Person", row.person, "identity_state") == "Entered by a Body"
	named = make.person(pinfl=number, full_name="Rostov Rost Rostovich")
	appeal = make.filed(make.RIVAL, make.answers([named]))
	assert make.stored(appeal).status == "Registered"
	persons.confirm_name(row.person, *NAME[:2])
	assert not frappe.db.get_value("Person", row.person, "identity_state")


def test_whom_a_login_or_an_administrator_proved_stays_proved_when_named():
	number = pinfl()
	person = persons.add(number, *NAME)
	delegate(number=number)
	assert not frappe.db.get_value("Person", person, "identity_state")
