"""Where somebody is logged in: their own page ends one login or all others, with what listens in realtime; on a phone too."""

import re

import frappe
import pytest
from factories import cabinet, inside
from factories.listening import Listener
from factories.look import photograph
from playwright.sync_api import expect

pytestmark = pytest.mark.web
HERE = "/cabinet/logins"
OWNER = """
from esaylov.identity import persons
from frappe.utils.password import update_password
person = codes.person(codes.phone())
people.candidate(frappe.get_doc('Person', person))
answer = persons.user_for(person)
update_password(answer, given['password'])
"""
STAFF = "secretary@esaylov.example"


@pytest.fixture
def owner() -> str:
	"""A candidate with a login of their own."""
	return inside.run(OWNER, password=cabinet.PASSWORD)


def is_in(browser: cabinet.Browser) -> bool:
	return browser.get("/cabinet", allow_redirects=False).status_code == 200


def keys(text: str) -> list[str]:
	return re.findall(r'name="session" value="([^"]+)"', text)


def test_an_owner_sees_each_login_and_ends_one_and_then_all_others(base_url, page, owner, keep):
	here, there, third = (cabinet.logged_in(base_url, owner, "uz") for _ in range(3))
	page.context.add_cookies(
		[{"name": name, "value": value, "url": base_url} for name, value in here.session.cookies.items()]
	)
	page.set_viewport_size({"width": 390, "height": 844})
	page.goto(f"{HERE}?lang=uz")
	assert page.locator(".tasks > li").count() == 3
	expect(page.locator(".tasks > li").first).to_contain_text("Shu qurilma")
	photograph(page, keep("logins-390-uz.png"), full_page=True)
	page.set_viewport_size({"width": 1280, "height": 900})
	page.goto(f"{HERE}?lang=ru")
	photograph(page, keep("logins-1280-ru.png"), full_page=True)
	page.locator(".tasks > li").nth(1).get_by_role("button").click()
	expect(page.get_by_role("status")).to_be_visible()
	assert page.locator(".tasks > li").count() == 2
	assert [is_in(there), is_in(third)].count(True) == 1
	page.locator("button[value=others]").click()
	expect(page.get_by_role("status")).to_be_visible()
	assert page.locator(".tasks > li").count() == 1
	assert [is_in(here), is_in(there), is_in(third)] == [True, False, False]


def test_nobody_ends_the_login_of_another_and_a_link_ends_none(base_url, owner):
	mine, theirs = cabinet.logged_in(base_url, owner), cabinet.logged_in(base_url, STAFF)
	(key,) = keys(theirs.get(HERE).text)[:1]
	mine.get(HERE)
	assert mine.post(HERE, {"action": "end", "session": key}).status_code == 404
	assert mine.post(HERE, {"action": "end", "session": ""}).status_code == 404
	mine.get(f"{HERE}?action=others&session={key}")
	assert is_in(theirs)


@pytest.mark.skipif(
	frappe.__version__.startswith("15."), reason="Frappe 15 has no place for handlers of an app in realtime"
)
@pytest.mark.full
def test_what_listens_with_a_login_is_closed_with_it(base_url):
	here, there = cabinet.logged_in(base_url, STAFF), cabinet.logged_in(base_url, STAFF)
	listening, other = (Listener(base_url, browser.session.cookies) for browser in (there, here))
	here.get(HERE)
	here.post(HERE, {"action": "others"})
	assert listening.is_closed()
	assert "esaylov_session_ended" in other.heard(), "this login goes on listening"
