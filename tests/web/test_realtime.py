"""Realtime in a browser and on the wire: who is let in, and who is told what."""

import json
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from factories import inside
from factories.desk import Desk
from playwright.sync_api import BrowserContext, Page

pytestmark = [pytest.mark.web, pytest.mark.full]

COLLECT = (
	"window.told = []; frappe.realtime.socket.onAny((event, message) => told.push([event, message?.name]))"
)
SECONDS = 60
DESK_USER = """
from factories import settled
settled.given(frappe.get_doc("User", given["user"]), "Desk User")
"""


def signed_in(context: BrowserContext, keep: Callable[[str], Path], user: str, password: str) -> Desk:
	answer = context.request.post("/api/method/login", form={"usr": user, "pwd": password})
	assert answer.ok, answer.text()
	desk = Desk(context.new_page(), keep)
	follow(desk.open("todo"))
	return desk


def follow(page: Page) -> None:
	"""Note what the page is told from now on."""
	page.wait_for_function("frappe.realtime.socket.connected")
	page.evaluate(COLLECT)


@pytest.fixture
def administrator(context: BrowserContext, keep: Callable[[str], Path]) -> Iterator[Desk]:
	"""The Desk of the administrator, connected."""
	desk = signed_in(context, keep, "Administrator", "admin")
	yield desk
	desk.tidy()


@pytest.fixture
def clerk(administrator: Desk, browser, base_url: str, keep: Callable[[str], Path]) -> Iterator[Desk]:
	"""The Desk of somebody who may use it and has no right beyond their own documents."""
	email, password = f"clerk-{secrets.token_hex(4)}@esaylov.example", secrets.token_urlsafe(12)
	values = {"first_name": "Clerk", "new_password": password, "send_welcome_email": 0}
	administrator.insert("User", email=email, **values)
	inside.run(
		DESK_USER, user=email
	)  # two administrators: tests/site/permissions/configuration/test_configuration_doors.py
	context = browser.new_context(base_url=base_url)
	desk = signed_in(context, keep, email, password)
	yield desk
	desk.tidy()
	context.close()


def todo_of(desk: Desk) -> str:
	user = desk.page.evaluate("frappe.session.user")
	return desk.insert("ToDo", description="a thing to do", allocated_to=user)


def connect(desk: Desk, base_url: str, **headers: str) -> str:
	"""What the server says to a client that asks for the site by hand, as socket.io does over plain HTTP."""
	port, site = desk.page.evaluate("[frappe.boot.socketio_port, frappe.boot.sitename]")
	url = f"http://127.0.0.1:{port}/socket.io/?EIO=4&transport=polling"
	headers = {"Origin": base_url, "Host": base_url.partition("//")[2], **headers}
	opened = requests.get(url, headers=headers, timeout=SECONDS).text  # 0{"sid": …}
	url += f"&sid={json.loads(opened[1:])['sid']}"
	requests.post(url, data=f"40/{site},", headers=headers, timeout=SECONDS).raise_for_status()
	return requests.get(url, headers=headers, timeout=SECONDS).text


class Wire:
	"""A client of the realtime server that says what it likes, over plain HTTP."""

	def __init__(self, desk: Desk, base_url: str) -> None:
		port, self.site = desk.page.evaluate("[frappe.boot.socketio_port, frappe.boot.sitename]")
		self.url = f"http://127.0.0.1:{port}/socket.io/?EIO=4&transport=polling"
		self.headers = {"Origin": base_url, "Host": base_url.partition("//")[2], "Cookie": cookie(desk)}
		self.url += f"&sid={json.loads(self._read()[1:])['sid']}"
		self.say(f"40/{self.site},")
		self.heard = [self._read()]

	def emit(self, *event: object) -> None:
		self.say(f"42/{self.site},{json.dumps(event)}")

	def say(self, packet: str) -> None:
		requests.post(
			self.url, data=packet.encode(), headers=self.headers, timeout=SECONDS
		).raise_for_status()

	def wait_for(self, words: str) -> None:
		"""Until the server said something with these words; each read waits for what comes next."""
		while not any(words in told for told in self.heard):
			self.heard.append(self._read())  # each read has a deadline of its own
			if self.heard[-1] == "2":  # the server's heartbeat wants an answer
				self.say("3")

	def _read(self) -> str:
		return requests.get(self.url, headers=self.headers, timeout=60).text


