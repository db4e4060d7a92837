"""The evening before a deadline, rehearsed: filings at a stated rate whatever the system answers, and then the books.

	.bench/env/bin/python benchmarks/last_hour.py [--seconds 600] [--whole 10] [--burst 80] [--burst-seconds 60] [--readers 20]

Starts a web server, two workers and slow made-up gateways and registers of its own, at a site that `script/test` has made, on the
bench's own MariaDB and Redis. Whole filings (create, attach, payload, submit; 1 to 10 persons, files of 1 to 200 KB) and readers
of the portal come all the time, prepared drafts in a burst in the middle; every request comes at its own moment, so that whoever
is slow has the next one beside it (open loop). A 503 is honoured: the same request again, with the same key, after Retry-After, which is
that of a line in which each filing stands for itself. In the burst a worker is killed, and after it MariaDB (`--no-restart`: not). Then the
evening is worked off and the books are balanced; ends with 1 where they do not, or where there was another 5xx or a 503 without Retry-After.
Times of a submit while drafts of the burst wait for their receipts stand apart: to the first answer, and to the receipt. Beside it, in
the same run, stock Frappe: insert and workflow action of a plain DocType.
CPU is that of /proc, clients apart. Times are those of a machine that does other things too: its load stands beside them.
"""

import argparse
import os
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import frappe  # noqa: E402 # the path is set above
from factories import outbox  # noqa: E402
from factories.http import Client  # noqa: E402
from filing_cost import ADMINISTRATOR, Costs, plain, plain_doctype  # noqa: E402
from frappe.utils.password import get_encryption_key  # noqa: E402
from last_hour_books import balanced, waiting  # noqa: E402
from last_hour_clients import BURST, LANES, READERS, WHOLE, Evening, Step  # noqa: E402
from processes import children, spent_with_children  # noqa: E402

from esaylov.appeals.review import owed  # noqa: E402
from esaylov.framework import queues  # noqa: E402
from esaylov.framework.guarded_steps import SETTING_UP  # noqa: E402
from esaylov.framework.persistence import table_cache as tables  # noqa: E402
from esaylov.messages.delivery.jobs import SEND  # noqa: E402
from standalone import backing, paths, ports, site_config, supervisor  # noqa: E402

THREADS = 64
"""Requests at once that the clients of each lane can have under way."""
NICENESS = "10"
"""Of workers, as the framework has it where a bench does not say otherwise: who waits for an answer comes first."""
DRAINED_SECONDS = 1800
WORKERS = ("worker", "worker-2")
SETTINGS = {"messages_per_phone": 1_000_000, "quiet_from": None, "quiet_to": None}
"""One login stands for many parties: its phone takes what theirs would, at any hour."""
REGISTERS = {"timeout_seconds": 2, "tries": 1, "persons_checked_per_day": 1_000_000}
"""Registers that are here: the claim of a killed worker lasts as long as a check may, some twenty seconds. The one login enters the persons of many."""


class Meter:
	"""Milliseconds of CPU of the server's processes, of those that have ended too."""

	def __init__(self, processes: supervisor.Supervisor, bench: paths.Bench) -> None:
		self.processes, self.bench = processes, bench
		self.seen: dict[tuple[str, int], float] = {}

	def spent(self) -> dict[str, float]:
		for part, number in self._running():
			try:
				self.seen[part, number] = spent_with_children(number)
			except OSError:  # it ended a moment ago; what it had spent when last looked at is kept
				continue
		totals: dict[str, float] = defaultdict(float)
		for (part, _), value in self.seen.items():
			totals[part] += value
		return {**{part: 0.0 for part in ("web", "workers", "database", "redis")}, **totals}

	def memory(self) -> dict[str, float]:
		"""Resident megabytes of the largest process of each part."""
		found: dict[str, float] = defaultdict(float)
		for part, process in self._running():
			for number in _family(process):
				pages = int(Path(f"/proc/{number}/statm").read_text().split()[1])
				found[part] = max(found[part], pages * os.sysconf("SC_PAGE_SIZE") / 2**20)
		return found

	def _running(self) -> Iterator[tuple[str, int]]:
		"""Parts, and the process of each that began the others."""
		for name, process in self.processes.running.items():
			part = "web" if name == "web" else "workers" if name in WORKERS else ""
			if part:
				yield part, process.pid
		for service in backing.services(self.bench):
			if number := service.process():
				yield ("redis" if "redis" in service.name.lower() else "database"), number


