"""Programs that read files of users run outside the web threads: a few at once on a machine, each with limits.

A request waits WAIT_SECONDS for its result and then gets 503 (`file_in_work`). The program goes on, its result is
stored, and the next request gets it. Limits on what waits and runs are record locks on one file of the site: every
web process and job counts with them, a program inherits them and holds them until it ends, and the kernel removes the
locks of a process that dies.
"""

import fcntl
import hashlib
import os
import shutil
import struct
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import frappe

from esaylov.framework.errors import FileInWork
from esaylov.framework.files.file_results import (
	TIMED_OUT,
	ProgramResult,
	load_result,
	results_folder,
	store_result,
)

SETTING: Final = "esaylov_file_programs"
"""site_config: most programs at once on a machine. Without it half of the cores, at least one."""
SECONDS: Final = 40
"""Of the clock, for one program. Own design, as all limits here."""
PROCESSOR_SECONDS: Final = 5
MEMORY: Final = 1 << 30
NICENESS: Final = 10
"""Web processes have 0: they go first."""
WAIT_SECONDS: Final = 2.0
"""How long a web thread waits for a result."""
JOB_WAIT_SECONDS: Final = 120.0
"""How long a job waits; nobody else needs its thread."""
WAITING_THREADS: Final = 2
"""Threads of one web process that wait at once, of four that the shipped units start."""
EACH_USER: Final = 2
"""Results that one user has in work or waits for, on the whole machine."""
PROGRAMS: Final = ("prlimit", "nice")
"""Of the packages util-linux and coreutils."""
LOCKS: Final = ".locks"
STEP_SECONDS: Final = 0.1
RECORD: Final = "hhqqi4x"
"""`struct flock` of fcntl(2) on 64-bit Linux."""
OF_USERS, OF_NAMES, AREA = 1 << 40, 1 << 60, 1 << 48
"""Where locks of users and of names begin in the file; programs begin at 0. AREA: how many each has."""

_waiting: Final = threading.BoundedSemaphore(WAITING_THREADS)


@dataclass(frozen=True, slots=True)
class FileWork:
	"""name: of the result, its SHA-256 first. command: program and words; it reads the content from its standard input."""

	name: str
	command: tuple[str, ...]
	content: bytes = field(repr=False)


def file_work(content: bytes, what: str, command: Sequence[str]) -> FileWork:
	"""Work on a content. what: names the work with everything that changes its result."""
	return FileWork(f"{hashlib.sha256(content).hexdigest()}-{what}", tuple(command), content)


def missing_programs(names: Sequence[str]) -> list[str]:
	"""Programs of these, and of those that set the limits, that are not installed."""
	return [name for name in (*names, *PROGRAMS) if not shutil.which(name)]


def run_file_work(work: FileWork) -> ProgramResult:
	"""The result of a program, a stored one if there is one. Raises FileInWork, after WAIT_SECONDS at most."""
	folder = results_folder()
	if stored := load_result(folder, work.name):
		return stored
	with waiting_thread() as seconds, _locked_for_user(folder) as user_lock:
		return _result_within(work, folder, time.monotonic() + seconds, user_lock, most_programs())


def _result_within(work: FileWork, folder: Path, ends: float, user_lock: int, most: int) -> ProgramResult:
	"""The result of a program that this thread starts, or that another one runs already. Raises FileInWork."""
	while True:
		locks = _program_locks(folder, work.name, most)
		# after the lock of the name: the same work may have ended just before it
		if stored := load_result(folder, work.name):
			_close_all(locks)
			return stored
		if locks:
			return _RunningWork(work, folder, (*locks, os.dup(user_lock))).result_until(ends)
		if time.monotonic() >= ends:
			raise FileInWork
		time.sleep(STEP_SECONDS)


