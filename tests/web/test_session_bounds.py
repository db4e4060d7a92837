"""A session ends a day after its login whatever is done in it, and over TLS it opens for the browser alone that logged in."""

import os
from functools import cache
from http.cookies import SimpleCookie
from typing import NamedTuple
from urllib.parse import urlsplit

import frappe
import frappe.realtime
import pytest
import requests
from factories import cabinet, inside, tls
from factories.listening import Listener

pytestmark = pytest.mark.web
SITE = os.environ.get("FRAPPE_SITE", "test.localhost")
USER = "secretary@esaylov.example"
COOKIE = "__Host-esaylov"
TLS = {"X-Forwarded-Proto": "https"}
METHOD = "/api/method"
HELD = """
import json
from frappe.utils import add_to_date, now_datetime
from esaylov.framework.requests import login_sessions
written = str if frappe.__version__.startswith('15.') else frappe.as_json
row = frappe.db.sql('select sessiondata from tabSessions where sid = %s', (given['sid'],))
# one that was read from the database is not put back into the memory by 15
cached = frappe.cache.hget('session', given['sid']) or {'data': frappe._dict(login_sessions.read(row[0][0]))}
facts = cached['data']
for name, hours in given['moments'].items():
	facts.pop(name, None)
	if hours is not None:
		facts[name] = str(add_to_date(now_datetime(), hours=-hours))
frappe.cache.hset('session', given['sid'], cached)
frappe.db.sql(
	'update tabSessions set sessiondata = %s, lastupdate = now() where sid = %s', (written(dict(facts)), given['sid'])
)
if given['forgotten']:
	frappe.cache.hdel('session', given['sid'])
"""
STANDS = "answer = bool(frappe.db.sql('select 1 from tabSessions where sid = %s', (given['sid'],)))"
FILE = """
frappe.set_user(given['user'])
name, content = 'frappe.realtime.get_user_info.txt', given['user'].encode()
file = frappe.get_doc(doctype='File', file_name=name, is_private=1, content=content).insert(ignore_permissions=True)
answer = [file.name, file.file_url]
"""
UNUSED = """
cached = frappe.cache.hget('session', given['sid'])
from frappe.utils import add_to_date, now_datetime
cached['data']['last_updated'] = str(add_to_date(now_datetime(), minutes=-30))
frappe.cache.hset('session', given['sid'], cached)
frappe.cache.hset('last_db_session_update', given['sid'], cached['data']['last_updated'])  # where 15 keeps it
frappe.db.sql('update tabSessions set lastupdate = %s where sid = %s', (cached['data']['last_updated'], given['sid']))
"""
IDLE = """
from frappe.utils import now_datetime, time_diff_in_seconds
((at,),) = frappe.db.sql('select lastupdate from tabSessions where sid = %s', (given['sid'],))
answer = time_diff_in_seconds(now_datetime(), at)
"""
READ = """
from esaylov.framework.requests import login_sessions
row = frappe.db.sql('select sessiondata from tabSessions where sid = %s', (given['sid'],))
answer = dict(login_sessions.read(row[0][0]))
"""


class Login(NamedTuple):
	"""What a browser was given."""

	sid: str
	own: str
	answer: requests.Response

	@property
	def whole(self) -> dict[str, str]:
		return {"sid": self.sid, COOKIE: self.own}


def logged_in(base_url: str, is_tls: bool = True) -> Login:
	answer = requests.post(
		f"{base_url}{METHOD}/login",
		data={"usr": USER, "pwd": cabinet.PASSWORD},
		headers=TLS if is_tls else {},
		timeout=60,
	)
	assert answer.status_code == 200, answer.text[:500]
	jar = SimpleCookie()
	for line in answer.raw.headers.getlist("Set-Cookie"):
		jar.load(line)
	return Login(jar["sid"].value, jar[COOKIE].value if COOKIE in jar else "", answer)


