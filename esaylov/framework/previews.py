"""Pages of a stored paper as pictures of our own making: what somebody sent is never opened in the browser of who reads it.

A PDF is drawn by poppler in a process of its own with limits on its time and memory, without an environment, from bytes that it
gets and to bytes that it gives; a picture is drawn anew from its dots.
"""

import re
import shutil
import subprocess
import threading
from collections.abc import Sequence
from typing import Final

from esaylov.core.findings import Finding
from esaylov.framework import photos
from esaylov.framework.errors import FormInvalid, LawBroken, NotFound, TooMany
from esaylov.framework.readable import PDF, PICTURES

SIDE: Final = 1600
"""Dots of the longer side of a page: A4 at 140 dpi, which small print is read at. Own design, as the limits."""
SECONDS: Final = 20
PROCESSOR_SECONDS: Final = 10
MEMORY: Final = 1 << 30
MOST_PAGES: Final = 500
"""Shown of one file; whoever wants the rest downloads it. A file of a few kilobytes may claim any number."""
AT_ONCE: Final = 2
"""Programs that a process of the server runs for pages; who comes later waits for SECONDS at most."""
PROGRAMS: Final = ("pdftoppm", "pdfinfo", "prlimit")
"""Of the packages poppler-utils and util-linux."""
PAGES: Final = re.compile(rb"^Pages:\s+(\d+)\s*$", re.MULTILINE)
NO_SUCH_PAGE: Final = 99
"""What poppler's programs end with for a page beyond the last."""
_running: Final = threading.BoundedSemaphore(AT_ONCE)


def missing() -> list[str]:
	"""Programs that are not there; without one of them a PDF is not shown in place."""
	return [name for name in PROGRAMS if not shutil.which(name)]


def pages(kind: str, content: bytes) -> int:
	"""How many pages a file has, of which MOST_PAGES are shown; 0 of a kind that is not shown. Raises as `page`."""
	if kind in PICTURES:
		return 1
	if kind != PDF:
		return 0
	found = PAGES.search(_run(["pdfinfo", "-"], content))
	if not found:
		raise FormInvalid([Finding("file_unreadable", "")])
	return int(found[1])


def page(kind: str, content: bytes, number: int) -> bytes:
	"""A page (from 1) as a JPEG whose longer side has SIDE dots at most.

	Raises NotFound for one that there is not or that is not shown, FormInvalid (`file_unreadable`) for what cannot be drawn within
	the limits, LawBroken (`preview_unavailable`) where the server has no poppler, TooMany where others are drawn.
	"""
	last = MOST_PAGES if kind == PDF else int(kind in PICTURES)
	if not 1 <= number <= last:
		raise NotFound({"doctype": "File"})
	if kind in PICTURES:
		return photos.preview(content, SIDE)
	wanted = ["-f", str(number), "-l", str(number), "-scale-to", str(SIDE)]
	drawn = _run(["pdftoppm", "-jpeg", *wanted, "-"], content)
	if not drawn.startswith(b"\xff\xd8\xff"):
		raise FormInvalid([Finding("file_unreadable", "")])
	return drawn


def _run(command: Sequence[str], content: bytes) -> bytes:
	if missing():
		raise LawBroken(code="preview_unavailable")
	if not _running.acquire(timeout=SECONDS):
		raise TooMany(retry_after=SECONDS)
	try:
		done = _limited(command, content)
	except subprocess.TimeoutExpired as problem:
		raise FormInvalid([Finding("file_unreadable", "")]) from problem
	finally:
		_running.release()
	if done.returncode == NO_SUCH_PAGE:
		raise NotFound({"doctype": "File"})
	if done.returncode:
		raise FormInvalid([Finding("file_unreadable", "")])
	return done.stdout


def _limited(command: Sequence[str], content: bytes) -> subprocess.CompletedProcess[bytes]:
	limits = [str(shutil.which("prlimit")), f"--cpu={PROCESSOR_SECONDS}", f"--as={MEMORY}", "--core=0"]
	return subprocess.run(  # noqa: S603 # fixed words; the file comes by a pipe
		[*limits, str(shutil.which(command[0])), *command[1:]],
		input=content,
		capture_output=True,
		env={},
		cwd="/",
		timeout=SECONDS,
		check=False,
	)
