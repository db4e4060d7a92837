"""A login given back in the browser: opened in the Desk, signed by another, used on a phone; the texts fit, in both languages."""

import re

import pytest
import requests
from factories import cabinet, inside
from factories.look import photograph
from factories.recoveries import ADMINISTRATOR, PASSWORD, REASON
from playwright.sync_api import expect

pytestmark = pytest.mark.web
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
STAFF = """
from factories import recoveries
from esaylov.framework.requests import limits
from frappe.utils.password import update_password
limits.clear("recovery", recoveries.ADMINISTRATOR)
answer = recoveries.staff()
update_password(answer, given["password"])
"""
SIGNED = """
from factories import recoveries
recoveries.confirmed(given["change"])
answer = recoveries.code(given["change"])
frappe.set_user("Administrator")
"""


@pytest.fixture
def staff() -> str:
	return inside.run(STAFF, password=cabinet.PASSWORD)


def cookies(base_url: str, user: str) -> list[dict[str, str]]:
	"""Those of a login by password."""
	answer = requests.post(
		f"{base_url}/api/method/login", data={"usr": user, "pwd": cabinet.PASSWORD}, timeout=60
	)
	assert answer.ok
	held = answer.cookies.get_dict().items()
	return [{"name": name, "value": value, "url": base_url} for name, value in held if value]


@pytest.mark.full
def test_two_administrators_give_a_login_back_and_its_owner_sets_a_password(
	base_url, browser, page, staff, keep
):
	page.set_default_timeout(60_000)
	page.context.add_cookies(cookies(base_url, ADMINISTRATOR))
	page.set_viewport_size(DESK)
	page.goto("/app/configuration-change")
	page.locator(
		"button:visible", has_text=re.compile("Kirishni tiklash|Recover the Login|Восстановить вход")
	).first.click()
	page.locator(".modal.show [data-fieldname=user] input").fill(staff)
	page.locator(".modal.show textarea").fill(REASON)
	photograph(page, keep("open-1280-uz.png"))
	page.locator(".modal.show .btn-primary:visible").click()
	page.wait_for_function(
		"() => cur_frm?.doctype === 'Configuration Change' && cur_frm.doc.action === 'Recover'"
	)
	change = page.evaluate("cur_frm.doc.name")
	expect(page.locator("[data-fieldname=comparison]")).to_contain_text("SMS")
	photograph(page, keep("proposal-1280-uz.png"))
	page.set_viewport_size(PHONE)
	photograph(page, keep("proposal-390-uz.png"))

	context = browser.new_context(base_url=base_url, viewport=PHONE)
	own = context.new_page()
	own.set_default_timeout(120_000)
	context.add_cookies(cookies(base_url, staff))
	own.goto("/cabinet/logins?lang=uz")
	expect(own.locator("button[value=stop_recovery]")).to_be_visible()
	photograph(own, keep("owner-390-uz.png"), full_page=True)

	code = inside.run(SIGNED, change=change)
	own.goto("/cabinet/logins")
	expect(own.locator("#usr")).to_have_count(1)  # all sessions have ended: the page to log in
	own.goto("/cabinet/recovery?lang=ru")
	own.fill("#code", code)
	own.fill("#password", PASSWORD)
	own.fill("#again", "boshqa")
	own.locator("main form button").click()
	expect(own.locator(".summary")).to_be_visible()
	photograph(own, keep("recovery-390-ru.png"), full_page=True)
	own.fill("#password", PASSWORD)
	own.fill("#again", PASSWORD)
	own.locator("main form button").click()
	expect(own.locator("[data-add]")).to_be_visible()
	photograph(own, keep("afterwards-390-ru.png"), full_page=True)
	context.close()
	again = requests.post(
		f"{base_url}/cabinet/recovery",
		data={"code": code, "password": PASSWORD, "again": PASSWORD},
		timeout=60,
	)
	assert again.status_code == 422