def _family(process: int) -> Iterator[int]:
	yield process
	for child in children(process):
		yield from _family(child)


def moments(asked: argparse.Namespace, evening: Evening) -> list[tuple[float, str, Step]]:
	"""When what comes and in which lane: seconds from the beginning, in order; of the burst no more than is ready."""
	middle = (asked.seconds - asked.burst_seconds) / 2
	flows = (
		(0.0, asked.seconds, asked.whole, WHOLE, evening.whole),
		(0.0, asked.seconds, asked.readers, READERS, evening.read),
		(middle, asked.burst_seconds, asked.burst, BURST, evening.submit),
	)
	found: list[tuple[float, str, Step]] = []
	for begins, lasts, rate, lane, step in flows:
		at = begins
		came: list[tuple[float, str, Step]] = []
		while rate and (at := at + evening.chance.expovariate(rate)) < begins + lasts:
			came.append((at, lane, step))
		found += came[: len(evening.ready)] if lane == BURST else came
	return sorted(found, key=lambda one: one[0])


def run(
	asked: argparse.Namespace,
	evening: Evening,
	accidents: Sequence[tuple[float, Callable[[], None]]],
	trouble: ThreadPoolExecutor,
) -> None:
	"""All requests at their moments, and the accidents beside; returns when each filing has its receipt, or was given up."""
	begun = time.monotonic()
	done: list[Future[None]] = []
	for at, lane, step in moments(asked, evening):
		evening.timetable.add(begun + at, lane, step)
		evening.sent += lane != READERS
		evening.in_burst += lane == BURST

	def answered(moment: float, step: Step) -> None:
		try:
			step(moment)
		finally:
			evening.timetable.ended()

	with ExitStack() as stack:
		hands = {lane: stack.enter_context(ThreadPoolExecutor(THREADS)) for lane in LANES}
		for at, accident in accidents:
			done.append(trouble.submit(_at, begun + at, accident))
		while coming := evening.timetable.next():
			moment, lane, step = coming
			done.append(hands[lane].submit(answered, moment, step))
	for one in done:
		one.result()


def _at(moment: float, step: Callable[[], None]) -> None:
	time.sleep(max(0.0, moment - time.monotonic()))
	step()


def drained(evening: Evening, processes: supervisor.Supervisor) -> None:
	"""Wait until everything is worked off, doing each few seconds what the scheduler does each minute, and a supervisor."""
	ends = time.monotonic() + DRAINED_SECONDS
	while True:
		frappe.db.rollback()
		for ended in processes.revive():
			print(ended)
		left = waiting([receipt["appeal"] for receipt in evening.receipts])
		if not left or time.monotonic() > ends:
			return
		queues.wake_now(SEND, queues.MESSAGES)
		for lane in range(owed.LANES):
			queues.wake_now(owed.JOB, queues.REGISTERS, key=f"people|checks|{lane}")
		time.sleep(2)


