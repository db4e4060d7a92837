"""The check of a PDF that costs a web thread too much runs in a program, with the same findings; its result is stored."""

import shutil
import time
from types import SimpleNamespace

import frappe
import pytest
from factories.papers import PDF, with_object

from esaylov.core.formats import pdf_contents, pdf_values
from esaylov.framework.errors import FileInWork, FormInvalid
from esaylov.framework.files import file_processes, file_results, readable

MANY = b"[" + b"[]" * 60_000 + b"]"
SCRIPT = b"<</S/JavaScript/JS(1)>>"
ENDLESS = PDF + b"\n1 0 obj[" * 11_000


@pytest.fixture(autouse=True)
def request_of_a_user(monkeypatch, patient_programs):
	shutil.rmtree(file_results.results_folder())
	monkeypatch.setattr(frappe.local, "request", SimpleNamespace(path="/"), raising=False)


@pytest.mark.parametrize(
	("content", "code"),
	[
		(with_object(MANY), ""),
		(with_object(SCRIPT, with_object(MANY)), "file_unsafe"),
		(with_object(MANY, PDF.replace(b"trailer<<", b"trailer<</Encrypt 9 0 R")), "file_locked"),
		(ENDLESS, "file_unreadable"),
	],
	ids=("plain", "script", "locked", "endless"),
)
def test_a_program_finds_what_the_web_thread_would_find(content, code):
	with pytest.raises(pdf_values.PdfCostly):
		pdf_contents.check(content, readable.WORK_OF_REQUEST)
	for _ in range(2):  # the second one is the stored result
		if not code:
			readable.check_paper(content, "field")
			continue
		with pytest.raises(FormInvalid) as refusal:
			readable.check_paper(content, "field")
		assert [(found.code, found.path) for found in refusal.value.findings] == [(code, "field")]
	assert len(list(file_results.results_folder().glob("*-check-*"))) == 1


def test_a_costly_check_takes_little_of_the_web_thread(monkeypatch):
	"""CPU of the thread: 100 kB took 1.5 to 2.1 s. The bound is generous, for a busy machine."""
	monkeypatch.setattr(file_processes, "WAIT_SECONDS", 0)
	began = time.thread_time()
	with pytest.raises(FileInWork):
		readable.check_paper(ENDLESS, "field")
	assert time.thread_time() - began < 0.5


def test_an_ordinary_paper_needs_no_program():
	page = b"\n9 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources 5 0 R>>endobj"
	readable.check_paper(PDF.replace(b"xref\n0 ", page * 2_000 + b"xref\n0 "), "field")
	assert not list(file_results.results_folder().glob("*-check-*"))


def test_a_job_checks_by_itself(monkeypatch):
	monkeypatch.setattr(frappe.local, "request", None)
	readable.check_paper(with_object(MANY), "field")
	assert not list(file_results.results_folder().glob("*-check-*"))
