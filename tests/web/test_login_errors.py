"""What goes wrong at a login by code and by E-IMZO, each said in its own words on the page one can go on from."""

import base64
import re
import secrets
import threading
from collections.abc import Iterator
from functools import partial
from html import unescape

import pytest
from factories import cabinet, inside
from factories.look import photograph
from factories.profile import few
from fakes import eimzo as fake
from test_cabinet import signed_by
from test_login_pages import ENTERED, PHONE_WIDTH, code_sent, said

from esaylov.core.texts import text

pytestmark = pytest.mark.web
WRONG_BEFORE_A_NEW_CODE = 5
CODES_OF_A_PHONE = 5


@pytest.fixture
def candidate():
	return inside.candidate()


@pytest.fixture(autouse=True)
def elsewhere(page):
	"""An address that no other test asked from: what is counted for an address is counted for this test alone."""
	page.set_extra_http_headers(
		{"X-Forwarded-For": f"2001:db8:{secrets.token_hex(2)}:{secrets.token_hex(2)}::1"}
	)


class TestSmsCode:
	def ask(self, page, phone: str) -> None:
		page.goto("/cabinet/login/code")
		page.fill("#phone", phone)
		self.press(page, "send")

	def enter(self, page, code: str) -> None:
		page.fill("#code", code)
		self.press(page, "enter")

	def press(self, page, action: str) -> None:
		"""Press a button of the form, and see the page that answers: the one before may say the same."""
		with page.expect_navigation():
			page.click(f"button[value={action}]")

	@pytest.mark.full
	def test_a_code_over_its_time_and_a_used_one(self, page, context, candidate, keep):
		self.ask(page, candidate["phone"])
		code = code_sent(candidate["person"])
		inside.run(
			"row = frappe.get_last_doc('SMS Message', {'receiver_person': given['person']}).reference_name\n"
			"frappe.db.set_value('One-time Code', row, 'expires_at', '2020-01-01 00:00:00')",
			person=candidate["person"],
		)
		self.enter(page, code)
		assert text("code_expired", "uz") in said(page)
		page.set_viewport_size(PHONE_WIDTH)
		photograph(page, keep("expired-390.png"), full_page=True)
		self.press(page, "send")
		page.locator(".note[role=status]").wait_for()
		new = code_sent(candidate["person"], 2)
		self.enter(page, new)
		page.wait_for_url(ENTERED)
		context.clear_cookies()
		self.ask(page, candidate["phone"])
		code_sent(candidate["person"], 3)
		self.enter(page, new)
		assert text("code_wrong", "uz") in said(page)

	@pytest.mark.full
	def test_too_many_tries_lead_to_a_longer_code_and_lock_nobody(self, page, candidate, keep):
		self.ask(page, candidate["phone"])
		code = code_sent(candidate["person"])
		wrong = f"{(int(code) + 1) % 10**6:06d}"
		for _ in range(WRONG_BEFORE_A_NEW_CODE):
			self.enter(page, wrong)
			assert text("code_wrong", "uz") in said(page)
		self.enter(page, code)
		assert text("code_tries", "uz") in said(page)
		self.press(page, "send")
		code_sent(candidate["person"], 2)
		for _ in range(WRONG_BEFORE_A_NEW_CODE):
			self.enter(page, wrong)
		assert text("code_tries", "uz") in said(page)
		photograph(page, keep("tries.png"), full_page=True)
		assert page.request.get("/cabinet", max_redirects=0).status == 303
		self.press(page, "send")
		longer = code_sent(candidate["person"], 3)
		assert len(longer) == 8
		self.enter(page, longer)
		page.wait_for_url(ENTERED)

	@pytest.mark.full
	def test_codes_asked_for_by_a_stranger_end_none(self, page, context, candidate):
		self.ask(page, candidate["phone"])
		code = code_sent(candidate["person"])
		for _ in range(CODES_OF_A_PHONE + 2):
			self.ask(page, candidate["phone"])
			page.locator("#code").wait_for()
		context.clear_cookies()
		self.enter(page, code)
		page.wait_for_url(ENTERED)


SETTINGS = "E-IMZO Settings"


def configured(**values) -> None:
	inside.run(
		"from esaylov.framework.guarded_steps import SETTING_UP\n"
		f"settings = frappe.get_doc('{SETTINGS}')\nsettings.update(given['values'])\n"
		"with SETTING_UP.writing():\n\tsettings.save()",
		values=values,
	)


