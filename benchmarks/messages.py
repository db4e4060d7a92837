"""Hand-over of SMS: messages per second from the outbox to a gateway, by two workers, beside a baseline in the same run.

Baseline: the way of stock Frappe, one call a message by one process, with its state saved and committed; the same gateway
and the same texts. The gateway is the made-up one in a process of its own, which takes a share of the two cores.

Run on the site for tests, with the database running (`script/site services`):
`.bench/env/bin/python benchmarks/messages.py [--messages 5000]`.
"""

import argparse
import json
import os
import socket
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SITES = Path(os.environ.get("SITES_PATH") or ROOT / ".bench" / "sites")
WORKERS = 2


class Patch:
	"""What the factories ask of pytest's monkeypatch."""

	def setitem(self, mapping: Any, key: str, value: Any) -> None:
		mapping[key] = value


def main() -> None:
	"""Print both figures and their ratio."""
	parser = argparse.ArgumentParser(description=__doc__)
	parser.add_argument("--messages", type=int, default=5000)
	options = parser.parse_args()
	sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]
	os.chdir(SITES)
	import frappe
	from factories import outbox as make

	frappe.init(site=os.environ.get("FRAPPE_SITE", "test.localhost"), sites_path=".")
	frappe.connect()
	with tempfile.TemporaryDirectory() as folder, socket.socket() as one:
		one.bind(("127.0.0.1", 0))
		port = one.getsockname()[1]
		one.close()
		gateway = make.gateway(port, Path(folder) / "journal", 0)
		try:
			wait_for(port)
			limits = {**make.FAST, "timeout_seconds": 30, "silence_seconds": 60}
			with make.reached(Patch(), f"http://127.0.0.1:{port}", limits) as box:
				few = max(100, options.messages // 10)
				slow = few / seconds_of(lambda: one_by_one(box, few))
				fast = options.messages / by_workers(make, box, options.messages, Path(folder))
		finally:
			gateway.kill()
			gateway.wait()
	print(json.dumps({"one_by_one": round(slow), "outbox": round(fast), "ratio": round(fast / slow, 1)}))


def wait_for(port: int) -> None:
	"""Return when the gateway answers."""
	while True:
		try:
			socket.create_connection(("127.0.0.1", port), timeout=1).close()
		except OSError:
			time.sleep(0.05)
		else:
			return


def seconds_of(step: Any) -> float:
	"""How long a step takes."""
	began = time.perf_counter()
	step()
	return time.perf_counter() - began


def one_by_one(box: Any, count: int) -> None:
	"""A call and a commit for each message."""
	import frappe

	from esaylov.integrations.sms.port import Letter
	from esaylov.messages.delivery.gateways import ways

	way = next(iter(ways()))
	for number, name in enumerate(box.put(count)):
		row = frappe.get_doc("SMS Message", name)
		way.adapter.send([Letter(name, row.phone.lstrip("+"), row.text)], number)
		frappe.db.set_value("SMS Message", name, "status", "Sent")
		frappe.db.commit()


def by_workers(make: Any, box: Any, count: int, folder: Path) -> float:
	"""Seconds in which two workers that are already up empty the outbox."""
	marks = [folder / f"worker-{number}" for number in range(WORKERS)]
	workers = [make.worker(box, mark) for mark in marks]
	try:
		while not all(mark.exists() for mark in marks):
			time.sleep(0.05)
		before = box.states()["Accepted"]
		box.put(count)
		began = time.perf_counter()
		while box.states()["Accepted"] < before + count:
			time.sleep(0.05)
		return time.perf_counter() - began
	finally:
		for process in workers:
			process.kill()
			process.wait()


if __name__ == "__main__":
	main()
