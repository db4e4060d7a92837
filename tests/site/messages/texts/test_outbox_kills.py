"""Workers and gateways killed at random: each message is handed over once, counted at the gateway."""

import json
import os
import random
import socket
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import frappe
import pytest
from factories import outbox as make
from factories.ports import free_port
from factories.waiting import until

from esaylov.messages.texts import merging

LIMITS = {**make.FAST, "batch_size": 4, "silence_seconds": 30, "rest_seconds": 1, "on_silence": "Wait"}
"""What a gateway took is asked until it says so, however long it needs to come up again: after its silence another one would get it, as
tests/site/messages/texts/test_outbox.py has it. That it took nothing is believed after the silence, for the call may
still be on its way.
"""
SLOW = 0.3
"""Seconds that a gateway takes for an answer, so that a kill finds somebody waiting for one."""
NAMES = ("gateway", "worker 1", "worker 2")
FIRST = 16
"""So many messages are put first, when all three are up, and the others when all three died once."""
FIRST_LIVES = (1, FIRST - 4)
"""How many messages are handed over before a process dies for the first time, at random between these: with the first ones all die."""
LEAST_LIFE = 4
LIVES_EACH = 12
"""… and each time after that, counted since it came up: from the least life to a twelfth of all, or all of the first ones.

However slow the machine is, each comes to something.
"""
MOST_KILLS = 12
"""… and no more than these where messages are few."""
WATCHED = 50
"""So many messages have a deadline of their own."""


@dataclass
class Victims:
	"""Two workers and the gateways, each killed some messages after it came up, and started again.

	dies_at: how many messages are handed over when a process dies; of those that are up.
	"""

	box: make.Box
	folder: Path
	port: int
	chance: random.Random
	count: int
	running: dict = field(default_factory=dict)
	dies_at: dict[str, int] = field(default_factory=dict)
	kills: Counter = field(default_factory=Counter)

	def start(self, name: str) -> None:
		ready = self.folder / f"{name}.ready"
		self.dies_at.pop(name, None)
		self.running[name] = (
			make.gateway(self.port, self.folder / "journal", SLOW)
			if name == "gateway"
			else make.worker(self.box, ready)
		)

	def is_up(self, name: str) -> bool:
		if name != "gateway":
			return (self.folder / f"{name}.ready").exists()
		with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
			return True
		return False

	def are_up(self) -> bool:
		"""Notes those that came up; whether all are up now."""
		for name in self.running:
			if name not in self.dies_at and self.is_up(name):
				later = (LEAST_LIFE, max(FIRST, self.count // LIVES_EACH))
				life = self.chance.randint(*(later if self.kills[name] else FIRST_LIVES))
				self.dies_at[name] = len(self.handed()) + life
		return len(self.dies_at) == len(NAMES)

	def kill_those_who_lived_long_enough(self) -> None:
		self.are_up()
		for name in [name for name, last in self.dies_at.items() if len(self.handed()) >= last]:
			self.end(name)
			self.kills[name] += 1
			self.start(name)

	def end(self, name: str) -> None:
		self.running[name].kill()
		self.running[name].wait()

	def handed(self) -> Counter:
		journal = self.folder / "journal"
		lines = journal.read_text().splitlines() if journal.exists() else []
		return Counter(json.loads(line)["id"] for line in lines)


def step(victims: Victims, count: int) -> None:
	"""Kill those who lived long enough, as long as messages are left and there were not too many kills.

	Which meets only dead gateways is not waited for.
	"""
	victims.box.hurry()
	if len(victims.handed()) < count and victims.kills.total() < max(MOST_KILLS, count // 5):
		victims.kill_those_who_lived_long_enough()


def all_died(victims: Victims, count: int) -> bool:
	step(victims, count)
	return all(victims.kills[name] for name in NAMES)


def accepted(box: make.Box, victims: Victims, count: int, least: int) -> bool:
	step(victims, count)
	return box.states()["Accepted"] >= least


@pytest.mark.full
@pytest.mark.parametrize("count", [60, pytest.param(1000, marks=pytest.mark.long)])
def test_none_is_lost_and_none_is_sent_twice(monkeypatch, tmp_path, count):
	seed = int(os.environ.get("ESAYLOV_SEED") or random.randrange(10**9))
	print("seed", seed)
	port = free_port()
	with make.reached(monkeypatch, f"http://127.0.0.1:{port}", LIMITS, lease=2) as box:
		victims = Victims(box, tmp_path, port, random.Random(seed), count)
		began = time.monotonic()
		try:
			for name in NAMES:
				victims.start(name)
			until(victims.are_up)
			names = box.put(FIRST)
			until(lambda: all_died(victims, count), box.states)
			names += box.put(count - FIRST)
			for least in [*range(FIRST, count, WATCHED), count]:
				until(lambda least=least: accepted(box, victims, count, least), box.states)
		finally:
			for name in victims.running:
				victims.end(name)
		handed, seconds = victims.handed(), round(time.monotonic() - began)
		print(f"{count} messages, killed: {dict(victims.kills)}, {seconds} s")
		assert all(victims.kills[name] for name in NAMES)
		assert victims.kills.total() >= 2
		assert {name: handed[name] for name in names if handed[name] != 1} == {}


@pytest.mark.full
def test_two_workers_merge_what_waits_for_phones_and_lose_none(monkeypatch, tmp_path):
	phones = [f"+99890111223{number}" for number in range(3)]
	with make.outbox(monkeypatch, only="eskiz", batch_size=20) as box:
		names = [name for phone in phones for name in box.put(60, phone=phone)]
		workers = [make.worker(box, tmp_path / f"{number}.ready") for number in range(2)]
		try:
			until(lambda: all(row.failure == merging.PHONE_LIMIT for row in on_the_way(box)))
			assert [worker.poll() for worker in workers] == [None, None], "one met the other's locks"
		finally:
			for worker in workers:
				worker.kill()
				worker.wait()
		merging.merge_waiting(phones)  # what one worker left to the other: merged at the next look at it
		frappe.db.commit()
		rows = box.rows("failure", "merged_into", "stands_for")
		standing = {row.name: row.stands_for for row in rows if row.stands_for and not row.merged_into}
		own = [row for row in rows if row.name in set(names)]
		gone = [row for row in own if not row.merged_into]
		assert Counter(row.merged_into for row in own if row.merged_into) == Counter(standing)
		assert {row.status for row in gone} == {"Accepted"}
		assert box.handed() == Counter(row.name for row in gone)
		assert sum(standing.values()) + len(gone) == len(names) == 180
		assert len(gone) < 120  # some more than the limit: two workers may count at once


def on_the_way(box: make.Box) -> list:
	return [row for row in box.rows("failure") if row.status in ("Queued", "Sending")]
