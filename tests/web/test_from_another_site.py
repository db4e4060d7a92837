"""A page of another site, in the browser of somebody who is logged in here: it writes nothing, reads nothing, ends no login.

Two strangers: a page of another site, which gets no cookie but on a link that is followed, and one that a browser takes for the
same site (another port of the same host, in life another name under one domain), which gets every cookie. The sessions are fresh:
they have no token yet which the framework would compare.
"""

import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from factories import cabinet, inside
from factories.profile import IS_FULL
from playwright.sync_api import BrowserContext, Page, Request

pytestmark = pytest.mark.web
METHOD = "/api/method/"
OAUTH = "frappe.integrations.oauth2"
PATIENCE = 120_000
"""Milliseconds in which every answer is there, on whatever machine."""
TOGETHER = 36
"""Attempts at once."""
PEOPLE = {"chair": cabinet.CHAIR, "party": cabinet.PARTY}
FAR, NEAR = "elsewhere.localhost", "127.0.0.1"
"""By these names the other site is one to a browser, and the same site."""
MEETINGS = [
	pytest.param(("chair", FAR), id="chair, far", marks=pytest.mark.full),
	pytest.param(("chair", NEAR), id="chair, near"),
	pytest.param(("party", NEAR), id="party, near", marks=pytest.mark.full),
]


class Silent(BaseHTTPRequestHandler):
	"""An empty page at every address."""

	def do_GET(self) -> None:
		self.send_response(200)
		self.send_header("Content-Type", "text/html; charset=utf-8")
		self.end_headers()
		self.wfile.write(b"<!doctype html><title>elsewhere</title><body></body>")

	def log_message(self, format: str, *args: object) -> None:
		pass


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
	"""Where the other site answers, by whichever name."""
	server = ThreadingHTTPServer(("127.0.0.1", 0), Silent)
	Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
	yield server.server_address[1]
	server.shutdown()
	server.server_close()


@dataclass
class Attempts:
	"""What a page of another site lets a browser do; each attempt is known by its number in the address."""

	page: Page
	base_url: str
	number: int = 0
	wanted: set[str] = field(default_factory=set)
	ended: set[str] = field(default_factory=set)

	def __post_init__(self) -> None:
		for event in ("requestfinished", "requestfailed"):
			self.page.context.on(event, self._note)

	def _note(self, request: Request) -> None:
		if "attempt=" in request.url:
			self.ended.add(request.url.rpartition("attempt=")[2])

	def address(self, path: str, is_waited_for: bool, **values: str) -> str:
		self.number += 1
		if is_waited_for:
			self.wanted.add(str(self.number))
		query = urlencode({**values, "attempt": str(self.number)})
		return f"{self.base_url}{path}{'&' if '?' in path else '?'}{query}"

	def wait(self) -> None:
		"""Until what is waited for was answered or stopped; then the windows that were opened are closed."""
		turns = 0
		while not self.wanted <= self.ended:
			turns += 1
			assert turns < 2400, f"no answer to {sorted(self.wanted - self.ended)}"
			self.page.wait_for_timeout(50)
		for page in self.page.context.pages:
			if page is not self.page:
				page.close()
		self.page.evaluate("document.body.replaceChildren()")


@dataclass(frozen=True)
class Write:
	"""Something that would change what is stored, or who is logged in: an address and what is sent to it."""

	path: str
	values: dict[str, str] = field(default_factory=dict)


