"""The program `bench` in the development bench: what a Frappe developer types is typed here too."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from standalone.paths import Bench

SITE = os.environ.get("FRAPPE_SITE", "test.localhost")
Typed = Callable[..., str]


def asked(folder: Path, *words: str, typed: str = "") -> str:
	"""What a program prints; its end must be a good one."""
	done = subprocess.run(words, cwd=folder, input=typed, capture_output=True, text=True, timeout=1200)
	assert done.returncode == 0, (words, done.stdout[-2000:], done.stderr[-2000:])
	return done.stdout


@pytest.fixture
def site(built: Bench) -> Bench:
	"""The repository's bench, with its site for tests and its databases running."""
	if not (built.sites / SITE / "site_config.json").exists():
		pytest.skip(f"no site {SITE} on the bench: run script/test")
	return built


def test_bench_finds_the_frameworks_commands(site):
	helper = [str(site.python), "-m", "frappe.utils.bench_helper"]
	assert asked(site.sites, *helper, "frappe", "--site", SITE, "list-apps").split()[::2] == [
		"frappe",
		"esaylov",
	]


@pytest.fixture
def bench(site: Bench, tmp_path: Path) -> Typed:
	"""`bench(words)` in the folder of the bench, by the program of PyPI."""
	uv = str(site.env / "bin" / "uv")
	asked(tmp_path, uv, "venv", "-q", "--python", sys.executable, "tools")
	asked(tmp_path, uv, "pip", "install", "-q", "--python", "tools/bin/python", "frappe-bench")
	return lambda *words, typed="": asked(
		site.root, str(tmp_path / "tools" / "bin" / "bench"), *words, typed=typed
	)


@pytest.mark.full
def test_the_program_bench_runs_what_a_developer_types(bench, site):
	here = ("--site", SITE)
	assert json.loads(bench(*here, "execute", "frappe.db.count", "--args", '["User"]')) >= 2
	assert "Administrator" in bench(
		*here, "mariadb", "-N", "-e", "select name from tabUser where name = 'Administrator'"
	)
	assert "Administrator" in bench(*here, "console", typed="print(frappe.session.user)\n")
	assert "Workers" in bench(*here, "doctor")
	bench(*here, "migrate")
	config = site.sites / SITE / "site_config.json"
	before = config.read_text()
	bench(*here, "set-config", "esaylov_probe", "1")
	assert json.loads(config.read_text())["esaylov_probe"] == 1
	config.write_text(before)
	backups = site.sites / SITE / "private" / "backups"
	dumps = {*backups.glob("*-database.sql.gz")}
	bench(*here, "backup")
	(dump,) = {*backups.glob("*-database.sql.gz")} - dumps
	bench(*here, "restore", str(dump))
	assert json.loads(bench(*here, "execute", "frappe.db.count", "--args", '["User"]')) >= 2
	bench("build", "--app", "esaylov")
