"""The agent beside each MariaDB: holds the lease of the primary, fences, votes, promotes, follows; and answers HAProxy whether this is the primary.

	python -m standalone.cluster.agent --bench FOLDER --node db-1

One rule each:

- The primary is who holds the key PRIMARY, which hangs on a lease of LEASE_SECONDS. Its agent renews it at each step.
- A primary whose lease was not renewed for FENCE_SECONDS is killed by a thread that asks nobody (`_watch`); etcd lets the key go only
  after LEASE_SECONDS, so the old one is gone before a new one can be.
- An agent that dies takes its MariaDB along (server.py). One that hangs has its lease run out; its MariaDB can acknowledge nothing
  by then, as both replicas stopped following it when they voted.
- A primary that does not answer for HUNG_SECONDS, or has no replica for LONELY_SECONDS, is killed and begins as a replica.
- In a vacancy each node stops receiving, and then says how far it has come. The highest of a majority takes the key.

Killed and not made read-only: to refuse new writes, MariaDB first ends the commits that wait for a replica, and lets them through
as if they had been acknowledged. A killed one takes them back when it starts (`init-rpl-role=SLAVE`).
"""

import argparse
import json
import os
import signal
import sys
import threading
import time
from contextlib import suppress
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pymysql

from standalone.cluster import layout as layouts
from standalone.cluster.etcd import Away, Etcd
from standalone.cluster.layout import DATABASES, Layout, health, link
from standalone.cluster.positions import Position, Vote, chosen
from standalone.cluster.server import LOST, Server
from standalone.paths import Bench
from standalone.ports import LOOPBACK
from standalone.steps import Failure

PRIMARY, TERMS, VOTES = "esaylov/primary", "esaylov/terms", "esaylov/votes/"
PACE_SECONDS = 0.4
"""Between two steps."""
LEASE_SECONDS, FENCE_SECONDS = 8, 5
HUNG_SECONDS = 4
LONELY_SECONDS = 12
"""So long writes wait for a replica; then nobody is primary, and the application says 503."""
GRACE_SECONDS = 1.5
"""So long the votes of a majority wait for the missing one."""
UNWILLING_SECONDS = 20
"""So long a node that handed over on purpose lets others be first."""
STARTING_SECONDS = 60
APPLYING_SECONDS = 30
"""So long a promoted node may take to apply what it has received."""


