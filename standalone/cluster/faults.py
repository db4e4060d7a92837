"""Faults of six kinds in a running cluster, each with its mending: what was killed comes back by its keeper, what was stopped or cut by `mend`."""

import os
import random
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from standalone.cluster import control
from standalone.cluster.layout import DATABASES, REDIS, WEBS, WORKERS, Layout, link
from standalone.cluster.redis_node import master

PAUSE_SECONDS = 12.0
"""So long a paused primary stands: longer than its lease lives, so that another has taken its place when it goes on."""
CUT_SECONDS = 6.0
MOVED_SECONDS = 60.0
"""A primary that was told to hand over has begun to by then."""
KINDS = ("primary", "web", "worker", "redis", "pause", "link")
"""The primary killed; a web process; a worker; a Redis; the primary stopped (SIGSTOP); a line cut."""


@dataclass(frozen=True)
class Fault:
	"""What was done. moment: of time.monotonic()."""

	kind: str
	what: str
	moment: float


class Faults:
	"""What can be done to a cluster. chance: which of several is hit. Besides KINDS there is `move`."""

	def __init__(self, layout: Layout, chance: random.Random) -> None:
		self.layout, self.chance = layout, chance
		self.turn = 0

	def do(self, kind: str) -> tuple[Fault, Callable[[], None]]:
		"""Do one; what was done, and what mends it, which takes its time. Raises Failure where there is no primary to be hit."""
		self.turn += 1
		what, mend = getattr(self, f"_{kind}")()
		return Fault(kind, what, time.monotonic()), mend

	def _primary(self) -> tuple[str, Callable[[], None]]:
		"""By turns its MariaDB alone, and the whole machine: agent and MariaDB."""
		name = control.primary_of(self.layout)
		if self.turn % 2:
			return f"{control.kill(self.layout, name)}, agent and MariaDB", _nothing
		number = control.states(self.layout)[name]["process"]
		_send(number, signal.SIGKILL)
		control.await_end(number)
		return f"MariaDB of {name}", _nothing

	def _web(self) -> tuple[str, Callable[[], None]]:
		return control.kill(self.layout, self.chance.choice(WEBS)), _nothing

	def _worker(self) -> tuple[str, Callable[[], None]]:
		return control.kill(self.layout, self.chance.choice(WORKERS)), _nothing

	def _redis(self) -> tuple[str, Callable[[], None]]:
		"""A master, of the queue or of the cache by turns."""
		store = ("queue", "cache")[self.turn % 2]
		port = master(self.layout, store)
		name = next((name for name in REDIS if self.layout.ports[name] == port), f"redis-{store}-1")
		return control.kill(self.layout, name), _nothing

	def _pause(self) -> tuple[str, Callable[[], None]]:
		"""By turns its MariaDB alone, and agent and MariaDB, as a machine that stands still and then goes on as if nothing had been."""
		name = control.primary_of(self.layout)
		state = control.states(self.layout)[name]
		stopped = [state["process"], *([state["agent"]] if self.turn % 2 else [])]
		for number in reversed(stopped):
			_send(number, signal.SIGSTOP)

		def go_on() -> None:
			time.sleep(PAUSE_SECONDS)
			for number in stopped:  # MariaDB first: it runs unwatched for a moment
				_send(number, signal.SIGCONT)

		return f"{name}, {'agent and MariaDB' if self.turn % 2 else 'MariaDB'}", go_on

	def _move(self) -> tuple[str, Callable[[], None]]:
		"""No fault: the place handed over in order, as before an upgrade of a node."""
		name = control.hand_over(self.layout)
		ends = time.monotonic() + MOVED_SECONDS
		while control.states(self.layout)[name].get("primary") and time.monotonic() < ends:
			time.sleep(0.05)
		return name, _nothing

	def _link(self) -> tuple[str, Callable[[], None]]:
		"""By turns the line from HAProxy to the primary, and that from the primary to its replicas."""
		name = control.primary_of(self.layout)
		proxy = "database" if self.turn % 2 else link(name)
		control.balancer(self.layout, f"set server {proxy}/{name} state maint")
		control.balancer(self.layout, f"shutdown sessions server {proxy}/{name}")

		def join() -> None:
			time.sleep(CUT_SECONDS)
			control.balancer(self.layout, f"set server {proxy}/{name} state ready")

		return f"{proxy} to {name}", join


def mend_all(layout: Layout) -> None:
	"""Join every line again, whatever an interrupted run has left."""
	for name in DATABASES:
		for proxy in ("database", link(name)):
			control.balancer(layout, f"set server {proxy}/{name} state ready")


def _nothing() -> None:
	"""The keeper starts it again."""


def _send(number: int, what: signal.Signals) -> None:
	if number > 0:
		with suppress(ProcessLookupError):
			os.kill(number, what)
