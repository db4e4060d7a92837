"""Which built pages a change of data makes stale, and the notes of that, which lie as files until a job has answered them.

Notes are files beside the pages, not rows and not in Redis: whoever clears a cache or restores a backup loses no page that
waits, and a job that died leaves its notes to the next one. `moved` changes with every note: a page whose data were
read before is not stored after.
"""

import json
import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from typing import Any

import frappe

from esaylov.framework import queues
from esaylov.framework.files import whole_files

EVERYTHING = ("*",)
FRONT = ("", "territory/*")
SETS = "open-data/"
PARTICIPANTS = "for/*"
"""The seven pages: a text may stand on several, and leaves one when a box is cleared."""
LOST_SECONDS = 120
"""After this a job that has not begun is asked for once more."""


def folder() -> Path:
	"""Where the notes lie: not in the public folder."""
	path = Path(frappe.get_site_path("private", "portal"))
	path.mkdir(parents=True, exist_ok=True)
	return path


def _candidate(doc: Any) -> Iterable[str]:
	yield from (f"candidate/{doc.name}", f"candidate/{doc.name}/*")
	if doc.constituency:
		place = frappe.db.get_value("Constituency", doc.constituency, "territory", cache=True)
		yield from (f"constituency/{doc.constituency}", f"constituencies/{place}")
	kind = f"candidates/{doc.election_type}"
	yield from (*FRONT, "candidates", kind, f"{kind}/{doc.party}")
	yield from (f"{SETS}candidates.*", f"{SETS}parties.*")


def _above(territory: str) -> str:
	field = "parent_administrative_territory"
	return str(frappe.db.get_value("Administrative Territory", territory, field, cache=True))


def _constituency(doc: Any) -> Iterable[str]:
	above = _above(doc.territory)
	yield f"constituency/{doc.name}"
	yield from (*FRONT, "constituencies", f"constituencies/{doc.territory}", f"constituencies/{above}")
	yield from (f"{SETS}constituencies.*", f"{SETS}stations.*")


def _station(doc: Any) -> Iterable[str]:
	above = _above(doc.territory)
	yield from ("station", f"constituencies/{doc.territory}", f"constituencies/{above}", f"{SETS}stations.*")
	if not doc.is_new():  # what nobody names yet stands on no constituency's page
		named = {"polling_station": doc.name, "parenttype": "Constituency"}
		for name in frappe.get_all(
			"Constituency Station", named, pluck="parent", order_by="parent asc", limit=0
		):
			yield f"constituency/{name}"


def _proxy(doc: Any) -> Iterable[str]:
	return (f"candidate/{doc.candidate}",)


def _count(doc: Any) -> Iterable[str]:
	"""Pages show what was taken in, and how much is to come; nobody is shown a protocol while it is entered."""
	return ("results", "results/*", f"{SETS}protocols.*", f"{SETS}votes.*")


def _decision(doc: Any) -> Iterable[str]:
	if doc.status == "Draft":
		return ()
	if not doc.is_effective:  # signed a moment ago: what it writes is told by the entries themselves
		return ("decisions",)
	names = frappe.get_all("Candidate", {"decision": doc.name}, pluck="name", order_by="name asc")
	return ("decisions", *(f"candidate/{name}" for name in names))


def _always(*paths: str) -> Callable[[Any], Iterable[str]]:
	return lambda _: paths


STALE: dict[str, Callable[[Any], Iterable[str]]] = {
	"Administrative Territory": _always(*EVERYTHING),
	"Candidate": _candidate,
	"Constituency": _constituency,
	"Count Protocol": _count,
	"Decision": _decision,
	"E-saylov Settings": _always(*EVERYTHING),
	"Election": _always(*EVERYTHING),
	"Election Commission": _always("territory/*", "decisions"),
	"Election Stage": _always("", "calendar", "calendar.ics"),
	"Election Type": _always(*EVERYTHING),
	"FAQ": _always(PARTICIPANTS),
	"Legal Act": _always(PARTICIPANTS),
	"Observer": _always(*FRONT, f"{SETS}observers.*"),
	"Political Party": _always(*EVERYTHING),
	"Polling Station": _station,
	"Proxy": _proxy,
	"Public Page": _always(PARTICIPANTS),
	"Result Table": _always("results", "results/*"),
	"Turnout Report": _always("results", f"{SETS}turnout.*"),
	"Published Head": _always("chain"),
	"Voter Statistic": _always("", "voters", "voters/*", f"{SETS}voters.*"),
}
"""DocType -> paths (with *) of the pages that show it. `hooks.py` names the same DocTypes."""


def note_change(doc: Any, method: str | None = None) -> None:
	"""DocType event: the pages that show this record are built again once the change is committed."""
	patterns = tuple(STALE[doc.doctype](doc))
	note((*patterns, *_in_elections(doc.get("election") or "*", patterns)))


