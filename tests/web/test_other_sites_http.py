"""What a browser says of where a request comes from, on the wire: `Origin`, `Sec-Fetch-Site`. In a browser: `test_from_another_site.py`."""

from collections.abc import Callable

import pytest
import requests
from factories import cabinet
from factories.http import Client

pytestmark = pytest.mark.web
METHOD = "/api/method/"
ATTACKER = {"usr": cabinet.RIVAL, "pwd": cabinet.PASSWORD}
FOREIGN = {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}
LED = {"Sec-Fetch-Site": "cross-site"}
"""A link that is followed has no `Origin`."""


def sent(client: Client, verb: str, path: str, headers: dict[str, str], **values: str) -> requests.Response:
	given = {"params": values} if verb == "GET" else {"data": values}
	return client.session.request(
		verb, f"{client.address}{path}", headers=headers, timeout=60, allow_redirects=False, **given
	)


@pytest.mark.parametrize(
	("verb", "path", "headers", "values"),
	[
		("GET", f"{METHOD}login", {}, ATTACKER),
		("GET", "/", {}, {"cmd": "login", **ATTACKER}),
		("GET", "/uz", LED, {"cmd": "login", **ATTACKER}),
		("POST", f"{METHOD}login", FOREIGN, ATTACKER),
		("POST", f"{METHOD}login", {"Origin": "null"}, ATTACKER),
		("POST", f"{METHOD}login", {"Sec-Fetch-Site": "same-site"}, ATTACKER),
		("POST", "/", FOREIGN, {"cmd": "login", **ATTACKER}),
		("POST", "/cabinet/login", FOREIGN, ATTACKER),
		("POST", "/cabinet/login?cmd=login", FOREIGN, ATTACKER),
	],
)
def test_nobody_is_logged_in_as_somebody_else(
	guest: Client, verb: str, path: str, headers: dict[str, str], values: dict[str, str]
) -> None:
	answer = sent(guest, verb, path, headers, **values)
	assert answer.status_code == 403, answer.text[:300]
	assert answer.cookies.get("sid") in (None, "Guest")


def test_a_login_that_is_refused_on_a_page_is_told_on_a_page(guest: Client) -> None:
	headers = {**FOREIGN, "Accept": "text/html"}
	answer = sent(guest, "POST", "/", headers, cmd="login", usr=cabinet.PARTY, pwd=cabinet.PASSWORD)
	assert answer.status_code == 403, answer.text[:300]
	assert 'property="og:title"' in answer.text


def test_a_wrong_password_on_a_page_is_told_on_a_page(guest: Client) -> None:
	headers = {"Accept": "text/html"}
	answer = sent(guest, "POST", "/", headers, cmd="login", usr=cabinet.PARTY, pwd="another one")
	assert answer.status_code == 401, answer.text[:300]
	assert 'property="og:title"' in answer.text


@pytest.mark.parametrize("path", ["/uz", "/cabinet/login", "/no-such-page", f"{METHOD}frappe.client.insert"])
def test_an_answer_to_a_guest_takes_no_login_away(guest: Client, path: str) -> None:
	"""A browser keeps the cookie back from a form of another site, and takes the one that comes with the answer."""
	for verb in ("GET", "POST"):
		answer = sent(guest, verb, path, FOREIGN)
		# a page that is built already tells the language of its address, and nothing of who reads it
		assert set(answer.cookies.keys()) <= {"preferred_language"}, (verb, answer.headers["Set-Cookie"])


WRITES = (
	("POST", f"{METHOD}esaylov.api.appeals.create"),
	("POST", f"{METHOD}frappe.client.insert"),
	("POST", "/?cmd=frappe.client.insert"),
	("PUT", "/api/resource/User/x"),
	("DELETE", "/api/v2/document/User/x"),
	("POST", "/cabinet/new/A56"),
	("POST", f"{METHOD}logout"),
	("POST", "/cabinet/logout"),
)


@pytest.mark.parametrize("who", [cabinet.CHAIR, cabinet.PARTY])
def test_a_session_without_a_token_is_no_other_sites_either(guest: Client, who: str) -> None:
	guest.login(who)  # no page was opened yet, so the framework has no token to ask for
	for headers in (FOREIGN, {"Origin": "null"}, {"Sec-Fetch-Site": "same-site"}):
		for verb, path in WRITES:
			answer = sent(guest, verb, path, headers)
			assert answer.status_code == 403, (verb, path, headers, answer.status_code)


@pytest.mark.parametrize("who", [cabinet.CHAIR, cabinet.PARTY])
def test_a_session_with_a_token_is_no_other_sites_either(guest: Client, who: str) -> None:
	guest.login(who)
	sent(guest, "GET", "/update-password", {})
	for verb, path in WRITES:
		answer = sent(guest, verb, path, FOREIGN)
		refused = answer.status_code == 403 or (answer.status_code == 400 and "CSRFTokenError" in answer.text)
		assert refused, (verb, path, answer.status_code)
	own = sent(guest, "GET", f"{METHOD}frappe.auth.get_logged_user", {"Sec-Fetch-Site": "same-origin"})
	assert own.json()["message"] == who


def test_a_link_calls_no_method_of_the_framework_and_logs_nobody_out(login: Callable[[str], Client]) -> None:
	chair = login("chair")
	for path in (
		f"{METHOD}frappe.client.get_list?doctype=ToDo",
		"/?cmd=ping",
		"/api/v2/method/ping",
		"//API/resource/ToDo",
	):
		assert sent(chair, "GET", path, LED).status_code == 403, path
	for path in (f"{METHOD}logout", "/?cmd=logout", "/?cmd=web_logout", "/api/v2/method/logout"):
		for headers in ({}, LED):
			assert sent(chair, "GET", path, headers).status_code == 403, path
	own = sent(chair, "GET", f"{METHOD}frappe.auth.get_logged_user", {"Sec-Fetch-Site": "same-origin"})
	assert own.json()["message"] == cabinet.CHAIR
	for path in ("/cabinet", f"{METHOD}esaylov.api.status"):
		assert sent(chair, "GET", path, LED).status_code == 200, path


def test_an_opened_page_has_no_handle_and_an_answer_of_a_session_is_no_picture(
	guest: Client, login: Callable[[str], Client]
) -> None:
	for client, kept in ((guest, None), (login("chair"), "same-origin")):
		for path in ("/update-password", f"{METHOD}esaylov.api.status"):
			headers = sent(client, "GET", path, {}).headers
			assert headers["Cross-Origin-Opener-Policy"] == "same-origin-allow-popups"
			assert headers.get("Cross-Origin-Resource-Policy") == kept