@contextmanager
def served(asked: argparse.Namespace, bench: paths.Bench) -> Iterator[tuple[supervisor.Supervisor, str]]:
	"""Web server, workers, gateways and registers of the evening; the site's configuration is put back afterwards."""
	config = bench.sites / asked.site / "site_config.json"
	get_encryption_key()  # of an older site without one: made now, and not lost with what is put back
	before = config.read_text()
	web, sms, interagency = (ports.free_port(0) for _ in range(3))
	site_config.use_demo_sms(bench, asked.site, sms, web)
	site_config.use_demo_interagency(bench, asked.site, interagency)
	if asked.no_registers:
		site_config.set_value(bench, asked.site, site_config.INTERAGENCY, {})
		frappe.conf[site_config.INTERAGENCY] = {}
	site_config.set_value(bench, asked.site, "bench_id", asked.site)
	site_config.set_value(bench, asked.site, "esaylov_filings_at_once", asked.at_once)
	processes = supervisor.Supervisor(bench, prefix="last-hour-")
	try:
		processes.start(supervisor.web(bench, asked.site, web, asked.web))
		for name in WORKERS:
			worker = supervisor.worker(bench, asked.site)
			command = ["nice", "-n", NICENESS, *worker.command]
			processes.start(replace(worker, name=name, command=command))
		gateway = supervisor.sms(bench, sms)
		processes.start(replace(gateway, command=[*gateway.command, "--slow", str(asked.slow)]))
		processes.start(supervisor.interagency(bench, interagency))
		processes.wait_for(f"http://{ports.LOOPBACK}:{web}/api/method/ping")
		yield processes, f"http://{ports.LOOPBACK}:{web}"
	finally:
		processes.stop()
		config.write_text(before)


@contextmanager
def settled() -> Iterator[None]:
	"""Inside, phones take any number of messages at any hour, gateways are as quick as they can be, and registers soon given up."""
	kept = {name: frappe.db.get_single_value("E-saylov Settings", name) for name in SETTINGS}
	asked = {name: frappe.db.get_single_value("Interagency Settings", name) for name in REGISTERS}
	pace = {
		name: dict(frappe.db.get_value("SMS Gateway", name, list(outbox.FAST), as_dict=True) or {})
		for name in outbox.ROWS
	}
	_set(SETTINGS, REGISTERS, {name: {**outbox.FAST, "silence_seconds": 60} for name in outbox.ROWS})
	try:
		yield
	finally:
		_set(kept, asked, pace)


def _set(settings: dict[str, Any], registers: dict[str, Any], pace: dict[str, dict[str, Any]]) -> None:
	frappe.db.rollback()
	tables.note_write("E-saylov Settings", "Interagency Settings")
	for single, values in (("E-saylov Settings", settings), ("Interagency Settings", registers)):
		frappe.db.set_single_value(single, values)
	for name, values in pace.items():
		frappe.db.set_value("SMS Gateway", name, values)
	frappe.db.commit()
	for single in ("E-saylov Settings", "Interagency Settings"):
		frappe.clear_document_cache(single, single)


def kill_worker(processes: supervisor.Supervisor, meter: Meter) -> None:
	"""End a worker in the middle of its work; it is started again as an operator's supervisor would."""
	meter.spent()
	for number in list(_family(processes.running[WORKERS[0]].pid))[::-1]:
		os.kill(number, signal.SIGKILL)
	processes.running[WORKERS[0]].wait()
	print(*processes.revive())


def restart_database(bench: paths.Bench, meter: Meter) -> None:
	"""Kill MariaDB and start it again."""
	meter.spent()
	service = next(one for one in backing.services(bench) if "redis" not in one.name.lower())
	number = service.process()
	if number:
		os.kill(number, signal.SIGKILL)
	while service.process() or not ports.is_free(service.port):
		time.sleep(0.1)
	service.start()
	print(f"{service.name} was killed and started again")


def stock(asked: argparse.Namespace, address: str, meter: Meter) -> float:
	"""Milliseconds of CPU of an insert and a workflow action of stock Frappe, by the same server."""
	costs = Costs(meter)  # type: ignore[arg-type] # it asks for what was spent alone
	clerk = Client(address, asked.site)
	clerk.session.post(f"{address}/api/method/login", data=ADMINISTRATOR, timeout=120).raise_for_status()
	for number in range(asked.stock + 5):
		costs.on = number >= 5
		plain(clerk, costs, "x" * 2000)
	return costs.total("stock insert", "stock workflow action")


