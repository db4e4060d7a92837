"""Files attached and appeals filed side by side, over HTTP, while jobs wait in the queues that nobody works off.

	ESAYLOV_URL=http://127.0.0.1:8000 .bench/env/bin/python benchmarks/filing.py [--attach 400] [--submit 2000] [--jobs 10000] [--attaching 16] [--submitting 4]

Against a server without a worker (`script/site services` and gunicorn), for a worker would empty the queues. `--attaching` and
`--submitting` are connections. The login stands for those of many parties: its own limit of submits is taken off again and again.
Prints how many requests were refused, by status, and how many jobs waited at the end; ends with 1 if any was refused or any filed
appeal is not there once.
"""

import argparse
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from pathlib import Path
from queue import SimpleQueue
from typing import cast

import redis
from frappe.utils.background_jobs import generate_qname

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import frappe  # noqa: E402 # the path is set above
from factories.http import Client, ready_appeal  # noqa: E402

from esaylov.framework import queues  # noqa: E402
from esaylov.framework.requests import limits  # noqa: E402

SITE = os.environ.get("FRAPPE_SITE", "test.localhost")
SITES = Path(os.environ.get("SITES_PATH", ROOT / ".bench" / "sites"))
URL = os.environ.get("ESAYLOV_URL", "http://127.0.0.1:8000")
LOGIN = "party@esaylov.example"
PATIENCE = 600
"""Seconds for one answer."""


@contextmanager
def waiting(jobs: int) -> Iterator[None]:
	"""So many entries in each queue, of jobs that are not there; they are taken out again."""
	config = json.loads((SITES / "common_site_config.json").read_text())
	server = redis.Redis.from_url(config["redis_queue"])
	os.chdir(SITES)
	frappe.init(SITE, sites_path=".")
	names = [f"rq:queue:{generate_qname(name)}" for name in queues.ALL]
	entries = [f"load|{number}" for number in range(jobs)]
	try:
		for name in names:
			if entries:
				server.rpush(name, *entries)
		yield
		print(f"waiting in the end: {[server.llen(name) for name in names]} jobs")
	finally:
		for name in names:
			left = cast("list[bytes]", server.lrange(name, 0, -1))
			kept = [entry for entry in left if not entry.startswith(b"load|")]
			server.delete(name)
			if kept:
				server.rpush(name, *kept)


def measured(what: str, party: Client, connections: int, work: Sequence[Callable[[Client], int]]) -> int:
	"""Do the work over so many connections; prints its pace and gives how many requests were refused."""
	clients = [party.twin() for _ in range(connections)]
	for client in clients:
		client.patience = PATIENCE
		client.session.headers["Connection"] = "close"  # one that idled may be closed as it is used
	free: SimpleQueue[Client] = SimpleQueue()
	for client in clients:
		free.put(client)

	def one(step: Callable[[Client], int]) -> int:
		client = free.get()
		try:
			return step(client)
		finally:
			free.put(client)

	begun = time.monotonic()
	with ThreadPoolExecutor(len(clients)) as pool:
		statuses = Counter(pool.map(one, work))
	taken = time.monotonic() - begun
	refused = sum(count for status, count in statuses.items() if status != 200)
	print(
		f"{what}: {len(work)} at {len(clients)} connections in {taken:.0f} s, {dict(statuses)}, {refused} refused"
	)
	return refused


def submit(name: str, numbers: list[str]) -> Callable[[Client], int]:
	"""Sign and file a draft that is ready; the number of its receipt is noted."""
	site = copy_context()  # of this thread, which has the site's configuration

	def step(client: Client) -> int:
		payload = client.get("appeals.payload", appeal=name).json()["message"]["payload"]
		given = {"signature": client.sign(payload), "idempotency_key": f"load-{name}"}
		site.run(limits.clear, "rate|esaylov.api.appeals.submit", LOGIN)
		answer = client.post("appeals.submit", appeal=name, **given)
		if answer.status_code == 200:
			numbers.append(answer.json()["message"]["number"])
		else:
			print(answer.status_code, answer.text[:300])
		return answer.status_code

	return step


def attach(number: int, drafts: dict[int, str]) -> Callable[[Client], int]:
	"""Make a draft and put the file into it; gives the answer to the file."""

	def step(client: Client) -> int:
		try:
			drafts[number] = ready_appeal(client, 300 + number % 600)
		except AssertionError as refused:
			print(str(refused)[:300])
			return 0
		return 200

	return step


def main() -> int:
	"""Both measurements; how the program ends."""
	parser = argparse.ArgumentParser(description=__doc__)
	options = (("attach", 400), ("submit", 2000), ("jobs", 10_000), ("attaching", 16), ("submitting", 4))
	for name, number in options:
		parser.add_argument(f"--{name}", type=int, default=number)
	asked = parser.parse_args()
	party = Client(URL, SITE, SITES.resolve() / SITE / "private" / "demo" / "party.p12")
	party.patience = PATIENCE
	party.login(LOGIN)
	drafts: dict[int, str] = {}
	numbers: list[str] = []
	with waiting(asked.jobs):
		work = [attach(number, drafts) for number in range(max(asked.attach, asked.submit))]
		refused = measured("attach", party, asked.attaching, work[: asked.attach])
		refused += measured("attach the others", party, asked.attaching, work[asked.attach :])
		filed = list(drafts.values())[: asked.submit]
		refused += measured("submit", party, asked.submitting, [submit(name, numbers) for name in filed])
	print(f"{len(set(numbers))} numbers of {len(numbers)} receipts of {len(filed)} appeals")
	return 1 if refused or len(set(numbers)) < asked.submit else 0


if __name__ == "__main__":
	sys.exit(main())
