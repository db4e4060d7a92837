"""Tests on a bench that exists: what is refused before anything runs, and what is read of a report."""

import json
import os
from pathlib import Path

import pytest

from standalone import genuine, testing
from standalone.lanes import LONG
from standalone.steps import Failure

REPORT = """<testsuites><testsuite>
<testcase classname="core.test_a" name="test_one"/>
<testcase classname="core.test_a" name="test_two"><failure message="assert 1 == 2&#10;more">trace</failure></testcase>
<testcase classname="core.test_a" name="test_three"><skipped message="no browser"/></testcase>
<testcase classname="core.test_b" name="test_four"><error message="">ModuleNotFoundError: x</error></testcase>
</testsuite></testsuites>"""


def test_a_report_is_counted_and_says_why_a_test_did_not_pass():
	room = genuine.read_report(REPORT, "tests/core")
	assert (room.passed, room.failed, room.skipped) == (1, 2, 1)
	assert room.not_passed == {
		"core.test_a::test_two": "assert 1 == 2",
		"core.test_a::test_three": "no browser",
		"core.test_b::test_four": "ModuleNotFoundError: x",
	}


def test_a_folder_that_is_no_bench_is_refused(tmp_path: Path):
	with pytest.raises(Failure, match="is no bench"):
		genuine.run(str(tmp_path), [])


def test_a_bench_without_a_site_is_asked_for_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
	(tmp_path / "sites").mkdir()
	(tmp_path / "sites" / "common_site_config.json").write_text(
		json.dumps({"default_site": "none.localhost"})
	)
	(tmp_path / "env" / "bin").mkdir(parents=True)
	(tmp_path / "env" / "bin" / "python").touch()
	monkeypatch.delenv("FRAPPE_SITE", raising=False)
	with pytest.raises(Failure, match="which site"):
		genuine.run(str(tmp_path), [])


def test_a_site_whose_name_leads_nowhere_is_refused_before_servers_start():
	with pytest.raises(Failure, match="/etc/hosts"):
		genuine.require_address("no-such-site.invalid")
	genuine.require_address("localhost")


def test_a_long_run_on_a_bench_runs_its_tests_in_full_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
	called: list[tuple[str, list[str], str | None]] = []

	def note_call(folder: str, arguments: list[str]) -> int:
		called.append((folder, arguments, os.environ.get("ESAYLOV_LONG")))
		return 0

	monkeypatch.setattr(genuine, "run", note_call)
	# an empty value is taken back by monkeypatch, whatever the command sets
	monkeypatch.setenv("ESAYLOV_LONG", "")
	assert testing.test(["--genuine", str(tmp_path), "--long", "bodies", "-x"]) == 0
	assert called == [(str(tmp_path), [*LONG["bodies"][1], "-x"], "1")]


def test_a_record_keeps_what_earlier_runs_with_the_same_versions_found(
	tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
	monkeypatch.setattr(genuine, "RESULTS", tmp_path)
	versions = {"frappe": "15.1.0", "python": "3.11.7"}
	genuine.write_record(versions, [genuine.Room("tests/core", 1), genuine.Room("tests/web", 2)])
	genuine.write_record(versions, [genuine.Room("tests/core", 3)])
	path = tmp_path / "genuine-15.1.0.json"
	assert {room["tests"]: room["passed"] for room in json.loads(path.read_text())["rooms"]} == {
		"tests/core": 3,
		"tests/web": 2,
	}
	genuine.write_record({**versions, "python": "3.12.1"}, [genuine.Room("tests/core", 4)])
	assert [room["passed"] for room in json.loads(path.read_text())["rooms"]] == [4]
