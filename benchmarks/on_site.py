"""What the benchmarks share that fill a site and ask it in their own process: their options, the site, the times of a question."""

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]


def run(
	text: str | None,
	load: Callable[[int], None],
	measure: Callable[[int], None],
	rows: int,
	rounds: int,
	clear: Callable[[], None] = lambda: None,
) -> None:
	"""Read the options, fill the site with so many rows, and measure; then what was not committed is taken back.

	text: what is told of the benchmark. rows, rounds: where the options say nothing. clear: takes away what was committed.
	"""
	parser = argparse.ArgumentParser(description=text, formatter_class=argparse.RawDescriptionHelpFormatter)
	parser.add_argument("--bench", type=Path, default=ROOT / ".bench")
	parser.add_argument("--site", default="test.localhost")
	parser.add_argument("--rows", type=int, default=rows)
	parser.add_argument("--rounds", type=int, default=rounds)
	options = parser.parse_args()
	os.chdir(options.bench / "sites")
	import frappe

	frappe.init(site=options.site, sites_path=".")
	frappe.connect()
	try:
		load(options.rows)
		measure(options.rounds)
	finally:
		frappe.db.rollback()
		clear()
		frappe.destroy()


def timed(ask: Callable[[], object], rounds: int) -> tuple[list[float], list[float]]:
	"""Milliseconds until each answer, and of this process in each; a first question, which warms up, is left out."""
	ask()
	took, spent = [], []
	for _ in range(rounds):
		since, used = time.perf_counter(), time.process_time()
		ask()
		took.append((time.perf_counter() - since) * 1000)
		spent.append((time.process_time() - used) * 1000)
	return took, spent
