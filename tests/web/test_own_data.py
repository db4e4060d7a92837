"""What is known of me: made by POST, for the very person alone, and on record as every look at personal data."""

import json

import pytest
from factories import cabinet, inside
from factories.profile import few

pytestmark = pytest.mark.web
CANDIDATE = "candidate@esaylov.example"
OF = "frappe.db.get_value('Person', {'user': given['user']}, ['pinfl', 'passport', 'phone', 'full_name'], as_dict=True)"
EXPORTS = "answer = frappe.db.count('Personal Data Access', {'kind': 'Export', 'viewer': given['user']})"


def numbers_of(user: str) -> dict[str, str]:
	return inside.run(f"answer = {OF}", user=user)


def exports(user: str) -> int:
	return inside.run(EXPORTS, user=user)


@pytest.mark.parametrize("user", [cabinet.PARTY, CANDIDATE])
def test_who_asks_reads_what_is_known_of_them_and_of_nobody_else(base_url, user):
	browser = cabinet.logged_in(base_url, user, "en")
	own, other = numbers_of(user), numbers_of(cabinet.RIVAL)
	before = exports(user)
	page = browser.get("/cabinet/data")
	assert page.status_code == 200
	assert own["pinfl"] not in page.text
	assert exports(user) == before
	shown = browser.post("/cabinet/data", {"action": "show"})
	assert own["pinfl"] in shown.text
	assert other["pinfl"] not in shown.text
	again = browser.post("/cabinet/data", {"action": "show"})
	assert "You read what is known of you" in again.text
	assert not [word for word in ("full_name", "own data") if word in again.text]
	kept = browser.post("/cabinet/data", {"action": "json"})
	assert "attachment" in kept.headers["Content-Disposition"]
	known = json.loads(kept.content)["known"]
	assert [row["pinfl"] for row in known["Person"]] == [own["pinfl"]]
	assert other["pinfl"] not in kept.text
	assert "no-store" in kept.headers["Cache-Control"]
	assert exports(user) == before + 3
	looks = browser.get("/cabinet/looks")
	assert looks.status_code == 200
	assert "You read what is known of you" in looks.text


@pytest.mark.parametrize("fields", [{"csrf_token": "x"}, {"csrf_token": ""}])
@pytest.mark.full
def test_no_other_site_makes_it(base_url, fields):
	browser = cabinet.logged_in(base_url, cabinet.PARTY, "en")
	before = exports(cabinet.PARTY)
	answer = browser.post("/cabinet/data", {**fields, "action": "json", "person": "x"})
	assert numbers_of(cabinet.PARTY)["pinfl"] not in answer.text
	assert exports(cabinet.PARTY) == before


def test_it_is_for_who_has_logged_in_and_for_a_person(base_url):
	assert "/cabinet/login" in cabinet.guest(base_url).get("/cabinet/data").url
	assert "known" not in cabinet.guest(base_url).post("/cabinet/data", {"action": "json"}).text


@pytest.mark.full
@pytest.mark.parametrize("language", few(["uz", "uz-Cyrl", "ru", "kaa"], "uz-Cyrl".__eq__))
def test_each_language_has_the_page(base_url, language):
	browser = cabinet.logged_in(base_url, CANDIDATE, language)
	browser.get("/cabinet/data")
	assert browser.post("/cabinet/data", {"action": "show"}).status_code == 200
