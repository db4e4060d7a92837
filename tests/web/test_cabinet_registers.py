"""The cabinet without JavaScript: persons filled from a register, disputes, a list by a job, and who looked at my data."""

import re

import pytest
from factories import cabinet, waiting
from fakes.interagency import seeded

pytestmark = pytest.mark.web
NOBODY = "The register has no person with these two numbers."
UNREACHABLE = "The register is not reachable. You may continue: the commission will check."


@pytest.fixture(scope="module")
def party(base_url):
	return cabinet.logged_in(base_url, cabinet.PARTY, "en")


@pytest.fixture
def draft(party):
	return cabinet.new_draft(party)


def person(about: str, number: int = 0, **values: str) -> dict[str, str]:
	found = [one for one in seeded() if one["about"].startswith(about)][number]
	typed = {
		"pinfl": found["pinfl"],
		"passport": found["passport"],
		"full_name": f"{found['surname']} {found['given_name']}",
		"phone": "+998901234567",
	}
	return {**typed, **values}


def post(party, draft, persons, action, **others):
	party.get(f"{draft}/form")
	fields = cabinet.typed(persons, **others)
	return party.post(f"{draft}/form", {**fields, "action": action})


@pytest.fixture(autouse=True, scope="module")
def portal(party):
	"""script/test runs a made-up portal beside the site; a stock bench has none."""
	draft = cabinet.new_draft(party)
	if UNREACHABLE in post(party, draft, [person("matches")], "register:persons[0]").text:
		pytest.skip(
			"no made-up portal: run script/test, or tests/fakes/interagency.py with esaylov_interagency_demo"
		)


def test_a_button_fills_a_person_with_source_and_time(party, draft):
	answer = post(party, draft, [person("matches")], "register:persons[0]")
	assert answer.url.endswith("#a-persons-0-full_name")
	assert "Filled from the state register" in answer.text
	assert "Toshkent shahar poliklinikasi, hamshira" in answer.text
	assert answer.text.count("From the state register, ") >= 5
	assert 'value="Akmalov Akmal Akmalovich"' in answer.text
	assert "From the state register, " in party.get(f"{draft}/check").text


def test_a_value_may_be_disputed(party, draft):
	post(party, draft, [person("matches")], "register:persons[0]")
	note = {"dispute.a.persons.0.address": "I moved <b>"}
	answer = post(party, draft, [person("matches")], "dispute:persons[0].address", **note)
	assert answer.url.endswith("#a-persons-0-address")
	assert "You say that this is wrong: I moved &lt;b&gt;" in answer.text
	assert "You say that this is wrong" in party.get(f"{draft}/check").text


@pytest.mark.parametrize(
	("typed", "text"),
	[
		(person("matches", passport="AB0000002"), NOBODY),
		(cabinet.person(777, passport="AB0000002"), NOBODY),
		(person("every register is out of order"), UNREACHABLE),
	],
)
def test_what_came_of_it_is_said_and_the_form_goes_on(party, draft, typed, text):
	answer = post(party, draft, [typed], "register:persons[0]")
	assert answer.status_code == 200
	assert text in answer.text


def test_what_is_missing_is_told_at_its_field(party, draft):
	answer = post(party, draft, [{"full_name": "Aliyev Ali", "phone": ""}], "register:persons[0]")
	assert answer.status_code == 422
	assert 'id="a-persons-0-pinfl-finding"' in answer.text
	assert "Aliyev Ali" in answer.text


def test_a_list_is_filled_by_a_job(party, draft):
	persons = [person("a person of a list", number) for number in range(12)]
	answer = post(party, draft, persons, "registers:persons")
	assert answer.status_code == 200
	waiting.until(lambda: "being filled from the register" not in party.get(f"{draft}/form").text)
	html = party.get(f"{draft}/form").text
	assert html.count("Filled from the state register. Check the data.") == 12


def test_an_open_page_of_another_tab_does_not_undo_what_was_filled(party, draft):
	before = re.search(r'name="version" value="([^"]+)"', party.get(f"{draft}/form").text)[1]
	post(party, draft, [person("matches")], "register:persons[0]")
	fields = {**cabinet.typed([person("matches")]), "version": before, "action": "save"}
	assert party.post(f"{draft}/form", fields).status_code == 409


def test_another_partys_form_has_no_such_button(base_url, party, draft):
	rival = cabinet.logged_in(base_url, cabinet.RIVAL, "en")
	rival.get("/cabinet")
	fields = {**cabinet.typed([person("matches")]), "action": "register:persons[0]"}
	assert rival.post(f"{draft}/form", fields).status_code == 404


@pytest.mark.parametrize("language", ["uz", "uz-Cyrl", "ru", "en"])
def test_the_page_of_looks_in_each_language(base_url, language):
	browser = cabinet.logged_in(base_url, cabinet.PARTY, language)
	answer = browser.get("/cabinet/looks")
	assert answer.status_code == 200
	assert 'aria-current="page"' in answer.text


def test_the_page_of_looks_is_for_who_has_logged_in(base_url):
	assert "/cabinet/login" in cabinet.guest(base_url).get("/cabinet/looks").url
