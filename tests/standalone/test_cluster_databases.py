"""What each run sees of a cluster: three databases, their agents, the quorum and HAProxy. The primary's machine dies while rows are written, its line
to the replicas cut just before, and what was acknowledged is there, once, in its order, at all three.

The whole cluster, with filings, decisions and votes over HTTP and faults of six kinds: test_cluster.py, `script/test --long cluster`.
"""

import itertools
import random
import shutil
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from typing import Any

import pymysql
import pytest
from factories.ports import free_port
from factories.waiting import until

from standalone.cluster import control, history
from standalone.cluster.faults import Faults
from standalone.cluster.history import DONE, FILE, Row, Try
from standalone.cluster.layout import DATABASES, Layout, link
from standalone.packages import search_path
from standalone.paths import Bench
from standalone.ports import LOOPBACK

MISSING = [name for name in ("haproxy", "etcd") if not shutil.which(name, path=search_path())]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed, script/test does it: {MISSING}")
TABLES = (
	"CREATE DATABASE round",
	"CREATE TABLE round.counter (last INT NOT NULL) ENGINE=InnoDB",
	"INSERT INTO round.counter VALUES (0)",
	# nothing but the writers keeps a key from being there twice
	"CREATE TABLE round.filing (place INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(40), number INT) ENGINE=InnoDB",
)
ANSWERED_SECONDS = 30
"""A commit may wait for a replica longer than a lonely primary lives, and no longer."""


def connection(layout: Layout, port: int) -> Any:
	return pymysql.connect(
		host=LOOPBACK,
		port=port,
		user="root",
		password=layout.password,
		connect_timeout=ANSWERED_SECONDS,
		read_timeout=ANSWERED_SECONDS,
	)


class Writers:
	"""Who number rows one after another, as filings are numbered, each under a key of its own, and ask again with it where no answer came."""

	def __init__(self, layout: Layout) -> None:
		self.layout = layout
		self.tries: list[Try] = []
		self.keys = itertools.count()
		self.ended = threading.Event()

	def write(self) -> None:
		"""One after another until the end; a row that was begun is asked for until it is answered."""
		while not self.ended.is_set():
			key = f"key-{next(self.keys)}"
			until(lambda key=key: self._tried(key))

	def _tried(self, key: str) -> bool:
		begun, said = time.monotonic(), {}
		try:
			with closing(connection(self.layout, self.layout.ports["db_port"])) as line:
				said = numbered(line, key)
		except pymysql.Error:
			"""Nobody knows whether it was written."""
		self.tries.append(Try(FILE, key, begun, time.monotonic(), DONE if said else 0, said))
		return bool(said)

	def acknowledged(self, moment: float = 0) -> list[Try]:
		"""Those that were asked after a moment."""
		return [one for one in self.tries if one.status == DONE and one.asked >= moment]


def numbered(line: Any, key: str) -> dict[str, str]:
	"""The row of a key, written once; as filings are numbered, with the counter locked."""
	with line.cursor() as cursor:
		cursor.execute("SELECT last FROM round.counter FOR UPDATE")
		((last,),) = cursor.fetchall()
		cursor.execute("SELECT place, number FROM round.filing WHERE name = %s FOR UPDATE", key)
		found = cursor.fetchone()
		if not found:
			cursor.execute("UPDATE round.counter SET last = %s", last + 1)
			cursor.execute("INSERT INTO round.filing (name, number) VALUES (%s, %s)", (key, last + 1))
			found = cursor.lastrowid, last + 1
	line.commit()
	return said(key, *found)


def said(key: str, place: int, number: int) -> dict[str, str]:
	return {"appeal": key, "number": f"N-{number}", "event": str(place)}


def rows(layout: Layout, name: str) -> list[Row]:
	"""What stands at a node."""
	with closing(connection(layout, layout.ports[name])) as line, line.cursor() as cursor:
		cursor.execute("SELECT name, place, number FROM round.filing ORDER BY place")
		return [
			Row(FILE, key, said(key, place, number), "", place) for key, place, number in cursor.fetchall()
		]


@pytest.fixture(scope="module")
def databases(shared_bench: Bench) -> Iterator[Layout]:
	"""They run, one primary and two replicas, with the tables of the writers."""
	layout = control.up_databases(shared_bench, free_port())
	try:
		with closing(connection(layout, layout.ports["db_port"])) as line, line.cursor() as cursor:
			for statement in TABLES:
				cursor.execute(statement)
			line.commit()
		yield layout
	finally:
		control.down(layout)


def is_waiting(layout: Layout, primary: str) -> bool:
	"""Whether a commit waits for a replica."""
	with closing(connection(layout, layout.ports[primary])) as line, line.cursor() as cursor:
		cursor.execute(
			"SELECT COUNT(*) FROM information_schema.processlist WHERE state LIKE 'Waiting for semi-sync ACK%'"
		)
		return cursor.fetchone()[0] > 0


@contextmanager
def cut(layout: Layout, primary: str) -> Iterator[None]:
	"""No line from a node to its replicas, for a block."""
	server = f"server {link(primary)}/{primary}"
	control.balancer(layout, f"set {server} state maint")
	control.balancer(layout, f"shutdown sessions {server}")
	try:
		yield
	finally:
		control.balancer(layout, f"set {server} state ready")


def test_the_primarys_machine_dies_and_nothing_is_lost_or_doubled(databases):
	writers = Writers(databases)
	with ThreadPoolExecutor(2) as pool:
		writing = [pool.submit(writers.write) for _ in range(2)]
		try:
			until(lambda: len(writers.acknowledged()) > 20)
			dead = control.primary_of(databases)
			with cut(databases, dead):
				alone = time.monotonic()
				until(lambda: is_waiting(databases, dead) or writers.acknowledged(alone))
				fault, _ = Faults(databases, random.Random(21)).do("primary")
			assert fault.what == f"{dead}, agent and MariaDB"
			until(lambda: writers.acknowledged(fault.moment))
		finally:
			writers.ended.set()
	assert [one.exception() for one in writing] == [None, None]
	primary = control.primary_of(databases)
	assert primary != dead
	stored = rows(databases, primary)
	assert history.faults(writers.tries, stored) == []
	assert len(stored) >= len(writers.acknowledged()) > 20
	control.wait(databases, is_there=control.is_replicated)
	assert control.states(databases)[dead]["follows"], "what was killed follows the next one"
	for name in DATABASES:
		until(lambda name=name: rows(databases, name) == stored)
