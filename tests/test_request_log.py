"""The log of requests: what was asked by its kind, and nothing of anybody; nothing at all where no bench asks for it."""

import json
import re
from pathlib import Path

import pytest

from esaylov.setup import request_log

PERSONAL = (
	"31407851234567",
	"998901234567",
	"AA1234567",
	"KARIMOV",
	"secret-code",
	"sid-of-somebody",
	"10.9.8.7",
)


def environ(path: str, query: str = "", verb: str = "GET") -> dict[str, str]:
	"""A request of somebody whose data stand wherever a caller may put them."""
	return {
		"REQUEST_METHOD": verb,
		"PATH_INFO": path,
		"QUERY_STRING": query,
		"HTTP_COOKIE": "sid=sid-of-somebody",
		"HTTP_AUTHORIZATION": "Bearer secret-code",
		"HTTP_USER_AGENT": "KARIMOV 31407851234567",
		"HTTP_REFERER": "https://saylov.example/verify/secret-code",
		"REMOTE_ADDR": "10.9.8.7",
		"HTTP_X_FORWARDED_FOR": "10.9.8.7",
	}


@pytest.mark.parametrize(
	("path", "query", "said"),
	[
		("/api/method/esaylov.api.appeals.submit", "pinfl=31407851234567", "esaylov.api.appeals.submit"),
		("/api/v2/method/frappe.client.get_list", "", "frappe.client.get_list"),
		("/", "cmd=esaylov.api.login.sms_request&phone=998901234567", "esaylov.api.login.sms_request"),
		("/api/method/login", "", "login"),
		("/api/method/esaylov.api.people.31407851234567", "", "other"),
		("/api/method/esaylov.api.people.AA1234567", "", "other"),
		("/api/method/KARIMOV", "", "other"),
		("/", "cmd=KARIMOV", "other"),
		("/api/resource/Person/31407851234567", "", "api"),
		("/cabinet/appeals/KARIMOV", "code=secret-code", "cabinet"),
		("/verify/secret-code", "", "verify"),
		("/uz/track", "number=998901234567", "portal"),
		("/app/person/31407851234567", "", "desk"),
		("/private/files/KARIMOV.pdf", "", "file"),
		("/31407851234567", "", "other"),
		("/KARIMOV/x", "", "other"),
		("", "", "portal"),
	],
)
def test_a_line_says_what_was_asked_and_nothing_of_anybody(path, query, said):
	lines: list[str] = []

	def application(environ, start_response):
		start_response("200 OK", [("Set-Cookie", "sid=sid-of-somebody")])
		return [b"KARIMOV 31407851234567"]

	answered = []
	logged = request_log.WithLog(application, lines.append)
	body = logged(environ(path, query, "POST"), lambda *told: answered.append(told))
	assert (list(body), answered[0][0]) == ([b"KARIMOV 31407851234567"], "200 OK")
	(text,) = lines
	row = json.loads(text)
	assert {*row} == {"at", "verb", "what", "status", "ms"}
	assert (row["verb"], row["what"], row["status"]) == ("POST", said, 200)
	assert [word for word in PERSONAL if word in text] == []


def test_a_verb_of_the_callers_own_is_not_written():
	assert json.loads(request_log.line(environ("/", verb="KARIMOV"), "405 X", 0))["verb"] == "other"


def test_what_breaks_is_a_line_too_and_breaks_as_before():
	lines: list[str] = []

	def application(environ, start_response):
		raise ZeroDivisionError("KARIMOV")

	with pytest.raises(ZeroDivisionError):
		request_log.WithLog(application, lines.append)(environ("/"), lambda *_: None)
	assert [json.loads(text)["status"] for text in lines] == [500]
	assert "KARIMOV" not in lines[0]


def bench(folder: Path, **settings: object) -> Path:
	"""The folder of sites of a bench with these settings."""
	sites = folder / "sites"
	sites.mkdir()
	(folder / "logs").mkdir()
	(sites / "common_site_config.json").write_text(json.dumps(settings))
	return sites


def application(environ, start_response):
	start_response("200 OK", [])
	return [b""]


def test_without_the_setting_the_application_is_not_even_wrapped(tmp_path):
	assert request_log.wrapped(application, bench(tmp_path)) is application
	assert [*(tmp_path / "logs").iterdir()] == []


def test_a_log_that_cannot_be_written_stops_nobody(tmp_path, caplog):
	sites = bench(tmp_path, esaylov_request_log="nowhere/requests.json")
	assert request_log.wrapped(application, sites) is application
	assert "requests are not written" in caplog.text
	assert request_log.wrapped(application, tmp_path / "no sites") is application
	(sites / "common_site_config.json").write_text('{"esaylov_request_log": 1}')
	assert request_log.wrapped(application, sites) is application
	assert "esaylov_request_log is no text" in caplog.text


def test_a_file_that_was_moved_is_made_anew(tmp_path):
	sites = bench(tmp_path, esaylov_request_log="logs/requests.json")
	logged = request_log.wrapped(application, sites)
	path = tmp_path / "logs" / "requests.json"
	for _ in range(2):
		logged(environ("/"), lambda *_: None)
	path.rename(path.with_suffix(".1"))
	logged(environ("/ru"), lambda *_: None)
	assert [len(one.read_text().splitlines()) for one in (path.with_suffix(".1"), path)] == [2, 1]


def test_times_are_those_that_so_many_did_not_exceed():
	rows = [("a", 200, ms) for ms in range(1, 101)] + [("b", 503, 7), ("b", 200, 9)]
	lines = [json.dumps({"what": what, "status": status, "ms": ms}) for what, status, ms in rows]
	assert request_log.summary(lines) == [
		{"what": "a", "requests": 100, "failed": 0, "p50": 50, "p95": 95, "p99": 99},
		{"what": "b", "requests": 2, "failed": 1, "p50": 7, "p95": 9, "p99": 9},
	]
	assert request_log.summary([]) == []


def test_the_page_shows_a_line_as_it_is():
	page = (Path(__file__).parents[1] / "docs" / "operators" / "monitoring.md").read_text(encoding="utf-8")
	(shown,) = re.findall(r'^    (\{"at".*\})$', page, re.MULTILINE)
	row = request_log.line(environ("/api/method/esaylov.api.appeals.submit", verb="POST"), "200 OK", 0.057)
	assert {**json.loads(shown), "at": ""} == {**json.loads(row), "at": ""}
	assert len(json.loads(shown)["at"]) == len(json.loads(row)["at"])
