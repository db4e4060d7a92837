"""The database of a site is away: built pages stay, endpoints say so, and what was typed is kept and saved afterwards."""

import json
import os
import re
import secrets
import socket
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
import requests
from factories import cabinet, gate, waiting

from esaylov.setup import web_server

pytestmark = [
	pytest.mark.web,
	pytest.mark.full,
]  # the database is taken away, and brought back: what is refused meanwhile stands in tests/site
SITE = os.environ.get("FRAPPE_SITE", "test.localhost")
BUILT = "/ru/for/voters"
REQUESTS = Path("logs") / "requests.json"
"""The log of requests of that server, from the folder of its bench."""


@pytest.fixture(scope="module")
def served(sites, tmp_path_factory):
	"""A web server of the same site that reaches its database through a gate."""
	folder = tmp_path_factory.mktemp("away")
	with gate.server(sites, SITE, folder, esaylov_request_log=str(REQUESTS)) as server:
		yield server


@pytest.fixture
def server(served):
	"""That server, with the database in reach."""
	served.gate.open()
	served.until_back()
	yield served
	served.gate.is_full, served.gate.cut_at = False, b""


@pytest.fixture(scope="module")
def party(served):
	"""The party's own browser, logged in while the database was there."""
	served.gate.open()
	served.until_back()
	for path in (BUILT, "/ru"):
		get(served, path)
	return cabinet.logged_in(served.address, cabinet.PARTY)


@pytest.fixture
def shut(served, party):
	"""That server, with the database out of reach; somebody has logged in and read a page before."""
	served.gate.shut()
	return served


def get(server: gate.Server, path: str, **headers: str) -> requests.Response:
	return requests.get(server.address + path, headers=headers, timeout=240, allow_redirects=False)


def get_both(server: gate.Server, path: str, **headers: str) -> list[requests.Response]:
	"""Answers of a server that knows by now that the database is away, and of one that learns it by this request."""
	other = (
		f"127.0.0.1:{1024 + secrets.randbelow(60000)}"  # the site is the same, the server does not know it
	)
	return [get(server, path, **headers), get(server, path, Host=other, **headers)]


def login_of(party: cabinet.Browser) -> dict[str, str]:
	"""The header of somebody who may read appeals: Frappe 15 refuses a guest out of its cache, and needs no database for it."""
	return {"Cookie": f"sid={party.session.cookies['sid']}"}


def is_refused(answer: requests.Response) -> None:
	"""An endpoint's refusal: 503, when to ask again, our envelope and nothing of the inside."""
	assert answer.status_code == 503, answer.text
	assert int(answer.headers["Retry-After"]) > 0
	assert answer.headers["Cache-Control"] == "no-store"
	assert answer.json()["error"]["code"] == "unavailable"
	assert "exc_type" not in answer.json()
	says_nothing_of_the_inside(answer)


def says_nothing_of_the_inside(answer: requests.Response) -> None:
	assert not re.search(r"Traceback|OperationalError|pymysql|MySQL|Internal Server Error", answer.text)


def test_a_built_page_is_served_to_everybody(server, party):
	before = get(server, BUILT)
	server.gate.shut()
	cookies = {"Cookie": "esaylov_theme=dark"}
	for answer in (*get_both(server, BUILT), *get_both(server, BUILT, **cookies), party.get(BUILT)):
		assert (answer.status_code, answer.text) == (200, before.text)
	assert get(server, BUILT, **{"If-None-Match": before.headers["ETag"]}).status_code == 304
	front = get(server, "/ru")
	assert (front.status_code, front.headers["Content-Language"]) == (200, "ru")
	assert get(server, "/", **{"Accept-Language": "ru"}).text == front.text


@pytest.mark.parametrize(
	"path",
	[
		"/api/method/esaylov.api.status.status",
		"/api/method/frappe.client.get_list?doctype=Appeal",
		"/api/resource/Appeal",
		"/api/v2/document/Appeal",
		"/api/v2/method/esaylov.api.status.status",
		"/openapi.json",
		"/health",
		"/?cmd=frappe.client.get_list",
	],
)
def test_an_endpoint_refuses_with_a_code_in_the_callers_language(shut, party, path):
	for answer in get_both(shut, path, **login_of(party)):
		is_refused(answer)
	in_russian = get(shut, path, **{"Accept-Language": "ru"}).json()["error"]["message"]
	assert "Повторите через минуту" in in_russian
	is_refused(requests.post(shut.address + path, json={"a": 1}, timeout=240))