class Agent:
	"""One node: its MariaDB, its place in the quorum."""

	def __init__(self, layout: Layout, node: str) -> None:
		self.node = node
		self.server = Server(layout, node)
		self.etcd = Etcd(layout.coordinators)
		self.sources = {layout.ports[link(name)]: name for name in DATABASES}
		self.lease = self.voice = ""
		"""That of the primary's place, and that of this node's vote: who dies after it has voted is not waited for."""
		self.renewed = 0.0
		"""When the lease was last renewed, before it was asked for."""
		self.is_leading = self.is_open = self.is_ready = False
		self.hands_over = threading.Event()
		self.fenced = ""
		"""Why this node was last fenced."""
		self.started = self.answered = self.followed = 0.0
		self.target = Position()
		self.term = -1
		self.voted_at = self.unwilling_until = 0.0
		self.strayed = 0
		self.lock = threading.Lock()
		self.said = self.source = ""
		"""What was said last; whom this node follows, "" where it does not."""
		self.replicas = 0

	# --- what others ask

	def is_primary(self) -> bool:
		"""Whether writes may come here now: the key is ours by a lease that surely lives."""
		return self.is_leading and self.is_open and time.monotonic() - self.renewed < FENCE_SECONDS

	def state(self) -> dict[str, Any]:
		"""What `script/cluster status` shows; asks nobody."""
		process = self.server.process.pid if self.server.is_running() and self.server.process else 0
		return {
			"node": self.node,
			"primary": self.is_primary(),
			"ready": self.is_ready,
			"follows": self.source,
			"replicas": self.replicas if self.is_open else 0,
			"process": process,
			"agent": os.getpid(),
			"position": asdict(self.target),
			"fenced": self.fenced,
		}

	# --- the steps

	def step(self) -> None:
		"""Look at everything once and do what is due. Raises Away, pymysql.Error."""
		if not self._is_up():
			return
		primary = self.etcd.get(PRIMARY)
		if self.is_leading and primary != self.node:
			self.fence("the place is not ours any more")
		elif self.is_leading:
			self._lead()
		elif primary is None:
			self._vote()
		elif primary != self.node:
			self._follow(primary)
		# else: an agent of before held it; its lease runs out

	def _is_up(self) -> bool:
		"""Whether the server answers; it is started where it has ended, and fenced where a primary does not answer."""
		now = time.monotonic()
		if not self.server.is_running():
			if self.is_leading:
				self.fence("the server ended")
			self.server.start()
			self.started, self.term, self.is_ready, self.source = now, -1, False, ""
			return False
		if self.server.answers():
			self.answered = time.monotonic()
			if not self.is_ready:
				self.server.adopt_copy()
				self.is_ready = True
			return True
		if self.is_leading and now - self.answered > HUNG_SECONDS:
			self.fence("the server does not answer")
		elif not self.is_leading and now - max(self.started, self.answered) > STARTING_SECONDS:
			self.server.kill()
		elif self.is_leading:
			self._renew()
		return False

	def _renew(self) -> bool:
		begun = time.monotonic()
		if not self.etcd.renew(self.lease):
			self.fence("the lease ran out")
			return False
		self.renewed = begun
		return True

	def _lead(self) -> None:
		if not self._renew():
			return
		now = time.monotonic()
		if not self.is_open:
			if self.server.applied() >= self.target:
				self.server.lead()
				self.is_open, self.followed = True, now
				self._say("is primary")
			elif now - self.voted_at > APPLYING_SECONDS:
				self.fence("what it had received cannot be applied")
			return
		self.replicas = self.server.replicas()
		if self.replicas:
			self.followed = now
		elif now - self.followed > LONELY_SECONDS:
			self.fence("no replica follows")
			return
		if self.hands_over.is_set():
			self._hand_over()

	def _vote(self) -> None:
		now, term = time.monotonic(), self.etcd.version(TERMS)
		if self.term != term:
			self.server.stop_receiving()
			self.source = ""
			self.target = self.server.received()
			vote = asdict(self.target) | {"is_willing": now > self.unwilling_until}
			self.voice = self.etcd.grant(LEASE_SECONDS)
			self.etcd.put(f"{VOTES}{term}/{self.node}", json.dumps(vote), self.voice)
			self.term, self.voted_at, self.strayed = term, now, 0
		elif not self.etcd.renew(self.voice):
			self.term = -1  # the vote went with its lease: once more
			return
		found = self.etcd.all(f"{VOTES}{term}/")
		votes = [_vote(key.rpartition("/")[2], json.loads(value)) for key, value in found.items()]
		if chosen(votes, len(DATABASES), now - self.voted_at > GRACE_SECONDS) == self.node:
			self._claim(term)

	def _claim(self, term: int) -> None:
		begun = time.monotonic()
		lease = self.etcd.grant(LEASE_SECONDS)
		if not self.etcd.claim(PRIMARY, self.node, lease, TERMS, term):
			self.etcd.revoke(lease)
			return
		with self.lock:
			self.lease, self.renewed, self.answered = lease, begun, begun
			self.is_open, self.is_leading = False, True
		self._say(f"takes the place in term {term + 1}")

	def _follow(self, primary: str) -> None:
		found = self.server.following()
		if self.sources.get(found.source) != primary:
			self.server.follow(primary)
			self._say(f"follows {primary}")
		elif not found.is_running and found.problem in LOST:
			self._strayed(primary)
		elif not found.is_running:
			self.server.follow(primary)
		else:
			self.source, self.target = primary, found.received

	def _strayed(self, primary: str) -> None:
		"""Its history is another than the primary's, seen three times since the last vote: the data are copied anew."""
		self.strayed += 1
		if self.strayed < 3:
			self.server.follow(primary)
			return
		self._say(f"has gone another way than {primary}; its data are copied anew")
		self.server.rebuild(primary)
		self.strayed, self.is_ready = 0, False

	def _hand_over(self) -> None:
		"""Give the place away in order: no more sessions, everything at the replicas, then the next one."""
		self.hands_over.clear()
		self.is_open = False  # HAProxy sends nobody any more
		self.server.close()
		self.server.change("SHUTDOWN WAIT FOR ALL SLAVES")
		if self.server.process:
			self.server.stop()
		self.unwilling_until = time.monotonic() + UNWILLING_SECONDS
		self.fence("handed over")

	# --- the end of a primary

	def fence(self, why: str) -> None:
		"""Make sure that this node is no primary, and only then let its place go."""
		self.server.kill()
		with self.lock:
			lease, self.lease = self.lease, ""
			self.is_leading = self.is_open = False
		self.fenced = why
		self._say(f"is fenced: {why}")
		if lease:
			with suppress(Away):
				self.etcd.revoke(lease)

	def watch(self) -> None:
		"""Kill a primary whose lease may have run out, whatever the steps are waiting for. A thread's whole life."""
		while True:
			time.sleep(0.2)
			with self.lock:
				is_late = self.is_leading and time.monotonic() - self.renewed > FENCE_SECONDS
			if is_late and self.server.process:
				self.server.process.kill()  # the next step finds it ended, and fences

	def run(self) -> None:
		"""Step after step until the process is told to end."""
		while True:
			begun = time.monotonic()
			try:
				self.step()
			except (Away, pymysql.Error, Failure) as problem:
				self._say(f"{type(problem).__name__}: {problem}")
			time.sleep(max(0.05, PACE_SECONDS - (time.monotonic() - begun)))

	def end(self) -> None:
		"""The end of the agent is the end of its server: a primary is killed, a replica stopped in order."""
		if self.is_leading:
			self.fence("the agent ends")
		else:
			self.server.stop()

	def _say(self, what: str) -> None:
		if what != self.said:
			print(f"{time.strftime('%H:%M:%S')} {self.node} {what}", flush=True)
		self.said = what