def cookie(desk: Desk) -> str:
	return "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in desk.page.context.cookies())


def test_a_signed_in_page_is_let_in(administrator: Desk, base_url: str) -> None:
	assert connect(administrator, base_url, Cookie=cookie(administrator)).startswith("40/")


def test_nobody_is_let_in_without_a_session(administrator: Desk, base_url: str) -> None:
	assert "No cookie" in connect(administrator, base_url)


def test_a_page_of_another_host_cannot_use_the_session(administrator: Desk, base_url: str) -> None:
	answer = connect(
		administrator, base_url, Cookie=cookie(administrator), Origin="https://elsewhere.example"
	)
	assert "Invalid origin" in answer


def test_nobody_is_let_in_with_a_cookie_that_opens_nothing(administrator: Desk, base_url: str) -> None:
	assert "Unauthorized" in connect(administrator, base_url, Cookie="sid=Guest")


def test_no_words_of_a_client_end_the_server(administrator: Desk, base_url: str) -> None:
	wire = Wire(administrator, base_url)
	odd = {"toString": 1, "valueOf": 1}
	for event in ("task_subscribe", "progress_subscribe", "task_unsubscribe", "doctype_subscribe"):
		for words in ([odd], [None], [], [[odd]], ["x" * 10_000], [True, odd]):
			wire.emit(event, *words)
	for event in ("doctype_unsubscribe", "doc_subscribe", "doc_unsubscribe", "doc_open", "doc_close"):
		for words in (
			[odd, odd],
			["ToDo", odd],
			[odd, "x"],
			[],
			["ToDo", "\ud800"],
			[{"_placeholder": True}],
		):
			wire.emit(event, *words)
	wire.emit("__proto__", odd)
	wire.emit("ping")
	wire.wait_for('"pong"')


def test_a_list_is_told_to_those_who_read_all_of_it(administrator: Desk, clerk: Desk, base_url: str) -> None:
	wires = {"all": Wire(administrator, base_url), "own": Wire(clerk, base_url)}
	own = todo_of(clerk)
	for wire in wires.values():
		for question in (
			("doctype_subscribe", "ToDo"),
			("doc_subscribe", "ToDo", own),
			("doc_open", "ToDo", own),
		):
			wire.emit(*question)
		wire.wait_for('"doc_viewers"')  # they are answered in turn, and this is the answer to the last one
	name = administrator.insert("ToDo", description="not for the clerk")
	set_value = {"doctype": "ToDo", "name": own, "fieldname": "priority", "value": "Low"}
	administrator.call("frappe.client.set_value", **set_value)
	for wire in wires.values():
		wire.wait_for('"doc_update"')
	assert name in "".join(wires["all"].heard)
	assert name not in "".join(wires["own"].heard)
	assert "list_update" not in "".join(wires["own"].heard)


def test_a_change_is_told_to_those_who_may_read_it(administrator: Desk, clerk: Desk) -> None:
	name = administrator.insert("ToDo", description="not for the clerk")
	own = todo_of(clerk)
	for desk in (administrator, clerk):
		for todo in (name, own):
			desk.page.evaluate("name => frappe.realtime.emit('doc_subscribe', 'ToDo', name)", todo)
		# they are answered in turn, and this is the answer to the last one
		desk.page.evaluate("name => frappe.realtime.emit('doc_open', 'ToDo', name)", own)
		desk.page.wait_for_function("told.some(([event]) => event === 'doc_viewers')")
	for todo in (name, own):
		administrator.call(
			"frappe.client.set_value", doctype="ToDo", name=todo, fieldname="priority", value="High"
		)
	heard = "name => told.some(([event, told]) => event === 'doc_update' && told === name)"
	for desk, todo in ((administrator, name), (administrator, own), (clerk, own)):
		desk.page.wait_for_function(heard, arg=todo)
	assert not clerk.page.evaluate(heard, name)


def test_a_form_shows_who_else_has_it_open(administrator: Desk, clerk: Desk) -> None:
	name = todo_of(clerk)
	follow(administrator.open(f"todo/{name}"))
	clerk.open(f"todo/{name}")
	administrator.page.wait_for_function("told.some(([event]) => event === 'doc_viewers')")
	administrator.page.locator(".form-viewers .avatar").first.wait_for()
	administrator.picture("viewers")
