"""How long a guest waits for a page while each known expensive request is sent sixteen times at once.

	.bench/env/bin/python benchmarks/expensive_requests.py [--site test.localhost] [--at-once 16] [--workers 2]

Starts one gunicorn of its own at a site that `script/test` has made. For each kind of request: sends all of them at
once, repeatedly for
some seconds, asks for a guest's page meanwhile, one after the other, and prints the guest's worst and median time, the
CPU time of the web processes for each answer (the guest's included) and the answers by status.
Ends with 1 if a guest waited a second or more. Nothing else may use the machine.
"""

import argparse
import base64
import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import requests  # noqa: E402 # the path is set above
from factories import expensive  # noqa: E402
from factories.http import Client, new_serial, ready_appeal  # noqa: E402
from factories.papers import nested_forms  # noqa: E402

from standalone import backing, paths, ports, supervisor  # noqa: E402

LIMIT = 1.0
"""Seconds that a guest's page may take."""
SECONDS = 10
ADMINISTRATOR = {"usr": "Administrator", "pwd": "admin"}
CONDITIONS = 1_000
SPAWN = multiprocessing.get_context("spawn")
Request = Callable[[], requests.Response]


def serve(bench: paths.Bench, asked: argparse.Namespace) -> subprocess.Popen[bytes]:
	"""A web server with the shipped configuration, which shares its threads among classes of requests."""
	web = supervisor.web(bench, asked.site, asked.port, asked.workers)
	environment = {**os.environ, **web.environment, "PYTHONPATH": str(ROOT)}
	return subprocess.Popen(web.command, cwd=bench.sites, env=environment)


def wait_for(address: str) -> None:
	ends = time.monotonic() + 120
	while time.monotonic() < ends:
		try:
			requests.get(f"{address}/api/method/ping", timeout=60)
			return
		except requests.ConnectionError:
			time.sleep(0.2)
	raise SystemExit("the web server does not answer")


def expensive_requests(party: Client, administrator: Client, number: int) -> dict[str, list[Request]]:
	"""The requests of each kind, by what they are."""
	slow = expensive.file_of_paper(party, new_serial(), expensive.slow_paper(max(number, 500)))
	appeals = [ready_appeal(party, new_serial()) for _ in range(number)]
	twins = [party.twin() for _ in range(number)]
	get_page: list[Request] = [
		partial(twin.get, "files.page", file=slow, number=str(place)) for place, twin in enumerate(twins, 1)
	]
	uploads = {
		"upload, costly check": [expensive.slow_to_check() for _ in range(number)],
		"upload, nested forms": [nested_forms()] * number,
		"upload, 38 million dots": [expensive.picture(6200, 6200) for _ in range(number)],
		"upload, 2 million dots": [expensive.picture(1400, 1400) for _ in range(number)],
	}
	tables = [base64.b64encode(expensive.large_table()).decode() for _ in range(number)]
	count = {"doctype": "Appeal", "filters": json.dumps([["Appeal", "name", "!=", "x"]] * CONDITIONS)}
	counted = f"{administrator.address}/api/method/frappe.desk.reportview.get_count"
	return {
		"files.pages of 500 pages": [partial(twin.get, "files.pages", file=slow) for twin in twins],
		"files.page, slow to draw": get_page,
		**{
			kind: [
				partial(expensive.attach_paper, twin, appeal, content, name_of(content))
				for twin, appeal, content in zip(twins, appeals, contents, strict=True)
			]
			for kind, contents in uploads.items()
		},
		"rows_from_table, 2,000 lines": [
			partial(twin.post, "appeals.rows_from_table", appeal=appeal, group="persons", content=content)
			for twin, appeal, content in zip(twins, appeals, tables, strict=True)
		],
		f"get_count, {CONDITIONS} conditions": [
			partial(administrator.twin().session.post, counted, data=count, timeout=600)
			for _ in range(number)
		],
	}


def name_of(content: bytes) -> str:
	return "qaror.pdf" if content.startswith(b"%PDF") else "qaror.jpg"


def ask_as_guest(address: str, site: str, is_over: Event, given: "Queue[list[float]]") -> None:
	"""Ask for one page after the other until it is over; give the seconds of each answer."""
	session, times = requests.Session(), []
	while not is_over.is_set():
		began = time.monotonic()
		session.get(f"{address}/uz", headers={"Host": site}, timeout=600).raise_for_status()
		times.append(time.monotonic() - began)
		time.sleep(0.05)
	given.put(times)


def processor_seconds(server: int) -> float:
	"""CPU seconds that the processes of a web server used so far, without the programs that read files."""
	total = 0
	for path in Path("/proc").glob("[0-9]*/stat"):
		try:
			words = path.read_text().rpartition(")")[2].split()
		except OSError:  # ended meanwhile
			continue
		if int(words[1]) == server:
			total += int(words[11]) + int(words[12])
	return total / os.sysconf("SC_CLK_TCK")


def measure(address: str, site: str, asked: list[Request]) -> tuple[list[float], Counter[int]]:
	"""A guest's times while these requests are sent at once, again and again, and their answers by status.

	The guest is a process of its own: the threads that send large bodies keep this one busy, and would count as waiting.
	"""
	is_over, given, statuses = SPAWN.Event(), SPAWN.Queue(), Counter[int]()
	guest = SPAWN.Process(target=ask_as_guest, args=(address, site, is_over, given))
	guest.start()
	ends = time.monotonic() + SECONDS
	while time.monotonic() < ends:
		statuses.update(answer.status_code for answer in expensive.at_once(asked))
	is_over.set()
	times = given.get(timeout=600)
	guest.join()
	return times, statuses


def run(asked: argparse.Namespace, address: str, server: int) -> float:
	"""Prints a line for each kind of request; gives the guest's worst time of all."""
	party, administrator = Client(address, asked.site), Client(address, asked.site)
	party.login("party@esaylov.example")
	administrator.session.post(f"{address}/api/method/login", data=ADMINISTRATOR, timeout=60)
	worst = 0.0
	expensive.at_once(
		[partial(requests.get, f"{address}/uz", headers={"Host": asked.site}, timeout=600)] * 32
	)
	print(f"{'request':32}{'worst, ms':>10}{'median, ms':>12}{'CPU, ms':>9}  answers")
	for kind, each in expensive_requests(party, administrator, asked.at_once).items():
		before = processor_seconds(server)
		times, statuses = measure(address, asked.site, each)
		worst = max(worst, *times)
		cost = (processor_seconds(server) - before) / (statuses.total() + len(times))
		figures = f"{1000 * max(times):10.0f}{1000 * statistics.median(times):12.0f}{1000 * cost:9.0f}"
		print(f"{kind:32}{figures}  {dict(statuses)}", flush=True)
	return worst


def main() -> None:
	parser = argparse.ArgumentParser(
		description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
	)
	parser.add_argument("--site", default="test.localhost")
	parser.add_argument("--at-once", type=int, default=16)
	parser.add_argument("--workers", type=int, default=2)
	parser.add_argument("--port", type=int, default=8791)
	asked = parser.parse_args()
	bench, address = paths.Bench(), f"http://{ports.LOOPBACK}:{asked.port}"
	with backing.running(bench):
		server = serve(bench, asked)
		try:
			wait_for(address)
			worst = run(asked, address, server.pid)
		finally:
			server.terminate()
			server.wait(timeout=60)
	sys.exit(worst >= LIMIT)


if __name__ == "__main__":
	main()
