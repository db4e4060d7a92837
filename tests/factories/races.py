"""Steps at the same moment, each in a thread with a connection and a transaction of its own."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any

import frappe

Step = tuple[str, Callable[[], Any]]
"""User, and what they do."""
SITE = os.environ.get("FRAPPE_SITE", "test.localhost")
WAIT = 300


class Racer:
	"""One connection in one thread."""

	def __init__(self) -> None:
		self.pool = ThreadPoolExecutor(1, initializer=_connect)

	def look(self) -> None:
		"""Begin a transaction: its plain reads see the present from now on, whatever others commit."""
		self.pool.submit(_look).result(WAIT)

	def do(self, user: str, step: Callable[[], Any]) -> Any:
		"""Do a step and commit it; the value, or the exception after a rollback."""
		return self.start(user, step).result(WAIT)

	def start(self, user: str, step: Callable[[], Any], barrier: Barrier | None = None) -> Future:
		"""The same, not waited for; with a barrier from the moment at which all are there."""
		return self.pool.submit(_do, user, step, barrier)

	def close(self) -> None:
		self.pool.submit(frappe.destroy).result(WAIT)
		self.pool.shutdown()


@contextmanager
def racers(number: int = 2) -> Iterator[list[Racer]]:
	"""Some connections, closed afterwards."""
	made = [Racer() for _ in range(number)]
	try:
		yield made
	finally:
		for racer in made:
			racer.close()


def at_once(runners: Sequence[Racer], steps: Sequence[Step]) -> list[Any]:
	"""What came of steps that began at the same moment, all with a snapshot from before."""
	barrier = Barrier(len(steps))
	futures = [racer.start(user, step, barrier) for racer, (user, step) in zip(runners, steps, strict=True)]
	return [future.result(WAIT) for future in futures]


def _connect() -> None:
	frappe.init(site=SITE, sites_path=".")
	frappe.connect()
	frappe.flags.mute_emails = True
	frappe.local.lang = "en"


def _look() -> None:
	frappe.db.rollback()
	frappe.db.sql("select count(*) from `tabAgenda Item`")


def _do(user: str, step: Callable[[], Any], barrier: Barrier | None) -> Any:
	frappe.set_user(user)
	if barrier:
		_look()
		barrier.wait(WAIT)
	try:
		found = step()
		frappe.db.commit()
		return found
	except Exception as problem:
		frappe.db.rollback()
		return problem
	finally:
		frappe.local.message_log = []
