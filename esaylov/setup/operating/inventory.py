"""What stands on a site, in numbers and heads: kept beside a backup, and asked again of what was restored from it."""

from collections import Counter
from pathlib import Path
from typing import Any

import frappe

import esaylov
from esaylov.framework import place
from esaylov.framework.files import stored_files
from esaylov.trust import heads, jobs
from esaylov.trust.chains import chain


def census() -> dict[str, Any]:
	"""What stands on the site: versions, rows of each DocType of ours, stored files, and the head of each commission's chain.

	`bench --site S esaylov-take-census`.
	"""
	doctypes = frappe.get_all(
		"DocType", {"module": "Esaylov", "issingle": 0}, pluck="name", order_by="name asc"
	)
	return {
		"site": frappe.local.site,
		"versions": {"esaylov": esaylov.__version__, "frappe": frappe.__version__},
		"rows": {doctype: frappe.db.count(doctype) for doctype in [*doctypes, "File", "User"]},
		"files": {"private": _files("private", "files"), "public": _files("public", "files")},
		"heads": {head.commission: [head.sequence, head.hash] for head in heads.current()},
	}


def deviations(before: dict[str, Any], after: dict[str, Any] | None = None) -> list[str]:
	"""How the site differs from a census that was taken of it earlier: in words, nothing when it is the same.

	after: a later census, where people worked between the two: the moment that came back lies between them. Each chain is
	verified event by event, and must reach the head of the first census with the same hash. All stored files are compared with
	their records: each that is missing or holds other bytes is named by its address, after their number of each kind.
	"""
	now, after = census(), after or before
	found = []
	for what in ("rows", "files"):
		for name, count in before[what].items():
			if name in place.OF_LOGINS:  # a restore ends what lets somebody in
				continue
			bounds = sorted((count, after[what].get(name, count)))
			if not bounds[0] <= now[what].get(name, 0) <= bounds[1]:
				found.append(f"{what} {name}: {count} before, {now[what].get(name, 0)} now")
	found += describe_lost_files()
	found += [f"the chain of {name} does not hold" for name in jobs.verify_all()]
	for commission, (sequence, head) in before["heads"].items():
		if chain.hash_at(commission, sequence) != head:
			found.append(f"the chain of {commission} does not reach event {sequence} of the census")
	return found


def describe_lost_files() -> list[str]:
	"""Lines about stored files that are missing or hold other bytes than were stored; nothing when all are as they were.

	`bench --site S esaylov-describe-lost-files`.
	"""
	missing, changed = stored_files.find_lost_files()
	return [
		*_describe_files(missing, "are missing", "is missing"),
		*_describe_files(changed, "are not what was stored", "is not what was stored"),
	]


def _describe_files(rows: list[Any], all_of_them: str, each: str) -> list[str]:
	"""How many files of which kind, then one line for each; nothing without rows."""
	if not rows:
		return []
	kinds = Counter(map(_file_kind, rows))
	counts = ", ".join(f"{kind}: {count}" for kind, count in sorted(kinds.items()))
	lines = [f"the file {row.file_url} {each} ({_file_kind(row)})" for row in rows]
	return [f"files of records {all_of_them}: {len(rows)} ({counts})", *sorted(lines)]


def _file_kind(row: Any) -> str:
	"""What a file is attached to: `Certificate pdf`."""
	return " ".join(filter(None, (row.attached_to_doctype, row.attached_to_field))) or "unattached"


def _files(*parts: str) -> int:
	folder = Path(frappe.get_site_path(*parts))
	return sum(1 for path in folder.rglob("*") if path.is_file()) if folder.exists() else 0
