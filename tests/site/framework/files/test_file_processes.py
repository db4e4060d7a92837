"""Programs that read files of users: bounded for a user, a web process and the machine; each result is made once,
failures included."""

import io
import os
import shutil
import sys
import threading
import time
from dataclasses import replace
from types import SimpleNamespace

import frappe
import pytest
from factories.papers import nested_forms
from frappe.utils.error import log_error_snapshot
from openpyxl import Workbook
from PIL import Image

from esaylov.appeals.drafts import tables
from esaylov.core.forms import TableUnreadable
from esaylov.framework.errors import FileInWork, FormInvalid, InLine, ScannerAway
from esaylov.framework.files import (
	file_processes,
	file_results,
	photos,
	pictures,
	previews,
	spreadsheet_work,
	spreadsheets,
)
from esaylov.framework.files.file_processes import file_work, run_file_work

PDF = "application/pdf"
SLOW = "import sys, time; sys.stdin.read(); time.sleep(float(sys.argv[1])); print('done')"


@pytest.fixture(autouse=True)
def folder(monkeypatch, patient_programs):
	"""A folder without results; each test is a request of a user."""
	shutil.rmtree(file_results.results_folder())
	monkeypatch.setattr(frappe.local, "request", SimpleNamespace(path="/"), raising=False)
	monkeypatch.setattr(file_processes, "WAIT_SECONDS", 2)
	return file_results.results_folder()


def slow(content: bytes, seconds: float = 0.5):
	return file_work(content, "slow", [sys.executable, "-I", "-S", "-c", SLOW, str(seconds)])


def test_a_thread_waits_a_short_time_and_the_result_is_there_later(monkeypatch):
	monkeypatch.setattr(file_processes, "WAIT_SECONDS", 0.05)
	with pytest.raises(FileInWork) as refusal:
		run_file_work(slow(b"a"))
	assert (refusal.value.http_status_code, refusal.value.retry_after) == (503, 2)
	monkeypatch.setattr(file_processes, "WAIT_SECONDS", 300)
	assert run_file_work(slow(b"a")).output == b"done\n"


def test_work_that_is_not_done_yet_is_no_error_of_the_site():
	key = "insert_queue_for_Error Log"
	before = frappe.cache.llen(key)
	for problem in (FileInWork(), InLine()):
		log_error_snapshot(problem)
	assert frappe.cache.llen(key) == before
	log_error_snapshot(ScannerAway())
	assert frappe.cache.llen(key) == before + 1


def test_a_failed_page_is_not_drawn_again(monkeypatch):
	monkeypatch.setattr(file_processes, "PROCESSOR_SECONDS", 1)
	monkeypatch.setattr(file_processes, "WAIT_SECONDS", 300)
	bomb = nested_forms()
	with pytest.raises(FormInvalid):
		previews.page(PDF, bomb, 1)
	began = os.times().children_user
	for _ in range(20):
		with pytest.raises(FormInvalid):
			previews.page(PDF, bomb, 1)
	assert os.times().children_user == began  # no program ran


def test_a_failure_is_forgotten_after_an_hour(folder):
	name = "0" * 64 + "-page-1"
	file_results.store_result(folder, name, file_results.ProgramResult(1, b""))
	assert file_results.load_result(folder, name).status == 1
	old = time.time() - file_results.FAILURE_LIFE - 1
	os.utime(folder / name, (old, old))
	assert file_results.load_result(folder, name) is None


def test_a_program_that_a_busy_machine_slowed_down_is_tried_again_soon(folder, monkeypatch):
	monkeypatch.setattr(file_processes, "SECONDS", 0.1)
	monkeypatch.setattr(file_processes, "WAIT_SECONDS", 300)
	work = slow(b"busy", 5)
	assert run_file_work(work).status == file_results.TIMED_OUT
	old = time.time() - file_results.TIMED_OUT_LIFE - 1
	os.utime(folder / work.name, (old, old))
	assert file_results.load_result(folder, work.name) is None


def test_old_results_are_deleted_and_the_oldest_of_too_many(folder, monkeypatch):
	for age, name in ((file_results.LIFE + 9, "a"), (200, "b"), (100, "c")):
		path = folder / name
		path.write_bytes(b"0\n" + bytes(98))
		os.utime(path, (time.time() - age,) * 2)
	monkeypatch.setattr(file_results, "MOST_BYTES", 150)
	assert file_results.delete_old_results() == 2
	assert [path.name for path in folder.iterdir()] == ["c"]


def test_a_second_program_waits_until_the_machine_has_room(monkeypatch):
	monkeypatch.setattr(file_processes, "WAIT_SECONDS", 0.1)
	monkeypatch.setitem(frappe.local.conf, file_processes.SETTING, 1)
	for content in (b"a", b"b"):
		with pytest.raises(FileInWork):
			run_file_work(slow(content))
	monkeypatch.setattr(file_processes, "WAIT_SECONDS", 300)
	began = time.monotonic()
	assert run_file_work(slow(b"b")).output == b"done\n"
	assert time.monotonic() - began > 0.5  # the one of `a` ended first, and `b` had not begun


def test_a_user_has_a_few_results_in_work_and_others_are_served(monkeypatch):
	monkeypatch.setattr(file_processes, "WAIT_SECONDS", 0.1)
	monkeypatch.setitem(frappe.local.conf, file_processes.SETTING, 9)
	for number in range(file_processes.EACH_USER + 1):
		with pytest.raises(FileInWork):
			run_file_work(slow(b"%d" % number, 3))
	folder = file_results.results_folder()
	locks = file_processes._program_locks(folder, slow(b"2", 3).name, 9)
	assert locks  # the last one was not begun
	file_processes._close_all(locks)
	monkeypatch.setattr(file_processes, "WAIT_SECONDS", 300)
	frappe.set_user("Guest")
	try:
		assert run_file_work(slow(b"2", 0)).output == b"done\n"
	finally:
		frappe.set_user("Administrator")


