"""Messages that wait in the outbox, and made-up gateways that take them: committed, for workers and gateways see no other.

`outbox()` gives a box whose messages are removed at its end, with the gateways as they were.
"""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import frappe
from fakes import sms as fake

from esaylov.framework import clock
from esaylov.integrations.sms.access import DEMO
from esaylov.messages.delivery import gateways
from esaylov.messages.delivery.sending import Run
from esaylov.messages.notices import COLUMNS, MESSAGE

TESTS = Path(__file__).resolve().parents[1]
ROWS = ("eskiz", "playmobile")
FAST = {
	"batch_size": 100,
	"timeout_seconds": 60,
	"silence_seconds": 2,
	"rest_seconds": 2,
	"failures_before_rest": 3,
	"per_second": 100000,
}
KEY = "outbox-test"
ENOUGH_SECONDS = 300


@dataclass
class Box:
	"""Messages of one test, and the gateways that it speaks to. mark: begins the event key of each message."""

	conf: dict[str, Any]
	mark: str = field(default_factory=lambda: f"{KEY}|{frappe.generate_hash(length=8)}")
	state: fake.State | None = None

	def put(self, count: int = 1, **values: Any) -> list[str]:
		"""Write messages that wait, each to a phone of its own; their names."""
		now = clock.now()
		rows, names = [], []
		for number in range(count):
			name = frappe.generate_hash(length=20)
			row = {
				**{"name": name, "creation": now, "modified": now, "owner": "Administrator"},
				**{"modified_by": "Administrator", "event_key": f"{self.mark}|{name}", "receiver": name},
				**{
					"template": "S04",
					"phone": f"+99890{frappe.utils.cint(number) + 1000000}",
					"language": "uz",
				},
				**{"phone_masked": "+998 90 *** ** 00", "text": f"Sinov {number}", "parts": 1},
				**{"status": "Queued", "urgency_place": 1, "template_version": 1, "commission_lft": 0},
				**{"send_after": now, "expires_at": now + timedelta(days=3), "is_secret": 0, **values},
			}
			rows.append([row.get(column) for column in COLUMNS])
			names.append(name)
		frappe.db.bulk_insert(MESSAGE, COLUMNS, rows)
		frappe.db.commit()
		return names

	def rows(self, *fields: str) -> list[frappe._dict]:
		"""What stands in the outbox of this test now."""
		frappe.db.rollback()
		wanted = ["name", "status", "gateway", *fields]
		return frappe.get_all(MESSAGE, {"event_key": ["like", f"{self.mark}%"]}, wanted, order_by="name asc")

	def states(self) -> Counter[str]:
		"""How many messages stand in each state."""
		return Counter(row.status for row in self.rows())

	def send(self) -> int:
		"""Run the job in this process, until nothing waits any more."""
		return Run(ends=time.monotonic() + ENOUGH_SECONDS).go()

	def hand(self) -> None:
		"""Hand one batch to each gateway, and ask about nothing that was not answered."""
		Run()._hand_all(gateways.ways())

	def hurry(self, seconds: int = 5) -> None:
		"""No message of this test waits longer than that from now on: pauses double, up to ten minutes.

		Its tries begin anew: with short pauses they would be used up by a gateway that is slow to come up, and not in an hour and a half.
		Where a worker claims them meanwhile, the next look does it.
		"""
		soon = clock.now() + timedelta(seconds=seconds)
		late = [row.name for row in self.rows("send_after") if row.send_after and row.send_after > soon]
		try:
			frappe.db.set_value(MESSAGE, {"name": ["in", [*late, ""]]}, {"send_after": soon, "attempts": 1})
			frappe.db.commit()
		except frappe.QueryDeadlockError:
			frappe.db.rollback()

	def hasty(self, gateway: str) -> None:
		"""The site waits a second for this gateway, which is going to hang."""
		frappe.db.set_value("SMS Gateway", gateway, "timeout_seconds", 1)
		frappe.db.commit()

	def handed(self) -> Counter[str]:
		"""How often each message of this test was handed over, over both gateways."""
		own = {row.name for row in self.rows()}
		return Counter(taken["id"] for taken in self.taken() if taken["id"] in own)

	def taken(self) -> list[dict[str, Any]]:
		"""What the gateways took."""
		return list(self.state.taken) if self.state else []


