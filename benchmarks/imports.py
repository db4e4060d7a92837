"""Rows a second of a table that is imported, against Frappe's own Data Import in the same run.

	.bench/env/bin/python benchmarks/imports.py [--site test.localhost] [--rows 20000] [--stock 1000]

Polling stations with 1 % of faults (ours), the same rows without faults (Frappe's own, which stops at none either, but has
no dry run and no second run). Real commits; what was imported is removed again, the Imported Acts stay.
"""

import argparse
import csv
import io
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import frappe

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))
FIRST = 500_000_001


def main() -> None:
	options = _options()
	os.chdir(ROOT / ".bench" / "sites")
	frappe.init(site=options.site, sites_path=".")
	frappe.connect()
	_remove()
	try:
		stock = _stock(options.stock)
		_remove()
		print(f"Frappe's Data Import, {options.stock} rows: {stock:.0f} rows/s")
		for what, rate in _ours(options.rows).items():
			print(f"ours, {options.rows} rows, {what}: {rate:.0f} rows/s ({rate / stock:.1f}x)")
	finally:
		_remove()


def _stock(count: int) -> float:
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
	rate = _rate(count, lambda: import_file("Polling Station", file.file_url, "Insert"))
	_hold(_count(), count)
	return rate


def _ours(count: int) -> dict[str, float]:
	from factories import intake as make

	rows = make.stations(count, FIRST)
	faults = make.with_faults(rows)
	name = make.intake("Polling Stations", rows)
	again = make.intake("Polling Stations", rows)
	frappe.db.commit()
	rates = {"dry run": _rate(count, lambda: _work(name, "Checking"))}
	rates["import"] = _rate(count, lambda: _work(name, "Importing"))
	_hold(_count(), count - len(faults))
	_work(again, "Checking")
	rates["import again, nothing changes"] = _rate(count, lambda: _work(again, "Importing"))
	done = frappe.get_doc("Table Import", again)
	_hold((done.added, done.changed, done.refused), (0, 0, len(faults)))
	return rates


def _work(name: str, status: str) -> None:
	from esaylov.setup.imports import jobs, running

	running.JOB = SimpleNamespace(enqueue=lambda name: None)  # this process is the worker
	running.begin(name, status)
	frappe.db.commit()
	jobs.work(name)
	frappe.db.commit()


def _rate(count: int, step: Callable[[], object]) -> float:
	began = time.monotonic()
	step()
	return count / (time.monotonic() - began)


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
		frappe.db.delete("Polling Station", {"name": part})
	frappe.db.commit()


def _options() -> argparse.Namespace:
	parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
	parser.add_argument("--site", default="test.localhost")
	parser.add_argument("--rows", type=int, default=20_000)
	parser.add_argument("--stock", type=int, default=1_000)
	return parser.parse_args()


if __name__ == "__main__":
	main()
