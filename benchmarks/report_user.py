"""What it costs that reports and exports are read as the database's user for them: each as the site's own user, and as that one, by turns.

    .bench/env/bin/python benchmarks/report_user.py [--site test.localhost] [--rounds 40]

Makes the user as its operator does, and takes it away again; the settings of the site stay as they are. Reads what the site holds, writes
nothing. Needs MariaDB and Redis of the bench running (`script/site services`) and root's password in common_site_config.json. Prints for
each the medians in milliseconds and in milliseconds of processor time, and their differences; first what the connection costs alone.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
AUDITOR, CHAIR, HIGHER = (f"{name}@esaylov.example" for name in ("auditor", "chair", "regional.chair"))


def main() -> None:
	parser = argparse.ArgumentParser(
		description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
	)
	parser.add_argument("--bench", type=Path, default=ROOT / ".bench")
	parser.add_argument("--site", default="test.localhost")
	parser.add_argument("--rounds", type=int, default=40)
	options = parser.parse_args()
	os.chdir(options.bench / "sites")
	import frappe

	frappe.init(site=options.site, sites_path=".")
	frappe.connect()
	try:
		with made() as name:
			print(f"{'step':<24} {'as ever, ms':>12} {'as it, ms':>10} {'more, ms':>9} {'more CPU, ms':>13}")
			for step, (user, run) in steps().items():
				frappe.set_user(user)
				compare(step, run, name, options.rounds)
	finally:
		frappe.db.rollback()
		frappe.destroy()


@contextmanager
def made() -> Iterator[str]:
	"""The user with its rights, for this process alone."""
	import frappe
	from frappe.database import get_db

	from esaylov.framework.desk import report_user
	from esaylov.setup import report_user as setup

	frappe.local.conf[report_user.PASSWORD] = frappe.generate_hash(length=40)
	place = {key: frappe.conf.get(f"db_{key}") for key in ("socket", "host", "port")}
	account = {"user": frappe.conf.get("root_login") or "root", "password": frappe.conf.root_password}
	root = get_db(**place, **account, cur_db_name=frappe.conf.db_name)
	dropped, *rest = setup.statements()
	for statement in (dropped, *rest):
		root.sql(statement)
	try:
		yield setup.name()
	finally:
		root.sql(dropped)
		root.close()


def steps() -> dict[str, tuple[str, Callable[[], Any]]]:
	"""What is read -> by whom, and how."""
	from esaylov.appeals.inbox import exporting
	from esaylov.framework.desk import report_user
	from esaylov.reports import appeals, candidates, cockpit_lists, decisions, lookups, overdue

	def nothing() -> None:
		with report_user.reading():
			pass

	return {
		"a connection alone": (AUDITOR, nothing),
		"appeals": (AUDITOR, lambda: appeals.figures({"by": "type"})),
		"overdue": (AUDITOR, lambda: overdue.rows({})),
		"decisions": (AUDITOR, lambda: decisions.figures({})),
		"candidates": (AUDITOR, lambda: candidates.figures({})),
		"looks": (AUDITOR, lambda: lookups.figures({})),
		"list of a desk, a file": (CHAIR, lambda: exporting.export(CHAIR, [], "csv")),
		"cockpit, a file": (HIGHER, lambda: cockpit_lists.export(HIGHER)),
	}


def compare(step: str, run: Callable[[], Any], name: str, rounds: int) -> None:
	"""Both ways by turns, so that other work of the machine meets both alike."""
	import frappe

	from esaylov.framework.desk import report_user

	took: dict[str, list[tuple[float, float]]] = {"": [], name: []}
	for turn in range(rounds + 1):
		for user, times in took.items():
			frappe.local.conf[report_user.USER] = user
			since, cpu = time.perf_counter(), time.process_time()
			run()
			if turn:  # the first warms up
				times.append((time.perf_counter() - since, time.process_time() - cpu))
			frappe.db.rollback()  # an export is an event of a chain
	frappe.local.conf[report_user.USER] = ""
	(plain, plain_cpu), (other, other_cpu) = (
		map(median, zip(*times, strict=True)) for times in took.values()
	)
	print(
		f"{step:<24} {plain:>12.1f} {other:>10.1f} {other - plain:>9.1f} {other_cpu - plain_cpu:>13.1f}",
		flush=True,
	)


def median(seconds: tuple[float, ...]) -> float:
	return statistics.median(seconds) * 1000


if __name__ == "__main__":
	main()
