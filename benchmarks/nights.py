"""Processor time of the comparisons of a night, by job, as the site stands and with more polling stations in it.

	.bench/env/bin/python benchmarks/nights.py [--site test.localhost] [--stations 0 2000 11000]
	.bench/env/bin/python benchmarks/nights.py --site size.localhost --rows 1000

While the site's database and Redis run (`script/site services`). Seconds of this process, and of wall clock, which the database has
its part of; beside each the documents that are compared. --rows: what one signed row costs, of so many from the middle of each kind, and what
the states of all cost, as they stand. One transaction, which is taken back: no job commits in it.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import frappe
from processes import spent

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))
FIRST = 500_000_001


def main() -> None:
	options = _options()
	os.chdir(ROOT / ".bench" / "sites")
	frappe.init(site=options.site, sites_path=".")
	frappe.connect()
	frappe.db.commit = lambda *_, **__: None  # type: ignore[method-assign] # what is written here is taken back
	try:
		if options.rows:
			_rows(options.rows)
			return
		reached = 0
		for count in options.stations:
			if count > reached:
				_import(reached, count)
				reached = count
			_night(count)
	finally:
		frappe.db.rollback()


def _import(reached: int, count: int) -> None:
	from factories import intake as make

	done = make.ran(make.intake("Polling Stations", make.stations(count - reached, FIRST + reached)))
	if make.counts(done)[0] != count - reached:
		raise SystemExit("not measured: rows were refused")


def _night(count: int) -> None:
	from esaylov.permissions.configuration import comparison
	from esaylov.setup.operating.comparisons import chain_rows, signed_rows, state_rows
	from esaylov.trust import jobs

	for module in (chain_rows, signed_rows, state_rows):
		frappe.db.set_global(module.REACHED, "")
	watched = sum(map(len, comparison.held().values()))
	signed = sum(frappe.db.count(doctype, kind.filters) for doctype, kind in signed_rows.SIGNED.items())
	events = frappe.db.count("Chain Event")
	print(f"{count} stations more: {watched} watched documents, {signed} signed ones, {events} events")
	for title, job in (
		("configuration and ground (find_changes)", comparison.differences),
		("signed rows (find_changes)", signed_rows.find_changes),
		("states and planted rows (find_changes)", state_rows.find_changes),
		("missing rows (find_missing)", chain_rows.find_missing),
		("chains (verify_all)", jobs.verify_all),
	):
		_time(title, job)


def _rows(wanted: int) -> None:
	"""Of each kind of signed rows: how many stand, and the cost of one in milliseconds; then the states of all, in seconds."""
	from esaylov.setup.operating.comparisons import signed_rows, state_rows

	for kind, signed in signed_rows.SIGNED.items():
		there = frappe.db.count(kind, signed.filters)
		if there // 2 < signed_rows.BATCH:
			continue
		first = frappe.get_all(
			kind, signed.filters, pluck="name", order_by="name asc", limit_start=there // 2, limit=1
		)[0]
		began, database, done = time.process_time(), _database(), 0
		for name in signed_rows._changed(kind, first):
			done += 0 if name else signed_rows.BATCH
			if done >= wanted:
				break
		cost = 1000 * (time.process_time() - began) / done, (_database() - database) / done
		print(f"  {kind}, {there}: {cost[0]:.2f} + {cost[1]:.2f} ms a row, of {done}", flush=True)
	signed_rows.tell = lambda found: found  # nobody is told of rows that are made up
	_time("states of all (find_changes)", state_rows.find_changes)


def _database() -> float:
	return spent(int((ROOT / ".bench" / "data" / "mariadb" / "mariadb.pid").read_text()))


def _time(title: str, job: Callable[[], object]) -> None:
	began, spent = time.monotonic(), time.process_time()
	job()
	print(
		f"  {title}: {time.process_time() - spent:.2f} s, wall {time.monotonic() - began:.2f} s", flush=True
	)


def _options() -> argparse.Namespace:
	parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
	parser.add_argument("--site", default="test.localhost")
	parser.add_argument("--stations", type=int, nargs="+", default=[0, 2000, 11_000])
	parser.add_argument("--rows", type=int, default=0)
	return parser.parse_args()


if __name__ == "__main__":
	main()