@cache
def of_realtime() -> dict[str, str]:
	"""The header by which a later Frappe 16 (seen on 16.9.0) knows its own realtime server, which alone is told who a session is of."""
	if not hasattr(frappe.realtime, "get_socketio_secret"):
		return {}
	secret = inside.run("from frappe import realtime\nanswer = realtime.get_socketio_secret()")
	return {"X-Frappe-Socket-Secret": secret}


def asked(
	base_url: str, cookies: dict[str, str], path: str = "/cabinet", is_tls: bool = True
) -> requests.Response:
	"""The answer to somebody with cookies, as they are; the client would keep those of TLS back."""
	headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items() if value)}
	headers |= of_realtime() if "frappe.realtime." in path else {}
	return requests.get(
		f"{base_url}{path}", headers=headers | (TLS if is_tls else {}), allow_redirects=False, timeout=60
	)


def who(base_url: str, cookies: dict[str, str], is_tls: bool = True, path: str = "") -> str:
	"""Whom the site takes them for."""
	answer = asked(base_url, cookies, path or f"{METHOD}/frappe.auth.get_logged_user", is_tls)
	return answer.json().get("message", "") if answer.ok else "Guest"


class TestCookie:
	def test_no_other_host_sets_it_and_no_script_reads_it(self, base_url):
		login = logged_in(base_url)
		(line,) = (
			line for line in login.answer.raw.headers.getlist("Set-Cookie") if line.startswith(f"{COOKIE}=")
		)
		words = {word.strip().lower() for word in line.split(";")[1:]}
		assert {"secure", "httponly", "path=/", "samesite=lax"} <= words
		assert not [word for word in words if word.startswith("domain")], "a browser would not take it"
		assert len(login.own) >= 43

	def test_without_tls_there_is_none(self, base_url):
		login = logged_in(base_url, is_tls=False)
		assert login.own == ""
		assert who(base_url, {"sid": login.sid}, is_tls=False) == USER

	def test_with_it_the_session_opens(self, base_url):
		login = logged_in(base_url)
		assert who(base_url, login.whole) == USER
		assert asked(base_url, login.whole).status_code == 200

	@pytest.mark.parametrize("is_tls", [True, False])
	def test_who_has_the_id_of_a_session_alone_has_nothing(self, base_url, is_tls):
		login = logged_in(base_url)
		for other in ("", "x", logged_in(base_url).own):
			assert who(base_url, {"sid": login.sid, COOKIE: other}, is_tls) == "Guest"
		answer = asked(base_url, {"sid": login.sid}, is_tls=is_tls)
		assert answer.status_code in (302, 303)
		assert "/cabinet/login" in answer.headers["Location"]
		assert who(base_url, login.whole) == USER, "whoever tried it ends nobody's session"

	def test_nor_with_a_cookie_that_another_host_may_have_set(self, base_url):
		"""Its name does not begin with the prefix for a browser, and did for Werkzeug, which passes over such signs."""
		planted, space = logged_in(base_url), "\xa0"
		assert who(base_url, {"sid": planted.sid, f"{space}{COOKIE}": planted.own}) == "Guest"
		both = {"sid": planted.sid, f"{space}{COOKIE}": "x", COOKIE: planted.own}
		assert who(base_url, both) == USER

	def test_nor_by_the_address(self, base_url):
		login = logged_in(base_url)
		path = f"{METHOD}/frappe.auth.get_logged_user?sid={login.sid}"
		assert who(base_url, {}, path=path) == "Guest"

	@pytest.mark.parametrize(
		"path",
		[
			"/cabinet",
			"/en",
			f"{METHOD}/frappe.auth.get_logged_user",
			f"{METHOD}/frappe.realtime.get_user_info",
		],
	)
	def test_an_address_logs_nobody_in_without_tls_either(self, base_url, path):
		"""A link would put another's session in the place of the reader's own."""
		planted, own = (logged_in(base_url, is_tls=False) for _ in range(2))
		answer = asked(base_url, {"sid": own.sid}, f"{path}?sid={planted.sid}", is_tls=False)
		assert not {name for name in answer.cookies.get_dict() if name in ("sid", "user_id", "full_name")}
		assert "sid=" not in answer.headers.get("Set-Cookie", "")
		assert who(base_url, {"sid": own.sid}, is_tls=False) == USER

	@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
	def test_nor_does_what_is_sent_to_be_refused(self, base_url, method):
		planted, own = (logged_in(base_url, is_tls=False) for _ in range(2))
		headers = {
			"Cookie": f"sid={own.sid}",
			"Origin": "http://elsewhere.example",
			"Sec-Fetch-Site": "cross-site",
		}
		for given in (
			{"params": {"sid": planted.sid}},
			{"data": {"sid": planted.sid}},
			{"json": {"sid": planted.sid}},
		):
			answer = requests.request(method, f"{base_url}/en", headers=headers, timeout=60, **given)
			assert planted.sid not in answer.headers.get("Set-Cookie", ""), given
		assert who(base_url, {"sid": own.sid}, is_tls=False) == USER

	def test_an_address_opens_no_session_without_tls(self, base_url):
		login = logged_in(base_url, is_tls=False)
		path = f"{METHOD}/frappe.auth.get_logged_user?sid={login.sid}"
		assert who(base_url, {}, is_tls=False, path=path) == "Guest"

	def test_what_stands_in_the_database_opens_nothing(self, base_url):
		"""An operator, a backup, a replica: the row of the session has no word that a browser would have to send."""
		login = logged_in(base_url)
		facts = inside.run(READ, sid=login.sid)
		assert facts["user"] == USER
		assert login.own not in str(facts)
		assert facts["esaylov_cookie"]
		assert who(base_url, {"sid": login.sid, COOKIE: facts["esaylov_cookie"]}) == "Guest"

	def test_a_session_that_began_in_clear_opens_nothing_over_tls(self, base_url):
		"""Who answers in clear for this host, or for one beside it, cannot put theirs into a browser."""
		planted = logged_in(base_url, is_tls=False)
		own = logged_in(base_url)
		assert who(base_url, {"sid": planted.sid, COOKIE: own.own}) == "Guest"

	def test_realtime_asks_with_the_id_alone_and_learns_who_it_is(self, base_url):
		"""Its server keeps no other cookie."""
		login = logged_in(base_url)
		address = f"{METHOD}/frappe.realtime.get_user_info"
		answer = asked(base_url, {"sid": login.sid}, address)
		assert answer.json()["message"]["user"] == USER

	@pytest.mark.parametrize(
		"path",
		[
			f"{METHOD}/frappe.realtime.get_user_info?cmd=frappe.auth.get_logged_user",
			f"{METHOD}/frappe.auth.get_logged_user?cmd=frappe.realtime.get_user_info",
			"/?cmd=frappe.auth.get_logged_user",
			"/api/v2/method/frappe.auth.get_logged_user",
			"/api/resource/Appeal",
		],
	)
	def test_and_by_its_names_nobody_comes_further(self, base_url, path):
		self.is_a_guest_with_the_id_alone(base_url, path)

	@pytest.mark.parametrize("asks", ["", "?method=frappe.realtime.get_user_info"])
	@pytest.mark.full
	def test_nor_to_a_file_that_is_called_so(self, base_url, asks):
		name, url = inside.run(FILE, user=USER)
		try:
			self.is_a_guest_with_the_id_alone(base_url, f"{url}{asks}")
		finally:
			inside.run("frappe.delete_doc('File', given['name'], force=True)", name=name)

	@staticmethod
	def is_a_guest_with_the_id_alone(base_url, path):
		"""As nobody there, where the whole login is somebody."""

		def told(cookies: dict[str, str]) -> tuple[int, bool]:
			answer = asked(base_url, cookies, path)
			return answer.status_code, USER in answer.text

		login = logged_in(base_url)
		assert told({"sid": login.sid}) == told({})
		assert told(login.whole) != told({}), "else that nothing comes would say nothing"

	def test_a_login_at_oneid_begins_with_a_cookie_of_that_kind(self, base_url):
		answer = asked(base_url, {}, f"{METHOD}/esaylov.api.login.oneid_start")
		lines = [line for line in answer.raw.headers.getlist("Set-Cookie") if "esaylov_oneid" in line]
		assert [line.partition("=")[0] for line in lines] == ["__Host-esaylov_oneid"]
		assert "Secure" in lines[0]


