"""The change of one's own phone number in the cabinet: both codes typed, what goes wrong said at its field, on a phone too."""

import re

import pytest
from factories import cabinet, inside
from factories.look import photograph
from playwright.sync_api import expect

from esaylov.core.texts import text

pytestmark = pytest.mark.web
HERE = "/cabinet/phone"
PHONE_WIDTH = {"width": 390, "height": 844}
OWNER = """
from esaylov.identity import persons
number = codes.phone()
person = codes.person(number)
people.candidate(frappe.get_doc('Person', person))
user = persons.user_for(person)
from frappe.utils.password import update_password
update_password(user, given['password'])
answer = {'person': person, 'phone': number, 'user': user, 'new': codes.phone()}
"""
SENT = """
from frappe.utils.password import decrypt
rows = frappe.get_all('SMS Message', {'receiver_person': given['person'], 'template': 'S02'},
	['phone', 'sealed_text'], order_by='creation asc')
answer = {row.phone: codes.re.findall(r'[0-9]{6}', decrypt(row.sealed_text))[0] for row in rows if row.sealed_text}
"""


@pytest.fixture
def owner() -> dict[str, str]:
	"""A candidate with a number and a session of their own."""
	return inside.run(OWNER, password=cabinet.PASSWORD)


def test_the_number_changes_with_the_codes_of_both_phones(base_url, page, owner, keep):
	browser = cabinet.logged_in(base_url, owner["user"], "en")
	page.context.add_cookies(
		[{"name": name, "value": value, "url": base_url} for name, value in browser.session.cookies.items()]
	)
	page.set_viewport_size(PHONE_WIDTH)
	page.goto("/cabinet/messages?lang=en")
	photograph(page, keep("messages-390.png"), full_page=True)
	page.get_by_role("link", name="Change the number").click()
	photograph(page, keep("number-390.png"), full_page=True)
	page.fill("#phone", "12")
	page.get_by_role("button", name="Send the codes").click()
	assert text("phone_structure", "en") in page.locator(".summary").inner_text()
	page.fill("#phone", owner["new"])
	page.get_by_role("button", name="Send the codes").click()
	page.locator("#former_code").wait_for()
	photograph(page, keep("codes-390.png"), full_page=True)
	told = inside.run(SENT, person=owner["person"])
	assert set(told) == {owner["phone"], owner["new"]}
	page.fill("#former_code", told[owner["phone"]])
	page.fill("#new_code", "000000" if told[owner["new"]] != "000000" else "111111")
	page.get_by_role("button", name="Change the number").click()
	assert text("code_wrong", "en") in page.locator(".summary").inner_text()
	assert page.locator(".summary a").get_attribute("href") == "#new_code"
	photograph(page, keep("wrong-390.png"), full_page=True)
	page.fill("#former_code", told[owner["phone"]])
	page.fill("#new_code", told[owner["new"]])
	page.get_by_role("button", name="Change the number").click()
	expect(page).to_have_url(re.compile(r"\?changed=1$"))
	assert owner["new"][-2:] in page.locator(".lead").inner_text()
	page.set_viewport_size({"width": 1280, "height": 900})
	photograph(page, keep("changed.png"), full_page=True)
	stored = "answer = frappe.db.get_value('Person', given['person'], 'phone')"
	assert inside.run(stored, person=owner["person"]) == owner["new"]


@pytest.mark.full
def test_another_browser_of_the_user_is_out_after_the_change(base_url, owner):
	here, there = (cabinet.logged_in(base_url, owner["user"], "en") for _ in range(2))
	here.get(HERE)
	asked = here.post(HERE, {"action": "send", "phone": owner["new"]})
	hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', asked.text))
	told = inside.run(SENT, person=owner["person"])
	codes = {"former_code": told[owner["phone"]], "new_code": told[owner["new"]]}
	changed = here.post(HERE, {**hidden, **codes, "action": "confirm"})
	assert changed.url.endswith(f"{HERE}?changed=1")
	assert "/cabinet/login" in there.get(HERE).url


@pytest.mark.full
def test_a_number_of_somebody_else_is_answered_like_any_other(base_url, owner):
	known = inside.candidate()["phone"]
	browser = cabinet.logged_in(base_url, owner["user"], "en")
	browser.get(HERE)
	pages = []
	for number in (owner["new"], known):
		answer = browser.post(HERE, {"action": "send", "phone": number})
		assert answer.status_code == 200
		pages.append(
			re.sub(r'name="(csrf_token|change|phone|new)" value="[^"]*"|\+998[\d *]+', "", answer.text)
		)
	assert pages[0] == pages[1]
