"""Whether an attached file can be opened: its whole frame is there, not only the bytes that name its kind."""

import io
import re
import traceback
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

import frappe

from esaylov.core import pdf_contents
from esaylov.core.findings import Finding
from esaylov.framework import photos
from esaylov.framework.errors import EsaylovError, FormInvalid

PDF = "application/pdf"
PICTURES = {"image/jpeg": "JPEG", "image/png": "PNG"}
EDGE = 2048
"""Bytes at both ends of a PDF in which its head and its last pointer stand; readers look no farther (1,024 in ISO 32000-1, annex H)."""
HEAD, END = re.compile(rb"%PDF-[12]\.\d"), re.compile(rb"startxref\s+\d+\s+%%EOF")


def check(kind: str, content: bytes, field: str) -> None:
	"""Raise FormInvalid (`file_unreadable`, `picture_too_large`) for a bare head, a cut or a damaged file,
	(`file_unsafe`) for one that is an archive as well, and as `check_paper`."""
	if kind == PDF and not (HEAD.search(content[:EDGE]) and END.search(content[-EDGE:])):
		raise FormInvalid([Finding("file_unreadable", field)])
	if (kind == PDF or kind in PICTURES) and zipfile.is_zipfile(io.BytesIO(content)):
		raise FormInvalid([Finding("file_unsafe", field)])  # an archive, or a program, behind a paper
	if kind == PDF:
		check_paper(content, field)
	if kind in PICTURES:
		photos.check(content, PICTURES[kind], field)


def check_paper(content: bytes, field: str) -> None:
	"""Raise FormInvalid for a PDF that acts by itself or carries files (`file_unsafe`), is encrypted (`file_locked`) or cannot
	be looked through (`file_unreadable`)."""
	try:
		pdf_contents.check(content)
	except pdf_contents.PdfUnsafe as problem:
		raise FormInvalid([Finding("file_unsafe", field)]) from problem
	except pdf_contents.PdfLocked as problem:
		raise FormInvalid([Finding("file_locked", field)]) from problem
	except pdf_contents.PdfUnreadable as problem:
		raise FormInvalid([Finding("file_unreadable", field)]) from problem


@contextmanager
def stored(field: str) -> Iterator[None]:
	"""Inside, the framework stores the file: it looks for scripts in a PDF (v16), with a reader that raises what it likes.

	Raises FormInvalid (`file_unreadable`, `file_unsafe`) for what the file is guilty of.
	"""
	try:
		yield
	except EsaylovError:
		raise
	except frappe.ValidationError as problem:
		frappe.clear_last_message()
		raise FormInvalid([Finding("file_unsafe", field)]) from problem
	except Exception as problem:
		if not _is_of_reader(problem):
			raise
		raise FormInvalid([Finding("file_unreadable", field)]) from problem


def _is_of_reader(problem: Exception) -> bool:
	frames = traceback.walk_tb(problem.__traceback__)
	return any(str(frame.f_globals.get("__name__")).partition(".")[0] == "pypdf" for frame, _ in frames)
