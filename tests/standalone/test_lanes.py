"""The lanes of script/test: each file of tests runs in one of them, whatever is added; and steps beside each other."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from standalone import testing
from standalone.lanes import FULL_LANES, LANES, LONG, SITE, Lane
from standalone.paths import Bench
from standalone.steps import timed, together
from standalone.testing import closing

ROOT = Path(__file__).resolve().parents[2]


def files(arguments: list[str]) -> list[Path]:
	"""The files of tests that pytest finds by its arguments."""
	found = [ROOT / argument for argument in arguments]
	return [
		file for path in found for file in ([path] if path.is_file() else sorted(path.rglob("test_*.py")))
	]


@pytest.mark.parametrize("lanes", [LANES, FULL_LANES], ids=["fast", "full"])
def test_each_file_runs_in_one_lane(lanes):
	run = [file for lane in lanes for file in files(lane.arguments)]
	assert sorted(run) == sorted((ROOT / "tests").rglob("test_*.py"))


@pytest.mark.parametrize("lanes", [LANES, FULL_LANES], ids=["fast", "full"])
def test_each_lane_with_a_site_has_one_of_its_own(lanes):
	sites = [lane.site for lane in lanes if lane.site]
	assert len(set(sites)) == len(sites)


@pytest.mark.parametrize(
	("arguments", "is_over_http"),
	[
		(["tests/site/identity/test_people.py", "-k", "list"], False),
		(["tests/site/identity/test_people.py::TestList", "tests/core"], False),
		(["tests/site/identity/test_people.py", "tests/web/test_desk.py"], True),
		(["-k", "list"], True),
		(["tests/permissions"], True),
		(["tests"], True),
	],
)
def test_servers_of_the_web_run_beside_tests_that_may_ask_them(arguments, is_over_http):
	assert Lane(SITE, arguments).is_over_http is is_over_http


@pytest.mark.parametrize("name", LONG)
def test_a_long_run_has_words_and_tests_that_are_there(name):
	told, arguments = LONG[name]
	assert told
	assert all((ROOT / argument).exists() for argument in arguments)
	assert files(arguments)


def test_what_is_of_full_size_has_a_long_run():
	"""Nothing else runs it."""
	of_full_size = [
		path
		for path in (ROOT / "tests").rglob("test_*.py")
		if "mark.long" in (text := path.read_text(encoding="utf-8")) or "if IS_LONG" in text
	]
	run = {file for _, arguments in LONG.values() for file in files(arguments)}
	assert len(of_full_size) > 8
	assert [path.name for path in of_full_size if path not in run] == []


def test_steps_beside_each_other_print_whole_lines_and_all_end(capsys):
	ended = []

	def good() -> None:
		with timed("good"):
			ended.append("good")

	def bad() -> None:
		with timed("bad"):
			raise OSError("no disk")

	with pytest.raises(OSError, match="no disk"):
		together(bad, good)
	assert ended == ["good"]
	lines = capsys.readouterr().out.splitlines()
	assert {"• good …", "• bad …", "• bad: failed"} <= set(lines)
	assert len(lines) == 4


SAID = ["collected 3 items", "tests/test_a.py ...", "==== 3 passed in 0.03s ===="]


@pytest.mark.parametrize("after", [[], ["Traceback (most recent call last):", "TypeError: gone"]])
def test_a_lane_is_closed_by_what_pytest_says_and_not_by_what_comes_after_it(after):
	assert closing("\n".join([*SAID, *after, ""])) == SAID[-1]


def test_a_lane_that_did_not_come_so_far_is_closed_by_its_last_line():
	assert closing("ImportError: no such module\n") == "ImportError: no such module"
	assert closing("") == ""


def test_a_check_that_found_something_is_named_at_the_end_and_ends_the_run_with_a_failure(
	monkeypatch, capsys
):
	"""All lanes passed, and nothing at the end of thousands of lines said why the run had failed."""
	program = "import sys; print('a link into nothing'); sys.exit(int(sys.argv[1]))"

	def start(bench: Bench, is_long: bool) -> list[subprocess.Popen[str]]:
		return [
			subprocess.Popen([sys.executable, "-c", program, status], stdout=subprocess.PIPE, text=True)
			for status in ("0", "1")
		]

	monkeypatch.setattr(testing, "start_checks", start)
	monkeypatch.setattr(testing, "make_sites", lambda bench, sites: None)
	monkeypatch.setattr(testing, "try_to_install", lambda bench, packages: None)
	monkeypatch.setattr(testing.advisories, "check", lambda bench, today: int(not isinstance(today, date)))
	monkeypatch.setattr(testing, "run_tests", lambda *given: print("==== 3 passed ====") or 0)
	assert testing._run_all(Bench(), [], [[]], False) == 1
	*_, closed, named = capsys.readouterr().out.splitlines()
	assert closed == SAID[-1].replace(" in 0.03s", "")
	assert named == f"• {Path(sys.executable).name} -c found something, see above"
