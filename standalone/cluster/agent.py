"""The agent beside each MariaDB: holds the lease of the primary, fences, votes, promotes, follows; and answers HAProxy whether this is the primary.

	python -m standalone.cluster.agent --bench FOLDER --node db-1

One rule each:

- The primary is who holds the key PRIMARY, which hangs on a lease of LEASE_SECONDS. Its agent renews it at each step.
- A primary whose lease was not renewed for FENCE_SECONDS is killed by a thread that asks nobody (`_watch`); etcd lets the key go only
  after LEASE_SECONDS, so the old one is gone before a new one can be.
- An agent that dies takes its MariaDB along (server.py). One that hangs has its lease run out; its MariaDB can acknowledge nothing
  by then, as both replicas stopped following it when they voted.
- A primary that does not answer for HUNG_SECONDS, or has no replica for LONELY_SECONDS, is killed.
- In a vacancy each node stops receiving, and then says how far it has come. The highest of those that together know everything takes the
  key (positions.py), and takes writes once a replica has acknowledged one of the agent's own.
- The last primary waits for the next one, and then begins as a replica that takes back what nobody acknowledged. Where none comes within
  REST_SECONDS it begins with all that it had, and votes.

Killed and not made read-only: to refuse new writes, MariaDB first ends the commits that wait for a replica, and lets them through
as if they had been acknowledged.
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

PRIMARY, TERMS, VOTES, WRITTEN = "esaylov/primary", "esaylov/terms", "esaylov/votes/", "esaylov/written"
"""Keys: who is primary; who was last, written once a term; votes of a term; how far the primary has written."""
PACE_SECONDS = 0.4
"""Between two steps."""
LEASE_SECONDS, FENCE_SECONDS = 8, 5
HUNG_SECONDS = 4
LONELY_SECONDS = 12
"""So long writes wait for a replica; then nobody is primary, and the application says 503."""
REST_SECONDS = 20
GRACE_SECONDS = 1.0
"""So long the votes of a majority wait for the missing one."""
UNWILLING_SECONDS = 20
"""So long a node that handed over on purpose lets others be first."""
STARTING_SECONDS = 60
OPENING_SECONDS = 30
"""So long a promoted node may take to apply what it has received, and a replica to acknowledge its first write."""


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
		self.is_leading = self.is_prepared = self.is_open = self.is_ready = False
		self.is_sure = False
		"""Whether this node has all that it ever acknowledged."""
		self.seen = 0
		"""How often WRITTEN had been written when an unsure node began to follow; 0 where it follows nobody yet."""
		self.hands_over = threading.Event()
		self.fenced = ""
		"""Why this node was last fenced."""
		self.started = self.answered = self.followed = 0.0
		self.target = Position()
		self.term = -1
		self.voted_at = self.unwilling_until = 0.0
		self.rests_until = time.monotonic() + REST_SECONDS
		self.strayed = 0
		self.lock = threading.Lock()
		self.said = self.source = ""
		"""What was said last; whom this node follows, "" where it does not."""
		self.replicas = 0

	# --- what others ask

	def is_primary(self) -> bool:
		"""Whether writes may come here now: the key is ours by a lease that surely lives."""
		is_held = self.is_leading and self.is_open and self.server.is_running()
		return is_held and time.monotonic() - self.renewed < FENCE_SECONDS

	def state(self) -> dict[str, Any]:
		"""What `script/cluster status` shows; asks nobody."""
		process = self.server.process.pid if self.server.is_running() and self.server.process else 0
		return {
			"node": self.node,
			"primary": self.is_primary(),
			"sure": self.is_sure,
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
			self._start()
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

	def _start(self) -> None:
		"""Start the server, of the last primary only once there is another, or there is none for long."""
		now = time.monotonic()
		is_vacant = self.etcd.get(PRIMARY) in (None, self.node)
		was_primary = self.etcd.get(TERMS) == self.node
		if was_primary and is_vacant and now < self.rests_until:
			return
		self.is_sure = was_primary and is_vacant
		self.server.start(keeps_all=self.is_sure)
		self.started, self.term, self.is_ready, self.source, self.seen = now, -1, False, "", 0

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
		if not self.is_open and now - self.voted_at > OPENING_SECONDS:
			self.fence("it could not begin")
		elif not self.is_prepared:
			if self.server.applied() >= self.target:
				self.server.prepare()
				self.is_prepared, self.followed = True, now
		elif self._is_followed(now):
			self._serve()

	def _is_followed(self, now: float) -> bool:
		"""Whether a replica can acknowledge; for long none, and this is no primary any more."""
		self.replicas = self.server.replicas()
		if self.replicas:
			self.followed = now
		elif now - self.followed > LONELY_SECONDS:
			self.fence("no replica follows")
		return self.replicas > 0

	def _serve(self) -> None:
		if self.is_open:
			self.etcd.put(WRITTEN, str(self.server.applied().sequence), self.lease)
		else:
			self.server.open(self.term + 1)
			self.is_open = self.is_sure = True
			self._say("is primary")
		if self.hands_over.is_set():
			self._hand_over()

	def _vote(self) -> None:
		now, term = time.monotonic(), self.etcd.version(TERMS)
		if self.term != term:
			self.server.stop_receiving()
			self.source = ""
			self.target = self.server.received()
			vote = {
				**asdict(self.target),
				"is_sure": self.is_sure,
				"was_primary": self.etcd.get(TERMS) == self.node,
				"is_willing": now > self.unwilling_until,
			}
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
			self.is_open, self.is_prepared, self.is_leading = False, False, True
		self._say(f"takes the place in term {term + 1}")

	def _follow(self, primary: str) -> None:
		found = self.server.following()
		if not found.is_running and found.problem in LOST:
			self._strayed(primary)
		elif not found.is_running or self.sources.get(found.source) != primary:
			self._begin_to_follow(primary)
		else:
			self.source, self.target = primary, found.received
			if not self.is_sure:
				self._catch_up(found.received)

	def _begin_to_follow(self, primary: str) -> None:
		# what lay in the relay log is fetched again: until then it is not here
		self.is_sure, self.seen, self.source = False, 0, ""
		self.server.follow(primary)
		self._say(f"follows {primary}")

	def _catch_up(self, received: Position) -> None:
		"""Be sure once everything is here that the primary had written after this node began to follow."""
		version = self.etcd.version(WRITTEN)
		if not self.seen:
			self.seen = version or -1
		elif version > self.seen and received.sequence >= int(self.etcd.get(WRITTEN) or 0):
			self.is_sure = True

	def _strayed(self, primary: str) -> None:
		"""Its history is another than the primary's, seen three times since the last vote: the data are copied anew."""
		self.strayed += 1
		if self.strayed < 3:
			self._begin_to_follow(primary)
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
		self.server.stop()
		self.unwilling_until = time.monotonic() + UNWILLING_SECONDS
		self.fence("handed over")

	# --- the end of a primary

	def fence(self, why: str) -> None:
		"""Make sure that this node is no primary, and only then let its place go."""
		self.server.kill()
		with self.lock:
			lease, self.lease = self.lease, ""
			self.is_leading = self.is_prepared = self.is_open = False
		self.fenced, self.rests_until = why, time.monotonic() + REST_SECONDS
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
		"""The end of the agent is the end of its server, in order where it does so in time."""
		if self.is_primary():
			with suppress(pymysql.Error):
				self.server.close()
		self.server.stop()
		if self.is_leading:
			self.fence("the agent ends")

	def _say(self, what: str) -> None:
		if what != self.said:
			print(f"{time.strftime('%H:%M:%S')} {self.node} {what}", flush=True)
		self.said = what


def _vote(node: str, said: dict[str, Any]) -> Vote:
	place = Position(said["sequence"], said["server"])
	return Vote(node, place, said["is_sure"], said["was_primary"], said["is_willing"])


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
			with suppress(ConnectionError):  # HAProxy goes when it has seen the status
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
