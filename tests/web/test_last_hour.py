"""The rehearsal of the evening before a deadline, in its short form: the books balance, with a worker killed in the middle."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SITE = os.environ.get("FRAPPE_SITE", "test.localhost")
HAS_BENCH = (ROOT / ".bench" / "sites" / SITE).is_dir()
pytestmark = [
	pytest.mark.web,
	pytest.mark.skipif(not HAS_BENCH, reason="it starts servers of the development bench"),
]
EVENING = ("--seconds", "4", "--whole", "1", "--burst", "2", "--burst-seconds", "3", "--readers", "1")
WHOLE = ("--seconds", "600", "--whole", "10", "--burst", "80", "--burst-seconds", "60", "--readers", "20")
LONG = ("--seconds", "60", "--whole", "1", "--burst", "5", "--burst-seconds", "10", "--readers", "3")


def rehearsed(*more: str) -> None:
	words = [sys.executable, str(ROOT / "benchmarks" / "last_hour.py"), "--site", SITE, *more]
	done = subprocess.run(words, capture_output=True, text=True, timeout=7200)
	print(done.stdout)
	assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
	assert "the books balance" in done.stdout
	assert "exit code -9" in done.stdout, "no worker was killed"


@pytest.mark.full
def test_the_books_of_a_short_evening_balance():
	"""How the books are kept, and what a kill leaves, is tried in each run:
	tests/site/framework/requests/test_last_hour_books.py, test_decision_runs_killed.py.
	"""
	rehearsed(*EVENING, "--no-restart", "--stock", "0", "--web", "1", "--at-once", "2")


@pytest.mark.long
def test_the_books_of_a_long_evening_balance():
	"""MariaDB stays: other lanes use it. With it killed too: `benchmarks/last_hour.py` by itself."""
	rehearsed(*LONG, "--no-restart", "--stock", "20")


@pytest.mark.long
def test_the_books_of_the_whole_evening_balance():
	"""The evening as it was asked for (issue 17): its times, which belong to the machine, are printed (`-s`)."""
	rehearsed(*WHOLE, "--no-restart", "--stock", "50")
