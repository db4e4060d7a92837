"""Sessions and passwords: the second factor of staff without outgoing mail, how many sessions, how long, which cookies."""

import re
from collections.abc import Iterator
from http.cookies import SimpleCookie
from urllib.parse import parse_qs, urlsplit

import frappe
import pyotp
import pytest
import requests
from factories import cabinet, inside

pytestmark = pytest.mark.web
USER = "secretary@esaylov.example"
DEVICES = 2
"""Sessions of a User where several are denied: the framework's own default."""
DEVICE_TRIES = 12
"""More than a known device has in five minutes, and more than the framework forgives."""
WRONG = 6
"""Five in a row are forgiven (System Settings); the next one closes the login for five minutes."""
SETTING = """
settings = frappe.get_doc('System Settings')
settings.update(given['values'])
settings.flags.ignore_mandatory = True
from factories import settled
settled.saved(settings)
"""


def entered(base_url: str, **values: str) -> requests.Response:
	"""The framework's own login, as the Desk's page asks for it."""
	return requests.post(f"{base_url}/api/method/login", data=values, timeout=60)


def entered_code(base_url: str, app: pyotp.TOTP, tmp_id: str, later: int = 0) -> requests.Response:
	"""The answer to what the app shows, or to that and so much more, which came while the app still showed it.

	A code of the step before is refused (RFC 6238, 30 s): an answer that came later says nothing.
	"""
	while True:
		shown = app.now()
		answer = entered(base_url, tmp_id=tmp_id, otp=f"{(int(shown) + later) % 10**6:06d}")
		if answer.ok or app.now() == shown:
			return answer


def by_password(base_url: str) -> requests.Response:
	return entered(base_url, usr=USER, pwd=cabinet.PASSWORD)


def is_in(base_url: str, sid: str) -> bool:
	"""Whether a session still opens the cabinet."""
	answer = requests.get(f"{base_url}/cabinet", cookies={"sid": sid}, allow_redirects=False, timeout=60)
	return answer.status_code == 200


class TestSecondFactor:
	@pytest.fixture
	def uri(self) -> Iterator[str]:
		"""The switch is on, and the secretary was enrolled by the operator; all as before afterwards."""
		yield inside.run(
			SETTING
			+ "from esaylov.identity.logins import second_factor\nanswer = second_factor.enrol(given['user'])",
			values={"enable_two_factor_auth": 1, "two_factor_method": "OTP App"},
			user=USER,
		)
		inside.run(
			SETTING + "from frappe.twofactor import clear_default, toggle_two_factor_auth\n"
			"toggle_two_factor_auth(False, roles=['All'])\n"
			"[clear_default(given['user'] + ending) for ending in ('_otplogin', '_otpsecret')]",
			values={"enable_two_factor_auth": 0},
			user=USER,
		)

	def test_a_password_alone_opens_nothing_and_the_code_of_the_app_does(self, base_url, uri):
		assert uri.startswith("otpauth://totp/")
		first = by_password(base_url)
		assert first.json()["verification"] == {"method": "OTP App", "setup": True}
		assert not is_in(base_url, first.cookies.get("sid") or "Guest")
		app = pyotp.TOTP(parse_qs(urlsplit(uri).query)["secret"][0])
		assert entered_code(base_url, app, first.json()["tmp_id"], later=1).status_code == 401
		opened = entered_code(base_url, app, first.json()["tmp_id"])
		assert opened.status_code == 200
		assert is_in(base_url, opened.cookies["sid"])

		door = cabinet.guest(base_url)
		asked = door.post("/cabinet/login", {"usr": USER, "pwd": cabinet.PASSWORD})
		assert 'name="otp"' in asked.text
		assert not is_in(base_url, door.session.cookies.get("sid") or "Guest"), (
			"the door lets no password round the second factor"
		)

		browser = cabinet.guest(base_url)
		start = browser.get("/api/method/esaylov.api.login.oneid_start", allow_redirects=False)
		there = browser.get(
			f"{start.headers['Location']}&who=secretary&method=PKCSMETHOD&fault=", allow_redirects=False
		)
		browser.get(there.headers["Location"], allow_redirects=False)
		assert is_in(base_url, browser.session.cookies["sid"]), "OneID needs no second factor"


