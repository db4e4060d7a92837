"""The witness of published heads: a file outside the database, which nobody reaches who only writes in the database.

Each list that was published leaves its number and SHA-256 there, after the commit. A database that was set back as a whole,
chain, counters, lists and all, agrees with itself and not with this file; nor with the lists that others have saved.
"""

import json
import os
from pathlib import Path
from typing import Final

import frappe

from esaylov.framework import queues

FILE: Final = "published-heads.jsonl"
HEADS: Final = "Published Head"


def note(number: int, sha256: str) -> None:
	"""Write down a list that was published, as soon as it is committed."""
	line = json.dumps({"number": number, "sha256": sha256})
	queues.after_commit(lambda: _append(line))


def set_back() -> list[int]:
	"""Numbers of lists that were published here and are not, or not so, in the database; in order."""
	seen = _seen()
	stands = {
		(row.number, row.sha256)
		for row in frappe.get_all(HEADS, fields=["number", "sha256"], order_by="number asc")
	}
	return sorted({number for number, sha256 in seen if (number, sha256) not in stands})


def _path() -> Path:
	return Path(frappe.get_site_path("private", FILE))


def _append(line: str) -> None:
	with _path().open("a", encoding="utf-8") as file:
		file.write(f"\n{line}\n")  # not at the end of one that a full disk cut off
		file.flush()
		os.fsync(file.fileno())


def _seen() -> set[tuple[int, str]]:
	path = _path()
	lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
	return {row for line in lines if (row := _read(line))}


def _read(line: str) -> tuple[int, str] | None:
	"""Number and SHA-256; None of an empty line, and of one that a full disk or a lost current cut off: it stops no comparison."""
	try:
		row = json.loads(line)
		return int(row["number"]), str(row["sha256"])
	except (ValueError, TypeError, KeyError):
		return None
