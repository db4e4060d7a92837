"""Which rows of an appeal stand as granted before anybody chooses: those that every register answered in favour, and no others."""

import json
import sys

import frappe
import pytest
from factories import appeals as make

from esaylov.appeals.state_registers.doubts import Answer
from esaylov.decisions.drafting import doubted
from esaylov.decisions.drafting.rows import WHOLE, Subject
from esaylov.decisions.review import reading
from esaylov.identity import answers as identity_answers
from esaylov.identity.answers import AGAINST, Check, NewAnswer, Result

CHECKS = (Check.PERSONAL_DATA, Check.WORK)
"""What the type of the tests' appeals asks."""
FIRST, SECOND = "persons[0]", "persons[1]"


@pytest.fixture
def appeal() -> str:
	"""A filed appeal of two persons, of whom nobody asked any register."""
	return make.filed()


def say(appeal: str, place: int, result: Result, *checks: Check) -> None:
	"""Registers answer about one person of an appeal, as it was last filed."""
	stored = make.stored(appeal)
	filed = make.stored(stored.correction, "Appeal Correction") if stored.correction else stored
	pinfl = json.loads(filed.answers)["persons"][place]["pinfl"]
	identity_answers.keep([NewAnswer(pinfl, check, result, "test", appeal=appeal) for check in checks])


def preset(appeal: str, user: str = make.CHAIR) -> list[str]:
	return reading.matter_for(appeal, user)["preset"]


def unanswered(appeal: str, user: str = make.CHAIR) -> list[list[tuple[str, str]]]:
	return [
		[(one["check"], one["result"]) for one in subject["unanswered"]]
		for subject in reading.matter_for(appeal, user)["subjects"]
	]


def test_the_type_asks_what_the_tests_answer(appeal):
	assert frappe.db.get_value("Appeal Type", "A56", "state_checks") == "PD;WP"


def test_nothing_is_preset_where_nobody_was_asked(appeal):
	assert preset(appeal) == []
	assert unanswered(appeal) == [[("PD", ""), ("WP", "")]] * 2


def test_a_row_is_preset_once_every_question_is_answered_in_favour(appeal):
	say(appeal, 0, Result.MATCH, Check.PERSONAL_DATA)
	assert preset(appeal) == []
	assert unanswered(appeal)[0] == [("WP", "")]
	say(appeal, 0, Result.MATCH, Check.WORK)
	assert preset(appeal) == [FIRST]
	assert unanswered(appeal)[0] == []
	say(appeal, 1, Result.MATCH, *CHECKS)
	assert preset(appeal) == [FIRST, SECOND]


@pytest.mark.parametrize("result", [Result.PENDING, Result.UNREACHABLE])
def test_a_register_that_has_not_answered_leaves_the_row_to_a_person(appeal, result):
	say(appeal, 0, Result.MATCH, Check.PERSONAL_DATA)
	say(appeal, 0, result, Check.WORK)
	assert preset(appeal) == []
	assert unanswered(appeal)[0] == [("WP", result.value)]
	say(appeal, 0, Result.MATCH, Check.WORK)
	say(appeal, 0, result, Check.WORK)  # asked again, in vain: what it said is in force
	assert preset(appeal) == [FIRST]


@pytest.mark.parametrize("result", sorted(AGAINST))
def test_an_answer_against_a_person_leaves_the_row_to_a_person(appeal, result):
	say(appeal, 0, Result.MATCH, *CHECKS)
	say(appeal, 1, Result.MATCH, *CHECKS)
	say(appeal, 1, result, Check.PERSONAL_DATA)
	assert preset(appeal) == [FIRST]
	subjects = reading.matter_for(appeal, make.CHAIR)["subjects"]
	assert [subject["against"] for subject in subjects] == [[], [{"check": "PD", "result": result.value}]]


def test_an_answer_to_a_question_that_the_type_asks_no_more_counts(appeal):
	say(appeal, 0, Result.MATCH, *CHECKS)
	say(appeal, 0, Result.FOUND, Check.CRIMINAL_RECORD)
	assert preset(appeal) == []


@pytest.mark.parametrize(
	("path", "left"),
	[
		(f"{FIRST}.phone", [SECOND]),
		(FIRST, [SECOND]),
		("persons", []),
		("party_decision_no", []),
		("", []),
	],
)
def test_what_the_check_of_the_form_found_is_a_persons_to_judge(appeal, path, left):
	for place in (0, 1):
		say(appeal, place, Result.MATCH, *CHECKS)
	found = [{"code": "wrong_type", "path": path, "severity": "warning"}]
	frappe.db.set_value("Appeal", appeal, "findings", frappe.as_json(found))
	assert preset(appeal) == left


def test_whoever_was_corrected_is_asked_about_anew():
	name = make.returned(place="persons")
	for place in (0, 1):
		say(name, place, Result.MATCH, *CHECKS)
	make.correct(name, persons=[make.person(full_name="Aliyeva Zulfiya Anvarovna")])
	make.submit(name)
	assert preset(name) == []
	say(name, 0, Result.MATCH, *CHECKS)
	assert preset(name) == [FIRST]


def test_what_registers_say_is_shown_to_staff_alone(appeal):
	for place in (0, 1):
		say(appeal, place, Result.MATCH, *CHECKS)
	assert preset(appeal, make.SECRETARY) == [FIRST, SECOND]
	assert preset(appeal, make.PARTY) == []
	assert unanswered(appeal, make.PARTY) == [[], []]


GOOD, SILENT = Answer(FIRST, "PD", "match"), Answer(FIRST, "WP", "")


@pytest.mark.parametrize(
	("path", "answers", "findings", "is_preset"),
	[
		(WHOLE, [GOOD], [], True),
		(WHOLE, [GOOD, Answer("", "LC", "clear")], [], True),
		(WHOLE, [GOOD, SILENT], [], False),
		(WHOLE, [], [], False),
		(WHOLE, [GOOD], [{"path": "phone"}], False),
		(FIRST, [GOOD, Answer(SECOND, "PD", "found")], [], True),
		(FIRST, [Answer("persons[0].deputy", "PD", "differs"), GOOD], [], False),
		("persons[1]", [Answer("persons[10]", "PD", "match")], [], False),
	],
)
def test_a_row_is_preset_by_what_is_said_of_it(path, answers, findings, is_preset):
	assert (doubted.settled([Subject(path, "", {})], answers, findings) == [path]) is is_preset


def calls_of(rows: int) -> int:
	"""How many functions of Python are called to lay answers and findings to that many rows."""
	places = [f"persons[{place}]" for place in range(rows)]
	subjects = [Subject(place, "", {}) for place in places]
	answers = [Answer(place, "PD", "match") for place in places]
	findings = [{"path": f"{place}.phone"} for place in places]
	calls = 0

	def count(_frame: object, event: str, _argument: object) -> None:
		nonlocal calls
		calls += event == "call"

	sys.setprofile(count)
	try:
		doubted.shown(subjects, answers)
		doubted.settled(subjects, answers, findings)
	finally:
		sys.setprofile(None)
	return calls


def test_a_list_twice_as_long_costs_twice_as_much():
	assert calls_of(400) < 2.2 * calls_of(200)
