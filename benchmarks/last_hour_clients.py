"""The clients of an evening: filings from drafts and from the empty form, readers, and what they were answered."""

import argparse
import base64
import heapq
import random
import secrets
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, partial
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import frappe  # noqa: E402 # the path is set above
import requests  # noqa: E402
from factories.http import NAMES, PASSWORD, Client  # noqa: E402
from factories.papers import PDF  # noqa: E402
from filing_cost import PARTY  # noqa: E402
from last_hour_books import Receipt  # noqa: E402
from pypdf import PdfWriter  # noqa: E402

from esaylov.core.people.identity import with_check_digit  # noqa: E402
from esaylov.framework.requests import admission, limits  # noqa: E402
from esaylov.setup.demo.signing import authority  # noqa: E402

PATIENCE_SECONDS = 900
"""So long one filing is tried for."""
PAGES = ("/uz", "/ru", "/uz/candidates", "/en/decisions", "/uz/for/voters")
SIZES = (1_000, 20_000, 200_000)
"""Bytes of the file that is attached."""
SUBMIT, BESIDE, BURST = "submit", "submit beside the burst", "submit in the burst"
WHOLE, READERS = "whole filings", "readers"
LANES = (WHOLE, READERS, BURST)
"""Who comes at moments of their own: none of them waits for hands that another one holds."""
BARE = 5030
"""What a 503 counts as that does not say when to come again."""
Step = Callable[[float], None]


@cache
def paper(size: int) -> bytes:
	"""A PDF of about so many bytes."""
	writer = PdfWriter(clone_from=BytesIO(PDF))
	writer.add_metadata({"/Subject": "x" * size})
	written = BytesIO()
	writer.write(written)
	return written.getvalue()


@dataclass
class Answers:
	"""What came of the requests of one kind. first: milliseconds to the first answer, from the moment the request was due."""

	first: list[float] = field(default_factory=list)
	statuses: Counter[int] = field(default_factory=Counter)
	lock: threading.Lock = field(default_factory=threading.Lock)

	def note(self, status: int, since: float | None) -> None:
		with self.lock:
			self.statuses[status] += 1
			if since is not None:
				self.first.append((time.monotonic() - since) * 1000)

	def row(self, name: str) -> str:
		other = sum(count for status, count in self.statuses.items() if status >= 500 and status != 503)
		ranked = sorted(self.first) or [0.0]
		of = [ranked[min(len(ranked) - 1, int(len(ranked) * share))] for share in (0.5, 0.95, 0.99)]
		told = f"{len(self.first):8}{self.statuses[200]:9}{self.statuses[503]:7}{other:9}{self.statuses[0]:9}"
		return f"{name:26}{told}" + "".join(f"{value:9.0f}" for value in of)

	def is_clean(self) -> bool:
		"""Nothing but answers, 503 with a Retry-After, and lines that broke."""
		return not any(status not in (0, 200, 503) for status in self.statuses)


class Timetable:
	"""What comes when. Who is to come again is entered once more, and holds no hand meanwhile."""

	def __init__(self) -> None:
		self.due: list[tuple[float, int, str, Step]] = []
		self.under_way, self.numbers = 0, count()
		self.changed = threading.Condition()

	def add(self, moment: float, lane: str, step: Step) -> None:
		with self.changed:
			heapq.heappush(self.due, (moment, next(self.numbers), lane, step))
			self.changed.notify()

	def next(self) -> tuple[float, str, Step] | None:
		"""The next step when its moment has come, which is under way then; None where none is left and none under way."""
		with self.changed:
			while self.due or self.under_way:
				pause = self.due[0][0] - time.monotonic() if self.due else None
				if pause is not None and pause <= 0:
					self.under_way += 1
					moment, _, lane, step = heapq.heappop(self.due)
					return moment, lane, step
				self.changed.wait(pause)
		return None

	def ended(self) -> None:
		"""A step that was under way has its answer."""
		with self.changed:
			self.under_way -= 1
			self.changed.notify()