def writes(mark: str, user: str) -> list[Write]:
	"""What each stranger tries: by every kind of address, ours and the framework's."""
	todo = {"doctype": "ToDo", "description": mark}
	document = {"doc": json.dumps(todo)}
	changed = {"doctype": "User", "name": user, "fieldname": "bio", "value": mark}
	client = {"client_name": mark, "redirect_uris": '["https://elsewhere.example/back"]'}
	attacker = {"usr": cabinet.RIVAL, "pwd": cabinet.PASSWORD}
	return [
		Write(f"{METHOD}frappe.client.insert", document),
		Write("/?cmd=frappe.client.insert", document),
		Write("/uz", {"cmd": "frappe.client.insert", **document}),
		Write("/api/v1/method/frappe.client.insert", document),
		Write("/api/v2/method/frappe.client.insert", document),
		Write("/api/resource/ToDo", {"description": mark}),
		Write("/api/v2/document/ToDo", {"description": mark}),
		Write(f"{METHOD}frappe.client.set_value", changed),
		Write(f"{METHOD}frappe.desk.form.save.savedocs", {"doc": json.dumps(todo), "action": "Save"}),
		Write(f"{METHOD}frappe.core.doctype.user.user.update_password", {"new_password": mark}),
		Write(f"{METHOD}upload_file", {"file_name": f"{mark}.txt", "filedata": "eA==", "is_private": "1"}),
		Write(f"{METHOD}{OAUTH}.register_client", client),
		Write(f"{METHOD}{OAUTH}.approve", {"client_id": "x", "response_type": "code", "scope": "all"}),
		Write(f"{METHOD}{OAUTH}.authorize", {"client_id": "x", "response_type": "code", "scope": "all"}),
		Write(
			f"{METHOD}esaylov.api.appeals.create", {"appeal_type": "A56", "election": "demo", "answers": "{}"}
		),
		Write(f"{METHOD}esaylov.api.people.name_another", {"full_name": mark}),
		Write("/cabinet/new/A56", {"body": "x"}),
		Write("/cabinet/logins", {"action": "others"}),
		Write("/cabinet/phone", {"phone": "+998901234567", "action": "send"}),
		Write(f"{METHOD}logout"),
		Write("/?cmd=logout"),
		Write("/?cmd=web_logout"),
		Write("/cabinet/logout"),
		Write(f"{METHOD}login", attacker),
		Write("/?cmd=login", attacker),
		Write("/cabinet/login", attacker),
		Write("/cabinet/login?cmd=login", attacker),
	]


READS = (
	f"{METHOD}frappe.auth.get_logged_user",
	f"{METHOD}frappe.client.get_list?doctype=User",
	"/api/resource/Appeal",
	"/api/v2/document/User",
	f"{METHOD}esaylov.api.appeals.list",
	f"{METHOD}esaylov.api.chain.heads",
	"/app",
	"/cabinet",
	"/cabinet/appeals",
	"/printview?doctype=User&name=Guest",
	"/private/files/x.pdf",
)
FRAMED = (
	"/app",
	"/login",
	"/uz",
	"/cabinet",
	"/cabinet/login",
	"/verify",
	"/printview?doctype=User&name=x",
	"/no-such-page",
)

TRY = """async ([attempts, patience]) => {
	const holder = document.body.appendChild(document.createElement("div"));
	const form = (address, values, method) => {
		const made = holder.appendChild(document.createElement("form"));
		Object.assign(made, { action: address, method, target: "_blank" });
		for (const [name, value] of Object.entries(values)) {
			const input = made.appendChild(document.createElement("input"));
			Object.assign(input, { type: "hidden", name, value });
		}
		HTMLFormElement.prototype.submit.call(made);
	};
	const ended = (made) => new Promise((next) => { made.onload = made.onerror = next; });
	const sandboxed = (address, values) => {
		const frame = document.createElement("iframe");
		frame.setAttribute("sandbox", "allow-scripts");
		const sent = JSON.stringify([address, new URLSearchParams(values).toString()]).replace(/</g, "\\u003c");
		frame.srcdoc =
			`<script>const [address, text] = ${sent}; const body = new URLSearchParams(text);` +
			`fetch(address, { method: "POST", mode: "no-cors", credentials: "include", body })` +
			`.catch(() => {}).then(() => parent.postMessage(address, "*"))</scr` +
			`ipt>`;
		const done = new Promise((next) => addEventListener("message", ({ data }) => data === address && next()));
		holder.append(frame);
		return done;
	};
	const parts = (values) => {
		const body = new FormData();
		for (const [name, value] of Object.entries(values)) body.append(name, value);
		return body;
	};
	const ask = (address, init) => fetch(address, { method: "POST", credentials: "include", ...init }).catch(() => {});
	const typed = (kind, values) => ({ headers: { "Content-Type": kind }, body: JSON.stringify(values) });
	const roads = {
		link: (address) => form(address.split("?")[0], Object.fromEntries(new URL(address).searchParams), "get"),
		posted: (address, values) => form(address, values, "post"),
		parts: (address, values) => ask(address, { mode: "no-cors", body: parts(values) }),
		fetched: (address, values) => ask(address, { mode: "no-cors", body: new URLSearchParams(values) }),
		plain: (address, values) => ask(address, { mode: "no-cors", ...typed("text/plain", values) }),
		asked: (address, values) => ask(address, typed("application/json", values)),
		sandbox: sandboxed,
		image: (address) => {
			const made = new Image();
			made.src = address;
			return ended(made);
		},
		script: (address) => {
			const made = Object.assign(document.createElement("script"), { src: address });
			holder.append(made);
			return ended(made);
		},
	};
	const late = new Promise((next) => setTimeout(next, patience, "late"));
	const left = attempts.map(async ([road, address, values]) => {
		const how = await Promise.race([roads[road](address, values), late]);
		return how === "late" ? `${road} ${address}` : "";
	});
	return (await Promise.all(left)).filter(Boolean);
}"""
WITH_QUERY = ("link", "image", "script")
ROADS = ("link", "posted", "parts", "fetched", "plain", "asked", "sandbox", "image", "script")
TURNS = 1 if IS_FULL else 3
"""Each write goes by every road in the long profile; in each run by every third of them, the next one by the next three."""
IN_WINDOWS = ("link", "posted")
"""Roads on which nobody but the browser itself knows when the answer is there."""