@pytest.mark.parametrize(
	("path", "language"),
	[
		("/ru/track?number=1&code=2", "ru"),
		("/uz/candidates?q=a", "uz"),
		("/uz/feedback?number=1&code=2", "uz"),
	],
)
def test_another_page_says_so_in_the_language_of_its_address(shut, path, language):
	for answer in get_both(shut, path):
		assert answer.status_code == 503
		assert int(answer.headers["Retry-After"]) > 0
		assert answer.headers["Content-Type"].startswith("text/html")
		assert answer.headers["Content-Language"] == language
		assert f'<html lang="{language}"' in answer.text
		assert f'href="{path}"' in unescape(answer.text)
		assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
		says_nothing_of_the_inside(answer)


@pytest.mark.parametrize(
	"path", ["//other.example/uz", "/%09/other.example", "/\\other.example", "/uz/%22%3E%3Cscript%3E"]
)
def test_the_way_back_leads_to_this_site_alone(shut, path):
	with socket.create_connection(shut.address.removeprefix("http://").split(":"), timeout=240) as raw:
		raw.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
		text = b"".join(iter(lambda: raw.recv(65536), b"")).decode()
	assert " 503 " in text.splitlines()[0]
	addresses = [unescape(found) for found in re.findall(r'href="([^"]*)"', text)]
	assert {
		urljoin(shut.address, re.sub(r"[\t\r\n]", "", each)).startswith(f"{shut.address}/")
		for each in addresses
	} == {True}
	assert "<script>" not in text


def test_a_head_and_a_question_for_methods_are_answered_too(shut):
	for method in ("HEAD", "OPTIONS", "PUT", "DELETE"):
		for path in ("/uz/track?number=1&code=2", "/api/resource/User"):
			answer = requests.request(method, shut.address + path, timeout=240)
			assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")


@pytest.mark.parametrize("path", ["/cabinet", "/app", "/desk", "/private/files/none.pdf", "/verify/none"])
def test_no_address_answers_with_a_failure_of_the_server(shut, party, path):
	for answer in (*get_both(shut, path), party.get(path)):
		assert answer.status_code == 503, answer.text
		says_nothing_of_the_inside(answer)


@pytest.mark.parametrize(
	("path", "query"),
	[
		("/api/method/esaylov.api.status.status", b"tabAppeal"),
		("/api/method/login?usr=none@example.com&pwd=none", b"tabUser"),
		("/ru/candidates?q=aziz", b"tabCandidate"),
	],
)
def test_the_database_goes_in_the_middle_of_a_request(server, path, query):
	server.gate.cut_at = query
	answer = get(server, path)
	assert server.gate.cut_at == b"", "the request asked for something else"
	assert answer.status_code == 503, answer.text
	assert int(answer.headers["Retry-After"]) > 0
	says_nothing_of_the_inside(answer)
	assert server.is_back(), "a connection that broke is no reason to leave the database alone"


def test_a_database_that_gives_no_more_connections_is_away(server, party):
	server.gate.is_full = True
	is_refused(get(server, "/api/resource/Appeal", **login_of(party)))
	assert get(server, BUILT).status_code == 200


@pytest.mark.parametrize(("lost", "answered"), [(2013, "503 away"), (None, "503 busy")])
def test_what_an_endpoint_refuses_itself_is_held_until_it_is_known(monkeypatch, lost, answered):
	said: list[str] = []

	def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> tuple[bytes, ...]:
		start_response("503 busy", [])
		return ()

	def away(environ: dict[str, Any], start_response: Callable[..., Any], site: object) -> tuple[bytes, ...]:
		start_response("503 away", [])
		return ()

	monkeypatch.setattr(web_server, "_lost", lambda: lost)
	monkeypatch.setattr(web_server, "_end", lambda body: None)
	monkeypatch.setattr(web_server, "_answer", away)
	monkeypatch.setattr(web_server.WithoutDatabase, "_note", lambda *_: None)
	web_server.WithoutDatabase(application)({}, lambda status, *_: said.append(status))
	assert said == [answered]


def test_health_refuses_within_seconds_where_writes_wait(server):
	"""With a full disk the database answers reads, and a write waits for room: `/health` said 200."""
	server.gate.swallowed = b"esaylov-probe"
	waiting.until(lambda: get(server, "/health").status_code == 503)
	refused = get(server, "/health")
	assert (refused.json()["database"], refused.json()["writes"]) == (True, False)
	assert refused.json()["degraded"]
	assert int(refused.headers["Retry-After"]) > 0
	assert refused.headers["Cache-Control"] == "no-store"
	assert [get(server, "/health").elapsed.total_seconds() < 10 for _ in range(3)] == [True] * 3
	assert get(server, BUILT).status_code == 200
	server.gate.swallowed = b""
	server.gate.shut()  # who waits is let go
	server.gate.open()
	waiting.until(lambda: get(server, "/health").status_code == 200)


