"""Logging in with a browser: through OneID, by signature, by SMS code; what goes wrong is said, and how to mend it."""

import re
from html import unescape
from urllib.parse import unquote

import pytest
import requests
from factories import cabinet, inside, waiting
from factories.look import photograph
from factories.profile import few
from fakes.eimzo_plugin import Plugin
from playwright.sync_api import expect

from esaylov.core.texts import text

pytestmark = pytest.mark.web

PHONE_WIDTH = {"width": 390, "height": 844}
ENTERED = re.compile(r"/cabinet$")


def said(page) -> str:
	"""What the box of problems says."""
	box = page.locator(".summary:visible")
	box.wait_for()
	return box.inner_text()


@pytest.fixture
def candidate():
	return inside.candidate()


def code_sent(person: str, count: int = 1) -> str:
	"""The newest code, once the worker has sent so many."""
	return waiting.until(lambda: inside.codes_of(person)[count - 1 :])[-1]


class TestOneId:
	def at_oneid(self, page, who: str, method: str = "PKCSMETHOD", fault: str = "", after: str = "") -> None:
		page.goto(f"/cabinet/login?next={after or '/cabinet'}")
		page.get_by_role("link", name="OneID").click()
		page.select_option("select[name=who]", who)
		page.select_option("select[name=method]", method)
		page.select_option("select[name=fault]", fault)
		page.get_by_role("button").click()

	def by_http(
		self,
		session: requests.Session,
		base_url: str,
		who: str,
		method: str,
		fault: str = "",
		after: str = "",
	) -> requests.Response:
		"""The page at the end of the same way without a browser: a choice at OneID, which is a form of GET."""
		session.headers["Accept-Language"] = "uz-UZ"
		door = f"{base_url}/api/method/esaylov.api.login.oneid_start"
		start = session.get(door, params={"after": after} if after else {}, allow_redirects=False, timeout=60)
		chosen = {"who": who, "method": method, "fault": fault}
		return session.get(start.headers["Location"], params=chosen, timeout=120)

	def test_a_representative_comes_in_and_where_they_wanted_to(self, page, base_url, keep):
		page.goto("/cabinet/login")
		photograph(page, keep("login.png"), full_page=True)
		page.set_viewport_size(PHONE_WIDTH)
		photograph(page, keep("login-390.png"), full_page=True)
		self.at_oneid(page, "party", after="/cabinet/new/A56")
		expect(page).to_have_url(f"{base_url}/cabinet/new/A56")
		photograph(page, keep("in-390.png"), full_page=True)

	@pytest.mark.parametrize(
		("who", "method", "fault", "code"),
		[
			("party", "PKCSMETHOD", "cancelled", "oneid_cancelled"),
			("party", "PKCSMETHOD", "state", "oneid_state"),
			("party", "PKCSMETHOD", "code", "oneid_code"),
			("party", "PKCSMETHOD", "html", "oneid_bad_answer"),
			pytest.param("party", "PKCSMETHOD", "slow", "oneid_unreachable", marks=pytest.mark.full),
			("party", "PKCSMETHOD", "broken", "oneid_unreachable"),
			("party", "PKCSMETHOD", "ret_cd", "oneid_refused"),
			("party", "PKCSMETHOD", "not_valid", "oneid_not_confirmed"),
			("party", "PKCSMETHOD", "no_pin", "oneid_no_pinfl"),
			("party", "LEPKCSMETHOD", "organization", "oneid_organization"),
			("party", "LOGINPASSMETHOD", "", "oneid_method"),
			("party", "MOBILEMETHOD", "", "oneid_method"),
			("stranger", "PKCSMETHOD", "", "login_no_right"),
			("stranger", "LEPKCSMETHOD", "not_head", "login_no_right"),
		],
	)
	def test_each_error_says_how_to_mend_it(self, base_url, who, method, fault, code):
		session = requests.Session()
		answer = self.by_http(session, base_url, who, method, fault)
		assert text(code, "uz") in unescape(answer.text)
		inside = session.get(f"{base_url}/cabinet", allow_redirects=False, timeout=60)
		assert inside.status_code == 303

	def test_an_error_stands_in_the_box_of_problems(self, page):
		self.at_oneid(page, "party", fault="cancelled")
		assert text("oneid_cancelled", "uz") in said(page)
		assert page.request.get("/cabinet", max_redirects=0).status == 303

	def test_a_state_serves_once_and_only_in_its_browser(self, base_url):
		ours, theirs = requests.Session(), requests.Session()
		start = ours.get(
			f"{base_url}/api/method/esaylov.api.login.oneid_start", allow_redirects=False, timeout=60
		)
		chosen = ours.get(
			f"{start.headers['Location']}&who=party&method=PKCSMETHOD&fault=",
			allow_redirects=False,
			timeout=60,
		)
		back = chosen.headers["Location"]
		theirs.get(f"{base_url}/api/method/esaylov.api.login.oneid_start", allow_redirects=False, timeout=60)
		stolen = theirs.get(back, allow_redirects=False, timeout=60)
		assert stolen.headers["Location"].endswith("problem=oneid_state")
		again = ours.get(back, allow_redirects=False, timeout=60)
		assert again.headers["Location"].endswith("problem=oneid_state")
		assert not any(
			cookie.name == "sid" and cookie.value != "Guest" for cookie in [*ours.cookies, *theirs.cookies]
		)

	def test_the_session_is_a_new_one(self, context, page, base_url):
		page.goto("/cabinet/login")
		chosen = {"name": "sid", "value": "chosen-by-another", "url": f"{base_url}/"}
		context.add_cookies([chosen])
		self.at_oneid(page, "party")
		page.wait_for_url(ENTERED)
		sid = next(cookie["value"] for cookie in context.cookies() if cookie["name"] == "sid")
		assert sid not in ("chosen-by-another", "Guest")

	@pytest.mark.full
	def test_who_was_in_before_is_out(self, context, page):
		self.at_oneid(page, "party")
		page.wait_for_url(ENTERED)
		first = {cookie["name"]: cookie["value"] for cookie in context.cookies()}
		page.goto("/api/method/esaylov.api.login.oneid_start")
		page.select_option("select[name=who]", "rival")
		page.get_by_role("button").click()
		page.wait_for_url(ENTERED)
		second = {cookie["name"]: cookie["value"] for cookie in context.cookies()}
		assert unquote(second["user_id"]) == cabinet.RIVAL
		assert second["sid"] != first["sid"]
		old = requests.get(page.url, cookies={"sid": first["sid"]}, allow_redirects=False, timeout=60)
		assert old.status_code == 303

	@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "/app"])
	def test_it_leads_nowhere_but_into_the_cabinet(self, base_url, address):
		answer = self.by_http(requests.Session(), base_url, "party", "PKCSMETHOD", after=address)
		assert (answer.status_code, answer.url) == (200, f"{base_url}/cabinet")

	def test_the_address_of_the_page_says_only_what_is_ours(self, base_url):
		answer = cabinet.guest(base_url).get("/cabinet/login?problem=<script>alert(1)</script>")
		assert "alert(1)" not in answer.text.replace("%3Cscript%3E", "")
		assert "summary" not in re.findall(r'class="(summary)"', answer.text)

	@pytest.mark.full
	def test_the_head_that_oneid_names_becomes_a_representative(self, page):
		self.at_oneid(page, "new_head", "LEPKCSMETHOD")
		page.wait_for_url(ENTERED)
		rows = inside.run(
			"answer = frappe.get_all('Body Representative', {'tin': '900000001', 'is_head': 1, 'person_name': ['like', 'Yangiyev%']}, ['may_delegate', 'body'])"
		)
		assert [row["may_delegate"] for row in rows] == [1]

	def test_logging_out_ends_it_there_too(self, page):
		self.at_oneid(page, "party")
		page.wait_for_url(ENTERED)
		page.locator("form[action='/cabinet/logout'] button").first.click()
		page.wait_for_url(re.compile(r"/cabinet/login$"))
		assert page.request.get("/cabinet", max_redirects=0).status == 303