@contextmanager
def outbox(monkeypatch: Any, only: str = "", **limits: Any) -> Iterator[Box]:
	"""A box with made-up gateways in this process. only: the one gateway that is there."""
	state = fake.State()
	server = fake.serve(state)
	address = f"http://127.0.0.1:{server.server_address[1]}"
	with reached(monkeypatch, address, {**FAST, **limits}) as box:
		box.state = state
		if only:
			monkeypatch.setattr(gateways, "ways", _only(only))
			monkeypatch.setattr("esaylov.messages.delivery.sending.ways", gateways.ways)
		try:
			yield box
		finally:
			server.shutdown()
			server.server_close()


def _only(name: str):
	every = gateways.ways
	return lambda: [way for way in every() if way.name == name]


@contextmanager
def reached(monkeypatch: Any, address: str, limits: dict[str, Any], lease: float = 0) -> Iterator[Box]:
	"""The site speaks to gateways at an address, in this process; committed limits are put back.

	lease: seconds after which a claim of somebody who died ends, where that shall be soon.
	"""
	credentials = {"email": fake.EMAIL, "username": fake.USER, "password": fake.PASSWORD}
	demo = {**credentials, "address": address, "callback": ""}
	conf = {"esaylov_demo": 1, DEMO: demo, "esaylov_sms_lease_seconds": lease}
	for key, value in conf.items():
		monkeypatch.setitem(frappe.conf, key, value)
	before = {
		name: frappe.db.get_value("SMS Gateway", name, [*{**FAST, **limits}], as_dict=True) for name in ROWS
	}
	# what other tests left waiting is none of this test's business
	frappe.db.set_value(MESSAGE, {"status": ["in", ["Queued", "Sending"]]}, "status", "Cancelled")
	_limit({name: limits for name in ROWS})
	box = Box(conf)
	try:
		yield box
	finally:
		frappe.db.rollback()
		frappe.db.delete(MESSAGE, {"event_key": ["like", f"{box.mark}%"]})
		_limit(before)


def _limit(values: dict[str, dict[str, Any]]) -> None:
	for name, limits in values.items():
		frappe.db.set_value("SMS Gateway", name, limits)
		for way in ("failures", "resting"):
			frappe.cache.delete(frappe.cache.make_key(f"esaylov-sms-{way}|{name}"))
	frappe.db.commit()


def gateway(port: int, journal: Path, slow: float) -> "subprocess.Popen[bytes]":
	"""Made-up gateways in a process of their own, which can be killed and started again."""
	words = [sys.executable, str(TESTS / "fakes" / "sms.py"), "--port", str(port)]
	return subprocess.Popen([*words, "--journal", str(journal), "--slow", str(slow)])


def worker(box: Box, ready: Path) -> "subprocess.Popen[bytes]":
	"""A worker in a process of its own, which makes the file `ready` and sends until it is killed."""
	ready.unlink(missing_ok=True)
	words = [sys.executable, "-m", "factories.outbox", frappe.local.site, json.dumps(box.conf), str(ready)]
	path = {"PYTHONPATH": f"{TESTS}:{TESTS.parent}"}
	return subprocess.Popen(words, env=os.environ | path, stdin=subprocess.DEVNULL)


def _work(site: str, conf: str, ready: str) -> None:
	frappe.init(site=site, sites_path=".")
	frappe.connect()
	frappe.local.conf.update(json.loads(conf))
	Path(ready).touch()
	while True:
		frappe.db.rollback()
		Run(ends=time.monotonic() + 5).go()
		time.sleep(0.05)


if __name__ == "__main__":
	_work(*sys.argv[1:])
