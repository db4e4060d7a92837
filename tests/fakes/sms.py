"""Eskiz and Play Mobile of our own: the documented calls, every hand-over counted, and what may go wrong.

A message that a gateway took is written to a journal before the answer, so that a server that is killed and started
again knows what it took. Eskiz takes whatever it is handed, twice if it is handed twice; Play Mobile takes a
`message-id` once. Run it by `python sms.py --port N [--journal FILE] [--callback ADDRESS]`: demonstration and test sites
only. Its first page shows what came to which phone.

Faults of a gateway (`State.faults`, POST /_control {"eskiz": "500"}): 500, hang (nothing is taken), hang_taken, drop
(taken, and the line is cut), garbage, slow, rejected, unauthorized, token (the token has ended), error:N (Play Mobile).
"""

import argparse
import base64
import html
import json
import queue
import random
import select
import threading
import time
import urllib.parse
import urllib.request
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

EMAIL, PASSWORD, USER = "demo@esaylov.example", "esaylov-demo-sms", "esaylov-demo"
HANG_SECONDS = 300.0
SLOW_SECONDS = 1.0
SHOWN = 100
Taken = dict[str, Any]


@dataclass
class State:
	"""What was taken, what goes wrong. reports: how many times each report comes; report_after: seconds, late ones more.

	slow: seconds that each answer takes."""

	journal: Path | None = None
	callback: str = ""
	faults: dict[str, str] = field(default_factory=dict)
	slow: float = 0.0
	reports: int = 1
	report_after: float = 0.0
	report_status: dict[str, str] = field(
		default_factory=lambda: {"eskiz": "DELIVRD", "playmobile": "Delivered"}
	)
	taken: list[Taken] = field(default_factory=list)
	known: set[tuple[str, str]] = field(default_factory=set)
	dispatches: Counter[int] = field(default_factory=Counter)
	calls: Counter[str] = field(default_factory=Counter)
	tokens: set[str] = field(default_factory=set)
	lock: threading.Lock = field(default_factory=threading.Lock)
	outgoing: "queue.PriorityQueue[tuple[float, int, str, dict[str, Any]]]" = field(
		default_factory=queue.PriorityQueue
	)

	def __post_init__(self) -> None:
		if self.journal and self.journal.exists():
			for line in self.journal.read_text(encoding="utf-8").splitlines():
				with suppress(ValueError):  # a line that a kill cut off
					self._note(json.loads(line))

	def take(self, messages: list[Taken]) -> None:
		"""Take messages over: journal first, then the count."""
		with self.lock:
			new = [m for m in messages if m["gateway"] != "playmobile" or _identity(m) not in self.known]
			self.calls["repeated"] += len(messages) - len(new)
			if self.journal:
				with self.journal.open(
					"ab", buffering=0
				) as lines:  # in one go: a kill leaves all of it, or nothing
					lines.write("".join(json.dumps(message) + "\n" for message in new).encode())
			for message in new:
				self._note(message)
		for message in new:
			self._report(message)

	def _note(self, message: Taken) -> None:
		self.taken.append(message)
		self.known.add(_identity(message))
		self.dispatches[message["dispatch"]] += 1

	def _report(self, message: Taken) -> None:
		address = message["callback"] or self.callback
		if not address:
			return
		word = self.report_status[message["gateway"]]
		body = {"user_sms_id": message["id"], "message_id": f"e-{message['id']}", "status": word}
		if message["gateway"] == "playmobile":
			body = {"message-id": message["id"], "channel": "SMS", "status": word}
		for number in range(self.reports):
			due = time.monotonic() + self.report_after * (1 + number)
			self.outgoing.put((due, random.randrange(10**9), address, body))


def _identity(message: Taken) -> tuple[str, str]:
	"""What a gateway knows a message by. None of them knows what another took: that one is handed over twice."""
	return message["gateway"], message["id"]


