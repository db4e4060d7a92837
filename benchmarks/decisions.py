"""What a decision of a session costs: the second signature over a list, and all that follows from it.

	.bench/env/bin/python benchmarks/decisions.py [--site test.localhost] [--sizes 1 50 500] [--rounds 1] [--people 1] [--profile] [--draw]

While the site's database and Redis run and nobody else uses them (`script/site services`). For each size so many appeals with one
observer each are written, adopted and signed by who presides; then counted is what the secretary's signature costs (`bytes`: what is
signed is asked for; `sign`: it is given) and what completes the list (`complete`: in the request up to 20, else by the job).
Milliseconds of processor time a decision, of this process, of the database and of Redis (/proc), beside the queries a decision; what
grows with the size of the list shows from one size to the next. --draw: the certificates' PDFs too. What was written is taken off the
site again.
"""

import argparse
import cProfile
import os
import pstats
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from processes import spent_by

ROOT = Path(__file__).resolve().parents[1]
SERVERS = {"database": "mariadbd", "redis": "redis-server"}


@dataclass(frozen=True, slots=True)
class Used:
	"""Seconds of processor time, and queries."""

	process: float
	database: float
	redis: float
	queries: int = 0


def main() -> None:
	options = _options()
	sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
	os.chdir(ROOT / ".bench" / "sites")
	import frappe

	frappe.init(site=options.site, sites_path=".")
	frappe.connect()
	frappe.set_user("Administrator")
	frappe.enqueue = lambda *_, **__: None  # what a worker does is counted here, or not at all
	_print("", "step", "process", "database", "redis", "together", "queries")
	try:
		_measured(1, options, silent=True)  # what is read once a process is read
		for size in options.sizes:
			rounds = [_measured(size, options) for _ in range(options.rounds)]
			_told(size, *rounds)
	finally:
		frappe.destroy()


def _measured(size: int, options: argparse.Namespace, silent: bool = False) -> dict[str, Used]:
	import frappe
	from factories import appeals as filing
	from factories import swept, voted

	from esaylov.decisions.signatures import collective, jobs

	with swept.committed():
		names = _signed_once(size, options.people)
		frappe.set_user(voted.SECRETARY)
		steps: dict[str, Used] = {}
		content = _step(steps, "bytes", lambda: collective.payload_to_sign(names))
		signature = filing.signature(voted.SECRETARY, content)
		with _profiled(options.profile and not silent):
			signing = _step(steps, "sign", lambda: collective.sign(names, signature))
			frappe.set_user("Administrator")
			if signing.run:
				_step(steps, "complete", lambda: jobs.complete(signing.run))
		signed = frappe.db.count("Decision", {"name": ["in", names], "status": "Signed"})
		if signed != size:
			raise SystemExit(f"{signed} of {size} decisions are in effect")
		if options.draw:
			_drawn(steps, names)
	return steps


def _signed_once(size: int, people: int) -> list[str]:
	"""Decisions of one session that lack the secretary's signature."""
	import frappe
	from factories import voted

	from esaylov.decisions.signatures import collective

	session = voted.session()
	names, first = [], voted.observers(people)
	kind = frappe.db.get_value("Appeal", first, "appeal_type")
	for done in range(size):
		appeal = voted.observers(people)
		frappe.db.set_value("Appeal", appeal, "appeal_type", kind)  # a list is of few types
		names.append(collective.adopt(voted.of_appeal(session, appeal)))
		if done % 100 == 99:
			frappe.db.commit()
	voted.signed_by(voted.CHAIR, names)
	frappe.db.commit()
	return names


@contextmanager
def _profiled(is_wanted: bool) -> Iterator[None]:
	if not is_wanted:
		yield
		return
	profile = cProfile.Profile()
	with profile:
		yield
	pstats.Stats(profile).sort_stats("cumulative").print_stats(70)


def _drawn(steps: dict[str, Used], names: list[str]) -> None:
	import frappe

	from esaylov.registers.certificates.issue import jobs

	papers = frappe.get_all(
		"Certificate", {"decision": ["in", names]}, pluck="name", order_by="name", limit=0
	)
	_step(steps, "draw", lambda: jobs.draw_all(papers))


def _step(steps: dict[str, Used], name: str, step: Callable[[], Any]) -> Any:
	import frappe

	frappe.local.request_cache.clear()
	frappe.db.commit()
	before, began = _servers(), time.process_time()
	with _counted() as queries:
		given = step()
		frappe.db.commit()
	process, after = time.process_time() - began, _servers()  # looking at the servers is no part of it
	database, redis = (after[part] - before[part] for part in SERVERS)
	steps[name] = Used(process, database, redis, queries[0])
	return given


@contextmanager
def _counted() -> Iterator[list[int]]:
	import frappe

	database: Any = frappe.local.db
	found = [0]
	run = database.sql

	def sql(*arguments: object, **named: object) -> object:
		found[0] += 1
		return run(*arguments, **named)

	database.sql = sql
	try:
		yield found
	finally:
		del database.sql


def _servers() -> dict[str, float]:
	bench = (ROOT / ".bench").resolve()
	return {part: spent_by(bench, name) / 1000 for part, name in SERVERS.items()}


def _mean(used: Sequence[Used]) -> Used:
	return Used(*(sum(getattr(each, part) for each in used) / len(used) for part in Used.__slots__))


def _told(size: int, *rounds: dict[str, Used]) -> None:
	"""Means of the rounds: the servers' time is counted in ticks of ten milliseconds."""
	steps = {name: _mean([of_round[name] for of_round in rounds]) for name in rounds[0]}
	counted = [used for name, used in steps.items() if name != "draw"]
	total = Used(*(sum(getattr(each, part) for each in counted) for part in Used.__slots__))
	for name, used in {**steps, "all but draw": total}.items():
		parts = (used.process, used.database, used.redis, used.process + used.database + used.redis)
		_print(size, name, *(f"{part / size * 1000:.2f}" for part in parts), f"{used.queries / size:.1f}")


def _print(*columns: object) -> None:
	print("".join(f"{column!s:>14}" for column in columns), flush=True)


def _options() -> argparse.Namespace:
	parser = argparse.ArgumentParser(
		description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
	)
	parser.add_argument("--site", default="test.localhost")
	parser.add_argument("--sizes", type=int, nargs="+", default=[1, 50, 500])
	parser.add_argument("--rounds", type=int, default=1, help="of each size; their mean is told")
	parser.add_argument("--people", type=int, default=1, help="observers an appeal names")
	parser.add_argument("--profile", action="store_true")
	parser.add_argument("--draw", action="store_true")
	return parser.parse_args()


if __name__ == "__main__":
	main()
