"""An interagency portal of our own with made-up people: the documented calls, and what may go wrong.

People stand in interagency_people.json; `about` says what each is for. A person's `fault` (an HTTP status, `slow`) meets
every call about them; `faults` does so for every call of a path. The criminal record is pending for as many questions as the
person's `pending` says. Run it by `python interagency.py --port N`: demonstration and test sites only.
"""

import argparse
import base64
import json
import select
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

PEOPLE = Path(__file__).with_name("interagency_people.json")
KEY, SECRET, USER, PASSWORD = "esaylov-demo", "esaylov-demo-secret", "esaylov", "esaylov-demo"
TOKEN = "/oauth2/token"
NOT_FOUND = {"result": 0, "data": [], "comments": "303001: ma'lumot topilmadi"}
Person = dict[str, Any]


def seeded() -> list[Person]:
	"""The made-up people."""
	return json.loads(PEOPLE.read_text(encoding="utf-8"))


@dataclass
class State:
	"""What is known and what goes wrong. asked: path and body of each call, tokens apart; slow: seconds of a slow answer."""

	people: list[Person] = field(default_factory=seeded)
	faults: dict[str, Any] = field(default_factory=dict)
	slow: float = 2.0
	asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
	tokens: set[str] = field(default_factory=set)
	questions: dict[int, tuple[Person | None, int]] = field(default_factory=dict)
	lock: threading.Lock = field(default_factory=threading.Lock)

	def find(self, pinfl: str, passport: str = "", born: str = "") -> Person | None:
		"""By PINFL, or by passport with the date of birth."""
		for person in self.people:
			if pinfl and pinfl == person["pinfl"]:
				return person
			if not pinfl and passport and (passport, born) == (person["passport"], person["birth_date"]):
				return person
		return None

	def token(self) -> str:
		"""A new token."""
		with self.lock:
			made = f"token-{len(self.tokens) + 1}"
			self.tokens.add(made)
		return made


class Handler(BaseHTTPRequestHandler):
	"""The calls that the adapter uses."""

	state: State

	def log_message(self, *_: object) -> None:
		"""Say nothing: bodies hold personal numbers."""

	def do_POST(self) -> None:
		body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
		if self.path == TOKEN:
			return self._token(body)
		if self.headers.get("Authorization", "").removeprefix("Bearer ") not in self.state.tokens:
			return self._json({"error": "invalid token"}, 401)
		question = json.loads(body)
		self.state.asked.append((self.path, question))
		answer = ANSWERS.get(self.path)
		if answer is None:
			return self._json({"error": "no such call"}, 400)
		person = self._about(question)
		fault = self.state.faults.get(self.path) or (person or {}).get("fault")
		if fault == "slow":
			select.select([self.connection], [], [], self.state.slow)  # or until whoever asked has gone
		if fault in ("html", "brackets"):
			return self._send(200, b"<html></html>" if fault == "html" else b"[" * 100_000)
		if isinstance(fault, dict):
			return self._json(fault)
		if isinstance(fault, int):
			return self._json({"error": "made up"}, fault)
		said = answer(self.state, question, person)
		return self._json(said, 200) if said is not None else self._json({"error": "NOT_FOUND"}, 404)

	def _about(self, question: dict[str, Any]) -> Person | None:
		if "id_query" in question:
			return self.state.questions.get(question["id_query"], (None, 0))[0]
		pinfl = next((question[key] for key in ("pinpp", "pinfl", "pin") if question.get(key)), "")
		if self.path == VTEK:
			pinfl = question.get("pinfl", "")
		passport = question.get("document") or question.get("passport") or ""
		return self.state.find(pinfl, passport, question.get("birth_date", ""))

	def _token(self, form: str) -> None:
		wanted = base64.b64encode(f"{KEY}:{SECRET}".encode()).decode()
		if self.headers.get("Authorization") != f"Basic {wanted}" or f"password={PASSWORD}" not in form:
			return self._json({"error": "invalid_client"}, 401)
		values = {"access_token": self.state.token(), "scope": "default", "token_type": "Bearer"}
		return self._json({**values, "expires_in": 3600})

	def _json(self, values: dict[str, Any], status: int = 200) -> None:
		self._send(status, json.dumps(values).encode())

	def _send(self, status: int, content: bytes) -> None:
		self.send_response(status)
		self.send_header("Content-Length", str(len(content)))
		self.end_headers()
		try:
			self.wfile.write(content)
		except OSError:
			return  # whoever asked did not wait


