"""The one door: Frappe's own address leads to it, each way stands there in the reader's language, and it leads on to what is theirs."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
import requests
from factories import cabinet, inside
from factories.look import photograph
from factories.profile import few
from playwright.sync_api import Page, expect

from esaylov.portal.texts import Texts

pytestmark = pytest.mark.web
DOOR = "/cabinet/login"
DESK = re.compile(r"/(desk|app)\b")
STAFF = """
from factories import settled
from frappe.utils.password import update_password
from esaylov.identity.logins import second_factor
user = frappe.get_doc(doctype='User', email=f"door-{codes.phone()}@esaylov.example", first_name='Xodim',
	send_welcome_email=0).insert(ignore_permissions=True)
settled.given(user, 'Election Administrator')
update_password(user.name, given['password'])
answer = (user.name, second_factor.enrol(user.name))
"""
SWITCH = """
settings = frappe.get_doc('System Settings')
settings.enable_two_factor_auth = given['on']
settings.flags.ignore_mandatory = True
from factories import settled
settled.saved(settings)
if not given['on']:
	from frappe.twofactor import toggle_two_factor_auth
	toggle_two_factor_auth(False, roles=['All'])
"""


def led(base_url: str, address: str = "", **sent: str) -> tuple[str, dict[str, list[str]]]:
	"""Where Frappe's own address leads a guest: path and query."""
	query = {"redirect-to": address} if address else {}
	answer = requests.get(f"{base_url}/login", params=query, allow_redirects=False, timeout=60, **sent)
	assert answer.status_code == 303
	place = urlsplit(answer.headers["Location"])
	assert place.netloc == ""
	return place.path, parse_qs(place.query)


@pytest.fixture
def enrolled() -> Iterator[tuple[str, pyotp.TOTP]]:
	"""Staff whom the site asks for the code of an app, and the app."""
	user, address = inside.run(STAFF, password=cabinet.PASSWORD)
	inside.run(SWITCH, on=1)
	yield user, pyotp.parse_uri(address)
	inside.run(SWITCH, on=0)


@pytest.mark.parametrize(
	("wanted", "after"),
	[
		("", "/app"),
		("/app/appeal/A-1?x=1", "/app/appeal/A-1?x=1"),
		("/desk/commission-desk", "/desk/commission-desk"),
		("/cabinet/appeals", "/cabinet/appeals"),
		("https://evil.example/app", "/app"),
		("//evil.example", "/app"),
		("/app//evil.example", "/app"),
		("/\\evil.example", "/app"),
		("/application", "/app"),
		("/api/method/logout", "/app"),
		("javascript:alert(1)", "/app"),
	],
)
def test_the_address_of_the_framework_leads_to_the_door_and_keeps_where_to(base_url, wanted, after):
	assert led(base_url, wanted) == (DOOR, {"next": [after]})


@pytest.mark.parametrize("language", ["uz", "uz-Cyrl", "ru", "en"])
def test_every_way_stands_there_in_the_readers_language(base_url, language):
	cookies = {"preferred_language": language}
	html = unescape(requests.get(f"{base_url}/login", cookies=cookies, timeout=60).text)
	t = Texts(language)
	places = [html.index(t(f"login.{way}")) for way in ("title", "oneid", "eds", "sms", "staff", "forgot")]
	assert places == sorted(places)
	assert "Frappe" not in html
	assert "<details open>" in html, "who comes from the Desk sees the password's fields"


def test_the_door_at_each_size_and_in_each_script(page: Page, keep):
	for language, width in (("uz", 1280), ("ru", 390), ("uz-Cyrl", 390)):
		page.set_viewport_size({"width": width, "height": 844})
		page.goto(f"{DOOR}?next=/app/appeal&lang={language}")
		assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), language
		photograph(page, keep(f"door-{width}-{language}.png"), full_page=True)


def test_staff_come_in_without_script_and_to_where_they_wanted(browser, base_url):
	context = browser.new_context(base_url=base_url, java_script_enabled=False, locale="ru-RU")
	page = context.new_page()
	page.goto("/login?redirect-to=/cabinet/logins")
	page.fill("#usr", cabinet.CHAIR)
	page.fill("#pwd", "wrong")
	page.keyboard.press("Enter")
	expect(page.locator(".summary a")).to_have_text(Texts("ru")("login.wrong"))
	page.fill("#pwd", cabinet.PASSWORD)
	page.keyboard.press("Enter")
	page.wait_for_url(f"{base_url}/cabinet/logins")
	context.close()


@pytest.mark.parametrize(
	("user", "wanted", "home"),
	few(
		[
			(cabinet.CHAIR, "", "/app"),
			(cabinet.CHAIR, "/cabinet", "/app"),
			(cabinet.CHAIR, "/app/appeal", "/app/appeal"),
			(cabinet.PARTY, "/app/appeal", "/cabinet"),
			(cabinet.PARTY, "/cabinet/appeals", "/cabinet/appeals"),
		],
		lambda case: case[1] == "/app/appeal",
	),
)
def test_a_login_leads_to_what_its_user_has(base_url, user, wanted, home):
	form = {"usr": user, "pwd": cabinet.PASSWORD, "next": wanted}
	answer = requests.post(f"{base_url}{DOOR}", data=form, allow_redirects=False, timeout=60)
	assert (answer.status_code, answer.headers["Location"]) == (303, home)


@pytest.mark.full
def test_the_code_of_an_app_is_asked_in_the_same_place(browser, base_url, enrolled, keep):
	user, app = enrolled
	context = browser.new_context(base_url=base_url, java_script_enabled=False, locale="uz-UZ")
	page, t = context.new_page(), Texts("uz")
	page.goto("/login?redirect-to=/cabinet/logins")
	page.fill("#usr", user)
	page.fill("#pwd", cabinet.PASSWORD)
	page.keyboard.press("Enter")
	page.locator("#otp").wait_for()
	assert page.request.get("/cabinet", max_redirects=0).status == 303, "the password alone opens nothing"
	right = app.now()
	page.fill("#otp", f"{(int(right) + 1) % 10**6:06d}")
	page.keyboard.press("Enter")
	expect(page.locator(".summary a")).to_have_text(t("login.second_wrong"))
	page.set_viewport_size({"width": 390, "height": 844})
	photograph(page, keep("second-390-uz.png"), full_page=True)
	for _ in range(3):  # a code may end while it is typed
		page.fill("#otp", app.now())
		with page.expect_navigation():
			page.keyboard.press("Enter")
		if page.url == f"{base_url}/cabinet/logins":
			break
	assert page.url == f"{base_url}/cabinet/logins"
	context.close()


@pytest.mark.parametrize("pending", ["0123abcd", "x" * 500])
def test_a_try_that_has_ended_says_so(base_url, pending):
	form = {"tmp_id": pending, "otp": "123456"}
	headers = {"Accept-Language": "ru"}
	answer = requests.post(f"{base_url}{DOOR}", data=form, headers=headers, timeout=60)
	assert answer.status_code == 401
	assert Texts("ru")("login.second_expired") in unescape(answer.text)


def test_staff_come_in_by_oneid_and_to_where_they_wanted(page: Page):
	page.goto("/login?redirect-to=/app/appeal")
	page.get_by_role("link", name="OneID").click()
	page.select_option("select[name=who]", "chair")
	page.select_option("select[name=method]", "PKCSMETHOD")
	page.get_by_role("button").click()
	page.wait_for_url(re.compile(r"/(desk|app)/appeal\b"))
