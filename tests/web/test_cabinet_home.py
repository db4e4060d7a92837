"""The cabinet's home and its lists: what is offered, found, filtered, paged and discarded; without JavaScript."""

import re
from html import unescape

import pytest
from factories import cabinet

pytestmark = pytest.mark.web
PAGES = ("/cabinet", "/cabinet/appeals", "/cabinet/papers", "/cabinet/messages", "/cabinet/people")


@pytest.fixture(scope="module")
def party(base_url):
	return cabinet.logged_in(base_url, cabinet.PARTY, "en")


@pytest.fixture(scope="module")
def rival(base_url):
	return cabinet.logged_in(base_url, cabinet.RIVAL, "en")


def text(browser, path: str) -> str:
	answer = browser.get(path)
	assert answer.status_code == 200, answer.text[:500]
	return unescape(answer.text)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_names_itself_in_the_menu_of_the_cabinet(party, path):
	assert f'<a href="{path}" aria-current="page">' in text(party, path).split("<main", 1)[1]


@pytest.mark.parametrize("path", PAGES)
def test_a_guest_is_led_to_the_login(base_url, path):
	assert "/cabinet/login?next=" in cabinet.guest(base_url).get(path).url


def test_an_open_kind_says_when_it_closes(party):
	assert re.search(r"closes in \d+ days? \(\d", text(party, "/cabinet"))


def test_kinds_are_searched_by_a_word_in_any_case(party):
	assert "/cabinet/new/A56" in text(party, "/cabinet?q=OBSERVERS%20political")
	html = text(party, "/cabinet?q=nothing-like-this")
	assert "/cabinet/new/A56" not in html
	assert "No such kind of appeal" in html


def test_a_draft_is_continued_or_discarded_after_a_question(party, rival):
	draft = cabinet.new_draft(party)
	html = text(party, "/cabinet")
	assert f"{draft}/form" in html
	assert f"{draft}/discard" in html
	party.get(f"{draft}/discard")
	assert f"{draft}/form" in text(party, "/cabinet"), "a look at the question discards nothing"
	rival.get("/cabinet")
	assert rival.post(f"{draft}/discard").status_code == 404
	party.get(f"{draft}/discard")
	assert party.post(f"{draft}/discard").url.endswith("/cabinet")
	assert draft not in text(party, "/cabinet")
	assert party.get(f"{draft}/form").status_code == 404


@pytest.mark.parametrize(
	"query", ["page=0", "page=x", "page=999999", "state=nothing", "q=%25_%5C", "body=Party%20Branch:none"]
)
def test_odd_filters_are_no_fault(party, query):
	text(party, f"/cabinet/appeals?{query}")


def test_a_word_finds_what_it_means_and_its_signs_are_no_wildcards(party):
	assert "0 appeals" in text(party, "/cabinet/appeals?q=%25")


def test_people_who_act_for_the_body_stand_with_their_dates(party):
	html = text(party, "/cabinet/people")
	assert "Acting now" in html
	assert re.search(r"from \d+.[A-Z][a-z]+ 20\d\d", html)


def test_a_choice_of_a_body_that_is_not_mine_changes_nothing(party):
	party.get("/cabinet/people?body=Political%20Party:XDP")
	assert "Acting now" in text(party, "/cabinet/people")
