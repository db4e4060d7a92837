"""The persons of a form's answers, and names and values beside those of a register."""

from datetime import date

import pytest

from esaylov.core.forms import read_definition
from esaylov.core.procedure.people import blocks, differences, find_unborn, is_named, same

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


TODAY = date(2026, 12, 3)


@pytest.mark.parametrize(
	("answers", "paths"),
	[
		({"birth_date": "2026-12-02"}, []),
		({"birth_date": "2026-12-03"}, ["birth_date"]),
		({"birth_date": "2062-01-01"}, ["birth_date"]),
		({"birth_date": "not a day"}, []),
		({"leader": {"birth_date": "2027-01-01"}}, ["leader.birth_date"]),
		(
			{"persons": [{"birth_date": "1980-01-01"}, {"birth_date": "2027-01-01"}]},
			["persons[1].birth_date"],
		),
		({"guests": [{"birth_date": "2027-01-01"}]}, ["guests[0].birth_date"]),
		({"pinfl": "60101990000001"}, ["pinfl"]),
		({"pinfl": "30101800000001", "birth_date": "2027-01-01"}, ["birth_date"]),
	],
)
def test_nobody_is_named_who_is_not_born_before_the_day_of_the_filing(answers, paths):
	found = find_unborn(FORM, answers, TODAY)
	assert [(finding.code, finding.path) for finding in found] == [("birth_not_past", path) for path in paths]
	assert all(finding.params["today"] == "2026-12-03" for finding in found)
