"""Pages of InnoDB's files, read where they lie: which were written before encryption and never since.

MariaDB's threads seal the pages that are in use. One that was freed before stays as it was, until it is used again: the files of undo
logs, which hold former values of rows, keep such pages for as long as they are there.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

FLAGS, TYPE, BODY, TRAILER = 54, 24, 38, 8
"""Offsets in a page: of a file's flags (in its first one), of a page's type, of what is sealed; bytes of its end that are not."""
NEW_FORMAT = 1 << 4
"""The flag of a file whose pages name their key in the first bytes (full_crc32, since MariaDB 10.5)."""
KEY_VERSION = {True: slice(0, 4), False: slice(26, 30)}
NEVER_SEALED = (7, 8, 9)
"""Types of pages that hold numbers of the file alone: of the system's transactions, heads of files, descriptions of extents."""


def pages_in_the_clear(path: Path, size: int) -> int:
	"""How many pages (bytes of one: size) of a file of InnoDB hold anything that no key seals. OSError where it cannot be read.

	Whoever writes meanwhile is borne: a page is read once more before it counts.
	"""
	with path.open("rb", buffering=0) as file:
		is_new = bool(int.from_bytes(_page(file, 0, size)[FLAGS : FLAGS + 4]) & NEW_FORMAT)
		return sum(
			_is_clear(_page(file, number, size), is_new) for number in list(_clear(file, size, is_new))
		)


def _clear(file: BinaryIO, size: int, is_new: bool) -> Iterator[int]:
	number = 0
	while page := _page(file, number, size):
		if _is_clear(page, is_new):
			yield number
		number += 1


def _page(file: BinaryIO, number: int, size: int) -> bytes:
	file.seek(number * size)
	return file.read(size)


def _is_clear(page: bytes, is_new: bool) -> bool:
	return (
		not any(page[KEY_VERSION[is_new]])
		and int.from_bytes(page[TYPE : TYPE + 2]) not in NEVER_SEALED
		and page[BODY:-TRAILER].strip(b"\0") != b""
	)
