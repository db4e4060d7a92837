"""The clients of a cluster under faults: filings, decisions and votes over HTTP, each request and answer written down."""

import itertools
import json
import random
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import requests  # noqa: E402 # the path is set above
from factories import http  # noqa: E402

from esaylov.core.procedure.lifecycle import DECIDED, State  # noqa: E402
from standalone.cluster.history import AGAIN, DECIDE, DONE, FILE, READ, VOTE, Try  # noqa: E402
from standalone.cluster.layout import SITE  # noqa: E402

PAUSE_SECONDS = 0.5
"""A client of this road asks again sooner than Retry-After says: it measures when writes are taken again."""
PATIENCE_SECONDS = 300
MEMBERS = ("chair", "deputy", "secretary", "member", "member2")
COMMISSION = "DC-1726277"
Answer = Mapping[str, Any]


class Record:
	"""The history: in memory, and line by line in a file, so that it is there whatever ends this process."""

	def __init__(self, file: Path) -> None:
		self.tries: list[Try] = []
		self._file, self._lock = file.open("w"), threading.Lock()

	def note(self, one: Try) -> None:
		"""Write one request down."""
		with self._lock:
			self.tries.append(one)
			self._file.write(json.dumps(asdict(one)) + "\n")
			self._file.flush()


class Clients:
	"""Who files, decides and votes, each by a login and a key of their own."""

	def __init__(self, address: str, sites: Path, record: Record) -> None:
		self.address, self.sites, self.record = address, sites, record
		self.key = f"cluster-{random.randbytes(4).hex()}"
		self.chance = random.Random(21)
		self.local = threading.local()
		self.logins = {name: self._login(name) for name in ("party", *MEMBERS)}
		self.ballots: deque[dict[str, str]] = deque()
		self.counter = itertools.count()
		self.ended = threading.Event()

	def _login(self, local: str) -> http.Client:
		client = http.Client(self.address, SITE, self.sites / SITE / "private" / "demo" / f"{local}.p12")
		persistent(lambda: client.login(f"{local}@esaylov.example"))
		return client

	def _client(self, local: str) -> http.Client:
		"""The login in a connection of this thread."""
		if not hasattr(self.local, "clients"):
			self.local.clients = {name: client.twin() for name, client in self.logins.items()}
		found: http.Client = self.local.clients[local]
		return found

	# --- what is written

	def write(self, seconds: float) -> None:
		"""File, decide every third, vote between them; one after another, each begun `seconds` after the one before at the soonest."""
		while not self.ended.is_set():
			begun = time.monotonic()
			number = next(self.counter)
			ballot = self._ballot() if number % 2 else None
			if ballot:
				self.vote(ballot)
			else:
				appeal = self.file()
				if appeal and number % 3 == 0:
					self.decide(appeal)
			self.ended.wait(max(0.0, seconds - (time.monotonic() - begun)))

	def _ballot(self) -> dict[str, str] | None:
		try:
			return self.ballots.popleft()
		except IndexError:  # all are cast
			return None

	def file(self) -> str:
		"""One filing from the empty form to its receipt, and what is read of it then; its name, "" where it was refused."""
		party, serial = self._client("party"), http.new_serial()
		name = persistent(lambda: http.ready_appeal(party, serial))
		payload = persistent(lambda: done(party.get("appeals.payload", appeal=name)))["payload"]
		key = f"{self.key}-{name}"
		given = {"appeal": name, "signature": party.sign(payload), "idempotency_key": key}
		receipt = self._tried(FILE, key, lambda: party.post("appeals.submit", **given), _receipt)
		if receipt:
			self.read(name)
		return name if receipt else ""

	def decide(self, appeal: str) -> None:
		"""The chair's decision on one filing."""
		chair, rows = self._client("chair"), http.rows()
		drafted = persistent(lambda: chair.post("decisions.draft", appeal=appeal, rows=rows))
		if drafted.status_code != DONE:
			self.record.note(Try(DECIDE, appeal, time.monotonic(), time.monotonic(), drafted.status_code))
			print("draft", drafted.status_code, drafted.text[:300], flush=True)
			return
		given = {"appeal": appeal, "rows": rows, "signature": chair.sign(done(drafted)["payload"])}
		number = self._tried(
			DECIDE,
			appeal,
			lambda: chair.post("decisions.decide", **given),
			lambda said: {"number": said["number"]},
		)
		if number:
			self.read(appeal)

	def vote(self, ballot: dict[str, str]) -> None:
		"""One member's vote on one item."""
		client = self._client(ballot["member"])
		votes = [{"item": ballot["item"], "choice": ballot["choice"]}]
		asked = {"session": ballot["session"], "votes": votes}
		payload = persistent(lambda: done(client.post("sessions.ballot", **asked)))["payload"]
		given = {**asked, "signature": client.sign(payload)}
		about, choice = f"{ballot['member']}|{ballot['item']}", {"choice": ballot["choice"]}
		self._tried(VOTE, about, lambda: client.post("decisions.vote", **given), lambda _: choice)

	def read(self, appeal: str) -> None:
		"""How far an appeal is, as the commission reads it."""
		address, begun = f"{self.address}/api/resource/Appeal/{appeal}", time.monotonic()
		try:
			answer = self._client("chair").session.get(address, timeout=60)
		except requests.RequestException:
			return
		if answer.status_code == DONE:
			state = answer.json()["data"]["status"]
			rank = 0 if state == State.DRAFT else 2 if state in DECIDED else 1
			self.record.note(Try(READ, appeal, begun, time.monotonic(), DONE, {"rank": str(rank)}))

	def _tried(
		self,
		kind: str,
		about: str,
		ask: Callable[[], requests.Response],
		read: Callable[[Answer], Mapping[str, str]],
	) -> Mapping[str, str]:
		"""What the answer promises; after 503 and a broken line the same again, and {} where it is refused."""
		ends = time.monotonic() + PATIENCE_SECONDS
		while True:
			begun = time.monotonic()
			try:
				answer = ask()
				status = answer.status_code
			except requests.RequestException:
				answer, status = None, 0
			said = read(done(answer)) if answer is not None and status == DONE else {}
			self.record.note(Try(kind, about, begun, time.monotonic(), status, said))
			if status not in AGAIN or time.monotonic() > ends:
				if status not in (DONE, *AGAIN):
					print(kind, status, answer.text[:300] if answer is not None else "", flush=True)
				return said
			time.sleep(PAUSE_SECONDS)

	# --- the session that is voted in

	def open_session(self, appeals: Sequence[str]) -> None:
		"""A session of five members with a batch of appeals, open for votes; each member's vote on each lies ready."""
		secretary, chair = self._client("secretary"), self._client("chair")
		now = datetime.now(ZoneInfo("Asia/Tashkent")).strftime("%Y-%m-%d %H:%M:%S")
		plan = {"commission": COMMISSION, "title": "Navbatdagi majlis", "starts_at": now, "place": "Zal"}
		session = done(secretary.post("sessions.plan_session", **plan))["session"]
		batch = {"session": session, "appeals": list(appeals), "batch": "Kuzatuvchilar"}
		items = done(secretary.post("sessions.put_batch", **batch))["items"]
		for member in MEMBERS:
			client, mode = self._client(member), "In the Room"
			payload = done(client.get("sessions.attendance_payload", session=session, mode=mode))["payload"]
			done(client.post("decisions.attend", session=session, mode=mode, signature=client.sign(payload)))
		done(chair.post("decisions.open_session", session=session))
		done(chair.post("sessions.open_item", item=items[0]))
		ballots = [
			{
				"session": session,
				"item": item,
				"member": member,
				"choice": self.chance.choice(("For", "Against")),
			}
			for item in items
			for member in MEMBERS
		]
		self.chance.shuffle(ballots)
		self.ballots.extend(ballots)


def _receipt(said: Answer) -> dict[str, str]:
	return {"appeal": said["appeal"], "number": said["number"], "event": said["event_hash"]}


def done(answer: requests.Response) -> Any:
	"""The message of an answer. Raises AssertionError for a refusal."""
	assert answer.status_code == DONE, f"{answer.status_code} {answer.text[:500]}"  # noqa: S101
	return answer.json()["message"]


def persistent(step: Callable[[], Any]) -> Any:
	"""What a step gives that may be done again from its beginning; it is as long as servers are away. Raises what it raised last."""
	ends = time.monotonic() + PATIENCE_SECONDS
	while True:
		try:
			found = step()
			if not isinstance(found, requests.Response) or found.status_code not in AGAIN:
				return found
		except (AssertionError, requests.RequestException):
			if time.monotonic() > ends:
				raise
		time.sleep(PAUSE_SECONDS)
