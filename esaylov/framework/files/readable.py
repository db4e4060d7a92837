"""Whether an attached file can be opened: its whole frame is there, not only the bytes that name its kind."""

import io
import re
import sys
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Final

import frappe

from esaylov.core.findings import Finding
from esaylov.core.formats import pdf_contents, pdf_forms, pdf_values
from esaylov.framework.errors import FileInWork, FormInvalid
from esaylov.framework.files import photos
from esaylov.framework.files.file_processes import file_work, missing_programs, run_file_work
from esaylov.framework.files.file_results import TIMED_OUT

PDF = "application/pdf"
PICTURES = {"image/jpeg": "JPEG", "image/png": "PNG"}
EDGE = 2048
"""Bytes at both ends of a PDF in which its head and its last pointer stand; readers look no farther (1,024 in ISO 32000-1, annex H)."""
WORK_OF_REQUEST: Final = 1_000_000
"""Of the check of a PDF in a web thread, about 20 ms: sixteen at once hold a guest up by a third of a second. Own design."""
PDF_CHECK: Final = (
	"import sys; sys.path.insert(0, sys.argv[1]); from esaylov.core.formats import pdf_contents; "
	"sys.exit(pdf_contents.exit_status(sys.stdin.buffer.read()))"
)
APP: Final = str(Path(__file__).parents[3])
FINDINGS: Final = {
	pdf_values.PdfUnsafe: "file_unsafe",
	pdf_values.PdfLocked: "file_locked",
	pdf_values.PdfUnreadable: "file_unreadable",
	pdf_forms.PdfComplex: "file_complex",
}
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
	"""Raise FormInvalid for a PDF that acts by itself or carries files (`file_unsafe`), is encrypted (`file_locked`), draws its
	parts too often (`file_complex`) or cannot be looked through (`file_unreadable`); FileInWork while a program
	checks one that costs a web thread too much."""
	if frappe.local.flags.esaylov_plain_paper is content:
		return
	is_request = bool(getattr(frappe.local, "request", None)) and not missing_programs(())
	try:
		pdf_contents.check(content, WORK_OF_REQUEST if is_request else 0)
	except pdf_values.PdfCostly as problem:
		if not is_request:
			raise FormInvalid([Finding("file_unreadable", field)]) from problem
		_check_in_program(content, field)
	except tuple(FINDINGS) as problem:
		raise FormInvalid([Finding(FINDINGS[type(problem)], field)]) from problem
	frappe.local.flags.esaylov_plain_paper = content


def check_before_lock(content: bytes) -> None:
	"""Check a PDF before its document is locked, so that no request waits for a lock while a program checks a file.

	Raises FileInWork alone: what is wrong with the file is found again by `check`.
	"""
	if HEAD.search(content[:EDGE]):
		with suppress(FormInvalid):
			check_paper(content, "")


def _check_in_program(content: bytes, field: str) -> None:
	"""Raises as `check_paper`; RuntimeError where the program itself fails."""
	command = [sys.executable, "-I", "-S", "-c", PDF_CHECK, APP]
	status = run_file_work(file_work(content, f"check-{pdf_contents.RULES}", command)).status
	if status == 0:
		return
	if status == TIMED_OUT:  # the machine is busy: nothing is known of the file
		raise FileInWork
	if status < 0:  # ended by a limit
		raise FormInvalid([Finding("file_unreadable", field)])
	place = status - pdf_contents.FIRST_STATUS
	if place not in range(len(FINDINGS)):
		raise RuntimeError(f"the check of a PDF ended with {status}")
	raise FormInvalid([Finding(FINDINGS[pdf_contents.FINDINGS[place]], field)])
