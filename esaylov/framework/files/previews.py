"""Pages of a stored paper as pictures of our own making: what somebody sent is never opened in the browser of a reader.

A PDF is drawn by poppler in a process of its own (`file_processes`), from bytes that it gets and to bytes that it
gives; a picture is
drawn again from its dots.
"""

import re
from collections.abc import Sequence
from typing import Final

from esaylov.core.findings import Finding
from esaylov.framework.errors import FormInvalid, LawBroken, NotFound
from esaylov.framework.files import photos
from esaylov.framework.files.file_processes import file_work, missing_programs, run_file_work
from esaylov.framework.files.readable import PDF, PICTURES

SIDE: Final = 1600
"""Dots of the longer side of a page: A4 at 140 dpi, which small print is read at. Own design."""
MOST_PAGES: Final = 500
"""Shown of one file; the rest is read in the downloaded file. A file of a few kilobytes may claim any number."""
PROGRAMS: Final = ("pdftoppm", "pdfinfo")
"""Of the package poppler-utils."""
PAGES: Final = re.compile(rb"^Pages:\s+(\d+)\s*$", re.MULTILINE)
NO_SUCH_PAGE: Final = 99
"""What poppler's programs end with for a page beyond the last."""


def missing() -> list[str]:
	"""Programs that are not there; without one of them a PDF is not shown in place."""
	return missing_programs(PROGRAMS)


def pages(kind: str, content: bytes) -> int:
	"""How many pages a file has, of which MOST_PAGES are shown; 0 of a kind that is not shown. Raises as `page`."""
	if kind in PICTURES:
		return 1
	if kind != PDF:
		return 0
	found = PAGES.search(_output_of("pages", ["pdfinfo", "-"], content))
	if not found:
		raise FormInvalid([Finding("file_unreadable", "")])
	return int(found[1])


def page(kind: str, content: bytes, number: int) -> bytes:
	"""A page (from 1) as a JPEG whose longer side has SIDE dots at most.

	Raises NotFound for one that there is not or that is not shown, FormInvalid (`file_unreadable`) for what cannot be drawn within
	the limits, LawBroken (`preview_unavailable`) where the server has no poppler, FileInWork while it is drawn.
	"""
	last = MOST_PAGES if kind == PDF else int(kind in PICTURES)
	if not 1 <= number <= last:
		raise NotFound({"doctype": "File"})
	if kind in PICTURES:
		return photos.preview(content, SIDE)
	wanted = ["-f", str(number), "-l", str(number), "-scale-to", str(SIDE)]
	drawn = _output_of(f"page-{number}-{SIDE}", ["pdftoppm", "-jpeg", *wanted, "-"], content)
	if not drawn.startswith(b"\xff\xd8\xff"):
		raise FormInvalid([Finding("file_unreadable", "")])
	return drawn


def _output_of(what: str, command: Sequence[str], content: bytes) -> bytes:
	if missing():
		raise LawBroken(code="preview_unavailable")
	result = run_file_work(file_work(content, what, command))
	if result.status == NO_SUCH_PAGE:
		raise NotFound({"doctype": "File"})
	if result.status:
		raise FormInvalid([Finding("file_unreadable", "")])
	return result.output
