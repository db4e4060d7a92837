"""Whether bytes can be read where they should not: in the files of a database, its logs, backups, stored files.

What is compressed by gzip is looked at unpacked; a file of another kind as it lies (texts inside of a PDF are not unpacked).
"""

import gzip
import os
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from standalone.steps import Failure

CHUNK = 1 << 23
SHORTEST = 7
"""Bytes of a value: shorter ones stand in any file by chance, in one that is encrypted too."""
GZIP = b"\x1f\x8b"
Stream = IO[bytes] | gzip.GzipFile


def read_values(text: str) -> list[str]:
	"""One value from each line, or several between tabs; Failure where one is too short, or where there is none."""
	values = sorted({word.strip() for line in text.splitlines() for word in line.split("\t")} - {"", "NULL"})
	if not values:
		raise Failure("no values to search for; give one a line on the standard input")
	if short := [value for value in values if len(value.encode()) < SHORTEST]:
		raise Failure(
			f"{len(short)} values are shorter than {SHORTEST} bytes: they are found anywhere by chance"
		)
	return values


def search(folders: Collection[Path], values: Collection[str]) -> dict[Path, set[str]]:
	"""File -> the values that stand in it; nothing for one without any.

	A file that goes while the search is on its way is left out. Raises Failure for one that cannot be read, and for a folder
	that is missing or empty: nothing was looked at then.
	"""
	found: dict[Path, set[str]] = {}
	for folder in folders:
		files = (
			[folder] if folder.is_file() else [path for path in sorted(folder.rglob("*")) if path.is_file()]
		)
		if not files:
			raise Failure(f"{folder} has no files to search")
		for path in files:
			if inside := in_file(path, values):
				found[path] = inside
	return found


def in_file(path: Path, values: Collection[str]) -> set[str]:
	"""Those of the values that stand in a file. Raises Failure where it cannot be read to its end."""
	left = {value: value.encode() for value in values}
	found: set[str] = set()
	overlap = max(map(len, left.values())) - 1
	try:
		with _opened(path) as stream:
			for window in _windows(stream, overlap):
				found |= {value for value, written in left.items() if written in window}
				left = {value: written for value, written in left.items() if value not in found}
				if not left:
					break
	except FileNotFoundError:
		return set()
	except (OSError, EOFError, zlib.error) as problem:
		raise Failure(f"{path} could not be read: {problem}") from None
	return found


@contextmanager
def _opened(path: Path) -> Iterator[Stream]:
	with path.open("rb") as file:
		is_packed = file.read(len(GZIP)) == GZIP
		file.seek(0, os.SEEK_SET)
		if not is_packed:
			yield file
			return
		with gzip.open(file) as unpacked:
			yield unpacked


def _windows(stream: Stream, overlap: int) -> Iterator[bytes]:
	"""The stream in parts, each beginning with the end of the one before: what lies across a border is seen."""
	tail = b""
	while part := stream.read(CHUNK):
		window = tail + part
		yield window
		tail = window[-overlap:]