class TestEnd:
	"""By the moment of the login, in the session itself."""

	@staticmethod
	def held(sid: str, forgotten: bool = False, **moments: float | None) -> None:
		"""A session that began so many hours ago, or does not say when, and was used a moment ago."""
		inside.run(HELD, sid=sid, moments=moments, forgotten=forgotten)

	@pytest.mark.parametrize("forgotten", [False, True])
	def test_it_lives_a_day_however_much_it_is_used(self, base_url, forgotten):
		login = logged_in(base_url, is_tls=False)
		cookies = {"sid": login.sid}
		self.held(login.sid, forgotten, esaylov_begun=23.9, creation=30)
		assert who(base_url, cookies, is_tls=False) == USER
		self.held(login.sid, forgotten, esaylov_begun=24.01, creation=0)
		answer = asked(base_url, cookies, is_tls=False)
		assert answer.status_code in (302, 303)
		assert "/cabinet/login" in answer.headers["Location"]
		assert inside.run(STANDS, sid=login.sid) is False
		assert who(base_url, cookies, is_tls=False) == "Guest"

	def test_the_browser_is_told_and_forgets_it(self, base_url):
		login = logged_in(base_url)
		self.held(login.sid, esaylov_begun=25)
		answer = asked(base_url, login.whole, f"{METHOD}/frappe.auth.get_logged_user")
		assert login.sid not in str(answer.raw.headers.getlist("Set-Cookie"))
		assert answer.json().get("session_expired") == 1

	def test_one_that_does_not_say_when_it_began_is_over(self, base_url):
		login = logged_in(base_url, is_tls=False)
		self.held(login.sid, esaylov_begun=None, creation=None)
		assert who(base_url, {"sid": login.sid}, is_tls=False) == "Guest"

	def test_one_of_before_an_upgrade_has_the_framework_s_moment(self, base_url):
		login = logged_in(base_url, is_tls=False)
		self.held(login.sid, esaylov_begun=None, creation=2)
		assert who(base_url, {"sid": login.sid}, is_tls=False) == USER


