"""The clients of an evening: filings from drafts and from the empty form, readers, and what they were answered."""

import argparse
import base64
import random
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import frappe  # noqa: E402 # the path is set above
import requests  # noqa: E402
from factories.cabinet import pinfl  # noqa: E402
from factories.http import NAMES, PASSWORD, Client, new_serial  # noqa: E402
from factories.papers import PDF  # noqa: E402
from filing_cost import PARTY  # noqa: E402
from last_hour_books import Receipt  # noqa: E402
from pypdf import PdfWriter  # noqa: E402

from esaylov.framework import limits  # noqa: E402
from esaylov.setup.demo import authority  # noqa: E402

PATIENCE_SECONDS = 900
"""So long one filing is tried for."""
PAGES = ("/uz", "/ru", "/uz/candidates", "/en/decisions", "/uz/for/voters")
SIZES = (1_000, 20_000, 200_000)
"""Bytes of the file that is attached."""


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
		return not any(status not in (0, 200, 503) for status in self.statuses)


class Signer(Client):
	"""A client that opens its key file once."""

	identity: Any = None

	def sign(self, payload: str) -> str:
		if self.identity is None:
			Signer.identity = authority.open_pkcs12(self.key_file.read_bytes(), PASSWORD)
		now = datetime.now(ZoneInfo("Asia/Tashkent")).replace(tzinfo=None)
		return base64.b64encode(authority.sign_cms(base64.b64decode(payload), self.identity, now)).decode()


class Evening:
	"""The clients of one evening, and what they were answered."""

	def __init__(self, asked: argparse.Namespace, address: str) -> None:
		self.asked, self.address = asked, address
		self.key = f"eve-{frappe.generate_hash(length=8)}"
		self.answers: dict[str, Answers] = defaultdict(Answers)
		self.receipts: list[Receipt] = []
		self.ready: list[tuple[str, str]] = []
		self.sent = 0
		self.serial = new_serial()
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
		self._file("submit in the burst", name, signature, due)

	def whole(self, due: float) -> None:
		"""A filing from the empty form to its receipt."""
		name, signature = self._signed(due)
		self._file("submit", name, signature, time.monotonic())

	def read(self, due: float) -> None:
		"""A page of the portal."""
		page = self.address + self.chance.choice(PAGES)
		host = {"Host": self.asked.site}  # a guest: no session
		self._tried("portal page", lambda: requests.get(page, headers=host, timeout=120), due, 1)

	def _signed(self, due: float | None) -> tuple[str, str]:
		self.serial += 10
		serial, people = self.serial, self.chance.choice((1, 1, 3, 10))
		persons = [
			{"pinfl": pinfl(serial + n), "full_name": NAMES[n % 3], "phone": f"+9989{serial % 10**8:08d}"}
			for n in range(people)
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

	def _file(self, kind: str, name: str, signature: str, due: float) -> None:
		given = {"appeal": name, "signature": signature, "idempotency_key": f"{self.key}-{name}"}
		with self.entered:  # one login stands for those of many parties
			self.site.run(limits.clear, "rate|esaylov.api.appeals.submit", PARTY)
		receipt = self._tried(kind, lambda: self._client().post("appeals.submit", **given), due)
		if receipt:
			self.receipts.append(receipt)

	def _tried(self, kind: str, ask: Callable[[], requests.Response], due: float, times: int = 0) -> Any:
		"""The message of the answer: after 503 and a broken line the same again, when it is due; None where it is refused."""
		since: float | None = due
		ends = time.monotonic() + PATIENCE_SECONDS
		while True:
			try:
				answer = ask()
				status, pause = answer.status_code, float(answer.headers.get("Retry-After") or 2)
			except requests.RequestException:
				answer, status, pause = None, 0, 2.0
			self.answers[kind].note(status, since)
			since = None
			if answer is not None and status == 200:
				return (
					answer.json()["message"]
					if answer.headers["Content-Type"].startswith("application/json")
					else None
				)
			if status not in (0, 503) or times == 1 or time.monotonic() > ends:
				if status not in (0, 503):
					print(kind, status, answer.text[:300] if answer is not None else "")
				return None
			time.sleep(min(pause, self.asked.patience) * (1 + random.random() / 4))  # spreads

	def _client(self) -> Signer:
		if not hasattr(self.local, "client"):
			self.local.client = self.party.twin()
			self.local.client.__class__ = Signer
			self.local.client.patience = 120
		return self.local.client