class TestSessions:
	@pytest.mark.full
	def test_where_several_are_denied_the_oldest_ends(self, base_url):
		inside.run(SETTING, values={"deny_multiple_sessions": 1})
		try:
			sids = [by_password(base_url).cookies["sid"] for _ in range(DEVICES + 1)]
			assert [is_in(base_url, sid) for sid in sids] == [False, True, True]
		finally:
			inside.run(SETTING, values={"deny_multiple_sessions": 0})

	def test_a_session_ends_with_the_working_day(self, base_url):
		assert inside.run("answer = frappe.get_system_settings('session_expiry')") == "12:00"
		cookie = cookies_of(by_password(base_url))["sid"]
		assert cookie["max-age"] == str(12 * 3600)

	def test_a_session_without_use_for_that_long_is_over(self, base_url):
		sid = by_password(base_url).cookies["sid"]
		assert is_in(base_url, sid)
		inside.run(
			"from frappe.utils import add_to_date, now_datetime\n"
			"data = frappe.cache.hget('session', given['sid'])\n"
			"data.data.last_updated = str(add_to_date(now_datetime(), hours=-13))\n"
			"frappe.cache.hset('session', given['sid'], data)\n",
			sid=sid,
		)
		assert not is_in(base_url, sid)

	@pytest.mark.parametrize("is_tls", [False, True])
	def test_no_script_reads_the_session_and_no_other_site_sends_it(self, base_url, is_tls):
		headers = {"X-Forwarded-Proto": "https"} if is_tls else {}
		answer = requests.post(
			f"{base_url}/api/method/login",
			data={"usr": USER, "pwd": cabinet.PASSWORD},
			headers=headers,
			timeout=60,
		)
		cookies = cookies_of(answer)
		assert {"sid", "esaylov_device"} <= set(cookies)
		for name in ("sid", "esaylov_device"):
			assert cookies[name]["httponly"], name
			assert cookies[name]["samesite"] == "Lax", name
			assert bool(cookies[name]["secure"]) is is_tls, name

	@pytest.fixture
	def tries(self) -> Iterator[None]:
		"""Forgets the wrong tries: the framework counts them by address too, and all tests come from the same one."""
		yield
		inside.run(
			"from esaylov.identity.logins import failed_passwords\n"
			"frappe.cache.delete_value(list(failed_passwords.FRAMEWORK))\n"
			"frappe.local.request_ip = '127.0.0.1'\n"
			"failed_passwords.forget_failures('', with_address=True)\n"
		)

	@pytest.mark.usefixtures("tries")
	@pytest.mark.full
	def test_a_password_is_locked_after_more_than_five_wrong_ones(self, base_url):
		user = inside.run(
			"person = frappe.get_doc('Person', codes.person())\n"
			"people.candidate(person)\n"
			"from esaylov.identity import persons\n"
			"answer = persons.user_for(person.name)\n"
			"from frappe.utils.password import update_password\n"
			"update_password(answer, 'Sinov-parol-2026')"
		)
		for _ in range(WRONG):
			assert entered(base_url, usr=user, pwd="wrong").status_code == 401
		locked = entered(base_url, usr=user, pwd="Sinov-parol-2026")
		assert not locked.ok  # the framework has no status of its own for this
		assert not re.search(r"sid=(?!Guest)\w", locked.headers.get("Set-Cookie", ""))
		page = cabinet.guest(base_url, "en").post("/cabinet/login", {"usr": user, "pwd": "Sinov-parol-2026"})
		assert page.status_code == 401  # as for a wrong password

	@pytest.mark.usefixtures("tries")
	@pytest.mark.skipif(
		frappe.__version__.startswith("15."), reason="Frappe 15 asks no app before it counts a wrong password"
	)
	def test_wrong_passwords_of_a_stranger_keep_no_known_device_out(self, base_url):
		user, word = inside.run(
			"person = frappe.get_doc('Person', codes.person())\n"
			"people.candidate(person)\n"
			"from esaylov.identity import persons\n"
			"user = persons.user_for(person.name)\n"
			"from frappe.utils.password import update_password\n"
			"update_password(user, 'Sinov-parol-2026')\n"
			"answer = [user, 'Sinov-parol-2026']"
		)
		device = {"esaylov_device": entered(base_url, usr=user, pwd=word).cookies["esaylov_device"]}
		away = {"X-Forwarded-For": "203.0.113.77"}

		def tried(pwd: str, **how: dict[str, str]) -> int:
			form = {"usr": user, "pwd": pwd}
			return requests.post(f"{base_url}/api/method/login", data=form, timeout=60, **how).status_code

		for _ in range(WRONG):
			assert tried("wrong", headers=away) == 401
		assert tried(word, headers=away) == 429, "closed for strangers at this address"
		assert tried(word, cookies=device, headers=away) == 200, "open for a device of the user there"
		assert tried(word, headers=away) == 429
		assert tried(word, headers={"X-Forwarded-For": "203.0.113.78"}) == 401, "the name is locked elsewhere"
		for _ in range(DEVICE_TRIES):
			tried("wrong", cookies=device)
		assert tried(word, cookies=device) != 200, "a stolen mark has a budget too"


def cookies_of(answer: requests.Response) -> SimpleCookie:
	"""The cookies that an answer sets, with their marks."""
	jar: SimpleCookie = SimpleCookie()
	for line in answer.raw.headers.getlist("Set-Cookie"):
		jar.load(line)
	return jar