@pytest.mark.skipif(
	frappe.__version__.startswith("15."), reason="Frappe 15 has no place for handlers of an app in realtime"
)
class TestRealtime:
	"""A socket is its session's, and of its browser."""

	TELL = f"frappe.publish_realtime('esaylov_probe', {{}}, user='{USER}')"

	def test_who_has_the_id_of_a_session_alone_hears_nothing(self, base_url):
		login = logged_in(base_url)
		stolen, whole = (Listener(base_url, cookies) for cookies in ({"sid": login.sid}, login.whole))
		assert stolen.is_closed()
		assert whole.emitted("ping").hears("pong"), "it is let in"
		inside.run(self.TELL)
		assert whole.hears("esaylov_probe")
		assert "esaylov_probe" not in stolen.words
		assert who(base_url, login.whole) == USER, "whoever tried it ends nobody's session"

	def test_nor_in_a_writing_that_servers_read_as_well(self, base_url):
		"""It passed for somebody who brings no session; others: tests/test_realtime_handlers.py."""
		login, name = logged_in(base_url), "sid "
		assert who(base_url, {name: login.sid}, path=f"{METHOD}/frappe.realtime.get_user_info") != "Guest"
		assert Listener(base_url, {name: login.sid}).is_closed()

	def test_nor_does_another_browser_s_word_help(self, base_url):
		login, other = logged_in(base_url), logged_in(base_url)
		assert Listener(base_url, {"sid": login.sid, COOKIE: other.own}).is_closed()

	def test_a_logout_closes_it_and_no_other(self, base_url):
		login, other = (logged_in(base_url, is_tls=False) for _ in range(2))
		ending, staying = (Listener(base_url, {"sid": one.sid}) for one in (login, other))
		assert ending.emitted("ping").hears("pong")
		requests.post(
			f"{base_url}{METHOD}/logout",
			headers={"Cookie": f"sid={login.sid}", "Origin": base_url.rstrip("/")},
			timeout=60,
		).raise_for_status()
		assert ending.is_closed()
		inside.run(self.TELL)
		assert staying.hears("esaylov_probe")
		assert "esaylov_probe" not in ending.words

	def test_nor_does_it_outlive_the_logout_in_quotation_marks(self, base_url):
		login = logged_in(base_url, is_tls=False)
		listening = Listener(base_url, {"sid": f'"{login.sid}"'})
		assert listening.emitted("ping").hears("pong")
		requests.post(
			f"{base_url}{METHOD}/logout",
			headers={"Cookie": f"sid={login.sid}", "Origin": base_url.rstrip("/")},
			timeout=60,
		).raise_for_status()
		assert listening.is_closed()

	@pytest.mark.parametrize("is_used", [True, False])
	def test_the_end_of_its_day_closes_it(self, base_url, is_used):
		login = logged_in(base_url, is_tls=False)
		listening = Listener(base_url, {"sid": login.sid})
		assert listening.emitted("ping").hears("pong")
		TestEnd.held(login.sid, esaylov_begun=24.01)
		if is_used:
			assert who(base_url, {"sid": login.sid}, is_tls=False) == "Guest"
		else:
			inside.run("from esaylov.framework.requests import login_sessions\nlogin_sessions.end_over()")
		assert listening.is_closed()


