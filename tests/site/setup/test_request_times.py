"""What service levels are measured with: times and failures out of the log of requests."""

import frappe
import pytest

from esaylov.framework.errors import NotFound, in_words
from esaylov.setup import request_log
from esaylov.setup.operating import levels

ASKED = {"REQUEST_METHOD": "POST", "PATH_INFO": "/api/method/esaylov.api.appeals.submit"}


def test_times_and_failures_are_those_of_the_log_of_the_bench(tmp_path, monkeypatch):
	path = tmp_path / "requests.json"
	monkeypatch.setitem(frappe.conf, request_log.SETTING, str(path))
	with pytest.raises(NotFound):
		levels.request_times()
	lines = (
		request_log.line(ASKED, status, seconds) for status, seconds in (("200 OK", 0.1), ("503 X", 0.2))
	)
	path.write_text("".join(f"{line}\n" for line in lines))
	times = {"p50": 100, "p95": 200, "p99": 200}
	assert levels.request_times() == [
		{"what": "esaylov.api.appeals.submit", "requests": 2, "failed": 1, **times}
	]


def test_a_bench_without_a_log_has_no_times(monkeypatch):
	monkeypatch.setitem(frappe.conf, request_log.SETTING, "")
	with pytest.raises(NotFound) as refusal:
		levels.request_times()
	assert request_log.SETTING in in_words(refusal.value, "en")
