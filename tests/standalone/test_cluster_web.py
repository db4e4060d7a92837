"""HAProxy with the text of a cluster, in front of a program that answers everything: what it hands on, and what it
refuses itself."""

import http.server
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import ClassVar

import pytest
from factories.ports import free_port
from factories.raw_http import send_raw
from factories.waiting import until

from standalone.cluster import texts
from standalone.cluster.layout import OWN, WEBS
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
	program = shutil.which("haproxy", path=search_path())
	if not program:
		pytest.skip("no haproxy: apt-get install haproxy, or script/test")
	folder = tmp_path_factory.mktemp("haproxy")
	page = folder / "refusal.http"
	page.write_text(texts.refusal(), encoding="utf-8")
	ports = {name: free_port() for name in (*NAMES, *OWN)}
	(folder / "haproxy.cfg").write_text(texts.haproxy(ports, SITE, page), encoding="utf-8")
	behind = http.server.ThreadingHTTPServer(("127.0.0.1", ports[WEBS[0]]), Application)
	with behind:
		threading.Thread(target=behind.serve_forever, args=(0.05,), daemon=True).start()
		running = subprocess.Popen(
			[program, "-db", "-f", str(folder / "haproxy.cfg")], stderr=subprocess.DEVNULL
		)
		address = f"http://127.0.0.1:{ports['webserver_port']}"
		try:
			until(lambda: running.poll() is not None or _answers(address))
			assert running.poll() is None
			yield address
		finally:
			running.terminate()
			running.wait(timeout=60)
			behind.shutdown()


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