def test_few_threads_of_a_web_process_wait():
	places = file_processes._waiting
	for _ in range(file_processes.WAITING_THREADS):
		assert places.acquire(blocking=False)
	try:
		began = time.monotonic()
		with pytest.raises(FileInWork):
			run_file_work(slow(b"x", 0))
		assert time.monotonic() - began < file_processes.WAIT_SECONDS / 2
	finally:
		for _ in range(file_processes.WAITING_THREADS):
			places.release()


def test_the_same_work_asked_for_twice_runs_once(folder, tmp_path):
	ran = tmp_path / "ran"
	script = f"open({str(ran)!r}, 'a').write('1'); import time; time.sleep(0.3)"
	work = file_work(b"same", "once", [sys.executable, "-I", "-S", "-c", script])
	found = []
	ends = time.monotonic() + 300
	threads = [
		threading.Thread(target=lambda: found.append(file_processes._result_within(work, folder, ends, 0, 1)))
		for _ in range(4)
	]
	for thread in threads:
		thread.start()
	for thread in threads:
		thread.join()
	assert [result.status for result in found] == [0] * 4
	assert ran.read_text() == "1"


def workbook(lines: int, text: str = "Sinov") -> bytes:
	book, out = Workbook(), io.BytesIO()
	for number in range(lines):
		book.active.append([f"{text} {number} {place}" for place in range(20)])
	book.save(out)
	return out.getvalue()


def test_a_costly_table_is_read_by_a_program(monkeypatch, folder):
	monkeypatch.setattr(file_processes, "WAIT_SECONDS", 300)
	content = workbook(400)
	expected = spreadsheets.cells_of(content, tables.LIMITS)
	monkeypatch.setattr(spreadsheets, "cells_of", None)  # no thread of this process reads it
	for _ in range(2):  # the second one is the stored result
		assert spreadsheet_work.read_cells(content, tables.LIMITS) == expected
	assert len(list(folder.glob("*-cells-*"))) == 1


def test_a_costly_table_that_is_refused_is_not_read_again(monkeypatch, folder):
	monkeypatch.setattr(file_processes, "WAIT_SECONDS", 300)
	limits, content = replace(tables.LIMITS, tags=1_000), workbook(400)
	monkeypatch.setattr(spreadsheets, "cells_of", None)
	for _ in range(2):
		with pytest.raises(TableUnreadable, match="table_too_large"):
			spreadsheet_work.read_cells(content, limits)
		assert [file.name.startswith(".") for file in folder.glob("*-cells-*")] == [False]
		monkeypatch.setattr(file_processes, "run_limited", None)


def test_a_small_table_needs_no_program(monkeypatch):
	monkeypatch.setattr(spreadsheet_work, "run_file_work", None)
	assert spreadsheet_work.read_cells(workbook(3), tables.LIMITS)[2][0] == "Sinov 2 0"


def large_picture(width: int = 1600, height: int = 2000) -> bytes:
	out = io.BytesIO()
	Image.linear_gradient("L").resize((width, height)).convert("RGB").save(out, "JPEG")
	return out.getvalue()


class TestPictures:
	"""A picture that costs much is read by a program; what comes out is what a web thread would make of a small one."""

	@pytest.fixture(autouse=True)
	def _time(self, monkeypatch):
		monkeypatch.setattr(file_processes, "WAIT_SECONDS", 300)

	def test_a_large_picture_is_cut_by_a_program(self, folder):
		content = large_picture()
		crop = photos.Crop(0.1, 0.1, 0.5, 0.6)
		assert photos.cut(content, crop=crop) == pictures.cut(content, 0.1, 0.1, 0.5, 0.6)
		assert photos.preview(content) == pictures.preview(content, photos.PREVIEW)
		photos.check(content, "JPEG", "scan")
		made = {path.name.split("-")[1] for path in folder.glob("[!.]*")}
		assert made >= {"check", "cut", "preview"}

	def test_a_picture_that_lies_on_its_side_is_turned_by_a_program(self):
		data = Image.Exif()
		data[pictures.ORIENTATION] = 6
		out = io.BytesIO()
		Image.new("RGB", (2000, 1600)).save(out, "JPEG", exif=data)
		kept = photos.without_camera_data("image/jpeg", out.getvalue(), "scan")
		assert Image.open(io.BytesIO(kept)).size == (1600, 2000)

	def test_a_refusal_names_the_same_reason_and_numbers(self):
		with pytest.raises(FormInvalid) as refusal:
			photos.cut(large_picture(4000, 1000), "photo")
		[finding] = refusal.value.findings
		assert (finding.code, finding.path) == ("photo_ratio", "photo")
		assert finding.params == {"width": 4000, "height": 1000}

	def test_a_cut_off_picture_is_refused(self):
		with pytest.raises(FormInvalid) as refusal:
			photos.cut(large_picture()[:-3000], "photo")
		assert [finding.code for finding in refusal.value.findings] == ["photo_unreadable"]

	def test_a_small_picture_needs_no_program(self, folder):
		assert photos.cut(large_picture(600, 800))[:3] == b"\xff\xd8\xff"
		assert not list(folder.glob("*-cut-*"))
