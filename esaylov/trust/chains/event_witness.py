"""A record of the newest events outside the database: files of the site, one an hour, appended after each commit.

A person who deletes a filing with its events, and sets the counters back, leaves a database that agrees with itself until
the next list of heads. It no longer agrees with these files.
"""

import json
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import frappe

FOLDER: Final = "chain-events"
BATCH: Final = 1000
RECENT_SECONDS: Final = 2 * 60 * 60
KEPT_SECONDS: Final = 3 * 24 * 60 * 60
"""Older files are removed once their events were found: published heads cover them, and the nightly comparison had them."""
Lost = Mapping[str, list[tuple[int, str]]]
"""Commission to sequence and hash of events that were committed and are not in the database."""


def find_lost_events(is_recent: bool = False) -> Lost:
	"""Events that were committed on this machine and are gone. is_recent: of the last two hours only."""
	lost: dict[str, list[tuple[int, str]]] = defaultdict(list)
	for path in _files():
		age = time.time() - path.stat().st_mtime
		if is_recent and age > RECENT_SECONDS:
			continue
		found = _lost_of(path)
		for commission, sequence, event_hash in found:
			lost[commission].append((sequence, event_hash))
		if not found and age > KEPT_SECONDS:
			path.unlink(missing_ok=True)
	return {commission: sorted(set(places)) for commission, places in sorted(lost.items())}


def _lost_of(path: Path) -> list[tuple[str, int, str]]:
	noted = list(_noted(path))
	lost = []
	for start in range(0, len(noted), BATCH):
		part = noted[start : start + BATCH]
		missing = _missing(part, is_locking=False)
		# the snapshot of this transaction may be older than a line of the file; to lock what is found would stop writers
		lost += _missing(missing, is_locking=True) if missing else []
	return lost


def _missing(events: list[tuple[str, int, str]], is_locking: bool) -> list[tuple[str, int, str]]:
	statement = "select hash from `tabChain Event` where hash in %s"
	stored = frappe.db.sql(
		f"{statement} lock in share mode" if is_locking else statement,
		[tuple(event_hash for _, _, event_hash in events)],
	)
	known = {event_hash for (event_hash,) in stored}
	return [event for event in events if event[2] not in known]


def _noted(path: Path) -> Iterator[tuple[str, int, str]]:
	"""The events of a file; a line that a full disk cut off is left out."""
	for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
		try:
			commission, sequence, event_hash = json.loads(line)
			yield str(commission), int(sequence), str(event_hash)
		except (ValueError, TypeError):
			continue


def witness_folder() -> Path:
	"""Where the files of this site are."""
	return Path(frappe.get_site_path("private", FOLDER))


def _files() -> list[Path]:
	return sorted(witness_folder().glob("*.jsonl"))


def append_event(commission: str, sequence: int, event_hash: str) -> None:
	"""Write down a committed event in the file of this hour."""
	path = witness_folder() / f"{datetime.now(UTC):%Y-%m-%dT%H}.jsonl"
	try:
		file = path.open("a", encoding="utf-8")
	except FileNotFoundError:
		path.parent.mkdir(exist_ok=True)
		file = path.open("a", encoding="utf-8")
	with file:
		file.write(f"{json.dumps([commission, sequence, event_hash])}\n")
