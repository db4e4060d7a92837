"""A number of the law that has begun is not changed in place: another value begins on a day, signed by two persons."""

from datetime import date, timedelta

import frappe
import pytest
from factories import appeals as make
from factories import two_persons

from esaylov.appeals.procedure import changing, new_values, picture
from esaylov.elections import statutes
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, NotFound, WrongState
from esaylov.permissions.configuration import comparison
from esaylov.permissions.configuration.waiting import changes

ADMINISTRATOR, SECOND = make.ADMINISTRATOR, two_persons.SECOND
STATUTE, CHANGE, KEY = "Statute", "Configuration Change", "observer_notice_days"


@pytest.fixture
def former(as_user) -> frappe._dict:
	"""The row in force, as an administrator reads it."""
	as_user(ADMINISTRATOR)
	return frappe.get_doc(STATUTE, {"key": KEY, "is_active": 1})


def later(days: int) -> date:
	return clock.today() + timedelta(days=days)


def codes(refusal: pytest.ExceptionInfo[FormInvalid]) -> list[tuple[str, str]]:
	return [(finding.code, finding.path) for finding in refusal.value.findings]


def successor(change: str) -> frappe.model.document.Document:
	return frappe.get_doc(STATUTE, frappe.db.get_value(CHANGE, change, "reference_name"))


@pytest.mark.parametrize(
	("field", "value"),
	[("value", "9"), ("unit", "hours"), ("article", "33-9"), ("valid_from", "2026-01-01")],
)
def test_a_row_in_force_is_not_changed_in_place(former, field, value):
	proposals = frappe.db.count(CHANGE, {"status": "Proposed"})
	former.set(field, value)
	with pytest.raises(FormInvalid) as refusal:
		former.save()
	assert codes(refusal) == [("statute_in_force", field)]
	assert frappe.db.count(CHANGE, {"status": "Proposed"}) == proposals


def test_a_row_with_a_past_is_not_changed_either(former):
	frappe.db.set_value(STATUTE, former.name, {"valid_to": later(-10), "is_active": 0})
	former.reload().value = "9"
	with pytest.raises(FormInvalid) as refusal:
		former.save()
	assert codes(refusal) == [("statute_in_force", "value")]


@pytest.mark.parametrize("day", [-400, -2])
def test_a_last_day_does_not_move_into_the_past(former, day):
	former.valid_to = later(day)
	with pytest.raises(FormInvalid) as refusal:
		former.save()
	assert codes(refusal) == [("statute_in_force", "valid_to")]


def test_a_last_day_that_has_passed_does_not_move(former):
	frappe.db.set_value(STATUTE, former.name, "valid_to", later(-10))
	former.reload().valid_to = later(10)
	with pytest.raises(FormInvalid):
		former.save()


@pytest.mark.parametrize("day", [None, -10, 0])
def test_a_row_that_has_begun_is_not_switched_off(former, day):
	"""Filings and decisions of its days would lose the number they rest on; it is closed by a last day."""
	frappe.db.set_value(STATUTE, former.name, "valid_from", later(day) if day is not None else None)
	former.reload().is_active = 0
	with pytest.raises(FormInvalid) as refusal:
		former.save()
	assert codes(refusal) == [("statute_in_force", "is_active")]
	assert statutes.number(KEY)


def test_a_row_that_began_before_the_second_signature_is_not_switched_off(former, monkeypatch):
	change = new_values.propose_value(former.name, 9, later(1), "33")
	two_persons.sign(change)
	row = successor(change)
	frappe.set_user(ADMINISTRATOR)
	row.update({"is_active": 0}).save()
	tomorrow = later(1)
	monkeypatch.setattr(clock, "today", lambda: tomorrow)
	with pytest.raises(FormInvalid) as refusal:
		two_persons.sign_waiting(STATUTE, row.name)
	assert codes(refusal) == [("statute_in_force", "is_active")]
	assert frappe.db.get_value(STATUTE, row.name, "is_active")


def test_a_note_of_a_row_in_force_is_changed_and_its_title_by_two(former):
	before = former.title_en
	former.update({"note": "sinov"}).save()
	assert frappe.db.get_value(STATUTE, former.name, "note") == "sinov"
	frappe.set_user(ADMINISTRATOR)
	former.update({"title_en": "Another title"}).save()
	assert frappe.db.get_value(STATUTE, former.name, "title_en") == before
	two_persons.sign_waiting(STATUTE, former.name)
	assert frappe.db.get_value(STATUTE, former.name, "title_en") == "Another title"


def test_a_row_that_has_not_begun_is_changed_by_two(former):
	change = new_values.propose_value(former.name, 9, later(20), "33")
	two_persons.sign(change)
	new = successor(change)
	frappe.set_user(ADMINISTRATOR)
	new.update({"value": "8"}).save()
	two_persons.sign_waiting(STATUTE, new.name)
	assert statutes.number(KEY, later(20)) == 8


def test_a_new_value_begins_on_its_day_and_the_former_ends_the_day_before(former):
	before = statutes.number(KEY)
	change = new_values.propose_value(former.name, before + 4, later(5), "33-1")
	assert statutes.number(KEY, later(5)) == before, "nothing is in force before the second signature"
	two_persons.sign(change)
	new = successor(change)
	assert [statutes.number(KEY, later(day)) for day in (0, 4, 5, 400)] == [
		*(before, before, before + 4, before + 4)
	]
	assert (new.unit, new.title_uz, new.article, new.replaces) == (
		*(former.unit, former.title_uz, "33-1", former.name),
	)
	assert former.reload().valid_to == later(4)
	assert statutes.article(KEY, later(5)) == "33-1"