@contextmanager
def waiting_thread() -> Iterator[float]:
	"""Seconds that this thread may wait for work on a file. Raises FileInWork if too many threads of this web process wait."""
	if not getattr(frappe.local, "request", None):
		yield JOB_WAIT_SECONDS
		return
	if not _waiting.acquire(blocking=False):
		raise FileInWork
	try:
		yield WAIT_SECONDS
	finally:
		_waiting.release()


@contextmanager
def _locked_for_user(folder: Path) -> Iterator[int]:
	"""One of the EACH_USER locks of the user of the session. Raises FileInWork."""
	first = OF_USERS + _number_of(frappe.session.user) * EACH_USER
	lock = _first_free_lock(folder, range(first, first + EACH_USER))
	if lock is None:
		raise FileInWork
	try:
		yield lock
	finally:
		os.close(lock)


def _program_locks(folder: Path, name: str, most: int) -> tuple[int, ...]:
	"""A lock of the name and one of a program; empty if the same work runs, or as many programs as may."""
	first = OF_NAMES + _number_of(name)
	of_name = _first_free_lock(folder, range(first, first + 1))
	if of_name is None:
		return ()
	of_program = _first_free_lock(folder, range(most))
	if of_program is None:
		_close_all([of_name])
		return ()
	return of_name, of_program


def most_programs() -> int:
	"""How many programs may run at once on this machine."""
	stated = frappe.utils.cint(frappe.conf.get(SETTING))
	return stated if stated > 0 else max((os.cpu_count() or 1) // 2, 1)


def _number_of(name: str) -> int:
	return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big") % (AREA // EACH_USER)


def _first_free_lock(folder: Path, places: range) -> int | None:
	"""A file descriptor that holds one of these places until it and its copies are closed."""
	lock = os.open(folder / LOCKS, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
	for place in places:
		record = struct.pack(RECORD, fcntl.F_WRLCK, os.SEEK_SET, place, 1, 0)
		try:
			fcntl.fcntl(lock, fcntl.F_OFD_SETLK, record)
		except (BlockingIOError, PermissionError):
			continue
		return lock
	os.close(lock)
	return None


def _close_all(locks: Sequence[int]) -> None:
	for lock in locks:
		os.close(lock)


class _RunningWork:
	"""A program that runs, with a thread that stores its result whether or not anybody still waits for it."""

	def __init__(self, work: FileWork, folder: Path, locks: tuple[int, ...]) -> None:
		self._work, self._folder, self._locks = work, folder, locks
		self._result: ProgramResult | None = None
		self._thread = threading.Thread(target=self._run, daemon=True, name="file work")
		self._thread.start()

	def result_until(self, ends: float) -> ProgramResult:
		"""Raises FileInWork if the program runs longer."""
		self._thread.join(max(ends - time.monotonic(), 0))
		if self._result is None:
			raise FileInWork
		return self._result

	def _run(self) -> None:
		try:
			result = run_limited(self._work.command, self._work.content, self._locks)
			store_result(self._folder, self._work.name, result)
			self._result = result
		finally:
			_close_all(self._locks)


def run_limited(command: Sequence[str], content: bytes, kept_open: Sequence[int] = ()) -> ProgramResult:
	"""Run a program with limits on time and memory, without an environment, below the priority of web processes."""
	limits = [
		"prlimit",
		f"--cpu={PROCESSOR_SECONDS}",
		f"--as={MEMORY}",
		"--core=0",
		"nice",
		"-n",
		str(NICENESS),
	]
	words = [
		str(shutil.which(word)) if word in (*PROGRAMS, command[0]) else word for word in (*limits, *command)
	]
	try:
		done = subprocess.run(  # noqa: S603 # fixed words; the file comes by a pipe
			words,
			input=content,
			capture_output=True,
			env={},
			cwd="/",
			timeout=SECONDS,
			check=False,
			pass_fds=tuple(kept_open),
		)
	except subprocess.TimeoutExpired:
		return ProgramResult(TIMED_OUT, b"")
	return ProgramResult(done.returncode, done.stdout)
