"""Tests on a bench that exists: what is refused before anything runs, and what is read of a report."""

import json
from pathlib import Path

import pytest

from standalone import genuine
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
