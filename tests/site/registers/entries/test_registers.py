"""Registers are written by the effect of a signed decision, once, and by nothing else."""

import frappe
import pytest
from factories import decisions as make

from esaylov.framework import clock
from esaylov.framework.errors import LawBroken
from esaylov.registers.effects import effects
from esaylov.registers.entries import entries
from esaylov.registers.entries import people as registers_people


@pytest.fixture
def decision() -> str:
	return make.decided(make.filed(), refused={1: make.REASON}).decision


def observers_of(decision: str) -> list[dict]:
	fields = [
		"name",
		"full_name",
		"person",
		"party",
		"kind",
		"territory",
		"commission",
		"status",
		"registered_on",
	]
	return frappe.get_all("Observer", {"decision": decision}, fields, order_by="full_name")


def test_the_granted_are_registered_with_what_the_decision_says(decision):
	found = observers_of(decision)
	assert [row.full_name for row in found] == [make.NAMES[0], make.NAMES[2]]
	for row in found:
		assert (row.kind, row.party, row.territory) == ("party", "OZLIDEP", make.DISTRICT)
		assert (row.commission, row.status, row.registered_on) == (
			make.COMMISSION,
			"Registered",
			clock.today(),
		)


def test_the_refused_person_is_not_even_made(decision):
	refused = make.observers()[1]["pinfl"]
	assert not frappe.db.exists("Person", {"pinfl": refused})


def test_effect_run_twice_registers_each_person_once(decision):
	before = observers_of(decision)
	effects.apply_effects([frappe.get_doc("Decision", decision, for_update=True)], {})
	assert observers_of(decision) == before


def test_a_known_person_keeps_what_the_register_says():
	known = frappe.get_doc(
		{
			"doctype": "Person",
			"pinfl": make.pinfl(651),
			"surname": "Boʻronov",
			"given_name": "Boʻron",
			"patronymic": "Boʻronovich",
			"phone": "+998909999999",
			"language": "ru",
		}
	).insert()
	row = {
		"pinfl": make.pinfl(651),
		"full_name": make.NAMES[0],
		"phone": "+998901111111",
		"specialty": "Huquqshunos",
	}
	decision = make.decided(make.filed([row])).decision
	(observer,) = observers_of(decision)
	assert observer.person == known.name
	assert frappe.db.get_value("Observer", observer.name, "phone") == "+998901111111"
	said = known.as_dict()
	known.reload()
	assert (known.surname, known.phone, known.language) == ("Bo'ronov", "+998909999999", "ru")
	assert {key: known.get(key) for key in registers_people.FIELDS} == {
		key: said.get(key) for key in registers_people.FIELDS
	}
	assert not known.specialty


def test_a_new_person_has_the_names_apart_and_keeps_the_patronymic_whole(decision):
	person = frappe.get_doc("Person", {"pinfl": make.observers()[2]["pinfl"]})
	assert (person.surname, person.given_name, person.patronymic) == ("G'aniyev", "O'ktam", "Sherzod o'g'li")


def test_one_person_is_not_granted_the_same_by_two_decisions():
	first, second = (make.filed(make.observers(661)[:1]) for _ in range(2))
	(observer,) = observers_of(make.decided(first).decision)
	with pytest.raises(LawBroken) as refused:
		make.decided(second)
	assert refused.value.code == "mandate_duplicate"
	assert frappe.db.count("Observer", {"person": observer.person, "status": "Registered"}) == 1


@pytest.mark.parametrize("user", ["Administrator", make.CHAIR])
def test_nobody_writes_an_observer_by_hand(decision, user):
	frappe.set_user(user)
	observer = frappe.get_doc("Observer", observers_of(decision)[0].name)
	copy = frappe.copy_doc(observer)
	for write in (
		lambda: copy.insert(ignore_permissions=True),
		lambda: observer.save(ignore_permissions=True),
	):
		with pytest.raises(LawBroken):
			write()
	with pytest.raises(LawBroken):
		frappe.delete_doc("Observer", observer.name, force=True, ignore_permissions=True)


def test_no_effect_without_a_signed_decision(decision):
	frappe.db.set_value("Decision", decision, {"status": "Draft", "is_effective": 0})
	with pytest.raises(LawBroken):
		effects.apply_effects([frappe.get_doc("Decision", decision, for_update=True)], {})


def test_no_entry_for_a_person_whom_the_decision_refused(decision):
	person = frappe.get_doc(
		{"doctype": "Person", "pinfl": make.observers()[1]["pinfl"], "surname": "Aliyeva", "given_name": "Z"}
	)
	person.insert()
	observer = frappe.copy_doc(frappe.get_doc("Observer", observers_of(decision)[0].name))
	observer.person = person.name
	with entries.WRITER.writing(), pytest.raises(LawBroken):
		observer.insert()