@pytest.fixture(scope="module")
def server() -> Iterator[fake.State]:
	"""An e-imzo-server of our own that the site asks; `faults` and `signer` say what goes wrong."""
	made, state = fake.server()
	thread = threading.Thread(target=made.serve_forever, args=(0.02,), daemon=True)
	thread.start()
	address = f"http://127.0.0.1:{made.server_address[1]}"
	before = inside.run(
		f"answer = frappe.get_doc('{SETTINGS}').as_dict(convert_dates_to_str=True)\n"
		"answer = {key: answer.get(key) for key in ('is_enabled', 'address', 'site_host', 'timeout_seconds')}"
	)
	configured(is_enabled=1, address=address, site_host="saylov.example", timeout_seconds=60)
	yield state
	configured(**before)
	made.shutdown()
	made.server_close()
	thread.join()


@pytest.fixture
def faultless(server):
	"""The server, which says yes to everything until told otherwise."""
	yield server
	server.faults.clear()
	server.signer, server.subject, server.document = {}, {}, None


class TestNationalSignature:
	def posted(self, base_url: str, local: str = "party") -> tuple[int, str, str]:
		"""Log in by a signature of the national algorithms: status, address and page."""
		browser = cabinet.guest(base_url)
		browser.session.headers["X-Forwarded-For"] = "198.51.100.251"
		html = browser.get("/cabinet/login/eds").text
		challenge = re.search(r'name="challenge" value="([^"]+)"', html)[1]
		payload = base64.b64decode(re.search(r'data-payload value="([^"]+)"', html)[1])
		container = base64.b64encode(fake.national(signed_by(local, payload))).decode()
		answer = browser.post("/cabinet/login/eds", {"challenge": challenge, "signature": container})
		return answer.status_code, answer.url, unescape(answer.text)

	def test_its_holder_comes_in(self, base_url, faultless):
		status, url, _ = self.posted(base_url)
		assert (status, url) == (200, f"{base_url}/cabinet")

	@pytest.mark.parametrize(
		("fault", "code"),
		few(
			[
				(-1, "eimzo_status_unknown"),
				(-5, "eimzo_clock"),
				(-10, "eimzo_signature"),
				(-11, "eimzo_certificate"),
				(-12, "eimzo_certificate_then"),
				(-20, "eimzo_stamp_unknown"),
				(-21, "eimzo_stamp"),
				(-22, "eimzo_stamp"),
				(-23, "eimzo_stamp"),
				(0, "eimzo_bad_answer"),
				(400, "eimzo_signature"),
				(503, "eimzo_unreachable"),
				("html", "eimzo_bad_answer"),
				("slow", "eimzo_unreachable"),
			],
			lambda case: case[0] in (-5, -10, 503, "html", "slow"),
		),
	)
	def test_every_status_is_said_in_words_and_lets_nobody_in(
		self, base_url, faultless, request, fault, code
	):
		faultless.faults[fake.VERIFY] = fault
		if fault == "slow":
			request.addfinalizer(partial(configured, timeout_seconds=60))
			configured(timeout_seconds=1)
		status, url, html = self.posted(base_url)
		assert (status, url) == (422, f"{base_url}/cabinet/login/eds")
		assert text(code, "uz") in html

	def test_a_revoked_certificate(self, base_url, faultless):
		faultless.signer = {"revokedStatusInfo": {"reason": "made up"}}
		assert text("certificate_revoked", "uz") in self.posted(base_url)[2]

	def test_a_holder_whom_nobody_knows(self, base_url, faultless):
		faultless.subject = {fake.PINFL: "10101800000009"}
		assert text("login_no_right", "uz") in self.posted(base_url)[2]

	@pytest.mark.full
	def test_in_the_browser_the_box_says_it_above_the_form(self, page, faultless, keep):
		faultless.faults[fake.VERIFY] = -5
		page.set_viewport_size(PHONE_WIDTH)
		page.goto("/cabinet/login/eds")
		payload = base64.b64decode(page.locator("[data-payload]").get_attribute("value"))
		container = base64.b64encode(fake.national(signed_by("party", payload))).decode()
		page.evaluate(
			"""(signature) => { const form = document.querySelector("form[data-sign]");
			form.elements.signature.value = signature; form.submit(); }""",
			container,
		)
		page.locator(".summary:visible", has_text=text("eimzo_clock", "uz")).wait_for()
		photograph(page, keep("clock-390.png"), full_page=True)
		assert page.locator("[data-payload]").get_attribute("value") != base64.b64encode(payload).decode()
