"""Connections to a provider that stand between questions: for what may be asked twice alone, and nothing of one answer in the next."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from esaylov.integrations.base import LARGEST, BadAnswer, Client


@dataclass
class Seen:
	"""What came to a provider: for each question the port it came from, and its cookies."""

	address: str = ""
	ports: list[int] = field(default_factory=list)
	cookies: list[str | None] = field(default_factory=list)
	answer: bytes = b"{}"
	is_closing: bool = False
	ended: threading.Event = field(default_factory=threading.Event)


@pytest.fixture
def provider() -> Iterator[Seen]:
	seen = Seen()

	class Handler(BaseHTTPRequestHandler):
		protocol_version = "HTTP/1.1"

		def do_POST(self) -> None:
			self.rfile.read(int(self.headers.get("Content-Length") or 0))
			seen.ports.append(self.client_address[1])
			seen.cookies.append(self.headers.get("Cookie"))
			self.send_response(200)
			self.send_header("Content-Length", str(len(seen.answer)))
			self.send_header("Set-Cookie", "person=of-the-last-question")
			self.end_headers()
			self.wfile.write(seen.answer)
			self.close_connection = seen.is_closing  # it did not say so

		def log_message(self, *_: object) -> None:
			pass

	class Server(ThreadingHTTPServer):
		daemon_threads = True

		def shutdown_request(self, request: object) -> None:
			super().shutdown_request(request)
			seen.ended.set()

	server = Server(("127.0.0.1", 0), Handler)
	threading.Thread(target=server.serve_forever, daemon=True).start()
	seen.address = f"http://127.0.0.1:{server.server_port}"
	yield seen
	server.shutdown()
	server.server_close()


def ask(provider: Seen, times: int, is_repeatable: bool) -> None:
	for _ in range(times):
		assert Client(provider.address).call("POST", "/", text="{}", is_repeatable=is_repeatable) == (200, {})


def test_look_ups_share_a_connection_and_nothing_else(provider):
	ask(provider, 3, is_repeatable=True)
	assert len(set(provider.ports)) == 1
	assert provider.cookies == [None, None, None]


def test_what_must_not_be_asked_twice_has_a_connection_of_its_own(provider):
	ask(provider, 3, is_repeatable=False)
	assert len(set(provider.ports)) == 3


def test_a_connection_that_the_other_side_ended_is_not_used_again(provider):
	provider.is_closing = True
	for _ in range(3):
		provider.ended.clear()
		ask(provider, 1, is_repeatable=True)
		assert provider.ended.wait(60)
	assert len(set(provider.ports)) == 3


def test_the_rest_of_an_answer_that_is_too_long_is_no_answer_to_the_next_question(provider):
	provider.answer = b"[" + b" " * (LARGEST + 10) + b"]"
	with pytest.raises(BadAnswer):
		Client(provider.address).call("POST", "/", text="{}", is_repeatable=True)
	provider.answer = b"{}"
	ask(provider, 1, is_repeatable=True)