@dataclass
class Filing:
	"""A signed draft on its way to a receipt. due: when its first try was; kind: under what its answers are counted."""

	name: str
	signature: str
	lane: str
	kind: str
	due: float
	tries: int = 0


class Signer(Client):
	"""A client that opens its key file once."""

	identity: Any = None

	def sign(self, payload: str) -> str:
		if self.identity is None:
			container = Path(self.key_file or "").read_bytes()
			Signer.identity = authority.open_pkcs12(container, PASSWORD)
		now = datetime.now(ZoneInfo("Asia/Tashkent")).replace(tzinfo=None)
		return base64.b64encode(authority.sign_cms(base64.b64decode(payload), self.identity, now)).decode()


class Evening:
	"""The clients of one evening, and what they were answered."""

	def __init__(self, asked: argparse.Namespace, address: str) -> None:
		self.asked, self.address = asked, address
		self.key = f"eve-{frappe.generate_hash(length=8)}"
		self.answers: dict[str, Answers] = {}
		self.receipts: list[Receipt] = []
		self.ready: list[tuple[str, str]] = []
		self.timetable = Timetable()
		self.sent = 0
		self.in_burst, self.burst_began, self.burst_ended = 0, 0.0, 0.0
		self.in_line = 0
		# people whom no other evening on this site had: all born on one day of 324, each with a number of their own
		self.born = f"{secrets.randbelow(27) + 2:02d}{secrets.randbelow(12) + 1:02d}80"
		self.numbers = count()
		self.party = Signer(
			address, asked.site, Path(frappe.get_site_path("private", "demo", "party.p12")).resolve()
		)
		self.party.patience = 120
		self.party.login(PARTY)
		self.local = threading.local()
		self.site, self.entered = copy_context(), threading.Lock()
		self.chance = random.Random(17)  # the same evening each time

	def prepare(self, number: int) -> None:
		"""Drafts that are ready and signed, for the burst."""
		with ThreadPoolExecutor(4) as pool:
			self.ready = list(pool.map(lambda _: self._signed(None), range(number)))

	def submit(self, due: float) -> None:
		"""File a prepared draft."""
		name, signature = self.ready.pop()
		self.burst_began = self.burst_began or due
		self._file(Filing(name, signature, BURST, BURST, due))

	def whole(self, due: float) -> None:
		"""A filing from the empty form to its receipt."""
		name, signature = self._signed(due)
		now = time.monotonic()
		is_beside = self.burst_began and self.in_burst and now >= self.burst_began
		self._file(Filing(name, signature, WHOLE, BESIDE if is_beside else SUBMIT, now))

	def read(self, due: float) -> None:
		"""A page of the portal."""
		page = self.address + self.chance.choice(PAGES)
		host = {"Host": self.asked.site}  # a guest: no session
		self._tried("portal page", lambda: requests.get(page, headers=host, timeout=120), due, 1)

	def _signed(self, due: float | None) -> tuple[str, str]:
		numbers = [next(self.numbers) for _ in range(self.chance.choice((1, 1, 3, 10)))]
		persons = [
			{
				"pinfl": with_check_digit(f"1{self.born}{number:06d}"),
				"full_name": NAMES[place % 3],
				"phone": f"+9989{numbers[0]:08d}",
			}
			for place, number in enumerate(numbers)
		]
		today = datetime.now(ZoneInfo("Asia/Tashkent")).date().isoformat()
		answers = {"party_decision_no": "12-Q", "party_decision_date": today, "persons": persons}
		made = self._asked(
			"create", due, "appeals.create", appeal_type="A56", election="demo", answers=answers
		)
		content = base64.b64encode(paper(self.chance.choice(SIZES))).decode()
		file = {"field": "party_decision", "file_name": "qaror.pdf", "content": content}
		self._asked("attach", None, "appeals.attach", appeal=made["appeal"], **file)
		client = self._client()
		payload = self._tried(
			"payload", lambda: client.get("appeals.payload", appeal=made["appeal"]), time.monotonic()
		)
		return made["appeal"], client.sign(payload["payload"])

	def _asked(self, kind: str, due: float | None, method: str, **values: Any) -> Any:
		return self._tried(kind, lambda: self._client().post(method, **values), due or time.monotonic())

	def _again(self, filing: Filing, _moment: float) -> None:
		with self.entered:
			self.in_line -= 1
		self._file(filing)

	def _file(self, filing: Filing) -> None:
		"""Try once; where the answer is to come again, the filing is entered anew, with its key."""
		given = {
			"appeal": filing.name,
			"signature": filing.signature,
			"idempotency_key": f"{self.key}-{filing.name}",
		}
		with self.entered:  # one login stands for those of many parties
			self.site.run(limits.clear, "rate|esaylov.api.appeals.submit", PARTY)
		filing.tries += 1
		answer, status, pause = _asked_once(lambda: self._client().post("appeals.submit", **given))
		self._note(filing.kind, status, filing.due if filing.tries == 1 else None)
		if answer is not None and status == 200:
			self._filed(filing, answer.json()["message"])
		elif status in (0, 503) and time.monotonic() < filing.due + PATIENCE_SECONDS:
			with self.entered:
				self.in_line += 1
			# the line tells one login that it is the first, which here stands for as many as wait
			told = min(self.in_line / admission.PACE, admission.LATEST_SECONDS) if status else 0.0
			again = time.monotonic() + self._spread(max(pause, told))
			self.timetable.add(again, filing.lane, partial(self._again, filing))
		else:
			print(filing.kind, status, answer.text[:300] if answer is not None else "")
			self._left(filing)

	def _filed(self, filing: Filing, receipt: Receipt) -> None:
		self._note(f"{filing.kind}, receipt", 200, filing.due)
		self.receipts.append(receipt)
		self._left(filing)

	def _left(self, filing: Filing) -> None:
		if filing.lane == BURST:
			with self.entered:
				self.in_burst, self.burst_ended = self.in_burst - 1, time.monotonic()

	def _note(self, kind: str, status: int, since: float | None) -> None:
		with self.entered:
			answers = self.answers.setdefault(kind, Answers())
		answers.note(status, since)

	def _spread(self, pause: float) -> float:
		longest: float = self.asked.patience
		return min(pause, longest) * (1 + random.random() / 4)

	def _tried(self, kind: str, ask: Callable[[], requests.Response], due: float, times: int = 0) -> Any:
		"""The message of the answer: after 503 and a broken line the same again, when it is due; None where it is refused."""
		since: float | None = due
		ends = time.monotonic() + PATIENCE_SECONDS
		while True:
			answer, status, pause = _asked_once(ask)
			self._note(kind, status, since)
			since = None
			if answer is not None and status == 200:
				is_data = answer.headers["Content-Type"].startswith("application/json")
				return answer.json()["message"] if is_data else None
			if status not in (0, 503) or times == 1 or time.monotonic() > ends:
				if status not in (0, 503):
					print(kind, status, answer.text[:300] if answer is not None else "")
				return None
			time.sleep(self._spread(pause))

	def _client(self) -> Signer:
		mine: Signer | None = getattr(self.local, "client", None)
		if mine is None:
			mine = self.local.client = Signer(self.address, self.asked.site, self.party.key_file)
			mine.session.cookies.update(self.party.session.cookies)
			mine.patience = 120
		return mine


def _asked_once(ask: Callable[[], requests.Response]) -> tuple[requests.Response | None, int, float]:
	"""The answer, its status (0 for a line that broke) and the seconds after which to come again."""
	try:
		answer = ask()
	except requests.RequestException:
		return None, 0, 2.0
	told = answer.headers.get("Retry-After")
	is_bare = answer.status_code == 503 and not told
	return answer, BARE if is_bare else answer.status_code, float(told or 2)
