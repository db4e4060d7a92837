"""What programs made of files of users, failures included, by the hash of the file: the same work is not done twice.

Each result is a file of the site's private folder that is named by the SHA-256 of the content and by the work. It
begins with one line,
the program's exit status. Pictures of pages contain what the file contains, so they are deleted after a day.
"""

import os
import re
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import frappe

FOLDER: Final = ("private", "file-results")
LIFE: Final = 24 * 3600
"""Seconds that a result is used [ours]."""
FAILURE_LIFE: Final = 3600
"""Seconds that a failure is used: a machine that is too busy can fail a good file [ours]."""
TIMED_OUT: Final = -1
"""Status of a program that did not end in time. A busy machine does that to a good file, so it is tried again soon."""
TIMED_OUT_LIFE: Final = 60
MOST_BYTES: Final = 1 << 30
"""Of all results together; the oldest are deleted [ours]."""
NAME: Final = re.compile(r"[0-9a-f]{64}-[a-z0-9-]{1,60}")


@dataclass(frozen=True, slots=True)
class ProgramResult:
	"""Exit status of a program, and its output. A negative status is a signal."""

	status: int
	output: bytes


def results_folder() -> Path:
	"""The folder of this site; it is created where it does not exist."""
	folder = Path(frappe.get_site_path(*FOLDER)).absolute()
	folder.mkdir(mode=0o700, parents=True, exist_ok=True)
	return folder


def load_result(folder: Path, name: str) -> ProgramResult | None:
	"""The stored result of a name; None if there is none or it is too old."""
	try:
		age = time.time() - (folder / name).stat().st_mtime
		status, _, output = (folder / name).read_bytes().partition(b"\n")
		result = ProgramResult(int(status), output)
	except (OSError, ValueError):
		return None
	return result if age < {0: LIFE, TIMED_OUT: TIMED_OUT_LIFE}.get(result.status, FAILURE_LIFE) else None


def store_result(folder: Path, name: str, result: ProgramResult) -> None:
	"""Store a result, whole or not at all. A full disk is no error: the work is then done again.

	Raises ValueError for a name that is no hash and work.
	"""
	if not NAME.fullmatch(name):
		raise ValueError(name)
	part = folder / f".{name}.{os.getpid()}"
	try:
		part.write_bytes(b"%d\n" % result.status + result.output)
		part.replace(folder / name)
	except OSError:
		with suppress(OSError):
			part.unlink(missing_ok=True)


def delete_old_results() -> int:
	"""Job: delete results that are too old, then the oldest until the others fit into MOST_BYTES. Returns how many
	were deleted."""
	found = sorted(_sizes(results_folder()), reverse=True)
	total, deleted = 0, 0
	for changed, size, path in found:
		total += size
		if total > MOST_BYTES or changed < time.time() - LIFE:
			path.unlink(missing_ok=True)
			deleted += 1
	return deleted


def _sizes(folder: Path) -> list[tuple[float, int, Path]]:
	found = []
	for path in folder.iterdir():
		with suppress(FileNotFoundError):
			stat = path.stat()
			found.append((stat.st_mtime, stat.st_size, path))
	return found
