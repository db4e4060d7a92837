"""What one filing costs, in CPU of the web server, of MariaDB and of Redis, step by step; beside it stock Frappe.

	.bench/env/bin/python benchmarks/filing_cost.py [--site test.localhost] [--filings 100] [--warm 15]

Starts one gunicorn process of its own with one thread, at a site that `script/test` has made, and files appeals of A56 with three
observers and a file, one after the other: create, attach, check, payload, submit. CPU is read from /proc (user and system time), so other work on the machine does not count; the work of clients and jobs is
apart. Stock Frappe is a plain DocType with a Workflow: the insert of a document with the same payload, and a workflow action on it.
Questions are those that MariaDB counts in that time.
"""

import argparse
import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import frappe  # noqa: E402 # the path is set above
import requests  # noqa: E402
from factories.http import Client, ready_appeal  # noqa: E402
from processes import spent  # noqa: E402

from esaylov.framework.guarded_steps import SETTING_UP  # noqa: E402
from esaylov.framework.requests import limits  # noqa: E402
from standalone import backing, paths, ports  # noqa: E402

PARTY = "party@esaylov.example"
ADMINISTRATOR = {"usr": "Administrator", "pwd": "admin"}
"""Of a site that `script/test` makes: who is asked the fewest permissions."""
Answer = TypeVar("Answer")
PLAIN = "Benchmark Filing"


class Server:
	"""The web process with MariaDB and the Redis servers, and what they have spent."""

	def __init__(self, bench: paths.Bench, site: str, port: int) -> None:
		self.address = f"http://{ports.LOOPBACK}:{port}"
		command = [
			str(bench.env / "bin" / "gunicorn"),
			"--bind",
			f"{ports.LOOPBACK}:{port}",
			"--workers",
			"1",
		]
		command += [
			"--worker-class",
			"gthread",
			"--threads",
			"1",
			"--timeout",
			"600",
			"--log-level",
			"warning",
		]
		command += ["--config", "python:esaylov.setup.web_server", "frappe.app:application_with_statics()"]
		self.web = subprocess.Popen(
			command, cwd=bench.sites, env={**os.environ, "FRAPPE_SITE": site, "PYTHONPATH": str(ROOT)}
		)
		services = {service.name: service.process() for service in backing.services(bench)}
		self.parts = {"web": [self.web.pid]}
		for name, process in services.items():
			if process:
				self.parts.setdefault("redis" if "redis" in name.lower() else "database", []).append(process)

	def ready(self) -> None:
		deadline = time.monotonic() + 120
		while time.monotonic() < deadline:
			try:
				requests.get(f"{self.address}/api/method/ping", timeout=60)
				break
			except requests.ConnectionError:
				time.sleep(0.2)
		children = Path(f"/proc/{self.web.pid}/task/{self.web.pid}/children").read_text().split()
		self.parts["web"] = [self.web.pid, *map(int, children)]

	def spent(self) -> dict[str, float]:
		"""Milliseconds of CPU since they were started, by part."""
		return {part: sum(map(spent, processes)) for part, processes in self.parts.items()}


class Costs:
	"""Sums by step."""

	def __init__(self, server: Server) -> None:
		self.server, self.on = server, False
		self.sums: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
		self.counts: dict[str, int] = defaultdict(int)

	def of(self, step: str, work: Callable[[], Answer]) -> Answer:
		questions, before = _questions(), self.server.spent()
		answer = work()
		after, asked = self.server.spent(), _questions() - questions - 1
		if self.on:
			self.counts[step] += 1
			self.sums[step]["questions"] += asked
			for part, value in after.items():
				self.sums[step][part] += value - before[part]
		return answer

	def report(self) -> None:
		print(f"{'step':24}{'web':>9}{'database':>10}{'redis':>8}{'all, ms':>9}{'questions':>11}")
		for step, sums in self.sums.items():
			of = {name: value / self.counts[step] for name, value in sums.items()}
			total = of["web"] + of["database"] + of["redis"]
			print(
				f"{step:24}{of['web']:9.1f}{of['database']:10.1f}{of['redis']:8.1f}{total:9.1f}{of['questions']:11.0f}"
			)

	def total(self, *steps: str) -> float:
		"""Milliseconds for one of each."""
		parts = ("web", "database", "redis")
		return sum(self.sums[step][part] / self.counts[step] for step in steps for part in parts)


def _questions() -> int:
	return int(frappe.db.sql("show global status like 'Questions'")[0][1])


def _message(answer: requests.Response) -> dict[str, object]:
	if answer.status_code != 200:
		raise SystemExit(f"{answer.request.url} {answer.text[:500]}")
	found: dict[str, object] = answer.json().get("message") or answer.json().get("data")
	return found


def file(party: Client, costs: Costs, serial: int) -> None:
	"""One filing, each step measured."""
	appeal = _draft(party, costs, serial)
	costs.of("check", lambda: _message(party.post("appeals.check", appeal=appeal)))
	payload = str(
		costs.of("payload", lambda: party.get("appeals.payload", appeal=appeal)).json()["message"]["payload"]
	)
	given = {"signature": party.sign(payload), "idempotency_key": f"cost-{appeal}"}
	limits.clear("rate|esaylov.api.appeals.submit", PARTY)
	costs.of("submit", lambda: _message(party.post("appeals.submit", appeal=appeal, **given)))