READ = """async ([addresses]) => {
	const read = [];
	addEventListener("message", (event) => read.push(["message", String(event.data)]));
	for (const address of addresses) {
		for (const [credentials, mode] of [["include", "cors"], ["include", "no-cors"], ["omit", "cors"]]) {
			const answer = await fetch(address, { credentials, mode }).catch(() => null);
			const body = answer ? await answer.text().catch(() => "") : "";
			if (body || (answer && answer.status)) read.push([credentials, mode, address, body.slice(0, 80)]);
		}
		await new Promise((next) => {
			const script = document.createElement("script");
			script.onerror = next;
			script.onload = () => (read.push(["script", address]), next());
			script.src = address;
			document.body.append(script);
		});
		await new Promise((next) => {
			const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: address });
			style.onerror = next;
			style.onload = () => (read.push(["style", address]), next());
			document.head.append(style);
		});
		await new Promise((next) => {
			const image = new Image();
			image.onerror = next;
			image.onload = () => (read.push(["image", address, image.width]), next());
			image.src = address;
		});
	}
	return read;
}"""

HANDLE = """async ([address, patience]) => {
	const opened = window.open(address);
	const until = Date.now() + patience;
	while (!opened.closed && Date.now() < until) await new Promise((next) => setTimeout(next, 20));
	return opened.closed ? "cut off" : `${opened.length} frames`;
}"""

REALTIME = """async ([port, site]) => {
	const heard = [];
	const socket = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`);
	await new Promise((next) => {
		socket.onclose = socket.onerror = next;
		socket.onmessage = (event) => {
			heard.push(event.data);
			if (event.data.startsWith("0")) socket.send(`40/${site},`);
			if (event.data.startsWith("4")) next();
		};
	});
	socket.close();
	return heard;
}"""

STORED = """
answer = {
	doctype: frappe.get_all(doctype, filters, order_by='name', pluck='modified') and [
		[str(value) for value in row] for row in frappe.get_all(doctype, filters, fields, order_by='name', as_list=True)
	]
	for doctype, filters, fields in (
		('ToDo', {'description': ['like', f"%{given['mark']}%"]}, ['name']),
		('File', {'file_name': ['like', f"%{given['mark']}%"]}, ['name']),
		('OAuth Client', {}, ['name']),
		('OAuth Authorization Code', {}, ['name']),
		('OAuth Bearer Token', {}, ['name']),
		('Body Representative', {}, ['name', 'modified']),
		('Appeal', {'owner': given['user']}, ['name', 'modified']),
		('Person', {}, ['name', 'phone', 'modified']),
		('User', {'name': given['user']}, ['bio', 'enabled', 'last_password_reset_date']),
	)
}
"""