def _vote(node: str, said: dict[str, Any]) -> Vote:
	return Vote(node, Position(said["sequence"], said["server"]), said["is_willing"])


def handler(agent: Agent) -> type[BaseHTTPRequestHandler]:
	"""What answers HAProxy (`/primary`), `script/cluster status` (`/state`), and takes the order to hand over (POST)."""

	class Handler(BaseHTTPRequestHandler):
		def do_GET(self) -> None:
			is_right = agent.is_primary() if self.path == "/primary" else self.path == "/state"
			self._answer(200 if is_right else 503, agent.state() if self.path == "/state" else {})

		def do_POST(self) -> None:
			is_right = self.path == "/hand-over" and agent.is_primary()
			if is_right:
				agent.hands_over.set()
			self._answer(202 if is_right else 409, {})

		def _answer(self, status: int, body: dict[str, Any]) -> None:
			content = json.dumps(body).encode()
			self.send_response(status)
			self.send_header("Content-Type", "application/json")
			self.send_header("Content-Length", str(len(content)))
			self.end_headers()
			self.wfile.write(content)

		def log_message(self, format: str, *args: object) -> None:
			"""HAProxy asks several times a second."""

	return Handler


def _end(number: int, frame: object) -> None:
	raise KeyboardInterrupt


def main() -> int:
	"""Run the agent of a node until SIGTERM."""
	parser = argparse.ArgumentParser(description=__doc__)
	parser.add_argument("--bench", type=Path, required=True)
	parser.add_argument("--node", choices=DATABASES, required=True)
	asked = parser.parse_args()
	layout = layouts.read(Bench(asked.bench))
	agent = Agent(layout, asked.node)
	signal.signal(signal.SIGTERM, _end)
	server = ThreadingHTTPServer((LOOPBACK, layout.ports[health(asked.node)]), handler(agent))
	threading.Thread(target=server.serve_forever, daemon=True).start()
	threading.Thread(target=agent.watch, daemon=True).start()
	try:
		agent.run()
	except KeyboardInterrupt:
		agent.end()
	return 0


if __name__ == "__main__":
	sys.exit(main())
