"""What runs a cluster on one machine: starts its processes, starts again what ended, after the time that a machine takes to come back.

python -m standalone.cluster.keeper --bench FOLDER [--databases]
"""

import argparse
import json
import math
import signal
import sys
import time
from pathlib import Path

from standalone.cluster import layout as layouts
from standalone.cluster.layout import COORDINATORS, Layout
from standalone.cluster.processes import of_databases, processes
from standalone.paths import Bench
from standalone.supervisor import Process, Supervisor

PACE_SECONDS = 0.3
BACK_SECONDS = 6.0
"""After so long a process that ended is started again: as long as a small machine takes that begins anew."""


class Keeper:
	"""The processes of a cluster, and since when those are away that are."""

	def __init__(self, layout: Layout, processes: list[Process]) -> None:
		self.layout, self.processes = layout, processes
		# what is killed on purpose, again and again, is no fault that repeats itself
		self.supervisor = Supervisor(layout.bench, prefix="cluster-", often=math.inf)
		self.away: dict[str, float] = {}

	def start(self) -> None:
		"""Start everything, and say who is who."""
		self.supervisor.clear()
		for process in self.processes:
			self.supervisor.start(process)
		self._note()

	def step(self) -> None:
		"""Start again whose time has come."""
		now = time.monotonic()
		for name, process in self.supervisor.running.items():
			if process.poll() is not None:
				self.away.setdefault(name, now)
		due = {name for name, since in self.away.items() if now - since >= BACK_SECONDS}
		if due:
			for line in self.supervisor.revive(due):
				print(f"{time.strftime('%H:%M:%S')} {line}; it is started again", flush=True)
			self.away = {name: since for name, since in self.away.items() if name not in due}
			self._note()

	def _note(self) -> None:
		part = numbers(self.layout).with_suffix(".part")
		found = {name: process.pid for name, process in self.supervisor.running.items()}
		part.write_text(json.dumps(found))
		part.replace(numbers(self.layout))

	def run(self) -> None:
		"""Until SIGTERM."""
		try:
			self.start()
			while True:
				time.sleep(PACE_SECONDS)
				self.step()
		except KeyboardInterrupt:
			print("the end was asked for", flush=True)
		finally:
			# what etcd knows is forgotten anyway, and its members wait for each other as they end
			self.supervisor.stop(at_once=COORDINATORS)
			numbers(self.layout).unlink(missing_ok=True)


def numbers(layout: Layout) -> Path:
	"""The file that names the processes: name -> number of the process."""
	return layout.bench.config / "cluster-numbers.json"


def _end(number: int, frame: object) -> None:
	raise KeyboardInterrupt


def main() -> int:
	"""Run a cluster whose configuration is written and whose data lie there."""
	parser = argparse.ArgumentParser(description=__doc__)
	parser.add_argument("--bench", type=Path, required=True)
	parser.add_argument("--databases", action="store_true", help="these alone, with what they need")
	asked = parser.parse_args()
	layout = layouts.read(Bench(asked.bench))
	for one in (signal.SIGTERM, signal.SIGINT):
		signal.signal(one, _end)
	Keeper(layout, (of_databases if asked.databases else processes)(layout)).run()
	return 0


if __name__ == "__main__":
	sys.exit(main())
