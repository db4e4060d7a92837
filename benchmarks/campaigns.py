"""A campaign to 30,000 candidates, for real: written to the outbox, handed over by two workers, paused, resumed, stopped.

Figures: rows a second and peak memory of the job that writes; how long a pause and a stop take while it and the workers are
at work, and that nothing is written or handed over afterwards; receivers told twice or not at all (counted at the gateway).
Baseline of the writing: one insert and one commit a message, the way of stock Frappe, in the same run.

On the site for tests, with the database and Redis running (`script/site services`):
`.bench/env/bin/python benchmarks/campaigns.py [--receivers 30000]`.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SITES = Path(os.environ.get("SITES_PATH") or ROOT / ".bench" / "sites")
SITE = os.environ.get("FRAPPE_SITE", "test.localhost")
sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]
WORKERS = 2
TEMPLATE = "S28"  # no placeholders of its own, to candidates


def main() -> None:
	"""Print the figures as JSON."""
	parser = argparse.ArgumentParser(description=__doc__)
	parser.add_argument("--receivers", type=int, default=30_000)
	parser.add_argument("--job", default="", help="write this campaign: what this script starts itself")
	options = parser.parse_args()
	connect()
	if options.job:
		job(options.job)
	else:
		measure(options.receivers)


def measure(receivers: int) -> None:
	"""Print the figures of a campaign to so many."""
	from factories import outbox as make
	from messages import Patch, wait_for

	with tempfile.TemporaryDirectory() as name, candidates(receivers):
		folder, port = Path(name), free_port()
		figures: dict[str, Any] = {"one_by_one_per_second": round(one_by_one(500))}
		gateway = make.gateway(port, folder / "journal", 0)
		try:
			wait_for(port)
			limits = {**make.FAST, "batch_size": 200, "timeout_seconds": 30, "silence_seconds": 60}
			with make.reached(Patch(), f"http://127.0.0.1:{port}", limits) as box:
				figures |= measured(make, box, folder)
		finally:
			gateway.kill()
			gateway.wait()
	print(json.dumps(figures, indent=1))


def connect() -> None:
	"""Connect to the site as Administrator; no job is put into a queue that other workers read."""
	os.chdir(SITES)
	import frappe

	frappe.init(site=SITE, sites_path=".")
	frappe.connect()
	frappe.enqueue = lambda *args, **options: None


@contextmanager
def candidates(number: int) -> Iterator[None]:
	"""So many candidates who are receivers; gone at the end, with their campaigns."""
	import frappe
	from factories import register_load

	register_load.remove()
	register_load.load(-(-number * 50 // 49))  # one in fifty has withdrawn
	frappe.db.commit()
	try:
		yield
	finally:
		frappe.db.rollback()
		for doctype in ("SMS Message", "SMS Campaign"):
			field = "campaign" if doctype == "SMS Message" else "name"
			frappe.db.delete(doctype, {field: ["in", [*campaigns(), ""]]})
		register_load.remove()
		frappe.db.commit()


def campaigns() -> list[str]:
	"""Names of the campaigns of this benchmark."""
	import frappe

	return frappe.get_all(
		"SMS Campaign", {"title": ["like", "Benchmark%"]}, pluck="name", order_by="name asc"
	)


def measured(make: Any, box: Any, folder: Path) -> dict[str, Any]:
	"""The campaign from its start to its stop."""
	written = writing()
	handed = handing(make, box, folder, written.pop("campaign"))
	return {**written, **handed}


def writing() -> dict[str, Any]:
	"""The job writes a third, is paused, goes on, and writes the rest."""
	name, total = started("Benchmark")
	process, began = begun(name), time.perf_counter()
	until(lambda: progress(name)["written"] >= total / 3)
	pause = seconds_of(lambda: step(name, "pause"))
	first = ended(process)
	seconds, at_pause = time.perf_counter() - began - first["up"], progress(name)["written"]
	time.sleep(1)
	must(progress(name)["written"] == at_pause, "nothing is written in a pause")
	resume = seconds_of(lambda: step(name, "resume"))
	process, began = begun(name), time.perf_counter()
	second = ended(process)
	seconds += time.perf_counter() - began - second["up"]
	found = progress(name)
	must((found["status"], found["written"]) == ("Prepared", total), "all is written")
	return {
		"campaign": name,
		"receivers": total,
		"written_per_second": round(total / seconds),
		"job_peak_mb": second["peak_mb"],
		"job_before_mb": second["before_mb"],
		"pause_while_writing_seconds": round(pause, 2),
		"resume_seconds": round(resume, 2),
	}


def handing(make: Any, box: Any, folder: Path, name: str) -> dict[str, Any]:
	"""Two workers hand over a third, the campaign is paused, resumed, and stopped at two thirds."""
	marks = [folder / f"worker-{number}" for number in range(WORKERS)]
	workers = [make.worker(box, mark) for mark in marks]
	try:
		total = progress(name)["total"]
		began = time.perf_counter()
		until(lambda: at_gateway(folder) >= total / 3)
		rate = at_gateway(folder) / (time.perf_counter() - began)
		pause = seconds_of(lambda: step(name, "pause"))
		settled = until(lambda: not progress(name)["states"].get("Sending"))
		held = at_gateway(folder)
		time.sleep(2)
		must(at_gateway(folder) == held, "nothing is handed over in a pause")
		step(name, "resume")
		until(lambda: at_gateway(folder) >= 2 * total / 3)
		stop = seconds_of(lambda: step(name, "stop"))
		until(lambda: not progress(name)["states"].get("Sending"))
	finally:
		for process in workers:
			process.kill()
			process.wait()
	return {
		"handed_per_second": round(rate),
		"pause_while_sending_seconds": round(pause, 2),
		"last_hand_over_after_pause_seconds": round(settled, 2),
		"stop_seconds": round(stop, 2),
		"progress_seconds": round(seconds_of(lambda: progress(name)), 3),
		**counted(name, folder),
	}


def counted(name: str, folder: Path) -> dict[str, Any]:
	"""What the gateway took, against what the outbox says."""
	states = progress(name)["states"]
	handed = sum(states.get(state, 0) for state in ("Accepted", "Sent", "Delivered"))
	times = Counter(taken(folder))
	import frappe

	failures = Counter(
		frappe.get_all("SMS Message", {"campaign": name, "status": "Failed"}, pluck="failure", limit=0)
	)
	return {
		"states": states,
		"failures": dict(failures),
		"lost": handed - len(times),
		"double": sum(count - 1 for count in times.values()),
	}


def taken(folder: Path) -> list[str]:
	"""The ids that the gateway took, in its journal."""
	journal = folder / "journal"
	return [json.loads(line)["id"] for line in journal.read_text().splitlines()] if journal.exists() else []


def at_gateway(folder: Path) -> int:
	"""How many messages the gateway took."""
	return len(taken(folder))


def started(title: str) -> tuple[str, int]:
	"""A new campaign to the candidates, started; its name and the number of its receivers."""
	import frappe

	campaign = frappe.new_doc("SMS Campaign")
	campaign.update({"title": title, "template": TEMPLATE, "election": "demo", "audience": "candidates"})
	campaign.insert()
	frappe.db.commit()
	return campaign.name, step(campaign.name, "start")["total"]


def step(name: str, wanted: str) -> dict[str, Any]:
	"""A step of a campaign, committed as a request would."""
	import frappe

	from esaylov.messages.announcing import campaigns as messages_campaigns

	frappe.db.rollback()
	found = messages_campaigns.step(name, wanted)
	frappe.db.commit()
	return found


def progress(name: str) -> dict[str, Any]:
	"""Numbers of a campaign as they stand now."""
	import frappe

	from esaylov.messages.announcing import campaigns as messages_campaigns

	frappe.db.rollback()
	return messages_campaigns.progress(name)


def begun(name: str) -> "subprocess.Popen[str]":
	"""The job in a process of its own, as a worker would run it."""
	words = [sys.executable, str(Path(__file__).resolve()), "--job", name]
	return subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=ROOT)


def ended(process: "subprocess.Popen[str]") -> dict[str, float]:
	"""What a job says at its end."""
	output, _ = process.communicate()
	must(process.returncode == 0, "the job ends well")
	said: dict[str, float] = json.loads(output)
	return said


def job(name: str) -> None:
	"""Write a campaign's messages; tell how long coming up took and the memory before and at most."""
	from esaylov.messages.announcing import campaigns as writer

	up, before = time.clock_gettime(time.CLOCK_BOOTTIME) - _started(), _peak_mb()
	writer.prepare(name)
	print(json.dumps({"up": up, "before_mb": before, "peak_mb": _peak_mb()}))


