"""Beside another app: it and its rows are as before when E-saylov comes, is upgraded and goes, and of E-saylov nothing is left.

One site lives through all of it, on the database of the repository's bench; the tests read what was seen on the way.
`on_site.py` runs inside the framework, `neighbour/` is the other app.
"""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from standalone import backing, ports, setup
from standalone.paths import ROOT, Bench

SITE = "neighbours.localhost"
HERE = Path(__file__).parent
Census = dict[str, dict[str, str]]
pytestmark = pytest.mark.long

SETTINGS = (
	"allow_consecutive_login_attempts",
	"allow_login_after_fail",
	"date_format",
	"disable_document_sharing",
	"first_day_of_the_week",
	"login_with_email_link",
	"minimum_password_score",
	"number_format",
	"session_expiry",
	"strip_exif_metadata_from_uploaded_images",
	"time_format",
)
CHANGED = {
	**{f"tabSingles System Settings|{name}": "set once, at installation" for name in SETTINGS},
	**{f"tabDefaultValue __default|{name}": "the framework's copy of them" for name in SETTINGS},
	"tabLanguage ru": "enabled",
	"tabLanguage uz": "enabled",
	"tabSingles *|modified": "says when, not what",
	"tabNavbar Item *": "the framework makes them anew with each migration",
	"tabSingles OAuth Settings|*": "closed at installation, and left so",
}
"""What stood on the site before and is another afterwards, with the reason; docs/operators/uninstall.md says it too."""

WHILE_HERE = CHANGED | {
	"tabDefaultValue __global|installed_apps": "names us",
	"tabSingles Website Settings|home_page": "leads to the portal",
}
"""The same for as long as E-saylov is on the site."""

LEFT = {
	"files private/files/ariza.txt": "people uploaded it",
	"tabFile *": "the row of it",
	"tabUser *@esaylov.example": "other apps may know them",
	"tabUser Social Login *": "a part of a user, as the next three",
	"tabNotification Settings *@esaylov.example": "",
	"tabDefaultValue *@esaylov.example|time_zone": "",
	"tabDocShare User|*@esaylov.example|*": "a user may read the own record",
	"tabComment User|*@esaylov.example|*": "the framework's notes about users",
	"tabComment Number Card|*": "the framework's note of a new name",
	"tabVersion User|*@esaylov.example|*": "what was changed in users",
	"tabPermission Log *": "log of the administrator's changes",
	"tabBlock Module clerk@esaylov.example|Automation": "the administrator's choice",
	"tabCustom DocPerm rule-of-the-site": "a rule of the site for one of our roles …",
	"tabRole Election Auditor": "… which therefore stays",
	"tabLanguage kaa": "a user has it",
	"tabNavbar Item *": "as above",
}
"""What is new on a site from which E-saylov was removed, with the reason; docs/operators/uninstall.md says it too."""

REHEARSED = {
	"tabDesktop Icon E-saylov": "the framework drops it in a rehearsal too; a migration brings it back",
	"tabWorkspace Sidebar*": "the same",
}


@pytest.fixture(scope="module")
def seen(shared_bench: Bench, built: Bench, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict]:
	"""What was seen on the site on its way from one app to two and back to one."""
	bench, folder = shared_bench, tmp_path_factory.mktemp("seen")
	shutil.copytree(HERE / "neighbour", folder / "app")
	(bench.sites / "apps.txt").write_text("frappe\nesaylov\nneighbour\n")
	# queues of this run: nobody works on them, and what earlier runs left would fill them up
	ports.write(bench, ports.read(built) | {"bench_id": f"{SITE}-{time.time_ns()}"})
	paths = os.pathsep.join(map(str, (ROOT, folder / "app")))

	def run(*words: str) -> None:
		begin = time.monotonic()
		answer = subprocess.run(
			words, cwd=bench.sites, env=os.environ | {"PYTHONPATH": paths}, capture_output=True, text=True
		)
		print(f"{time.monotonic() - begin:.1f} s", *words[3:])
		assert answer.returncode == 0, answer.stdout[-2000:] + answer.stderr[-4000:]

	def command(*words: str) -> None:
		run(*setup.site_command(bench, SITE, *words))

	def inside(part: str) -> dict:
		run(str(bench.python), str(HERE / "on_site.py"), SITE, part, str(folder))
		return json.loads((folder / f"{part}.json").read_text())

	with backing.running(built):
		try:
			command("new-site", SITE, "--install-app", "neighbour")
			found = inside("beside")
			command("migrate")
			found |= inside("migrated")
			command("uninstall-app", "esaylov", "--yes", "--no-backup")
			yield found | inside("left")
		finally:
			if (bench.sites / SITE).exists():
				command("drop-site", SITE, "--no-backup")


def lines(census: Census) -> dict[str, str]:
	"""Each row of a census as one line, with its hash."""
	return {f"{table} {label}": value for table, rows in census.items() for label, value in rows.items()}


def gone_or_changed(before: Census, after: Census) -> list[str]:
	now = lines(after)
	return sorted(line for line, value in lines(before).items() if now.get(line) != value)


def beyond(found: list[str], reasons: dict[str, str]) -> list[str]:
	"""The lines for which no reason is written down."""
	return [line for line in found if not any(fnmatchcase(line, pattern) for pattern in reasons)]


def of_neighbour(census: Census) -> dict[str, str]:
	"""Its rows; that our staff do not see its module is ours."""
	of_staff = "tabBlock Module *@esaylov.example|Neighbour"
	found = {line: value for line, value in lines(census).items() if "eighbour" in line}
	return {line: value for line, value in found.items() if not fnmatchcase(line, of_staff)}


@pytest.mark.parametrize("moment", ["beside", "migrated", "rehearsed", "left"])
def test_the_neighbour_is_whole(seen, moment):
	before = of_neighbour(seen["alone"])
	assert len(before) > 20
	assert "tabNeighbour Paper *" in before
	assert of_neighbour(seen[moment]) == before


@pytest.mark.parametrize(
	("moment", "reasons"), [("beside", WHILE_HERE), ("migrated", WHILE_HERE), ("left", CHANGED)]
)
def test_whatever_stood_there_before_stands(seen, moment, reasons):
	assert beyond(gone_or_changed(seen["alone"], seen[moment]), reasons) == []


@pytest.mark.parametrize("moment", ["alone", "beside", "migrated", "left"])
def test_the_neighbours_hook_is_called_once(seen, moment):
	assert seen[f"heard {moment}"] == 1


def test_what_an_installation_wrote_stands_in_the_log(seen):
	"""Jobs and sidebars come after the app's own set-up; the first migration found them as changed past the log."""
	assert seen["not in the log"] == []


def test_a_migration_loses_no_row(seen):
	assert seen["deviations"] == []
	assert seen["filled"]["rows"]["Observer"] == 3


def test_a_rehearsal_of_the_removal_changes_nothing(seen):
	assert beyond(gone_or_changed(seen["traced"], seen["rehearsed"]), REHEARSED) == []
	assert "esaylov.trust.heads.publish" in seen["traces rehearsed"]


def test_of_us_nothing_is_left_but_what_is_written_down(seen):
	assert lines(seen["traced"]).keys() > {"tabAppeal *", "__UserSettings trace|Appeal", "tabRole Candidate"}
	new = sorted(lines(seen["left"]).keys() - lines(seen["alone"]).keys())
	assert beyond(new, LEFT) == []


def test_redis_holds_nothing_of_us(seen):
	assert len(seen["traces"]) > 3
	assert seen["traces left"] == []