class TestSmsCode:
	def ask(self, page, phone: str) -> None:
		page.goto("/cabinet/login")
		page.locator("a.button[href^='/cabinet/login/code']").click()
		page.fill("#phone", phone)
		page.click("button[value=send]")

	def test_a_candidate_comes_in(self, page, candidate, keep):
		page.set_viewport_size(PHONE_WIDTH)
		self.ask(page, candidate["phone"])
		photograph(page, keep("code-390.png"), full_page=True)
		page.fill("#code", code_sent(candidate["person"]))
		page.click("button[value=enter]")
		page.wait_for_url(ENTERED)
		photograph(page, keep("in-390.png"), full_page=True)

	@pytest.mark.full  # the same form as with script, whose answers test_the_endpoints_answer_the_same reads
	def test_it_works_without_script(self, browser, base_url, candidate):
		context = browser.new_context(base_url=base_url, java_script_enabled=False, locale="uz-UZ")
		page = context.new_page()
		self.ask(page, candidate["phone"])
		page.fill("#code", code_sent(candidate["person"]))
		page.click("button[value=enter]")
		page.wait_for_url(ENTERED)
		context.close()

	def test_a_wrong_code_and_a_wrong_number_say_how_to_mend_it(self, page, candidate, keep):
		self.ask(page, "12345")
		assert text("phone_structure", "uz") in said(page)
		self.ask(page, candidate["phone"])
		code = code_sent(candidate["person"])
		page.fill("#code", f"{(int(code) + 1) % 10**6:06d}")
		page.click("button[value=enter]")
		assert text("code_wrong", "uz") in said(page)
		photograph(page, keep("wrong.png"), full_page=True)
		page.fill("#code", code)
		page.click("button[value=enter]")
		page.wait_for_url(ENTERED)

	def test_known_and_unknown_numbers_get_the_same_page(self, base_url, candidate):
		pages = []
		for phone in (candidate["phone"], "+998991112200"):
			answer = cabinet.guest(base_url).post("/cabinet/login/code", {"phone": phone, "action": "send"})
			short = f"+998 {phone[4:6]} *** ** {phone[-2:]}"
			pages.append((answer.status_code, answer.text.replace(phone, "PHONE").replace(short, "SHORT")))
		assert pages[0] == pages[1]

	def test_the_endpoints_answer_the_same(self, base_url, candidate):
		session = requests.Session()
		answers = [
			session.post(
				f"{base_url}/api/method/esaylov.api.login.sms_request", json={"phone": phone}, timeout=60
			)
			for phone in (candidate["phone"], "+998991112201")
		]
		assert [answer.json() for answer in answers] == [{"message": {"minutes": 5}}] * 2
		assert len({tuple(sorted(answer.headers)) for answer in answers}) == 1

	def test_another_site_cannot_post_here(self, base_url):
		answer = requests.post(
			f"{base_url}/api/method/esaylov.api.login.sms_confirm",
			json={"phone": "+998991112202", "code": "000000"},
			headers={"Origin": "https://evil.example"},
			timeout=60,
		)
		assert (answer.status_code, answer.json()["error"]["code"]) == (403, "not_permitted")