# new stations of one territory are on the same pages: an import tells of one of them
note_change.alike = {"Polling Station": "territory"}  # type: ignore[attr-defined]


@lru_cache(maxsize=1024)
def _in_elections(election: str, patterns: tuple[str, ...]) -> tuple[str, ...]:
	"""The same pages of the record's election, or of every one (`*`) where it is of none; an import asks for each of its constituencies."""
	return tuple(
		f"election/{election}/{pattern}".rstrip("/") for pattern in patterns if pattern not in EVERYTHING
	)


def note(patterns: Iterable[str]) -> None:
	"""Once this transaction is committed, the pages of these paths are stale, and a job is asked for."""
	waiting = frappe.local.flags.setdefault("stale_pages", set())
	if not waiting:
		queues.after_commit(_write)
		queues.after_rollback(waiting.clear)
	waiting.update(patterns)


def _write() -> None:
	waiting = frappe.local.flags.stale_pages
	if not waiting:
		return
	try:
		_store(waiting)
	except OSError:  # a full disk: what cannot be noted as stale must not be served
		frappe.log_error("Stale pages were not noted", defer_insert=True)
		_forget(waiting)
	waiting.clear()
	ask_for_job()


_TAKERS: list[Callable[[str], None]] = []


def taker(step: Callable[[str], None]) -> Callable[[str], None]:
	"""What takes away the stored pages that a pattern names, where no note about them can be written: `jobs` knows the files."""
	_TAKERS.append(step)
	return step


def _forget(patterns: Iterable[str]) -> None:
	for pattern in patterns:
		for take in _TAKERS:
			take(pattern)


def _store(waiting: set[str]) -> None:
	# first this: a page that was read before is then either not stored, or older than the note
	(folder() / "moved").write_text(secrets.token_hex(8))
	whole_files.write(folder() / f"{secrets.token_hex(8)}.json", json.dumps(sorted(waiting)).encode())


def ask_for_job(rest: bool = False) -> None:
	"""Have a job answer the notes, unless one is asked for that has not begun: it will find this change's note too.

	It goes before what waits in the queue, for readers wait for the page. `rest` is what a job left when its turn was over:
	that goes behind all others, who have waited for it.
	"""
	from esaylov.framework import queues  # not above: a note must be possible while the queues are not

	mark = _mark(rest)
	if _is_fresh(mark):
		return
	mark.touch()
	queue = queues.PAGES_REST if rest else queues.PAGES
	job = "esaylov.portal.built.jobs.rebuild"
	if not queues.wake_now(job, queue, timeout=600, at_front=not rest, rest=rest):
		mark.unlink(missing_ok=True)


def job_begins(rest: bool) -> None:
	"""From now on a note asks for another job: this one may have looked for notes before it."""
	_mark(rest).unlink(missing_ok=True)


def _mark(rest: bool) -> Path:
	return folder() / ("asked-rest" if rest else "asked")


def _is_fresh(mark: Path) -> bool:
	"""A job that was asked for long ago may have been lost with its queue."""
	try:
		return time.time() - mark.stat().st_mtime < LOST_SECONDS
	except FileNotFoundError:
		return False


def moved() -> str:
	"""Something that is another with each note."""
	path = folder() / "moved"
	return path.read_text() if path.exists() else ""


def moment() -> int:
	"""Now (ns) by the clock that gives notes their moment: the clock of files ticks more coarsely than that of processes."""
	mark = folder() / "now"
	mark.touch()
	return mark.stat().st_mtime_ns


def is_older(file: Path, at: int) -> bool:
	"""Whether a page is there and holds what was read at that moment (ns) or before."""
	try:
		return file.stat().st_mtime_ns <= at
	except FileNotFoundError:  # forgotten meanwhile
		return False


@dataclass(frozen=True)
class Note:
	"""A note that no job has answered yet: its file, when it was written (ns), the paths it names."""

	file: Path
	at: int
	patterns: tuple[str, ...]

	def names(self, path: str, built_at: int) -> bool:
		"""Whether it makes a page stale that was built then."""
		return built_at <= self.at and any(fnmatchcase(path, pattern) for pattern in self.patterns)


def notes() -> list[Note]:
	found = []
	for path in sorted(folder().glob("*.json")):
		try:
			found.append(Note(path, path.stat().st_mtime_ns, tuple(json.loads(path.read_text()))))
		except FileNotFoundError:  # answered between the two looks
			continue
	return found


@dataclass(frozen=True, slots=True)
class BuildState:
	"""Notes that no job has answered yet, and the age of the oldest of them in seconds."""

	waiting: int
	oldest_seconds: int


def state() -> BuildState:
	"""How many changes wait for their pages now, and for how long."""
	found = notes()
	oldest = min((note.at for note in found), default=0)
	return BuildState(len(found), max(0, round((time.time_ns() - oldest) / 1e9)) if oldest else 0)