def _started() -> float:
	"""Seconds after the machine's start at which this process began."""
	ticks = int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19])
	return ticks / os.sysconf("SC_CLK_TCK")


def _peak_mb() -> int:
	return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def one_by_one(number: int) -> float:
	"""Messages a second, each with a controller, an insert and a commit of its own."""
	import frappe

	from esaylov.messages import notifications

	names = frappe.get_all(
		"Candidate", {"name": ["like", "load%"]}, pluck="name", limit=number, order_by="name asc"
	)
	documents = [frappe.get_doc("Candidate", name) for name in names]
	began = time.perf_counter()
	for document in documents:
		notifications.tell_person(TEMPLATE, document.person, {}, document)
		frappe.db.commit()
	seconds = time.perf_counter() - began
	frappe.db.delete("SMS Message", {"reference_doctype": "Candidate", "reference_name": ["in", names]})
	frappe.db.commit()
	return len(names) / seconds


def must(is_so: bool, what: str) -> None:
	"""Stop where a figure would be one of something broken."""
	if not is_so:
		raise SystemExit(f"does not hold: {what}")


def until(is_so: Callable[[], bool]) -> float:
	"""Wait until something is so; the seconds that it took."""
	began = time.perf_counter()
	while not is_so():
		time.sleep(0.05)
	return time.perf_counter() - began


def seconds_of(call: Callable[[], object]) -> float:
	"""How long a step takes."""
	began = time.perf_counter()
	call()
	return time.perf_counter() - began


def free_port() -> int:
	"""A port of the loopback that nobody listens on."""
	import socket

	with socket.socket() as one:
		one.bind(("127.0.0.1", 0))
		return int(one.getsockname()[1])


if __name__ == "__main__":
	main()
