"""An upgrade from the first release of the app, with people in the middle of their work: nothing is lost, no name leads nowhere.

The app of that commit is the bench's app, a site is made and filled by it; then the present one takes its place and
`migrate` runs. `on_upgrade.py` runs inside the framework, first with the one and then with the other.
"""

import json
import os
import subprocess
import time
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from standalone import backing, ports, setup
from standalone.paths import APP, ROOT, Bench

SITE = "upgraded.localhost"
HERE = Path(__file__).parent
RELEASE = "1c77e6c2"
"""The commit of 0.1.0. It has no other release before it."""
pytestmark = pytest.mark.long

CHANGED = {
	"tabSingles|*|modified|value": "says when, not what",
}
"""What is another after the upgrade, with the reason."""


def commit_of(name: str) -> str:
	"""The hash of a commit that this checkout has; skips where its history is cut off."""
	found = git("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}").decode().strip()
	return found or pytest.skip(f"the history of this checkout does not reach {name}: git fetch --unshallow")


def git(*words: str) -> bytes:
	return subprocess.run(("git", *words), cwd=ROOT, capture_output=True).stdout


@pytest.fixture(scope="module")
def seen(
	shared_bench: Bench,
	built: Bench,
	tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[dict[str, Any]]:
	"""What was seen on the site before and after: `filled`, `migrated`, `worked`."""
	bench, folder = shared_bench, tmp_path_factory.mktemp("seen")
	former = folder / "former"
	former.mkdir()
	subprocess.run(("tar", "-x", "-C", str(former)), input=git("archive", commit_of(RELEASE)), check=True)
	# queues of this run: nobody works on them, and what earlier runs left would fill them up
	ports.write(bench, ports.read(built) | {"bench_id": f"{SITE}-{time.time_ns()}"})
	apps = own_apps(bench, built)

	def run(*words: str) -> None:
		begin = time.monotonic()
		paths = os.pathsep.join((str(apps / APP), str(apps / APP / "tests")))
		answer = subprocess.run(
			words,
			cwd=bench.sites,
			env=os.environ | {"PYTHONPATH": paths, "SITES_PATH": str(bench.sites)},
			capture_output=True,
			text=True,
		)
		print(f"{time.monotonic() - begin:.1f} s", *words[3:])
		assert answer.returncode == 0, answer.stdout[-2000:] + answer.stderr[-4000:]

	def command(*words: str) -> None:
		run(*setup.site_command(bench, SITE, *words))

	def inside(part: str) -> dict[str, Any]:
		run(str(bench.python), str(HERE / "on_upgrade.py"), SITE, part, str(folder))
		return dict(json.loads((folder / f"{part}.json").read_text()))

	with backing.running(built):
		try:
			put(apps, former)
			command("new-site", SITE, "--install-app", APP, "--demo")
			command("execute", "esaylov.setup.demo.loading.load")
			found = {"filled": inside("filled")}
			put(apps, ROOT)
			command("migrate")
			yield found | {part: inside(part) for part in ("migrated", "worked")}
		finally:
			put(apps, ROOT)
			if (bench.sites / SITE).exists():
				command("drop-site", SITE, "--no-backup")


def own_apps(bench: Bench, built: Bench) -> Path:
	"""The folder of the apps, whose one app may be exchanged without touching the bench that this one borrows from."""
	if bench.apps.is_symlink():
		bench.apps.unlink()
		bench.apps.mkdir()
		(bench.apps / "frappe").symlink_to(built.apps / "frappe")
	return bench.apps


def put(apps: Path, folder: Path) -> None:
	"""Make a checkout the bench's app."""
	(apps / APP).unlink(missing_ok=True)
	(apps / APP).symlink_to(folder)


def changes(seen: dict[str, Any]) -> list[str]:
	"""Rows that are gone, and values of columns that both have and that are others, as `table|key|column`."""
	before, after = seen["filled"], seen["migrated"]
	found = []
	for table, rows in before["tables"].items():
		now = after["tables"].get(table, {})
		columns = {*before["columns"][table]} & {*after["columns"].get(table, ())}
		for key, row in rows.items():
			other = now.get(key)
			if other is None:
				found.append(f"{table}|{key}|gone")
			else:
				found += [f"{table}|{key}|{name}" for name in columns if row.get(name) != other.get(name)]
	return sorted(found)


def is_explained(line: str) -> bool:
	return any(fnmatchcase(line, pattern) for pattern in CHANGED)


def test_there_was_something_to_lose(seen):
	"""Else the comparison says nothing."""
	tables = seen["filled"]["tables"]
	wanted = (
		"Appeal",
		"Decision",
		"Certificate",
		"SMS Message",
		"Commission Session",
		"Commission Vote",
		"Table Import",
	)
	assert [name for name in wanted if not tables[f"tab{name}"]] == []
	assert sum(map(len, tables.values())) > 2000
	assert len(seen["filled"]["called"]) > 20
	assert {"esaylov.setup.imports.jobs.work", "esaylov.registers.certificates.issue.jobs.draw_all"} <= {
		*seen["filled"]["jobs"]
	}
	assert len(seen["filled"]["doors"]) > 100


def test_no_row_and_no_value_is_lost(seen):
	assert [line for line in changes(seen) if not is_explained(line)] == []
	assert {*seen["filled"]["files"]} - {*seen["migrated"]["files"]} == set()


def test_a_text_that_was_changed_on_the_site_stays(seen):
	before, after = (seen[moment]["tables"]["tabSMS Template"]["S24"] for moment in ("filled", "migrated"))
	assert before["text_en"] == after["text_en"]
	assert before["text_en"].startswith("Commission:")


def test_each_patch_runs_once(seen):
	assert sorted(seen["migrated"]["patch log"]) == sorted(seen["migrated"]["patches"])


def test_every_former_name_leads_somewhere(seen):
	"""What the former source called by a dotted path, its endpoints, and each path that is stored on the site."""
	found = seen["migrated"]
	assert (found["dead methods"], found["closed doors"]) == ([], [])
	assert (found["dead hooks"], found["dead paths"]) == ([], [])


def test_scheduled_jobs_are_those_of_today_and_keep_what_was_set(seen):
	before, after = seen["filled"], seen["migrated"]
	assert after["scheduled"] == after["hooks"]
	assert len(after["stopped"]) == len(before["stopped"]) == 2
	assert len(after["executed"]) == len(before["executed"]) > 20
	assert after["logs of nothing"] == 0


def test_whatever_belongs_to_our_module_loads(seen):
	assert seen["migrated"]["broken"] == []


def test_each_waiting_job_runs(seen):
	assert len(seen["migrated"]["jobs"]) >= len(seen["filled"]["jobs"])
	found = seen["worked"]
	assert (found["failed jobs"], found["errors"]) == ([], [])
	assert {*seen["filled"]["called"]} <= {*found["run"]}
	assert found["intake"] == "Checked"
	assert len(found["certificates"]) == 2
	assert all(found["certificates"])


def test_people_go_on_where_they_stood(seen):
	found = seen["worked"]
	assert (found["item"], found["decision"]) == (["Adopted", 5], "Signed")
	assert found["appeals"] == {
		"draft": "Registered",
		"filed": "Registered",
		"returned": "Returned",
		"reviewed": "Granted",
		"decided": "Partly Granted",
	}


def test_chains_and_filed_papers_hold(seen):
	assert seen["migrated"]["chain"] == []
	assert (seen["worked"]["chain"], seen["worked"]["changed papers"]) == ([], [])


def test_the_site_answers_whoever_was_logged_in(seen):
	found = seen["worked"]["answers"]
	assert set(found["guest"].values()) == {200}, found["guest"]
	assert (found["user"], found["cabinet"]) == ("party@esaylov.example", [200, True])
