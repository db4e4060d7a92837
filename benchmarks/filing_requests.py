"""What each request of a filing costs in the process of the web server alone, and where: the framework's handling of it included.

	.bench/env/bin/python benchmarks/filing_requests.py [--site test.localhost] [--filings 12] [--warm 5] [--list STEP] [--profile STEP]

While the site's database and Redis run (`script/site services`). Appeals of A56 as `filing_cost.py` files them (three observers, a file),
by the framework's application called in this process: processor time of each request (least and middle), statements to the database and
words to Redis. `filing_cost.py` measures the same with a real web server and what database and Redis spend. --list: statements and words of
a step, in order. --profile: cProfile of a step, by own time and by whole time.
"""

import argparse
import cProfile
import os
import pstats
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import frappe.app  # noqa: E402 # the path is set above
import redis  # noqa: E402
from factories.http import Client, ready_appeal  # noqa: E402
from frappe.database.database import Database  # noqa: E402
from werkzeug.test import Client as Inside  # noqa: E402

PARTY = "party@esaylov.example"
STEPS = ("create", "attach", "check", "payload", "submit")


class Answer:
	"""Of a request, as far as the clients of tests read it."""

	def __init__(self, answer: Any, address: str) -> None:
		self.status_code, self.text, self.url = answer.status_code, answer.get_data(as_text=True), address
		self.request, self.json = self, lambda: answer.json

	def raise_for_status(self) -> None:
		if self.status_code >= 400:
			sys.exit(f"{self.url} {self.text[:500]}")


class Session:
	"""Requests to the application of this process, each measured by what `around` does."""

	def __init__(self, site: str) -> None:
		self.client, self.headers = Inside(frappe.app.application), {"Host": site}
		self.around: Callable[[str], AbstractContextManager[Any]] = _nothing

	def get(self, address: str, params: dict[str, str], timeout: int) -> Answer:
		return self._ask(address, query_string=params)

	def post(self, address: str, timeout: int, **body: Any) -> Answer:
		return self._ask(address, method="POST", **body)

	def _ask(self, address: str, **request: Any) -> Answer:
		headers = {"X-Frappe-Site-Name": self.headers["Host"], "Accept": "application/json"}
		with self.around(address.rpartition(".")[2]):
			answer = self.client.open(address, headers=headers, buffered=True, **request)
			answer.close()
		found = Answer(answer, address)
		found.raise_for_status()
		return found


@contextmanager
def _nothing(step: str) -> Iterator[None]:
	yield


class Times:
	"""Milliseconds of processor time of each request, by step."""

	def __init__(self) -> None:
		self.of: dict[str, list[float]] = defaultdict(list)

	@contextmanager
	def __call__(self, step: str) -> Iterator[None]:
		began = time.process_time()
		yield
		self.of[step].append((time.process_time() - began) * 1000)


class Words:
	"""What each request says to the database and to Redis, by step."""

	def __init__(self) -> None:
		self.statements: dict[str, list[str]] = defaultdict(list)
		self.redis: dict[str, list[str]] = defaultdict(list)

	@contextmanager
	def __call__(self, step: str) -> Iterator[None]:
		stock = Database.sql, redis.Redis.execute_command, redis.client.Pipeline.execute

		def sql(database: Any, query: object, *args: Any, **given: Any) -> Any:
			self.statements[step].append(" ".join(str(query).split()))
			return stock[0](database, query, *args, **given)  # type: ignore[call-overload] # passed on as it came

		def execute(client: Any, *words: Any, **given: Any) -> Any:
			if not isinstance(client, redis.client.Pipeline):
				self.redis[step].append(" ".join(str(word)[:70] for word in words))
			return stock[1](client, *words, **given)  # type: ignore[no-untyped-call] # of redis

		def together(pipeline: Any, *args: Any, **given: Any) -> Any:
			self.redis[step].append(f"{len(pipeline)} words together")
			return stock[2](pipeline, *args, **given)

		Database.sql, redis.Redis.execute_command, redis.client.Pipeline.execute = sql, execute, together  # type: ignore[method-assign, assignment]
		try:
			yield
		finally:
			Database.sql, redis.Redis.execute_command, redis.client.Pipeline.execute = stock  # type: ignore[method-assign]


class Profiled:
	"""cProfile of the requests of one step."""

	def __init__(self, step: str) -> None:
		self.step, self.profile = step, cProfile.Profile(time.process_time)

	@contextmanager
	def __call__(self, step: str) -> Iterator[None]:
		if step != self.step:
			yield
			return
		with self.profile:
			yield


def file(party: Client, serial: int) -> None:
	"""One filing, as `filing_cost.py` files it."""
	appeal = ready_appeal(party, serial)
	party.post("appeals.check", appeal=appeal)
	payload = party.get("appeals.payload", appeal=appeal).json()["message"]["payload"]
	given = {"signature": party.sign(payload), "idempotency_key": f"cost-{appeal}"}
	party.post("appeals.submit", appeal=appeal, **given)


def main() -> None:
	asked = _asked()
	os.chdir(ROOT / ".bench" / "sites")
	os.environ["FRAPPE_SITE"] = asked.site
	party = Client("", asked.site, Path(asked.site, "private", "demo", "party.p12"))
	session = Session(asked.site)
	party.session = session  # type: ignore[assignment]
	party.login(PARTY)
	serials = iter(range(100_000 + 30 * (int(time.time()) % 20_000), 10_000_000))
	times, words = Times(), Words()

	def filed(count: int, around: Callable[[str], Any]) -> None:
		session.around = around
		for _ in range(count):
			file(party, next(serials))

	filed(asked.warm, _nothing)
	filed(asked.filings, times)
	filed(1, words)
	for step in STEPS:
		spent = times.of[step]
		print(
			f"{step:10} least {min(spent):5.1f} ms, middle {statistics.median(spent):5.1f} ms, "
			f"{len(words.statements[step]):3} statements, {len(words.redis[step]):3} words to Redis"
		)
	whole = [statistics.median(times.of[step]) for step in STEPS]
	print(
		f"whole      least {sum(min(times.of[step]) for step in STEPS):5.1f} ms, middle {sum(whole):5.1f} ms"
	)
	for said in [*words.statements[asked.list], *words.redis[asked.list]] if asked.list else ():
		print(f"  {said[:400]}")
	if asked.profile:
		profiled = Profiled(asked.profile)
		filed(asked.filings, profiled)
		found = pstats.Stats(profiled.profile)
		for order in ("tottime", "cumtime"):
			found.sort_stats(order).print_stats(90)


def _asked() -> argparse.Namespace:
	parser = argparse.ArgumentParser(
		description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
	)
	parser.add_argument("--site", default="test.localhost")
	parser.add_argument("--filings", type=int, default=12)
	parser.add_argument("--warm", type=int, default=5)
	parser.add_argument("--list", choices=STEPS)
	parser.add_argument("--profile", choices=STEPS)
	return parser.parse_args()


if __name__ == "__main__":
	main()
