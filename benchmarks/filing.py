"""Files attached and appeals filed side by side, over HTTP, while jobs wait in the queues that nobody works off.

	ESAYLOV_URL=http://127.0.0.1:8000 .bench/env/bin/python benchmarks/filing.py [--attach 400] [--submit 2000] [--jobs 10000] [--connections 16]

Against a server without a worker (`script/site services` and gunicorn), for a worker would empty the queues. Prints how many
requests were refused, by status; ends with 1 if any was.
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
from pathlib import Path
from queue import SimpleQueue

import redis
from frappe.utils.background_jobs import generate_qname

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import frappe  # noqa: E402 # the path is set above
from factories.http import Client, ready_appeal  # noqa: E402

from esaylov import queues  # noqa: E402

SITE = os.environ.get("FRAPPE_SITE", "test.localhost")
SITES = Path(os.environ.get("SITES_PATH", ROOT / ".bench" / "sites"))
URL = os.environ.get("ESAYLOV_URL", "http://127.0.0.1:8000")


@contextmanager
def waiting(jobs: int) -> Iterator[None]:
	"""So many entries in each queue, of jobs that are not there; they are taken out again."""
	config = json.loads((SITES / "common_site_config.json").read_text())
	server = redis.from_url(config["redis_queue"])
	os.chdir(SITES)
	frappe.init(SITE, sites_path=".")
	names = [f"rq:queue:{generate_qname(name)}" for name in queues.ALL]
	entries = [f"load|{number}" for number in range(jobs)]
	try:
		for name in names:
			if entries:
				server.rpush(name, *entries)
		yield
	finally:
		for name in names:
			kept = [entry for entry in server.lrange(name, 0, -1) if not entry.startswith(b"load|")]
			server.delete(name)
			if kept:
				server.rpush(name, *kept)


def measured(what: str, clients: Sequence[Client], work: Sequence[Callable[[Client], int]]) -> int:
	"""Do the work over all connections; prints its pace and gives how many requests were refused."""
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


def submit(name: str) -> Callable[[Client], int]:
	"""Sign and file a draft that is ready."""

	def step(client: Client) -> int:
		payload = client.get("appeals.payload", appeal=name).json()["message"]["payload"]
		given = {"signature": client.sign(payload), "idempotency_key": f"load-{name}"}
		return client.post("appeals.submit", appeal=name, **given).status_code

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
	for name, number in (("attach", 400), ("submit", 2000), ("jobs", 10_000), ("connections", 16)):
		parser.add_argument(f"--{name}", type=int, default=number)
	asked = parser.parse_args()
	party = Client(URL, SITE, SITES.resolve() / SITE / "private" / "demo" / "party.p12")
	party.patience = 600
	party.login("party@esaylov.example")
	clients = [party.twin() for _ in range(asked.connections)]
	for client in clients:
		client.patience = 600
		client.session.headers["Connection"] = "close"  # one that idled may be closed as it is used
	drafts: dict[int, str] = {}
	with waiting(asked.jobs):
		made = max(asked.attach, asked.submit)
		refused = measured("attach", clients, [attach(number, drafts) for number in range(made)])
		refused += measured(
			"submit", clients, [submit(name) for name in list(drafts.values())[: asked.submit]]
		)
	return 1 if refused else 0


if __name__ == "__main__":
	sys.exit(main())
