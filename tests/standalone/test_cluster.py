"""A cluster on this machine: its primary dies under filings, decisions and votes, and nothing that was acknowledged is lost.

`script/test --long cluster`: the short round and 102 faults of six kinds over half an hour. Each run of the tests has three databases of
which one dies (test_cluster_databases.py), and what of it needs no process (test_cluster_rules.py).
"""

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from factories.ports import free_port

from standalone.cluster.faults import KINDS
from standalone.packages import search_path
from standalone.paths import Bench

ROOT = Path(__file__).resolve().parents[2]
MISSING = [
	name for name in ("haproxy", "etcd", "mariadb-backup") if not shutil.which(name, path=search_path())
]
pytestmark = [
	pytest.mark.long,
	pytest.mark.skipif(
		bool(MISSING), reason=f"not installed, script/cluster up does it: {', '.join(MISSING)}"
	),
]


def script(*words: str) -> subprocess.CompletedProcess[str]:
	"""script/cluster on the repository's own bench."""
	command = [sys.executable, str(ROOT / "script" / "cluster"), *words]
	return subprocess.run(command, capture_output=True, text=True, timeout=1800)


@pytest.fixture(scope="module")
def cluster(built: Bench) -> Iterator[None]:
	"""One that runs and is whole."""
	made = script("up", "--port", str(free_port()))
	assert made.returncode == 0, made.stdout[-3000:] + made.stderr[-3000:]
	yield
	ended = script("down")
	assert ended.returncode == 0, ended.stderr


def round_of(*words: str) -> str:
	"""What a round of faults prints that finds nothing."""
	command = [sys.executable, str(ROOT / "benchmarks" / "cluster.py"), *words]
	environment = {name: value for name, value in os.environ.items() if name != "SITES_PATH"}
	done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=3 * 3600)
	assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-3000:]
	assert "the history holds" in done.stdout
	print(done.stdout)
	return done.stdout


def test_the_primary_dies_and_nothing_is_lost(cluster):
	said = round_of("--faults", "1", "--seconds", "20", "--kinds", "primary")
	assert "file 200: " in said


def test_the_place_is_handed_over_in_order(cluster):
	said = round_of("--faults", "2", "--seconds", "40", "--kinds", "move")
	handed = [line.split()[2] for line in said.splitlines() if " move " in line]
	assert len(handed) == 2
	assert handed[0] != handed[1], "who hands over is not the next"


def test_a_second_cluster_beside_it_is_refused(cluster):
	again = script("up")
	assert (again.returncode, "runs already" in again.stderr) == (1, True)
	assert script("status").returncode == 0


def test_a_hundred_faults_of_six_kinds(cluster):
	said = round_of("--faults", "102", "--seconds", "1800")
	done = Counter(line.split()[1] for line in said.splitlines() if ": whole after" in line)
	assert done == dict.fromkeys(KINDS, 17)
	assert "102 faults in " in said