class TestListening:
	"""Realtime asks every few minutes: that is no use of the session."""

	@pytest.mark.parametrize("whole", ["", "?esaylov_whole=1"])
	def test_it_does_not_put_the_end_of_an_unused_session_off(self, base_url, whole):
		login = logged_in(base_url)
		inside.run(UNUSED, sid=login.sid)
		address = f"{METHOD}/frappe.realtime.get_user_info{whole}"
		assert asked(base_url, login.whole, address).json()["message"]["user"] == USER
		assert inside.run(IDLE, sid=login.sid) > 1000
		assert who(base_url, login.whole) == USER
		assert inside.run(IDLE, sid=login.sid) < 1000, "anything else does"

	def test_it_may_ask_for_the_browser_too(self, base_url):
		login = logged_in(base_url)
		address = f"{METHOD}/frappe.realtime.get_user_info?esaylov_whole=1"
		assert asked(base_url, {"sid": login.sid}, address).json()["message"]["user"] == "Guest"


class TestInABrowser:
	"""Chromium, with a proxy that has TLS before the web server."""

	LOGIN = """async ([usr, pwd]) => {
		const body = new URLSearchParams({ usr, pwd });
		return (await fetch("/api/method/login", { method: "POST", body })).status;
	}"""

	def test_it_takes_the_cookie_keeps_it_from_scripts_and_is_nobody_without_it(
		self, browser, base_url, tmp_path
	):
		with tls.in_front(base_url, SITE, tmp_path) as address:
			context = browser.new_context(ignore_https_errors=True)
			page = context.new_page()
			page.goto(f"{address}/cabinet/login")
			assert page.evaluate(self.LOGIN, [USER, cabinet.PASSWORD]) == 200
			(own,) = (cookie for cookie in context.cookies() if cookie["name"] == COOKIE)
			assert (own["secure"], own["httpOnly"], own["path"]) == (True, True, "/")
			assert not own["domain"].startswith("."), "it goes to this host alone"
			page.goto(f"{address}/cabinet")
			assert page.url.partition("?")[0] == f"{address}/cabinet"
			assert COOKIE not in page.evaluate("document.cookie")
			host = urlsplit(address).hostname
			page.evaluate(f"document.cookie = '{COOKIE}=x; Secure; Path=/; Domain={host}'")
			(kept,) = (cookie for cookie in context.cookies() if cookie["name"] == COOKIE)
			assert kept["value"] == own["value"], "one with a domain is not taken"
			context.clear_cookies(name=COOKIE)
			page.goto(f"{address}/cabinet")
			assert "/cabinet/login" in page.url
			context.close()