def _draft(party: Client, costs: Costs, serial: int) -> str:
	"""Create and attach, each measured as the client sends it."""
	stock = party.post

	def measured(method: str, **values: object) -> requests.Response:
		return costs.of(method.partition(".")[2], lambda: stock(method, **values))

	party.post = measured  # type: ignore[method-assign]
	try:
		return ready_appeal(party, serial)
	finally:
		party.post = stock  # type: ignore[method-assign]


def plain(clerk: Client, costs: Costs, text: str) -> None:
	"""Insert a plain document and take a workflow action on it."""
	token = {"X-Frappe-CSRF-Token": "none"}
	address = f"{clerk.address}/api"
	body = {"title": "Benchmark", "payload": text}
	made = costs.of(
		"stock insert",
		lambda: _message(
			clerk.session.post(f"{address}/resource/{PLAIN}", json=body, headers=token, timeout=60)
		),
	)
	call = {"doc": frappe.as_json({**made, "doctype": PLAIN}), "action": "Approve"}
	way = f"{address}/method/frappe.model.workflow.apply_workflow"
	costs.of(
		"stock workflow action",
		lambda: _message(clerk.session.post(way, json=call, headers=token, timeout=60)),
	)


@contextmanager
def plain_doctype() -> Iterator[None]:
	"""A DocType with a Workflow of two states, as an administrator would make them; removed again."""
	_remove()
	rights = {"role": "All", "read": 1, "write": 1, "create": 1}
	fields = [
		{"fieldname": "title", "fieldtype": "Data", "label": "Title"},
		{"fieldname": "payload", "fieldtype": "Long Text", "label": "Payload"},
		{"fieldname": "state", "fieldtype": "Link", "options": "Workflow State", "label": "State"},
	]
	made = {
		"name": PLAIN,
		"module": "Core",
		"custom": 1,
		"autoname": "hash",
		"fields": fields,
		"permissions": [rights],
	}
	frappe.get_doc({"doctype": "DocType", **made}).insert()
	states = [{"state": state, "allow_edit": "All", "doc_status": "0"} for state in ("Pending", "Approved")]
	way = {
		"state": "Pending",
		"action": "Approve",
		"next_state": "Approved",
		"allowed": "All",
		"allow_self_approval": 1,
	}
	flow = {"workflow_name": PLAIN, "document_type": PLAIN, "is_active": 1, "workflow_state_field": "state"}
	frappe.get_doc({"doctype": "Workflow", **flow, "states": states, "transitions": [way]}).insert()
	frappe.db.commit()
	try:
		yield
	finally:
		_remove()


def _remove() -> None:
	frappe.delete_doc("Workflow", PLAIN, force=True, ignore_missing=True)
	frappe.db.delete("Workflow Action", {"reference_doctype": PLAIN})
	frappe.delete_doc("DocType", PLAIN, force=True, ignore_missing=True)
	frappe.db.commit()


def measure(asked: argparse.Namespace, server: Server) -> None:
	"""File, and do stock Frappe's work, in turns."""
	costs = Costs(server)
	party = Client(server.address, asked.site, Path(frappe.get_site_path("private", "demo", "party.p12")))
	party.login(PARTY)
	clerk = Client(server.address, asked.site)
	clerk.session.post(
		f"{server.address}/api/method/login", data=ADMINISTRATOR, timeout=60
	).raise_for_status()
	for number in range(asked.warm + asked.filings):
		costs.on = number >= asked.warm
		file(party, costs, 100_000 + 30 * (int(time.time()) % 20_000) + number)
		if not asked.alone:
			plain(clerk, costs, "x" * 2000)
	costs.report()
	whole = costs.total("create", "attach", "check", "payload", "submit")
	print(f"submit {costs.total('submit'):.1f} ms, whole filing {whole:.1f} ms", end="")
	if not asked.alone:
		stock = costs.total("stock insert", "stock workflow action")
		print(
			f", stock insert and action {stock:.1f} ms; submit is {costs.total('submit') / stock:.2f} of it",
			end="",
		)
	print()


def main() -> None:
	parser = argparse.ArgumentParser(
		description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
	)
	parser.add_argument("--site", default="test.localhost")
	parser.add_argument("--filings", type=int, default=100)
	parser.add_argument("--warm", type=int, default=15)
	parser.add_argument("--port", type=int, default=8790)
	parser.add_argument("--alone", action="store_true", help="without stock Frappe")
	asked = parser.parse_args()
	bench = paths.Bench()
	with backing.running(bench):
		os.chdir(bench.sites)
		frappe.init(asked.site, sites_path=".")
		frappe.connect()
		server = Server(bench, asked.site, asked.port)
		try:
			# configuration that no second person looks at
			with SETTING_UP.writing(), plain_doctype():
				server.ready()
				measure(asked, server)
		finally:
			server.web.terminate()
			server.web.wait()
			frappe.destroy()


if __name__ == "__main__":
	main()