def told(
	asked: argparse.Namespace, evening: Evening, spent: dict[str, float], memory: dict[str, float]
) -> bool:
	"""Print the tables; whether the books balance."""
	heads = ("asked", "answered", "503", "other5xx", "no line", "p50 ms", "p95 ms", "p99 ms")
	print(
		f"{'':26}{heads[0]:>8}{heads[1]:>9}{heads[2]:>7}{heads[3]:>9}{heads[4]:>9}"
		+ "".join(f"{head:>9}" for head in heads[5:])
	)
	for name, answers in evening.answers.items():
		print(answers.row(name))
	number = max(len(evening.receipts), 1)
	parts = ", ".join(f"{part} {value / number:.1f}" for part, value in spent.items())
	print(f"CPU a filing, with readers and jobs: {sum(spent.values()) / number:.1f} ms ({parts})")
	print("largest process:", ", ".join(f"{part} {value:.0f} MB" for part, value in memory.items()))
	lines = balanced(evening.receipts, evening.key, evening.sent)
	for line in lines:
		print(f"{'' if line.is_right else 'WRONG '}{line.what}: {line.found} of {line.wanted}")
	return all(line.is_right for line in lines) and all(one.is_clean() for one in evening.answers.values())


def rehearse(asked: argparse.Namespace, bench: paths.Bench) -> bool:
	"""One evening from its preparation to its books."""
	with ExitStack() as stack:
		# what its thread starts again ends with that thread, so that lives until the books are made
		trouble = stack.enter_context(ThreadPoolExecutor(1))
		processes, address = stack.enter_context(served(asked, bench))
		stack.enter_context(settled())
		meter, evening = Meter(processes, bench), Evening(asked, address)
		evening.prepare(round(asked.burst * asked.burst_seconds))
		evening.answers.clear()
		before, load = meter.spent(), os.getloadavg()[0]
		accidents: list[tuple[float, Callable[[], None]]] = []
		if not asked.no_kill:
			accidents.append((asked.seconds / 2, lambda: kill_worker(processes, meter)))
		if not asked.no_restart:
			accidents.append((asked.seconds * 0.7, lambda: restart_database(bench, meter)))
		begun = time.monotonic()
		run(asked, evening, accidents, trouble)
		print(
			f"sent and answered within {time.monotonic() - begun:.0f} s; load {load:.0f} before, {os.getloadavg()[0]:.0f} after;"
			f" the burst had its receipts {evening.burst_ended - evening.burst_began:.0f} s after it began"
		)
		if not asked.no_restart:
			frappe.db.close()
			frappe.connect()
		drained(evening, processes)
		after = meter.spent()
		is_right = told(asked, evening, {part: after[part] - before[part] for part in after}, meter.memory())
		if asked.stock:
			# configuration that no second person looks at
			with SETTING_UP.writing(), plain_doctype():
				print(f"stock Frappe, insert and workflow action: {stock(asked, address, meter):.1f} ms")
		return is_right


def main() -> int:
	"""The rehearsal; how the program ends."""
	parser = argparse.ArgumentParser(
		description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
	)
	parser.add_argument("--site", default=os.environ.get("FRAPPE_SITE", "test.localhost"))
	options = (
		("seconds", 600),
		("whole", 10),
		("burst", 80),
		("burst-seconds", 60),
		("readers", 20),
		("slow", 1),
		("patience", 75),
	)
	for name, number in options:
		parser.add_argument(f"--{name}", type=float, default=number)
	for name, number in (("web", 2), ("at-once", 6), ("stock", 50)):
		parser.add_argument(f"--{name}", type=int, default=number)
	parser.add_argument("--no-restart", action="store_true", help="MariaDB stays: others use it")
	parser.add_argument("--no-kill", action="store_true", help="the workers stay")
	parser.add_argument("--no-registers", action="store_true", help="as on a site that has none to ask")
	asked = parser.parse_args()
	signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the site is put back then too
	bench = paths.Bench()
	with backing.running(bench):
		os.chdir(bench.sites)
		frappe.init(asked.site, sites_path=".")
		frappe.connect()
		try:
			is_right = rehearse(asked, bench)
		finally:
			frappe.destroy()
	print("the books balance" if is_right else "THE BOOKS DO NOT BALANCE")
	return 0 if is_right else 1


if __name__ == "__main__":
	sys.exit(main())
