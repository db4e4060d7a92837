"""Memory and time of the archive of an election with many papers.

	.bench/env/bin/python benchmarks/archive.py [--site test.localhost] [--papers 10000] [--kilobytes 100]

While the site's database runs: an election of its own with so many filed appeals, each with a paper of random bytes (so none gets smaller), is archived
by one process, then `script/verify-archive` checks the package in another. Removed again afterwards, but for the event of the chain.
"""

import argparse
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
	parser = argparse.ArgumentParser(
		description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
	)
	parser.add_argument("--site", default="test.localhost")
	parser.add_argument("--papers", type=int, default=10_000)
	parser.add_argument("--kilobytes", type=int, default=100)
	parser.add_argument(
		"--make", help=argparse.SUPPRESS
	)  # in a process of its own, whose memory is of nothing else
	options = parser.parse_args()
	sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
	os.chdir(ROOT / ".bench" / "sites")
	import frappe

	frappe.init(site=options.site, sites_path=".")
	frappe.connect()
	if options.make:
		return _measure(options.make)
	election, archive = _ordered(options.papers, options.kilobytes * 1000)
	try:
		subprocess.run([sys.executable, __file__, "--site", options.site, "--make", archive], check=True)
	finally:
		_remove(election, archive)
		frappe.destroy()
	return None


def _ordered(papers: int, size: int) -> tuple[str, str]:
	import frappe
	from factories import settled
	from factories.permission_rows import raw

	from esaylov.framework.files import stored_files
	from esaylov.framework.jobs.resumable import LongJob

	LongJob.enqueue = lambda self, name: None  # type: ignore[method-assign] # this process is the worker
	election = frappe.generate_hash(length=10)
	over = {"election_day": "2020-01-01", "official_announcement_on": "2020-01-10", "status": "Finished"}
	raw("Election", name=election, code=election, title_uz="Sinov", **over)
	for number in range(papers):
		values = {"status": "Refused", "election": election, "appeal_type": "A56", "recipient": "CEC"}
		appeal = raw("Appeal", number=frappe.generate_hash(length=10), payload="{}", **values)
		stored_files.hang("Appeal", str(appeal.name), f"{number}.bin", os.urandom(size))
		if number % 500 == 499:
			frappe.db.commit()
	row = frappe.get_doc(doctype="Election Archive", election=election, is_sealed=1)
	name = str(settled.inserted(row).name)
	frappe.db.commit()
	return election, name


def _measure(archive: str) -> None:
	import frappe

	from esaylov.setup.retention.archive import commands, orders

	before, began = _peak(), time.monotonic()
	orders.make(archive)
	took, after = time.monotonic() - began, _peak()
	row = commands.verify(archive)
	print(f"{frappe.db.get_value('Election Archive', archive, 'status')}: {int(row['bytes']) / 1e6:.0f} MB")
	print(f"made in {took:.1f} s; peak of memory {before} MB before, {after} MB after")
	began = time.monotonic()
	program = [sys.executable, str(ROOT / "script" / "verify-archive"), row["path"]]
	done = subprocess.run(program, capture_output=True, text=True)
	children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
	print(
		f"verified in {time.monotonic() - began:.1f} s, peak {children} MB: {done.returncode} {done.stdout}"
	)


def _peak() -> int:
	return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _remove(election: str, archive: str) -> None:
	import frappe

	from esaylov.permissions.configuration import comparison

	frappe.db.rollback()
	names = frappe.get_all("Appeal", {"election": election}, pluck="name")
	files = frappe.get_all(
		"File", {"attached_to_name": ["in", [*names, archive]]}, ["name", "file_url"], order_by="name asc"
	)
	for file in files:
		Path(frappe.get_site_path(file.file_url.lstrip("/"))).unlink(missing_ok=True)
	frappe.db.delete("Comment", {"reference_doctype": "Appeal", "reference_name": ["in", [*names, ""]]})
	frappe.db.delete("File", {"name": ["in", [*(file.name for file in files), ""]]})
	for doctype in ("Appeal", "Election Archive"):
		frappe.db.delete(doctype, {"election": election})
	frappe.db.delete("Election", {"name": election})
	comparison.record()
	frappe.db.commit()


if __name__ == "__main__":
	main()
