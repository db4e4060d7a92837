"""The job that builds stale pages again, and what is done by the day and after an update."""

import fcntl
import shutil
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase
from pathlib import Path

import frappe

from esaylov.core.formats import language as languages
from esaylov.framework import new_letters
from esaylov.portal.built import invalidation, pages
from esaylov.registers.published import request_memo

TURN_SECONDS = 10
"""How long a job builds before it lets the others of its queue go first [ours]."""


def rebuild(rest: bool = False) -> int:
	"""Answer all notes: build every page again that is there and that they name; number of pages built.

	One job at a time: another one ends at once, for this one looks for notes until there are none. A job that dies half way
	is gone on with: pages built since a note are not built for it again. A page that fails is logged and stays as it was.
	A register has 30,000 candidates in six languages: after `TURN_SECONDS` the rest goes to another job, behind those
	that wait in the same queue, so that no code and no message waits for pages.
	"""
	invalidation.job_begins(rest)
	number, ends = 0, time.monotonic() + TURN_SECONDS
	while notes := invalidation.notes():
		if time.monotonic() >= ends:
			invalidation.ask_for_job(rest=True)
			break
		with _alone() as is_mine:
			if not is_mine:
				break
			number += _answer(notes, ends)
	return number


def _answer(notes: list[invalidation.Note], ends: float) -> int:
	"""One round, or as much of it as the turn allows, at least a page.

	All its pages are of one moment, so that what several of them show is read once (`published.read_once`).
	"""
	at = invalidation.moment()
	frappe.db.rollback()  # read what is committed by now
	left = deque(_named(notes))
	number = 0
	with request_memo.read_once():
		while left:
			number += _build(*left.popleft(), at)
			if time.monotonic() >= ends:
				break
	for note in notes:
		if not any(note.names(path, 0) and _is_before(language, path, note) for language, path in left):
			note.file.unlink(missing_ok=True)
	return number


def _is_before(language: str, path: str, note: invalidation.Note) -> bool:
	return invalidation.is_older(pages.place(language, path), note.at)


@contextmanager
def _alone() -> Iterator[bool]:
	"""Whether no other job is at work; nobody waits, for a waiting job would hold up messages in the same queue."""
	with (invalidation.folder() / "job.lock").open("w") as lock:
		try:
			fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
		except BlockingIOError:
			yield False
			return
		yield True


def _build(language: str, path: str, at: int) -> int:
	try:
		content = pages.built(language, path)
		if content is None:
			forget_page(language, path)
			return 0
		return _keep(language, path, content, at)
	except Exception:
		frappe.log_error(f"Portal page was not built: /{language}/{path}", defer_insert=True)
		return 0


def _keep(language: str, path: str, content: bytes, at: int) -> int:
	try:
		pages.keep(pages.place(language, path), content, at=at)
	except OSError:  # a full disk: without the file, the page is made for each reader, and is no stale one
		frappe.log_error(f"Portal page was not stored: /{language}/{path}", defer_insert=True)
		forget_page(language, path)
		return 0
	return 1


def _named(notes: list[invalidation.Note]) -> list[tuple[str, str]]:
	"""Language and path of the stored pages that notes make stale: the pages of one thing first, whole sets last.

	Those that no turn has come to since the oldest note go before all: changes that never stop must not keep a page waiting.
	"""
	newest: dict[str, int] = {}
	for note in notes:
		newest |= {pattern: max(note.at, newest.get(pattern, 0)) for pattern in note.patterns}
	oldest = min((note.at for note in notes), default=0)
	found = {
		(language, path): invalidation.is_older(pages.place(language, path), oldest)
		for pattern, at in newest.items()
		for language, path in stored(pattern)
		if invalidation.is_older(pages.place(language, path), at)
	}
	return sorted(found, key=lambda page: (not found[page], *_order(page[1]), page[::-1]))


def _order(path: str) -> tuple[bool, int]:
	return path.startswith(invalidation.SETS), -path.count("/")


def stored(pattern: str = "*") -> Iterator[tuple[str, str]]:
	"""Language and path of every stored page that a pattern names.

	A path without * is looked up; only where one stands is the folder above it walked: a register has 30,000 pages.
	"""
	for language in languages.LANGUAGES:
		if "*" not in pattern:
			file = pages.place(language, pattern)
			if file.is_file() and file.is_relative_to(pages.root() / language):
				yield language, pattern
			continue
		start = pages.root() / language
		for file in (start / pattern.partition("*")[0].rpartition("/")[0]).rglob("*"):
			path = _path(file.relative_to(start))
			if path is not None and fnmatchcase(path, pattern):
				yield language, path


def _path(inside: Path) -> str | None:
	"""Path of the page that a file of a language holds; None for its twin and for what is not ready."""
	if inside.name == "index.html":
		return "" if inside == Path("index.html") else inside.parent.as_posix()
	is_set = inside.suffix in pages.KINDS and not inside.name.startswith(".")
	return inside.as_posix() if is_set else None


def forget_page(language: str, path: str) -> None:
	"""Take a stored page away: it is built when it is asked for."""
	file = pages.place(language, path)
	for gone in (file, file.with_name(f"{file.name}.gz")):
		gone.unlink(missing_ok=True)


@invalidation.taker
def take_away(pattern: str) -> None:
	"""Take away all stored pages that a pattern names."""
	for language, path in list(stored(pattern)):
		forget_page(language, path)


def new_day() -> None:
	"""Days left and what is open change at midnight; every header on the day that brings another language."""
	invalidation.note(invalidation.EVERYTHING if new_letters.begin_today() else ("", "calendar"))
	frappe.db.commit()  # a scheduled job: nothing else is in this transaction


def forget() -> None:
	"""After an update: styles and templates have changed; each page is built again when it is asked for."""
	shutil.rmtree(pages.root(), ignore_errors=True)
	for note in invalidation.notes():
		note.file.unlink(missing_ok=True)


def resume_building() -> None:
	"""Ask for a job where notes wait and none came: a worker that died, a queue that was emptied."""
	if invalidation.notes():
		invalidation.ask_for_job()