def report_forever(state: State) -> None:
	"""Post the reports that are due."""
	while True:
		due, _, address, body = state.outgoing.get()
		time.sleep(max(0.0, due - time.monotonic()))
		request = urllib.request.Request(
			address, json.dumps(body).encode(), {"Content-Type": "application/json"}, method="POST"
		)
		with suppress(OSError):
			urllib.request.urlopen(request, timeout=10).read()
			state.calls["reported"] += 1


class Handler(BaseHTTPRequestHandler):
	"""The calls that the adapters use, and two of our own: /_control and /_taken."""

	state: State

	def log_message(self, *_: object) -> None:
		"""Say nothing: texts hold codes."""

	def do_GET(self) -> None:
		if self.path == "/":
			return self._page()
		if self.path == "/_taken":
			return self._json({"taken": self.state.taken, "calls": dict(self.state.calls)})
		if self._is_let_in("eskiz") and self.path == "/api/auth/user":
			return self._json({"status": "success", "data": {"id": 7, "email": EMAIL}})
		return None

	def do_PATCH(self) -> None:
		if self._is_let_in("eskiz"):
			self._json({"message": "token_generated", "data": {"token": self._new_token()}})

	def do_POST(self) -> None:
		body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
		name = "playmobile" if self.path.startswith("/broker-api") else "eskiz"
		if self.path == "/_control":
			return self._control(json.loads(body))
		self.state.calls[f"{name} {self.path}"] += 1
		if self._goes_wrong(name):
			return None
		if self.path == "/api/auth/login":
			return self._login(body)
		if not self._is_let_in(name):
			return None
		answers = {
			"/api/message/sms/send-batch": self._eskiz_batch,
			"/api/message/sms/get-dispatch-status": self._eskiz_dispatch,
			"/broker-api/send": self._playmobile,
		}
		if self.path not in answers:
			return self._json({"error": "no such call"}, 404)
		return answers[self.path](json.loads(body))

	def _goes_wrong(self, name: str) -> bool:
		fault = self.state.faults.get(name, "")
		if fault == "hang":
			self._hang()
			self.close_connection = True
		elif fault == "500":
			self._json({"message": "made up"}, 500)
		elif fault == "garbage":
			self._send(200, b"<html></html>")
		elif fault.startswith("error:"):
			self._json({"error-code": int(fault[6:]), "error-description": "made up"}, 400)
		else:
			if fault == "slow" or self.state.slow:
				time.sleep(self.state.slow or SLOW_SECONDS)
			return False
		return True

	def _login(self, form: str) -> None:
		given = urllib.parse.parse_qs(form)
		if (given.get("email"), given.get("password")) != ([EMAIL], [PASSWORD]):
			return self._json({"message": "Invalid credentials"}, 401)
		return self._json({"message": "token_generated", "data": {"token": self._new_token()}})

	def _new_token(self) -> str:
		with self.state.lock:
			token = f"token-{len(self.state.tokens)}-{random.randrange(10**9)}"
			self.state.tokens.add(token)
		return token

	def _is_let_in(self, name: str) -> bool:
		given = self.headers.get("Authorization", "")
		if name == "eskiz":
			is_known = given.removeprefix("Bearer ") in self.state.tokens
			if self.state.faults.get("eskiz") == "token":
				self.state.faults.pop("eskiz")
				self.state.tokens.clear()
				is_known = False
		else:
			is_known = given == "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
		if not is_known or self.state.faults.get(name) == "unauthorized":
			self._json({"message": "Expired", "status": "token_invalid"}, 401)
			return False
		return True

	def _eskiz_batch(self, body: dict[str, Any]) -> None:
		letters = body["messages"]
		is_refused = self.state.faults.get("eskiz") == "rejected"
		if not is_refused:
			self.state.take(
				[
					{
						**{"gateway": "eskiz", "id": letter["user_sms_id"], "phone": letter["to"]},
						**{"text": letter["text"], "dispatch": body["dispatch_id"]},
						"callback": body.get("callback_url", ""),
					}
					for letter in letters
				]
			)
		if self._keeps_silent("eskiz"):
			return
		state = "REJECTED" if is_refused else "waiting"
		self._json({"id": "made-up", "message": "Waiting for SMS provider", "status": [state] * len(letters)})

	def _eskiz_dispatch(self, body: dict[str, Any]) -> None:
		total = self.state.dispatches[body["dispatch_id"]]
		self._json({"status": "success", "data": [{"status": "DELIVRD", "total": total}] if total else []})

	def _playmobile(self, body: dict[str, Any]) -> None:
		for message in body["messages"]:
			if not message.get("message-id"):
				return self._json({"error-code": 205, "error-description": "no message-id"}, 400)
			if not message["sms"]["content"]["text"]:
				return self._json({"error-code": 404, "error-description": "no content"}, 400)
		self.state.take(
			[
				{
					**{"gateway": "playmobile", "id": message["message-id"], "phone": message["recipient"]},
					**{"text": message["sms"]["content"]["text"], "dispatch": 0, "callback": ""},
				}
				for message in body["messages"]
			]
		)
		if self._keeps_silent("playmobile"):
			return None
		return self._send(200, b"Request is received")

	def _keeps_silent(self, name: str) -> bool:
		fault = self.state.faults.get(name)
		if fault == "hang_taken":
			self._hang()
		if fault in ("drop", "hang_taken"):
			self.close_connection = True
			return True
		return False

	def _hang(self) -> None:
		"""Say nothing until whoever asked has gone."""
		select.select([self.connection], [], [], HANG_SECONDS)

	def _control(self, wanted: dict[str, Any]) -> None:
		for name, value in wanted.items():
			if name in ("eskiz", "playmobile"):
				self.state.faults[name] = value
			else:
				setattr(self.state, name, value)
		self._json({})

	def _page(self) -> None:
		rows = "".join(
			f"<tr><td>{html.escape(m['phone'])}</td><td>{html.escape(m['text'])}</td><td>{m['gateway']}</td></tr>"
			for m in self.state.taken[: -SHOWN - 1 : -1]
		)
		head = "<meta charset=utf-8><meta http-equiv=refresh content=5><title>SMS</title>"
		style = (
			"<style>body{font:16px sans-serif;margin:2rem}td{padding:.4rem;border-top:1px solid #ddd}</style>"
		)
		page = f"<!doctype html>{head}{style}<h1>SMS: {len(self.state.taken)}</h1><table>{rows}</table>"
		self._send(200, page.encode(), "text/html")

	def _json(self, values: dict[str, Any], status: int = 200) -> None:
		self._send(status, json.dumps(values).encode(), "application/json")

	def _send(self, status: int, content: bytes, kind: str = "text/plain") -> None:
		with suppress(OSError):  # whoever asked did not wait
			self.send_response(status)
			self.send_header("Content-Type", kind)
			self.send_header("Content-Length", str(len(content)))
			self.end_headers()
			self.wfile.write(content)


class Server(ThreadingHTTPServer):
	"""Many at once, and started again at once on the port of one that was killed."""

	daemon_threads = True
	allow_reuse_address = True
	request_queue_size = 64


def serve(state: State, port: int = 0) -> Server:
	"""A server in threads of this process; `shutdown()` ends it."""
	server = Server(("127.0.0.1", port), type("Served", (Handler,), {"state": state}))
	threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
	threading.Thread(target=report_forever, args=(state,), daemon=True).start()
	return server


def main() -> None:
	"""Serve until killed."""
	parser = argparse.ArgumentParser(description=__doc__)
	parser.add_argument("--port", type=int, required=True)
	parser.add_argument("--journal", type=Path)
	parser.add_argument("--callback", default="", help="where Play Mobile posts its reports")
	parser.add_argument("--slow", type=float, default=0.0, help="seconds that each answer takes")
	options = parser.parse_args()
	serve(State(journal=options.journal, callback=options.callback, slow=options.slow), options.port)
	threading.Event().wait()


if __name__ == "__main__":
	main()
