"""No log file contains a posted form, a personal number or a secret, whichever process and handler writes it."""

import io
import logging
import re
import secrets
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import frappe
import pytest
from frappe.utils.error import log_error_snapshot

from esaylov.core.people.identity import with_check_digit
from esaylov.framework.log_records import RedactedLogRecord, redact_log_records
from esaylov.setup import web_server
from esaylov.setup.operating import log_scan


@pytest.fixture
def pinfl() -> str:
	return with_check_digit(f"1030380{secrets.randbelow(10**6):06d}")


@pytest.fixture(autouse=True)
def redacted():
	before = logging.getLogRecordFactory()
	redact_log_records()
	yield
	logging.setLogRecordFactory(before)


def logs_since(sizes: dict[Path, int]) -> str:
	return "".join(path.read_bytes()[size:].decode() for path, size in sizes.items())


def log_sizes() -> dict[Path, int]:
	folders = (Path(frappe.local.sites_path) / ".." / "logs", Path(frappe.get_site_path("logs")))
	return {path: path.stat().st_size for folder in folders for path in folder.glob("*.log")}


def test_an_error_of_a_request_is_logged_without_its_form(pinfl):
	frappe.logger(with_more_info=True)  # makes its files
	sizes = log_sizes()
	frappe.local.form_dict = frappe._dict(person=pinfl, signature="MIIGqgYJKoZIhvcNAQcC", remark="Salom")
	try:
		raise ValueError(f"no person {pinfl}")
	except ValueError as fault:
		log_error_snapshot(fault)
		frappe.logger().error("A step for %s failed", pinfl, exc_info=True)
	written = logs_since(sizes)
	assert "New Exception collected in error log" in written
	assert "Site: " in written
	assert "ValueError: no person •••" in written
	for personal in (pinfl, "MIIGqgYJKoZIhvcNAQcC", "Salom"):
		assert personal not in written


@pytest.mark.parametrize(
	"start",
	[
		"import esaylov.commands",
		"import esaylov.request_filter.passage",
		"from types import SimpleNamespace as N; from esaylov.setup import web_server; web_server.post_worker_init(N(wsgi=None, cfg=N(threads=1)))",
	],
	ids=["bench, its workers and scheduler", "web server", "web server with our configuration"],
)
def test_each_process_redacts_from_its_start(start):
	look = f"{start}; import logging; print(logging.getLogRecordFactory().__name__)"
	shown = subprocess.run(
		[sys.executable, "-c", look], capture_output=True, text=True, cwd=frappe.local.sites_path, check=True
	)
	assert shown.stdout.split() == [RedactedLogRecord.__name__]


@pytest.mark.parametrize("hook", ["on_starting", "post_worker_init"])
def test_lines_of_the_web_server_begin_with_iso_times(hook, monkeypatch):
	stream, log = io.StringIO(), logging.getLogger("gunicorn.error")
	monkeypatch.setattr(log, "handlers", [logging.StreamHandler(stream)])
	monkeypatch.setattr(logging.lastResort, "formatter", None)
	monkeypatch.setattr(logging, "captureWarnings", lambda _: None)
	getattr(web_server, hook)(SimpleNamespace(wsgi=None, cfg=SimpleNamespace(threads=web_server.threads)))
	log.error("%s: the database is away", "sinov")
	line = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4} \[\d+\] \[ERROR\] sinov: the database is away\n"
	assert re.fullmatch(line, stream.getvalue())
	assert logging.lastResort.formatter is log.handlers[0].formatter


def test_a_record_without_anything_personal_is_unchanged(caplog):
	logging.getLogger("esaylov.sample").warning("%s: %d rows", "imported", 12)
	assert caplog.messages == ["imported: 12 rows"]


def test_search_counts_lines_with_personal_numbers(pinfl, tmp_path):
	log = tmp_path / "web.log"
	log.write_text(f"2026-12-01 10:00:00,123 ERROR nothing\nform: {pinfl}\nAB1234567 again\n")
	assert log_scan.count_personal_lines(log) == 2


def test_search_stores_its_number_for_the_metric(pinfl):
	log_scan.scan_logs()
	before = log_scan.personal_log_lines()
	assert before is not None
	path = Path(frappe.get_site_path("logs")) / "sample_of_a_test.log"
	path.write_text(f"{pinfl}\n")
	try:
		log_scan.scan_logs()
		assert log_scan.personal_log_lines() == before + 1
	finally:
		path.unlink()
		log_scan.scan_logs()
