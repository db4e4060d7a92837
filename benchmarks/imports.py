"""Rows a second of a table that is imported, against Frappe's own Data Import in the same run.

	.bench/env/bin/python benchmarks/imports.py [--site test.localhost] [--rows 11000] [--stock 500] [--rounds 1] [--profile]

While the site's database and Redis run (`script/site services`). As many polling stations as there were in 2024 with 1 % of faults
(ours): the dry run, the import, the same file again, and a later act that changes each; the same rows without faults (Frappe's own,
which stops at none either, but has no dry run and no second run). Rows a second of wall clock, which other work on the machine makes
fewer, and beside them microseconds of processor time a row of this process and of the database (/proc), and statements a thousand
rows; --rounds: the quickest of so many. Real commits; what was imported is removed again, the Imported Acts stay.
"""

import argparse
import cProfile
import csv
import io
import os
import pstats
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import frappe
from processes import spent_by

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))
FIRST = 500_000_001


@dataclass(frozen=True, slots=True)
class Cost:
	"""Seconds of wall clock, seconds of processor time of process and database, and statements, for so many rows."""

	rows: int
	wall: float
	process: float
	database: float
	statements: int

	@property
	def rate(self) -> float:
		"""Rows a second of wall clock."""
		return self.rows / self.wall

	def __str__(self) -> str:
		each = 1_000_000 / self.rows
		return (
			f"{self.rate:8.0f} rows/s, {self.process * each:5.0f} + {self.database * each:4.0f} us a row, "
			f"{self.statements * 1000 / self.rows:5.1f} statements a thousand"
		)


def main() -> None:
	options = _options()
	os.chdir(ROOT / ".bench" / "sites")
	frappe.init(site=options.site, sites_path=".")
	frappe.connect()
	_remove()
	try:
		stock = _stock(options.stock)
		_remove()
		print(f"Frappe's Data Import, {options.stock} rows: {stock}", flush=True)
		rounds = []
		for _ in range(options.rounds):
			rounds.append(_ours(options.rows, options.profile))
			_remove()
		for what in rounds[0]:
			best = max((costs[what] for costs in rounds), key=lambda cost: cost.rate)
			print(f"ours, {options.rows} rows, {what}: {best}, {best.rate / stock.rate:.1f}x", flush=True)
	finally:
		_remove()


def _stock(count: int) -> Cost:
	from factories import intake as make
	from frappe.core.doctype.data_import.data_import import import_file

	stream = io.StringIO()
	rows = make.stations(count, FIRST)
	writer = csv.DictWriter(stream, list(rows[0]))
	writer.writeheader()
	writer.writerows(rows)
	file = frappe.new_doc("File")
	file.update({"file_name": "stations.csv", "is_private": 1, "content": stream.getvalue()})
	file.insert()
	frappe.db.commit()
	cost = _cost(count, lambda: import_file("Polling Station", file.file_url, "Insert"))
	_hold(_count(), count)
	return cost


def _ours(count: int, is_profiled: bool) -> dict[str, Cost]:
	from factories import intake as make

	rows = make.stations(count, FIRST)
	faults = make.with_faults(rows)
	first, again = (make.intake("Polling Stations", rows) for _ in range(2))
	changed = make.intake("Polling Stations", [{**row, "address": "Boshqa"} for row in rows])
	frappe.db.commit()
	costs = {"dry run": _cost(count, lambda: _work(first, "Checking"))}
	with _profiled(is_profiled):
		costs["import"] = _cost(count, lambda: _work(first, "Importing"))
	_hold(_count(), count - len(faults))
	for what, name in (("import again, nothing changes", again), ("a later act changes each", changed)):
		_work(name, "Checking")
		costs[what] = _cost(count, partial(_work, name, "Importing"))
	_hold(_counts(again), (0, 0, len(faults)))
	_hold(_counts(changed), (0, count - len(faults), len(faults)))
	return costs


def _counts(name: str) -> tuple[int, int, int]:
	done = frappe.get_doc("Table Import", name)
	return done.added, done.changed, done.refused


@contextmanager
def _profiled(is_wanted: bool) -> Iterator[None]:
	if not is_wanted:
		yield
		return
	profile = cProfile.Profile()
	with profile:
		yield
	pstats.Stats(profile).sort_stats("tottime").print_stats(60)


def _work(name: str, status: str) -> None:
	from esaylov.setup.imports import jobs, running

	running.JOB = SimpleNamespace(enqueue=lambda name: None)  # type: ignore[assignment] # this process is the worker
	running.begin(name, status)
	frappe.db.commit()
	jobs.work(name)
	frappe.db.commit()


def _cost(count: int, step: Callable[[], object]) -> Cost:
	bench = (ROOT / ".bench").resolve()
	frappe.local.request_cache.clear()
	frappe.db.commit()
	database, asked = spent_by(bench, "mariadbd"), _statements()
	process, began = time.process_time(), time.monotonic()
	step()
	wall, process = time.monotonic() - began, time.process_time() - process
	database = (spent_by(bench, "mariadbd") - database) / 1000
	return Cost(count, wall, process, database, _statements() - asked)


def _statements() -> int:
	"""Those of this connection, as the server counts them."""
	return int(frappe.db.sql("show session status like 'Questions'")[0][1])


def _hold(found: object, expected: object) -> None:
	if found != expected:
		sys.exit(f"not measured: {found} in place of {expected}")


def _count() -> int:
	return frappe.db.count("Polling Station", {"number": [">=", FIRST]})


def _remove() -> None:
	names = frappe.get_all("Polling Station", {"number": [">=", FIRST]}, pluck="name", order_by="name asc")
	for start in range(0, len(names), 1000):
		part = ["in", names[start : start + 1000]]
		frappe.db.delete("Register Event", {"entry": part})
		frappe.db.delete("Version", {"ref_doctype": "Polling Station", "docname": part})
		frappe.db.delete("Polling Station", {"name": part})
	# of an import without a document of its own, which the next one would take for its own
	frappe.db.delete("Data Import Log", {"data_import": ["is", "not set"]})
	frappe.db.commit()
	_settle()


def _settle() -> None:
	"""Wait until the database rests: it takes removed rows out of its tables afterwards, which is no cost of the next import."""
	bench = (ROOT / ".bench").resolve()
	for _ in range(100):
		before = spent_by(bench, "mariadbd")
		time.sleep(0.3)
		if spent_by(bench, "mariadbd") - before <= 10:
			return
	sys.exit("not measured: the database does not rest")


def _options() -> argparse.Namespace:
	parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
	parser.add_argument("--site", default="test.localhost")
	parser.add_argument("--rows", type=int, default=11_000)
	parser.add_argument("--stock", type=int, default=500)
	parser.add_argument("--rounds", type=int, default=1)
	parser.add_argument("--profile", action="store_true", help="of the import")
	return parser.parse_args()


if __name__ == "__main__":
	main()
