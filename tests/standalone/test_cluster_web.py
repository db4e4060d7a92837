"""HAProxy with the text of a cluster, in front of a program that answers everything: what it hands on, and what it
refuses itself."""

import http.server
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import ClassVar

import pytest
from factories.ports import free_port
from factories.raw_http import send_raw
from factories.waiting import until

from standalone.cluster import texts
from standalone.cluster.layout import DATABASES, OWN, WEBS, health
from standalone.packages import search_path
from standalone.ports import NAMES

SITE = "esaylov.localhost"
ANSWER = b"application"


class Application(http.server.BaseHTTPRequestHandler):
	"""Answers each address, as if it led to a file."""

	received: ClassVar[list[str]] = []

	def do_POST(self) -> None:
		self.received.append(self.path)
		self.do_GET()

	def do_GET(self) -> None:
		self.send_response(200)
		self.send_header("Content-Length", str(len(ANSWER)))
		self.end_headers()
		self.wfile.write(ANSWER)

	def log_message(self, format: str, *args: object) -> None:
		"""Requests of a test are not logged."""


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
	"""The address of HAProxy."""
	ports = {name: free_port() for name in (*NAMES, *OWN)}
	address = f"http://127.0.0.1:{ports['webserver_port']}"
	with (
		serving(ports[WEBS[0]], Application),
		balancing(tmp_path_factory.mktemp("haproxy"), ports) as running,
	):
		until(lambda: running.poll() is not None or _answers(address))
		assert running.poll() is None
		yield address


@contextmanager
def serving(port: int, handler: type[http.server.BaseHTTPRequestHandler]) -> Iterator[None]:
	"""A program that answers HTTP at a port."""
	with http.server.ThreadingHTTPServer(("127.0.0.1", port), handler) as behind:
		threading.Thread(target=behind.serve_forever, args=(0.05,), daemon=True).start()
		yield
		behind.shutdown()


@contextmanager
def balancing(folder: Path, ports: dict[str, int]) -> Iterator[subprocess.Popen[bytes]]:
	"""HAProxy with the configuration of a cluster."""
	program = shutil.which("haproxy", path=search_path())
	if not program:
		pytest.skip("no haproxy: apt-get install haproxy, or script/test")
	page, states = folder / "refusal.http", folder / "states"
	page.write_text(texts.refusal(), encoding="utf-8")
	states.write_text(texts.server_states(ports), encoding="utf-8")
	(folder / "haproxy.cfg").write_text(texts.haproxy(ports, SITE, page, states), encoding="utf-8")
	running = subprocess.Popen([program, "-db", "-f", str(folder / "haproxy.cfg")], stderr=subprocess.DEVNULL)
	try:
		yield running
	finally:
		running.terminate()
		running.wait(timeout=60)


def _answers(address: str) -> bool:
	with suppress(OSError):
		return send_raw(address, "/health", [("Host", SITE)])[0] == 200
	return False


@pytest.mark.parametrize(
	"path",
	[
		"/backups/site.sql.gz",
		"//backups/site.sql.gz",
		"/BackUps/site.sql.gz",
		"/%62ackups/site.sql.gz",
		"/%2562ackups/site.sql.gz",
		"/.//backups/site.sql.gz",
		"/backups-x?a=1",
		"/backups/..%2f..%2fsite_config.json",
		"/backups/..%5c..%5csite_config.json",
		"/backups/%2e%2e/%2E%2E/site_config.json",
		"/uz/../backups/site.sql.gz",
		"/uz/..%2fbackups/site.sql.gz",
		"/uz/..%252fbackups/site.sql.gz",
		"/private/files/..%2f..%2fsite_config.json",
	],
)
def test_the_application_is_asked_for_no_backup(front, path):
	status, answer = send_raw(front, path, [("Host", SITE)])
	assert (status, ANSWER in answer) == (404, False)


@pytest.mark.parametrize("path", ["/uz/a..b", "/api/resource/File/..a", "/x?next=/../y", "/uz/backups", "/"])
def test_other_addresses_are_handed_on(front, path):
	status, answer = send_raw(front, path, [("Host", SITE)])
	assert (status, answer.endswith(ANSWER)) == (200, True)


@pytest.mark.parametrize("second", ["evil.example", f"{SITE}:81", ""])
def test_two_host_headers_that_differ_are_refused(front, second):
	status, answer = send_raw(front, "/", [("Host", SITE), ("Host", second)])
	assert (status, ANSWER in answer) == (400, False)


@pytest.mark.parametrize(
	"begun",
	[
		f"GET / HTTP/1.1\r\nHost: {SITE}\r\nX-Slow: ",
		f"POST /half HTTP/1.1\r\nHost: {SITE}\r\nContent-Length: 100\r\n\r\nusr=",
	],
)
def test_the_application_sees_no_request_before_it_is_complete(front, begun):
	"""The application has few threads, and each of them would wait for the rest."""
	at = front.removeprefix("http://").split(":")
	halves = [socket.create_connection((at[0], int(at[1])), 60) for _ in range(100)]
	try:
		for half in halves:
			half.sendall(begun.encode())
		assert send_raw(front, "/", [("Host", SITE)])[0] == 200
		assert Application.received == []
	finally:
		for half in halves:
			half.close()


class Agent(http.server.BaseHTTPRequestHandler):
	"""Says whether its database is the primary."""

	primary: ClassVar[int] = 0

	def do_GET(self) -> None:
		self.send_response(200 if self.server.server_port == Agent.primary else 503)
		self.end_headers()

	def log_message(self, format: str, *args: object) -> None:
		"""Requests of a test are not logged."""


def test_no_connection_reaches_a_database_that_was_not_checked(tmp_path: Path):
	"""As it starts, HAProxy takes every server for up."""
	ports = {name: free_port() for name in (*NAMES, *OWN)}
	with ExitStack() as stack:
		databases = {}
		for name in DATABASES:
			listener = stack.enter_context(socket.create_server(("127.0.0.1", ports[name])))
			listener.settimeout(0)
			databases[name] = listener
			stack.enter_context(serving(ports[health(name)], Agent))
		Agent.primary = ports[health("db-2")]
		stack.enter_context(balancing(tmp_path, ports))
		reached = until(lambda: reached_by_a_connection(ports["db_port"], databases), pause=0)
		assert reached == {"db-2"}


def reached_by_a_connection(port: int, listeners: dict[str, socket.socket]) -> set[str]:
	"""The listeners that got a connection made to the port of HAProxy."""
	with suppress(OSError), socket.create_connection(("127.0.0.1", port), 5) as line:
		line.settimeout(0.05)
		line.recv(1)
	found = set()
	for name, listener in listeners.items():
		with suppress(BlockingIOError):
			listener.accept()[0].close()
			found.add(name)
	return found
