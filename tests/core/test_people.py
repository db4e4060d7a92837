"""The persons of a form's answers, and names and values beside those of a register."""

import pytest

from esaylov.core.forms import read_definition
from esaylov.core.people import blocks, differences, is_named, same

PERSON = {"name": "@person", "kind": "Person"}
FORM = read_definition(
	{
		"code": "T1",
		"version": 1,
		"fields": [
			PERSON,
			{"name": "leader", "kind": "Person", "label": {"uz": "Rahbar"}},
			{"name": "persons", "kind": "Group", "label": {"uz": "Shaxslar"}, "fields": [PERSON]},
			{
				"name": "guests",
				"kind": "Group",
				"label": {"uz": "Mehmonlar"},
				"fields": [{"name": "@foreign_person", "kind": "Person"}],
			},
			{"name": "reason", "kind": "Long Text", "label": {"uz": "Sabab"}},
		],
	}
)


def test_every_citizen_with_a_place():
	answers = {
		"pinfl": "10101800000009",
		"leader": {"passport": "AA1234567"},
		"persons": [{"full_name": "Aliyev Ali"}, "not a row", {"pinfl": 5}],
		"guests": [{"full_name": "John Smith"}],
		"reason": "x",
	}
	found = blocks(FORM, answers)
	assert [block.path for block in found] == ["", "leader", "persons[0]", "persons[2]"]
	assert [block.identifier for block in found] == ["10101800000009", "AA1234567", "", ""]
	assert [block.at("pinfl") for block in found][:3] == ["pinfl", "leader.pinfl", "persons[0].pinfl"]
	assert found[2].name == "Aliyev Ali"


def test_answers_of_a_wrong_shape_hold_nobody():
	assert [block.path for block in blocks(FORM, {"leader": "x", "persons": {"pinfl": "1"}})] == [""]


@pytest.mark.parametrize(
	("typed", "expected"),
	[
		("Bo'ronov Bo'ron Bo'ronovich", True),
		("BO‘RONOV BO‘RON", True),
		("Бўронов Бўрон Бўронович", True),
		("Bo'ron Bo'ronov", True),
		("Bo'ronov", False),
		("Bo'ronov Botir", False),
		("", False),
	],
)
def test_who_names_the_person(typed, expected):
	assert is_named(typed, "BO'RONOV", "BO'RON") is expected


def test_a_register_without_a_name_is_named_by_nobody():
	assert not is_named("", "", "")
	assert not is_named("Bo'ronov", "", "")


def test_what_is_answered_otherwise():
	row = {
		"full_name": "Aliyev Ali",
		"birth_date": "1880-01-01",
		"nationality": "O'zbek",
		"address": "Toshkent",
	}
	(block,) = blocks(FORM, row)
	registered = {"full_name": "ALIYEV ALI", "birth_date": "1880-01-02", "nationality": "", "gender": "Male"}
	assert differences(block, registered) == ["birth_date"]
	assert same("Toshkent sh., 1-uy", "TOSHKENT SH 1 UY")