def _docrest(state: State, question: dict[str, Any], person: Person | None) -> dict[str, Any]:
	if person is None:
		return NOT_FOUND
	names = {"surnamelat": "surname", "namelat": "given_name", "patronymlat": "patronymic"}
	plain = ("birth_date", "birthplace", "nationality", "sex")
	data = {
		**{theirs: person[ours].upper() for theirs, ours in names.items()},
		**{key: person[key] for key in plain},
		"current_pinpp": person["pinfl"],
		"current_document": person["passport"],
		"citizenship": "O'ZBEKISTON",
	}
	if question.get("is_photo") == "Y":
		data["photo"] = base64.b64encode(b"\xff\xd8\xff made up").decode()
	return {"result": 1, "data": [data], "comments": ""}


def _address(state: State, question: dict[str, Any], person: Person | None) -> dict[str, Any] | None:
	return person and {"data": dict(zip(("region", "district", "street"), person["address"], strict=True))}


def _work(state: State, question: dict[str, Any], person: Person | None) -> dict[str, Any] | None:
	if person is None:
		return None
	if not person["work"]:
		return {"data": []}
	former = {"organization": "Sobiq ish joyi", "position": "xodim", "date_end": "2020-01-01"}
	return {"data": [former, dict(zip(("organization", "position"), person["work"], strict=True))]}


def _diploma(state: State, question: dict[str, Any], person: Person | None) -> dict[str, Any] | None:
	if person is None or not person["specialty"]:
		return None
	return {
		"data": [
			{"specialty": "Umumiy o'rta", "year": 1900},
			{"specialty": person["specialty"], "year": 1912},
		]
	}


def _search(state: State, question: dict[str, Any], person: Person | None) -> dict[str, Any]:
	with state.lock:
		number = len(state.questions) + 1
		state.questions[number] = (person, (person or {}).get("pending", 0))
	return {"result": 1, "id_query": number}


def _conviction(state: State, question: dict[str, Any], person: Person | None) -> dict[str, Any] | None:
	number = question.get("id_query")
	if number not in state.questions or person is None:
		return None
	with state.lock:
		left = state.questions[number][1]
		state.questions[number] = (person, max(left - 1, 0))
	return {"status": "pending"} if left else {"status": "done", "convicted": bool(person.get("convicted"))}


def _disability(state: State, question: dict[str, Any], person: Person | None) -> dict[str, Any] | None:
	return {"group": 2} if person and person.get("disabled") else None


def _capacity(state: State, question: dict[str, Any], person: Person | None) -> dict[str, Any] | None:
	return person and {"incapable": bool(person.get("incapable"))}


VTEK = "/minzdrav/vtek/v4/passport"
ANSWERS = {
	"/gcp/docrest/v1": _docrest,
	"/mvd/services/address/info/pin/v1": _address,
	"/labour/service/citizenhistory/v1": _work,
	"/minvuz/services/diploma/v2": _diploma,
	"/convictions/search/v2": _search,
	"/conviction/check/v2": _conviction,
	VTEK: _disability,
	"/esaylov/legal-capacity/v1": _capacity,
}


def server(port: int = 0) -> tuple[ThreadingHTTPServer, State]:
	"""A server on the loopback (on a free port without one), and its state."""
	state = State()
	made = ThreadingHTTPServer(("127.0.0.1", port), type("Handler", (Handler,), {"state": state}))
	made.daemon_threads = True
	return made, state


if __name__ == "__main__":
	parser = argparse.ArgumentParser(description=__doc__)
	parser.add_argument("--port", type=int, required=True)
	server(parser.parse_args().port)[0].serve_forever()