class TestSignature:
	def test_a_key_file_lets_its_holder_in(self, page, keep):
		page.goto("/cabinet/login/eds?next=/cabinet/new/A56")
		photograph(page, keep("eds.png"), full_page=True)
		page.set_input_files("#p12", cabinet.key_file("party"))
		page.fill("#p12-password", cabinet.PASSWORD)
		page.get_by_role("button", name="Imzolab kirish").click()
		page.wait_for_url(re.compile(r"/cabinet/new/A56$"))

	def test_a_wrong_password_is_told_before_anything_is_sent(self, page, keep):
		page.set_viewport_size(PHONE_WIDTH)
		page.goto("/cabinet/login/eds")
		page.set_input_files("#p12", cabinet.key_file("party"))
		page.fill("#p12-password", "wrong")
		page.get_by_role("button", name="Imzolab kirish").click()
		page.locator("[data-sign-message]", has_text="parol").wait_for()
		photograph(page, keep("wrong-390.png"), full_page=True)

	@pytest.mark.full
	def test_who_presses_before_the_signing_part_has_come_signs_when_it_comes(self, page):
		held = []
		page.route(
			"**/signing.bundle*", lambda route: held.append(route)
		)  # playwright takes no method of a list
		page.goto("/cabinet/login/eds", wait_until="commit")
		page.set_input_files("#p12", cabinet.key_file("party"))
		page.fill("#p12-password", cabinet.PASSWORD)
		page.locator("[data-eimzo-list]").wait_for()  # the page's own script is at work
		page.get_by_role("button", name="Imzolab kirish").click()
		page.locator("button[type=submit][aria-disabled=true]").wait_for()
		held[0].continue_()
		page.wait_for_url(ENTERED)

	def test_a_signature_of_another_page_is_refused(self, base_url):
		browser = cabinet.guest(base_url)
		answer = browser.post("/cabinet/login/eds", {"challenge": "made-up", "signature": "AA=="})
		assert answer.status_code == 401
		assert text("login_challenge", "uz") in unescape(answer.text)


