"""What is put on an agenda unseen: registers that speak against a row leave it to a person, and nobody votes before that."""

import json

import frappe
import pytest
from factories import appeals as filing
from factories import effects
from factories import sessions as make

from esaylov.appeals.review import steps
from esaylov.appeals.state_registers.doubts import Answer
from esaylov.decisions.drafting import doubted
from esaylov.decisions.drafting.rows import Subject
from esaylov.decisions.matters import contested
from esaylov.decisions.review import reading
from esaylov.decisions.sessions.steps import agenda, counting, state
from esaylov.framework.errors import WrongState, text
from esaylov.identity import answers
from esaylov.identity.answers import Check, NewAnswer, Result

KEPT, MISSING = "Valiyev Vali Valiyevich", "Yo'qov Yo'q Yo'qovich"


@pytest.fixture
def appeal() -> str:
	"""An appeal that the commission votes on, with two persons in it."""
	persons = [filing.person(full_name=KEPT), filing.person(full_name=MISSING)]
	name = filing.filed(typed=filing.answers(persons))
	frappe.set_user(filing.CHAIR)
	steps.assign(name, filing.CHAIR)
	frappe.db.set_value("Appeal", name, "route", "commission_vote")
	return name


def answer(appeal: str, place: int, result: Result = Result.NOT_FOUND) -> None:
	"""A register answers about one person of an appeal."""
	pinfl = json.loads(filing.stored(appeal).answers)["persons"][place]["pinfl"]
	answers.keep([NewAnswer(pinfl, Check.PERSONAL_DATA, result, "test", appeal=appeal)])


def outcomes(item: str) -> list[str]:
	return [row["outcome"] for row in json.loads(make.stored(item).draft_rows)]


def refused(item: str) -> dict[str, int]:
	"""What is said to who opens an item that nobody has decided."""
	frappe.set_user(make.CHAIR)
	with pytest.raises(WrongState) as problem:
		counting.open_item(item)
	assert problem.value.code == "item_undecided"
	return problem.value.message_params


def choose(item: str) -> None:
	"""The secretary drafts both rows as granted."""
	frappe.set_user(make.SECRETARY)
	agenda.redraft(item, [{"path": f"persons[{place}]", "outcome": "Granted"} for place in (0, 1)])


@pytest.mark.full
def test_a_row_that_registers_speak_against_is_drafted_by_nobody(appeal):
	answer(appeal, 1)
	session = make.planned()
	item = make.item(session, appeal)
	row = make.stored(item)
	assert (outcomes(item), row.undecided) == (["Granted", ""], 1)
	assert all(MISSING in text and KEPT not in text for text in (row.draft_text_uz, row.draft_text_ru))
	make.opened(session=session)
	assert refused(item) == {"item": 1, "rows": 1}
	(shown,) = state.of(session)["items"]
	assert shown["undecided"] == 1
	choose(item)
	assert KEPT in make.stored(item).draft_text_uz
	frappe.set_user(make.CHAIR)
	assert counting.open_item(item) == [item]
	make.all_vote(session, item, ["For"] * 5)
	assert make.close(item).status == "Adopted"


def test_a_row_that_could_not_be_signed_is_drafted_by_nobody_and_the_draft_says_why(appeal):
	named = json.loads(filing.stored(appeal).answers)["persons"][1]
	frappe.set_user("Administrator")
	effects.candidate(person=effects.person(pinfl=named["pinfl"]))
	item = make.item(make.planned(), appeal)
	row = make.stored(item)
	assert (outcomes(item), row.undecided) == (["Granted", ""], 1)
	(found,) = contested.contests({appeal: None})[appeal]
	for language, said in (("uz", row.draft_text_uz), ("ru", row.draft_text_ru)):
		assert MISSING in said
		assert text(found.code, found.params, language, found.article) in said


def test_an_answer_that_comes_after_the_draft_is_looked_at_by_somebody_too(appeal):
	session = make.planned()
	item = make.item(session, appeal)
	assert outcomes(item) == ["Granted", "Granted"]
	answer(appeal, 0, Result.FOUND)
	make.opened(session=session)
	assert refused(item) == {"item": 1, "rows": 1}
	choose(item)
	frappe.set_user(make.CHAIR)
	assert counting.open_item(item) == [item]


def test_no_item_of_a_batch_is_opened_past_it(appeal):
	answer(appeal, 1)
	session = make.planned()
	first = make.item(session, make.votable(), appeal, batch="Kuzatuvchilar")
	make.opened(session=session)
	assert refused(first) == {"item": 2, "rows": 1}


def test_rows_that_come_with_the_request_are_somebodys_choice(appeal):
	answer(appeal, 1)
	session = make.planned()
	frappe.set_user(make.SECRETARY)
	rows = [{"path": f"persons[{place}]", "outcome": "Granted"} for place in (0, 1)]
	(item,) = agenda.put([appeal], session, rows=rows)
	make.opened(session=session)
	assert counting.open_item(item) == [item]


def test_the_last_answer_counts_and_a_silent_register_says_nothing(appeal):
	answer(appeal, 1)
	answer(appeal, 1, Result.MATCH)
	answer(appeal, 0, Result.UNREACHABLE)
	assert outcomes(make.item(make.planned(), appeal)) == ["Granted", "Granted"]


def test_what_registers_say_is_told_to_staff_alone(appeal):
	answer(appeal, 1)
	told = {
		user: [subject["against"] for subject in reading.matter_for(appeal, user)["subjects"]]
		for user in (make.CHAIR, filing.PARTY)
	}
	assert told == {make.CHAIR: [[], [{"check": "PD", "result": "not_found"}]], filing.PARTY: [[], []]}


@pytest.mark.parametrize(
	("row", "person", "is_against"),
	[
		("appeal", "", True),
		("appeal", "future_candidate[0]", True),  # decided as a whole, with a person in a list
		("persons[1]", "persons[1].deputy", True),
		("persons[1]", "persons[1]", True),
		("persons[1]", "persons[10]", False),
		("persons[1]", "", False),
	],
)
def test_which_person_speaks_against_which_row(row, person, is_against):
	found = doubted.answers_by_row([Subject(row, "", {})], [Answer(person, "PD", "not_found")])[row]
	assert bool(found) is is_against
