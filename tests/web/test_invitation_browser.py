"""A member who was invited by SMS, in the browser: number, code and password on a phone, then logged in; from then on by the number."""

import pytest
import requests
from factories import inside
from factories.invitations import PASSWORD
from factories.look import photograph
from playwright.sync_api import expect

pytestmark = pytest.mark.web
PHONE, WIDE = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
INVITED = """
from factories import invitations
(row,) = invitations.invited()
answer = {"phone": row["phone"], "code": invitations.code(row)}
"""


@pytest.mark.full
def test_a_member_sets_the_password_on_a_phone_and_logs_in_by_the_number(base_url, browser, keep):
	invited = inside.run(INVITED)
	context = browser.new_context(base_url=base_url, viewport=PHONE)
	page = context.new_page()
	page.set_default_timeout(60_000)
	page.goto("/cabinet/login?lang=uz")
	assert page.locator("a[href='/cabinet/invite']").count() == 1
	page.goto("/cabinet/invite?lang=uz")
	page.fill("#phone", invited["phone"])
	page.fill("#code", invited["code"])
	page.fill("#password", PASSWORD)
	page.fill("#again", "boshqa")
	page.locator("main form button").click()
	expect(page.locator(".summary")).to_be_visible()
	photograph(page, keep("invite-390-uz.png"), full_page=True)
	page.fill("#password", PASSWORD)
	page.fill("#again", PASSWORD)
	page.locator("main form button").click()
	expect(page.locator("[data-add]")).to_be_visible()
	photograph(page, keep("afterwards-390-uz.png"), full_page=True)
	context.close()
	form = {"usr": invited["phone"], "pwd": PASSWORD}
	answer = requests.post(f"{base_url}/cabinet/login", data=form, allow_redirects=False, timeout=60)
	assert answer.status_code == 303
	wrong = requests.post(f"{base_url}/cabinet/login", data={**form, "pwd": "boshqa"}, timeout=60)
	assert wrong.status_code == 401


def test_the_page_says_the_same_to_whoever_guesses(base_url):
	answers = [
		requests.post(
			f"{base_url}/cabinet/invite?lang=en",
			data={
				"phone": phone,
				"code": code,
				"password": PASSWORD,
				"again": PASSWORD,
			},
			timeout=60,
		)
		for phone, code in (("+998901234567", "1" * 16), ("<b>", ""), ("", "x" * 128))
	]
	assert {answer.status_code for answer in answers} == {422}
	assert all("<b>" not in answer.text.partition("<main")[2].partition("</main>")[0] for answer in answers)
	said = {answer.text.partition('class="summary"')[2].partition("</div>")[0] for answer in answers}
	assert len(said) == 1


@pytest.mark.parametrize("path", ["invite", "recovery"])
def test_what_is_wrong_stands_at_its_field_on_both_pages_and_no_password_comes_back(base_url, path):
	form = {
		"phone": "+998901234567",
		"code": "1234 5678",
		"password": "birinchi-parol",
		"again": "ikkinchi-parol",
	}
	for typed, field in ((form, "again"), ({**form, "again": form["password"]}, "code")):
		answer = requests.post(f"{base_url}/cabinet/{path}?lang=uz", data=typed, timeout=60)
		main = answer.text.partition("<main")[2]
		assert answer.status_code == 422
		assert f'href="#{field}"' in main
		assert main.count('aria-invalid="true"') == 1
		assert 'value="1234 5678"' in main
		assert ('value="+998901234567"' in main) is (path == "invite")
		assert not {form[name] for name in ("password", "again") if form[name] in main}


@pytest.mark.full  # pictures; the path itself stands above
@pytest.mark.parametrize(("language", "size"), [("ru", PHONE), ("uz", WIDE), ("ru", WIDE)])
def test_the_page_fits(base_url, browser, keep, language, size):
	context = browser.new_context(base_url=base_url, viewport=size)
	page = context.new_page()
	page.goto(f"/cabinet/invite?lang={language}")
	photograph(page, keep(f"invite-{size['width']}-{language}.png"), full_page=True)
	assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
	context.close()