class TestEimzo:
	"""The program on the user's machine, played by `fakes.eimzo_plugin`, which signs by Oʻz DSt."""

	@pytest.fixture
	def program(self, page):
		"""`program("party")`: keys of that login; see `Plugin` for what goes wrong."""

		def start(local: str, how: str = "", domain: str = "127.0.0.1") -> None:
			plugin = Plugin(cabinet.national_key_file(local), how, domain)
			page.route_web_socket(
				re.compile(r"wss://127\.0\.0\.1:64443/"),
				lambda socket: socket.on_message(lambda message: socket.send(plugin.answer(message))),
			)

		return start

	def test_its_key_lets_its_holder_in(self, page, program, keep):
		program("party")
		page.goto("/cabinet/login/eds")
		page.click("[data-eimzo-list]")
		page.wait_for_selector("#eimzo-key:visible")
		expect(page.locator("#eimzo-key option")).to_have_text(
			["anvarov anvar · kalit fayli · 31.12.2099 gacha", "BAIK-token"]
		)
		photograph(page, keep("eimzo.png"), full_page=True)
		page.click("[data-eimzo-sign]")
		page.wait_for_url(ENTERED)

	@pytest.mark.parametrize(
		("how", "named"),
		few(
			[
				("card", "ID-karta yoki USB-token"),
				("early", "anvarov anvar · USB-token · 31.12.2099 gacha"),
				("empty", "BAIK-token"),
				("unread", "anvarov anvar · kalit fayli · 31.12.2099 gacha"),
			],
			lambda case: case[0] in ("card", "unread"),
		),
	)
	def test_an_id_card_or_a_token_lets_its_holder_in(self, page, program, how, named):
		program("party", how)
		page.goto("/cabinet/login/eds")
		page.click("[data-eimzo-list]")
		page.select_option("#eimzo-key", label=named)
		page.click("[data-eimzo-sign]")
		page.wait_for_url(ENTERED)

	def test_who_came_in_by_it_signs_an_appeal_with_it(self, page, program, base_url):
		party = cabinet.logged_in(base_url, cabinet.PARTY)
		draft = cabinet.new_draft(party)
		files = {"a.party_decision": ("qaror.pdf", cabinet.PDF, "application/pdf")}
		party.post(f"{draft}/form", cabinet.typed([cabinet.person(471)], action="next"), files=files)
		program("party")
		page.goto("/cabinet/login/eds")
		self.sign(page)
		page.wait_for_url(ENTERED)
		page.goto(f"{draft}/sign")
		self.sign(page)
		page.wait_for_url(re.compile(r"/receipt$"))
		party.get("/cabinet")
		party.post(f"{draft}/withdraw")  # the next run files the same person

	def sign(self, page) -> None:
		page.click("[data-eimzo-list]")
		page.wait_for_selector("#eimzo-key:visible")
		page.click("[data-eimzo-sign]")

	@pytest.mark.parametrize(
		("how", "words"),
		few(
			[
				("empty", "kalit topilmadi"),
				("none", "E-IMZO topilmadi"),
				("old", "eskirgan"),
				("site", "ruxsat bermadi"),
				("broken", "imzolamadi. Kalitni tekshirib, qayta urinib koʻring. E-IMZO: java"),
				("password", "paroli notoʻgʻri"),
				("cancelled", "Parol kiritilmadi"),
				("ended", "muddati tugagan"),
				("pulled", "ulanmagan"),
			],
			lambda case: case[0] == "password",
		),
	)
	def test_what_goes_wrong_is_said(self, page, program, how, words):
		if how != "none":
			program("party", how, "saylov.example" if how == "site" else "127.0.0.1")
		page.goto("/cabinet/login/eds")
		page.click("[data-eimzo-list]")
		if how in ("broken", "password", "cancelled", "ended", "pulled"):
			page.wait_for_selector("#eimzo-key:visible")
			page.click("[data-eimzo-sign]")
		page.locator("[data-sign-message]", has_text=words).wait_for()


@pytest.mark.parametrize(
	("language", "words"),
	[("uz", "Kuzatuvchi va OAV vakillariga"), ("ru", "Наблюдателям и представителям СМИ")],
)
def test_observers_are_told_where_their_mandate_is(base_url, language, words):
	page = requests.get(f"{base_url}/cabinet/login", cookies={"preferred_language": language}, timeout=60)
	assert words in unescape(page.text)
	assert 'href="/verify"' in page.text