def test_both_rows_are_in_the_log_and_the_second_person_signs_both(former):
	comparison.find()
	change = new_values.propose_value(former.name, 9, later(5), "33")
	frappe.set_user(SECOND)
	signed = changes.to_sign(change).decode()
	assert former.name in signed
	assert later(5).isoformat() in signed
	two_persons.sign(change)
	names = {former.name, successor(change).name}
	assert not names & {one.name for one in comparison.differences()}
	logged = {"reference_doctype": STATUTE, "reference_name": former.name, "status": "In force"}
	assert "valid_to" in frappe.get_last_doc(CHANGE, logged).after


@pytest.mark.parametrize("day", [-1, -300])
def test_a_first_day_in_the_past_is_refused(former, day):
	with pytest.raises(FormInvalid) as refusal:
		new_values.propose_value(former.name, 9, later(day), "33")
	assert codes(refusal) == [("statute_day_past", "valid_from")]
	assert not frappe.db.exists(STATUTE, {"replaces": former.name})


def test_a_first_day_that_passed_before_the_signature_is_refused(former, monkeypatch):
	change = new_values.propose_value(former.name, 9, later(1), "33")
	tomorrow = clock.today() + timedelta(days=2)
	monkeypatch.setattr(clock, "today", lambda: tomorrow)
	with pytest.raises(FormInvalid) as refusal:
		two_persons.sign(change)
	assert codes(refusal) == [("statute_day_past", "valid_from")]
	monkeypatch.undo()
	assert not former.reload().valid_to


def test_a_value_that_begins_no_later_than_the_former_is_refused(former):
	frappe.db.set_value(STATUTE, former.name, "valid_from", later(10))
	for day in (5, 10):
		with pytest.raises(FormInvalid) as refusal:
			new_values.propose_value(former.name, 9, later(day), "33")
		assert codes(refusal) == [("statute_day_order", "valid_from")]


def test_the_last_day_of_the_former_is_the_last_day_of_the_new(former):
	frappe.db.set_value(STATUTE, former.name, "valid_to", later(30))
	change = new_values.propose_value(former.name, 9, later(5), "33")
	two_persons.sign(change)
	assert successor(change).valid_to == later(30)
	frappe.set_user(ADMINISTRATOR)
	with pytest.raises(FormInvalid):
		new_values.propose_value(successor(change).name, 8, later(31), "33")


def test_one_new_value_waits_at_a_time_until_it_is_declined(former):
	change = new_values.propose_value(former.name, 9, later(5), "33")
	with pytest.raises(WrongState) as refusal:
		new_values.propose_value(former.name, 8, later(6), "33")
	assert refusal.value.code == "change_waits"
	changes.decline(change)
	other = new_values.propose_value(former.name, 8, later(6), "33")
	two_persons.sign(other)
	assert statutes.number(KEY, later(6)) == 8


def test_nobody_gives_a_successor_another_unit_or_key(former):
	values = {field: former.get(field) for field in ("key", "unit", "title_uz")}
	for other in ({"unit": "hours"}, {"key": "reminder_days"}):
		row = {**values, **other, "value": "9", "valid_from": later(5), "replaces": former.name}
		with pytest.raises(FormInvalid) as refusal:
			frappe.get_doc(doctype=STATUTE, **row).insert()
		assert codes(refusal) == [("statute_of_another", "replaces")]


def test_what_is_no_number_or_no_change_is_refused(former):
	with pytest.raises(FormInvalid):
		new_values.propose_value(former.name, -1, later(5), "33")
	with pytest.raises(WrongState) as refusal:
		new_values.propose_value(former.name, int(former.value), later(5), former.article)
	assert refusal.value.code == "change_none"
	with pytest.raises(NotFound):
		new_values.propose_value("yoq", 9, later(5), "33")


def test_only_an_administrator_proposes_one(former, as_user):
	for user in (make.CHAIR, "auditor@esaylov.example"):
		as_user(user)
		with pytest.raises(frappe.PermissionError):
			new_values.propose_value(former.name, 9, later(5), "33")


def test_types_deadlines_and_open_appeals_that_it_touches_are_shown(as_user):
	as_user(ADMINISTRATOR)
	row = frappe.get_doc(STATUTE, {"key": "observer_review_days", "is_active": 1})
	before = new_values.find_number_uses(row.name, "en")
	kinds = {one["name"]: one for one in before["types"]}
	assert "A56" in kinds
	assert kinds["A56"]["title"]
	assert before["deadlines"] == ["review"]
	make.filed()
	as_user(ADMINISTRATOR)
	after = new_values.find_number_uses(row.name, "en")
	assert after["appeals"] == before["appeals"] + 1
	assert {one["name"]: one["appeals"] for one in after["types"]}["A56"] == kinds["A56"]["appeals"] + 1
	as_user(ADMINISTRATOR)
	common = frappe.get_doc(STATUTE, {"key": "correction_days", "is_active": 1})
	found = new_values.find_number_uses(common.name, "en")
	assert found["deadlines"] == ["correction_days"]
	assert found["appeals"] >= after["appeals"], "a number of every procedure touches every open appeal"


def test_the_procedure_shows_the_value_that_waits_and_locks_what_the_law_fixes(as_user):
	as_user(ADMINISTRATOR)
	before = picture.of("A56", "en")["numbers"]["reminder_days"]
	change = changing.change_number("reminder_days", before["value"] + 2, later(3))
	waits = picture.of("A56", "en")["numbers"]["reminder_days"]["waits"]
	assert (waits["change"], waits["value"]) == (change, str(before["value"] + 2))
	two_persons.sign(change)
	as_user(ADMINISTRATOR)
	assert picture.of("A56", "en")["numbers"]["reminder_days"]["value"] == before["value"]
	assert statutes.number("reminder_days", later(3)) == before["value"] + 2