def test_the_log_says_it_in_a_line(server):
	server.gate.shut()
	for path in ("/api/resource/User", "/uz/track?number=1&code=2"):
		get(server, path)
	server.gate.open()
	server.until_back()
	lines = server.log.read_text()
	assert "Traceback" not in lines
	# nobody listens there: 2003 by PyMySQL, 2002 by mysqlclient with MariaDB's library, which Frappe 16 takes
	assert re.search(rf"{re.escape(SITE)}: the database is away \(200[23]\)", lines)
	assert f"{SITE}: the database answers again" in lines


def test_what_a_form_posted_stands_on_the_page_and_goes_up_afterwards(server, party):
	draft = cabinet.new_draft(party)
	party.get(f"{draft}/form")
	fields = {"csrf_token": party.token, "a.party_decision_no": 'a "quoted" <number>', "action": "save"}
	server.gate.shut()
	address = f"{server.address}{draft}/form"
	answer = party.session.post(address, data=fields, headers={"Origin": server.address}, timeout=240)
	assert answer.status_code == 503
	kept = re.findall(r'<textarea name="([^"]+)" hidden>\n([^<]*)</textarea>', answer.text)
	assert {name: unescape(text) for name, text in kept} == fields
	foreign = party.session.post(
		address, data=fields, headers={"Origin": "https://other.example"}, timeout=240
	)
	assert (foreign.status_code, "<textarea" in foreign.text) == (503, False)


def test_a_password_is_not_written_into_the_page(shut):
	sent = {"usr": cabinet.PARTY, "pwd": "a secret of mine"}
	answer = requests.post(
		f"{shut.address}/cabinet/login", data=sent, headers={"Origin": shut.address}, timeout=240
	)
	assert answer.status_code == 503
	assert "secret of mine" not in answer.text


@pytest.fixture
def form(server, party, browser):
	"""The form of a new draft in a browser."""
	context = browser.new_context(base_url=server.address, locale="uz-UZ")
	context.add_cookies(
		[{"name": one.name, "value": one.value, "url": server.address} for one in party.session.cookies]
	)
	page = context.new_page()
	page.goto(f"{cabinet.new_draft(party)}/form")
	yield page
	context.close()


@pytest.mark.full
def test_the_cabinet_keeps_what_was_typed_and_saves_it_when_the_database_is_back(server, form):
	server.gate.shut()
	form.fill("#a-party_decision_no", "77-Q")
	line = form.locator("[data-saved-line]")
	line.filter(has_text="Hali saqlanmadi").wait_for()
	form.set_viewport_size({"width": 390, "height": 844})
	assert form.evaluate("document.querySelector('[data-saved-line]').getBoundingClientRect().top") < 100
	form.set_viewport_size({"width": 1280, "height": 844})
	form.click("button[value=next] >> visible=true")
	line.filter(has_text="Hali saqlanmadi").wait_for()
	assert form.url.endswith("/form")
	with form.expect_event("dialog") as warned:
		form.on("dialog", lambda dialog: dialog.dismiss())
		form.close(run_before_unload=True)
	assert warned.value.type == "beforeunload"
	assert form.input_value("#a-party_decision_no") == "77-Q"
	form.press("#a-party_decision_no", "End")
	form.type("#a-party_decision_no", "-2")
	server.gate.open()
	line.filter(has_text=re.compile(r"\d\d:\d\d da saqlandi")).wait_for()
	form.reload()
	assert form.input_value("#a-party_decision_no") == "77-Q-2"


@pytest.mark.full
def test_the_log_of_requests_knows_nobody(server, party, sites):
	"""Requests with a person in each place that a caller has; the file is that of all tests here."""
	person, phone, code = "31407851234567", "998901234567", secrets.token_hex(8)
	for path in (f"/verify/{code}", f"/ru/track?number={phone}", f"/app/person/{person}", f"/{person}"):
		requests.get(server.address + path, headers={"Host": SITE, "User-Agent": person}, timeout=240)
	asked = {"phone": f"+{phone}", "pinfl": person}
	requests.post(f"{server.address}/api/method/esaylov.api.login.sms_request", json=asked, timeout=240)
	assert party.get("/cabinet").status_code == 200
	sid = party.session.cookies["sid"]
	text = (server.log.parent / REQUESTS).read_text()
	rows = [json.loads(line) for line in text.splitlines()]
	assert {"verify", "portal", "desk", "other", "cabinet", "esaylov.api.login.sms_request"} <= {
		row["what"] for row in rows
	}
	assert all({*row} == {"at", "verb", "what", "status", "ms"} for row in rows)
	assert [word for word in (person, phone, code, sid, "127.0.0.1", "@", "Mozilla") if word in text] == []
	assert re.findall(r"\d{9,}|[A-Z]{2}\d{7}", text) == []