def sid_of(context: BrowserContext) -> str:
	return next((cookie["value"] for cookie in context.cookies() if cookie["name"] == "sid"), "")


def state(context: BrowserContext, mark: str, user: str) -> dict[str, Any]:
	"""Who is logged in, and what is stored of all that is tried."""
	answer = context.request.get(f"{METHOD}frappe.auth.get_logged_user")
	return {
		"user": answer.json().get("message") if answer.ok else answer.status,
		"sid": sid_of(context),
		"stored": inside.run(STORED, mark=mark, user=user),
	}


@pytest.fixture(params=MEETINGS)
def stranger(
	request: pytest.FixtureRequest, context: BrowserContext, port: int, base_url: str
) -> tuple[Attempts, str]:
	"""A page of a stranger in the browser of somebody who has just logged in; and who that is."""
	who, host = request.param
	user = PEOPLE[who]
	answer = context.request.post(f"{METHOD}login", form={"usr": user, "pwd": cabinet.PASSWORD})
	assert answer.ok, answer.text()
	page = context.new_page()
	page.goto(f"http://{host}:{port}/")
	return Attempts(page, base_url), user


def test_a_page_of_another_site_changes_nothing(
	stranger: tuple[Attempts, str], context: BrowserContext
) -> None:
	attempts, user = stranger
	mark = f"begona-{secrets.token_hex(4)}"
	before = state(context, mark, user)
	assert before["user"] == user
	through = []
	tried = [
		(write, road)
		for place, write in enumerate(writes(mark, user))
		for road in ROADS[place % TURNS :: TURNS]
	]
	for some in (tried[start : start + TOGETHER] for start in range(0, len(tried), TOGETHER)):
		asked = []
		for write, road in some:
			more = write.values if road in WITH_QUERY else {}
			asked.append([road, attempts.address(write.path, road in IN_WINDOWS, **more), write.values])
		assert attempts.page.evaluate(TRY, [asked, PATIENCE]) == []
		attempts.wait()
		if sid_of(context) != before["sid"]:
			through += [(write.path, road) for write, road in some]
			context.request.post(f"{METHOD}login", form={"usr": user, "pwd": cabinet.PASSWORD})
			before["sid"] = sid_of(context)
	assert through == []
	assert state(context, mark, user) == before


def test_a_page_of_another_site_reads_nothing(
	stranger: tuple[Attempts, str], context: BrowserContext
) -> None:
	attempts, _ = stranger
	addresses = [f"{attempts.base_url}{path}" for path in READS]
	assert attempts.page.evaluate(READ, [addresses]) == []
	for path in ("/app", "/cabinet"):
		assert attempts.page.evaluate(HANDLE, [f"{attempts.base_url}{path}", PATIENCE]) == "cut off", path


def test_no_page_stands_in_a_frame_of_another_site(stranger: tuple[Attempts, str]) -> None:
	attempts, _ = stranger
	addresses = [attempts.address(path, True) for path in FRAMED]
	attempts.page.evaluate(
		"(addresses) => addresses.forEach((src) => document.body.append(Object.assign(document.createElement('iframe'), { src })))",
		addresses,
	)
	attempts.wait()
	own = urlsplit(attempts.base_url).netloc
	shown = [frame.url for frame in attempts.page.frames if urlsplit(frame.url).netloc == own]
	assert shown == []


@pytest.mark.parametrize("stranger", [("chair", FAR)], indirect=True, ids="-at-".join)
def test_realtime_answers_no_page_of_another_site(stranger: tuple[Attempts, str]) -> None:
	"""Another port of the same host is let in: the framework compares the names of hosts alone (SECURITY.md)."""
	attempts, _ = stranger
	place = inside.run("answer = [frappe.conf.socketio_port, frappe.local.site]")
	heard = attempts.page.evaluate(REALTIME, place)
	# 0: the line is open, 44: the site behind it is not
	assert [said[:2] for said in heard] == ["0{", "44"], heard
	# the last one by Frappe 16.9: the site is that of the page, and the room of another is none of its own
	assert any(said in heard[1] for said in ("Invalid origin", "No cookie", "Invalid namespace")), heard
