"""Files that are stored after a full backup come with the binary logs, on a MariaDB with a binary log; a file that
is lost is reported."""

import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from encrypted_road import SITE, Road
from factories import keyring

from standalone import ports
from standalone.production import backup, file_archives, recovery, store
from standalone.production.store import Site, Store

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def machine(road: Road, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Site]]:
	"""Backups and the site, where root reaches MariaDB by its socket and the bench belongs to the user of the tests."""
	home = tmp_path_factory.mktemp("home")
	(home / ".my.cnf").write_text(
		f"[client]\nsocket = {road.bench.data / 'mariadb' / 'mariadb.sock'}\nuser = root\n"
		f"password = {ports.read(road.bench)['root_password']}\n"
	)
	with pytest.MonkeyPatch.context() as patch:
		patch.setenv("HOME", str(home))
		patch.setenv("GNUPGHOME", str(road.keyring))
		patch.setenv("RUNTIME_DIRECTORY", str(tmp_path_factory.mktemp("memory")))
		for module in (store, file_archives):
			patch.setattr(module, "AS_USER", ())
		patch.setattr(recovery, "USER", road.bench.root.owner())
		yield (
			Store(tmp_path_factory.mktemp("production"), road.public),
			Site(road.bench.root, SITE),
		)
		keyring.close(road.keyring)


@pytest.fixture(scope="module")
def filings(road: Road, machine: tuple[Store, Site]) -> list[dict[str, Any]]:
	"""Three filings: one before the full backup, one before each of two log backups."""
	kept, site = machine
	filed = [road.inside("filed")]
	backup.take(kept, site, 30)
	for _ in range(2):
		filed.append(road.inside("filed"))
		backup.follow(kept, site)
	return filed


def restore(road: Road, machine: tuple[Store, Site]) -> int:
	"""Restore the last state beside what exists, whose tables are dropped."""
	kept, site = machine
	name = f"{road.database}_before"
	code = recovery.restore(kept.folder, site, None, is_moving=True)
	road.server.ask(f"DROP DATABASE `{name}`")
	return code


def test_files_stored_after_the_full_backup_are_restored(road, machine, filings, capsys):
	names = [each["appeal"] for each in filings]
	before = stored_names(machine[1])
	assert restore(road, machine) == 0
	assert f"{SITE} is as it was at last" in capsys.readouterr().out
	assert stored_names(machine[1]) == before
	assert road.inside("papers", *names) == [each["paper"] for each in filings]


def test_an_idle_log_backup_ships_nothing_again(road, machine, filings):
	kept, site = machine
	backup.follow(kept, site)
	before = sorted(path.name for path in (kept.folder / "files").iterdir())
	backup.follow(kept, site)
	assert sorted(path.name for path in (kept.folder / "files").iterdir()) == before


def test_files_of_a_lost_archive_are_reported_by_name_number_and_kind(
	road, machine, filings, tmp_path, capsys
):
	kept, _ = machine
	archives = sorted((kept.folder / "files").glob("*.tar.gpg"))
	# the last filing's, wherever an earlier restore has shipped it again
	for path in archives[1:]:
		shutil.move(path, tmp_path / path.name)
	assert restore(road, machine) == 1
	said = capsys.readouterr().out
	assert "is as it was" not in said
	lost = [line for line in said.splitlines() if "/private/files/" in line and "is missing" in line]
	assert lost
	assert f"files of records are missing: {len(lost)} (" in said
	assert "Appeal" in said
	for path in tmp_path.glob("*.tar.gpg"):
		shutil.move(path, kept.folder / "files" / path.name)


def test_a_damaged_archive_and_a_changed_file_are_reported(road, machine, filings, tmp_path, capsys):
	kept, site = machine
	assert restore(road, machine) == 0
	changed = next(path for path in (site.folder / "private" / "files").iterdir() if len(path.name) > 70)
	content = changed.read_bytes()
	changed.chmod(stat.S_IRUSR | stat.S_IWUSR)
	changed.write_bytes(b"x" + content[1:])
	backup.take(kept, site, 30)
	last = sorted((kept.folder / "files").glob("*.tar.gpg"))[-1]
	last.write_bytes(last.read_bytes()[:-40])
	capsys.readouterr()
	assert restore(road, machine) == 1
	said = capsys.readouterr().out
	assert f"/private/files/{changed.name} " in said
	assert "is not what was stored" in said
	assert "is as it was" not in said


def stored_names(site: Site) -> set[str]:
	"""Names of the private files of a site."""
	return {path.name for path in Path(site.folder / "private" / "files").iterdir()}
