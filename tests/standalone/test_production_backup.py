"""Backups of a production machine without a database: seals through pipes, what goes and stays, which logs bring a moment back."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from esaylov.setup.operating import backup_results
from standalone import encryption, sealing
from standalone.production import backup, backup_command, file_archives, pipes, recovery
from standalone.production import store as store_of
from standalone.production.store import Manifest, Site, Store
from standalone.steps import Failure

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
NAME = "_0123456789abcdef"
HEAD = b"-- MariaDB dump\n-- CHANGE MASTER TO MASTER_LOG_FILE='binlog.000007', MASTER_LOG_POS=4711;\nCREATE TABLE `t`;\n"


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
	"""A keyring with a private key; its public half as a file."""
	home = tmp_path_factory.mktemp("keyring")
	home.chmod(0o700)
	environment = os.environ | {"GNUPGHOME": str(home)}
	gpg = ["gpg", "--batch", "--quiet", "--pinentry-mode", "loopback", "--passphrase", ""]
	made = [*gpg, "--quick-generate-key", "restorer", "default", "default", "never"]
	subprocess.run(made, check=True, env=environment, capture_output=True)
	public = tmp_path_factory.mktemp("public") / "restorer.asc"
	subprocess.run([*gpg, "--armor", "--output", public, "--export"], check=True, env=environment)
	yield home, public
	subprocess.run(["gpgconf", "--kill", "all"], env=environment)


@pytest.fixture
def store(tmp_path: Path) -> Store:
	return Store(tmp_path, tmp_path / "restorer.asc")


def whole(store: Store, days: int, log: int) -> Path:
	"""A whole backup of so many days ago, after which the log of that number follows."""
	taken = NOW - timedelta(days=days)
	folder = store.full / taken.strftime(store_of.STAMP)
	folder.mkdir(parents=True)
	(folder / store_of.DATABASE).write_bytes(b"sealed")
	sums = {store_of.DATABASE: pipes.sha256(folder / store_of.DATABASE)}
	said = {
		"taken": taken.isoformat(),
		"database": NAME,
		"place": [f"binlog.{log:06}", 4711],
		"sha256": sums,
		"census": {},
		"after": {},
	}
	(folder / store_of.MANIFEST).write_text(json.dumps(said))
	store.secrets.mkdir(exist_ok=True)
	(store.secrets / f"{folder.name}.json.gpg").write_bytes(b"sealed")
	return folder


def logs(store: Store, *numbers: int) -> None:
	store.log.mkdir(exist_ok=True)
	for number in numbers:
		(store.log / f"binlog.{number:06}.gpg").write_bytes(b"sealed")


# --- seals


def test_what_goes_through_the_pipe_is_read_by_the_owner_of_the_key_alone(keys, tmp_path, monkeypatch):
	home, public = keys
	path = tmp_path / "database.sql.gz.gpg"
	pipes.seal(pipes.packed([HEAD, b"x" * 5_000_000]), path, public)
	assert b"CREATE TABLE" not in path.read_bytes()
	assert [each.name for each in tmp_path.iterdir()] == [path.name]
	monkeypatch.setenv("GNUPGHOME", str(home))
	assert b"".join(pipes.unpacked(pipes.opened(path))) == HEAD + b"x" * 5_000_000
	(tmp_path / "nobody").mkdir(mode=0o700)
	monkeypatch.setenv("GNUPGHOME", str(tmp_path / "nobody"))
	with pytest.raises(Failure, match="gpg"):
		list(pipes.opened(path))


def test_a_source_that_fails_leaves_no_half_of_a_seal(keys, tmp_path):
	def chunks() -> Iterator[bytes]:
		with pipes.said_by(
			[sys.executable, "-c", "import sys; print('x' * 9); sys.exit('no room')"]
		) as output:
			yield from output

	with pytest.raises(Failure, match="no room"):
		pipes.seal(chunks(), tmp_path / "a.gpg", keys[1])
	assert [*tmp_path.iterdir()] == []


def test_what_is_no_key_seals_nothing(tmp_path):
	(tmp_path / "none.asc").write_text("none")
	with pytest.raises(Failure, match="gpg"):
		pipes.seal([b"x" * 10_000_000], tmp_path / "a.gpg", tmp_path / "none.asc")
	assert [each.name for each in tmp_path.iterdir()] == ["none.asc"]


def test_a_dump_that_ends_in_the_middle_is_none():
	whole = b"".join(pipes.packed([HEAD]))
	assert b"".join(pipes.unpacked([whole])) == HEAD
	with pytest.raises(Failure, match="ends in the middle"):
		list(pipes.unpacked([whole[:-9]]))


def test_a_dump_says_where_in_the_binary_log_it_stands(tmp_path, monkeypatch):
	said = tmp_path / "said"
	said.write_bytes(HEAD)
	monkeypatch.setattr(backup, "program", lambda name: name)
	commands = []

	def dumped(words, allowed=(0,)):
		commands.append(words)
		return real(["cat", str(said)])

	real = backup.said_by
	monkeypatch.setattr(backup, "said_by", dumped)
	monkeypatch.setattr(backup, "seal", lambda chunks, path, recipient: [*chunks])
	assert backup.dump(NAME, tmp_path / "a", tmp_path / "b") == ["binlog.000007", 4711]
	(command,) = commands
	assert {"--single-transaction", "--master-data=2", "--protocol=socket"} < {*command}
	assert not [word for word in command if "password" in word]
	said.write_bytes(b"CREATE TABLE `t`;")
	with pytest.raises(Failure, match="log_bin"):
		backup.dump(NAME, tmp_path / "a", tmp_path / "b")


def test_the_files_of_a_site_are_taken_without_its_own_backups_and_its_place(tmp_path, monkeypatch):
	site = tmp_path / "site"
	for name in (
		"private/files/a.pdf",
		"private/backups/b.gz",
		"private/esaylov_place.json",
		"public/c.png",
		"logs/d",
	):
		(site / name).parent.mkdir(parents=True, exist_ok=True)
		(site / name).write_text(name)
	taken: list[bytes] = []
	monkeypatch.setattr(backup, "seal", lambda chunks, path, recipient: taken.extend(chunks))
	backup.pack(site, tmp_path / "a", tmp_path / "b")
	listed = subprocess.run(
		["tar", "--list"], input=b"".join(taken), capture_output=True, check=True
	).stdout.decode()
	assert {each for each in listed.split() if not each.endswith("/")} == {
		"./private/files/a.pdf",
		"./public/c.png",
	}


def test_what_is_brought_back_has_the_rights_that_it_had(store, tmp_path, monkeypatch):
	"""nginx reads what is public, nobody else what is private, whatever the mask of who restores."""
	whole(store, 1, 1)
	(source,) = store_of.manifests(store.folder)
	rights = {"private": 0o700, "private/a.pdf": 0o644, "public": 0o755, "public/b.png": 0o644}
	for name, mode in rights.items():
		place = tmp_path / "site" / name
		place.write_text(name) if place.suffix else place.mkdir(parents=True)
		place.chmod(mode)
	packed = subprocess.run(
		["tar", "--create", "--directory", str(tmp_path / "site"), "./private", "./public"],
		capture_output=True,
		check=True,
	)
	monkeypatch.setattr(file_archives, "opened", lambda path: [packed.stdout])
	monkeypatch.setattr(file_archives, "AS_USER", ())
	# root's tar keeps rights by itself, that of the bench's user does not
	(tmp_path / "tar").write_text('#!/bin/sh\nexec tar --no-same-permissions "$@"\n')
	(tmp_path / "tar").chmod(0o755)
	monkeypatch.setattr(file_archives, "program", lambda name: str(tmp_path / name))
	monkeypatch.setattr(recovery.shutil, "chown", lambda *_: None)
	site = Site(tmp_path, "a.example.org")
	site.folder.parent.mkdir()
	former = os.umask(0o077)
	try:
		recovery._bring_files(source, site)
	finally:
		os.umask(former)
	found = {name: (site.folder / name).stat().st_mode & 0o777 for name in rights}
	assert found == rights
	assert site.folder.stat().st_mode & 0o777 == 0o755
	assert (site.folder / "logs").stat().st_mode & 0o777 == 0o700


# --- files that are new since the last backup


@pytest.fixture
def shipping(keys, tmp_path, monkeypatch) -> tuple[Store, Site]:
	"""A folder of backups and a site with one stored file, whose archives this user reads."""
	monkeypatch.setenv("GNUPGHOME", str(keys[0]))
	monkeypatch.setenv("RUNTIME_DIRECTORY", str(tmp_path / "memory"))
	monkeypatch.setattr(file_archives, "AS_USER", ())
	site = Site(tmp_path / "bench", "a.example.org")
	(site.folder / "private" / "files").mkdir(parents=True)
	(site.folder / "public" / "files" / "sub").mkdir(parents=True)
	(site.folder / "private" / "files" / "first ʻ.pdf").write_text("first")
	return Store(tmp_path / "backups", keys[1]), site


def test_each_file_is_shipped_once_sealed_and_extracted_again(shipping, tmp_path):
	store, site = shipping
	assert file_archives.ship_files(store, site) == 1
	(site.folder / "public" / "files" / "sub" / "second.png").write_text("second")
	(site.folder / "private" / "files" / "third.pdf").write_text("third")
	(site.folder / "private" / "files" / "third.pdf").chmod(0o444)
	assert [file_archives.ship_files(store, site) for _ in range(2)] == [2, 0]
	archives = file_archives.find_archives(store.folder)
	assert len(archives) == 2
	clear = [path for path in store.files.iterdir() if b"third" in path.read_bytes()]
	assert clear == [], "names and bytes are sealed"
	out = tmp_path / "out"
	out.mkdir()
	for _ in range(2):  # over files that only may be read
		assert file_archives.extract_archives(archives, out) == []
	names = {str(path.relative_to(out)) for path in out.rglob("*") if path.is_file()}
	assert names == {"private/files/first ʻ.pdf", "private/files/third.pdf", "public/files/sub/second.png"}
	# the restored files are known: they are not shipped again
	assert file_archives.list_files(out).keys() == file_archives.list_files(site.folder).keys()


def test_a_backup_that_succeeded_leaves_a_note_for_the_metrics(shipping, monkeypatch):
	_, site = shipping
	monkeypatch.setattr(store_of, "AS_USER", ())
	site.note_backup("log")
	assert [path.name for path in (site.folder / backup_results.FOLDER).iterdir()] == ["log.done"]


def test_after_a_crash_before_the_note_files_are_shipped_again(shipping):
	store, site = shipping
	file_archives.ship_files(store, site)
	(store.files / file_archives.KNOWN).unlink()
	assert file_archives.ship_files(store, site) == 1


def test_a_failed_seal_notes_nothing(shipping, tmp_path):
	store, site = shipping
	broken = Store(store.folder, tmp_path / "none.asc")
	with pytest.raises(Failure, match="gpg"):
		file_archives.ship_files(broken, site)
	assert [*store.files.iterdir()] == []
	assert file_archives.ship_files(store, site) == 1


def test_an_overwritten_file_is_shipped_again(shipping):
	store, site = shipping
	file_archives.ship_files(store, site)
	(site.folder / "private" / "files" / "first ʻ.pdf").write_text("other")
	assert file_archives.ship_files(store, site) == 1


def test_a_file_that_was_deleted_since_the_listing_is_left_out(shipping, tmp_path):
	store, site = shipping
	store.files.mkdir(parents=True)
	archive = store.files / f"{NOW:{file_archives.STAMP}}{file_archives.ARCHIVE}"
	names = ["private/files/first ʻ.pdf", "private/files/rolled-back.pdf"]
	file_archives._seal_archive(site.folder, names, archive, store.recipient)
	(tmp_path / "out").mkdir()
	assert file_archives.extract_archives([archive], tmp_path / "out") == []


def test_a_damaged_archive_is_reported_and_the_others_are_extracted(shipping, tmp_path):
	store, site = shipping
	file_archives.ship_files(store, site)
	(site.folder / "private" / "files" / "second.pdf").write_text("second")
	file_archives.ship_files(store, site)
	first, second = file_archives.find_archives(store.folder)
	first.write_bytes(first.read_bytes()[:100])
	(tmp_path / "out").mkdir()
	(problem,) = file_archives.extract_archives([first, second], tmp_path / "out")
	assert str(first) in problem
	assert (tmp_path / "out" / "private" / "files" / "second.pdf").read_text() == "second"


def test_archives_are_chosen_up_to_the_first_one_after_the_moment(store):
	store.files.mkdir()
	for minute in (0, 5, 10, 15):
		stamp = NOW + timedelta(minutes=minute)
		(store.files / f"{stamp:{file_archives.STAMP}}{file_archives.ARCHIVE}").touch()

	def minutes(after: int, until: int | None = None) -> list[int]:
		moment = None if until is None else NOW + timedelta(minutes=until)
		found = file_archives.choose_archives(store.folder, NOW + timedelta(minutes=after), moment)
		return [file_archives.archive_time(path).minute for path in found]

	assert minutes(1) == [5, 10, 15]
	assert minutes(1, 7) == [5, 10]
	assert minutes(1, 10) == [5, 10]
	assert minutes(1, 99) == [5, 10, 15]


# --- binary logs


class Database:
	"""A MariaDB that answers what is asked, and notes it."""

	def __init__(self, monkeypatch: pytest.MonkeyPatch, written: str) -> None:
		self.names, self.written = ["binlog.000001", "binlog.000002"], written
		self.asked: list[str] = []
		monkeypatch.setattr(encryption.Server, "ask", lambda _, sql: self.ask(sql))

	def ask(self, sql: str) -> list[list[str]]:
		self.asked.append(sql)
		if sql == "FLUSH BINARY LOGS":
			self.names.append(f"binlog.{len(self.names) + 1:06}")
		if sql == "SHOW BINARY LOGS":
			return [[name, "300"] for name in self.names]
		return [[self.written if "gtid" in sql else "1"]]


def test_a_log_is_closed_where_something_was_written_and_taken_once(store, monkeypatch):
	taken: list[str] = []

	def take(store: Store, name: str) -> None:
		taken.append(name)
		(store.log / f"{name}.gpg").touch()

	monkeypatch.setattr(backup, "_take_log", take)
	database = Database(monkeypatch, "0-1-17")
	backup.follow(store, Site(store.folder, "a.example.org"))
	assert taken == ["binlog.000001", "binlog.000002"]
	backup.follow(store, Site(store.folder, "a.example.org"))
	assert database.asked.count("FLUSH BINARY LOGS") == 1
	database.written = "0-1-18"
	backup.follow(store, Site(store.folder, "a.example.org"))
	assert taken == ["binlog.000001", "binlog.000002", "binlog.000003"]


def test_without_a_binary_log_it_is_said(store, monkeypatch):
	monkeypatch.setattr(encryption.Server, "ask", lambda *_: [["0"]])
	with pytest.raises(Failure, match="no binary log"):
		backup.follow(store, Site(store.folder, "a.example.org"))


@pytest.mark.parametrize(
	("there", "first", "found"),
	[
		((1, 2, 3), 2, [2, 3]),
		((1, 2, 3), 4, []),
		((9, 10, 11), 10, [10, 11]),
		((999_999, 1_000_000), 999_999, [999_999, 1_000_000]),
	],
)
def test_the_logs_from_one_on_are_read_in_order(store, there, first, found):
	logs(store, *there)
	assert [
		store_of.number(path.name) for path in recovery.logs_from(store.folder, f"binlog.{first:06}")
	] == found


@pytest.mark.parametrize(("there", "first"), [((1, 3), 1), ((2, 3), 1), ((1, 2, 5), 2)])
def test_a_log_that_is_missing_is_named_and_not_passed_over(store, there, first):
	logs(store, *there)
	with pytest.raises(Failure, match="is missing"):
		recovery.logs_from(store.folder, f"binlog.{first:06}")


# --- moments


def test_the_last_whole_backup_before_a_moment_is_taken(store):
	folders = [whole(store, days, log) for days, log in ((3, 1), (2, 5), (1, 9))]
	known = store_of.manifests(store.folder)
	assert [each.folder for each in known] == folders
	assert recovery.chosen(known, None).folder == folders[2]
	assert recovery.chosen(known, NOW - timedelta(days=2)).folder == folders[1]
	assert recovery.chosen(known, NOW - timedelta(days=1, seconds=1)).folder == folders[1]
	with pytest.raises(Failure, match="no whole backup"):
		recovery.chosen(known, NOW - timedelta(days=4))


@pytest.mark.parametrize(
	("typed", "meant"),
	[
		("2026-11-28T17:00:00+05:00", NOW),
		("2026-11-28 12:00:00+00:00", NOW),
		("2026-11-28T12:00:00Z", NOW),
		("", None),
	],
)
def test_a_moment_is_read_with_its_zone(typed, meant):
	assert recovery.moment(typed) == meant


def test_what_is_no_moment_is_refused():
	with pytest.raises(Failure, match="is no moment"):
		recovery.moment("yesterday")


def test_a_log_is_read_from_where_the_dump_stands_up_to_the_moment(monkeypatch):
	monkeypatch.setattr(recovery, "program", lambda name: name)
	source = Manifest(Path("a"), NOW, NAME, "binlog.000007", 4711, {})
	first = recovery.reading(Path("/run/binlog.000007"), source, NOW)
	assert {"--start-position=4711", f"--database={NAME}", "--disable-log-bin"} < {*first}
	assert f"--stop-datetime={NOW.astimezone():%Y-%m-%d %H:%M:%S}" in first
	later = recovery.reading(Path("/run/binlog.000008"), source, None)
	assert not [word for word in later if word.startswith(("--start", "--stop"))]


# --- nothing is written over, nothing that is needed goes


def test_what_is_there_is_not_written_over(tmp_path, monkeypatch):
	site = Site(tmp_path, "a.example.org")
	monkeypatch.setattr(encryption.Server, "ask", lambda *_: [[NAME]])
	with pytest.raises(Failure, match=r"the database .* is there"):
		recovery.refuse_what_is_there(encryption.Server(), site, NAME)
	site.folder.mkdir(parents=True)
	with pytest.raises(Failure, match="move it away"):
		recovery.refuse_what_is_there(encryption.Server(), site, NAME)


def test_a_database_has_a_name_of_the_frameworks(store):
	folder = whole(store, 1, 1)
	path = folder / store_of.MANIFEST
	path.write_text(path.read_text().replace(NAME, "a`; DROP DATABASE b; --"))
	with pytest.raises(Failure, match="no name"):
		recovery.check(*store_of.manifests(store.folder))


def test_what_is_moved_away_is_all_there_under_another_name(tmp_path, monkeypatch):
	site, asked = Site(tmp_path, "a.example.org"), []
	site.folder.mkdir(parents=True)
	(site.folder / "site_config.json").write_text("{}")

	def ask(_: object, sql: str) -> list[list[str]]:
		asked.append(sql)
		if "information_schema" in sql:
			return [["tabAppeal"], ["tab`odd"]]
		return [] if "_before" in sql else [[NAME]]

	monkeypatch.setattr(encryption.Server, "ask", ask)
	recovery.move_away(encryption.Server(), site, NAME)
	assert not site.folder.exists()
	(archived,) = (tmp_path / "archived").iterdir()
	assert (archived / "site_config.json").exists()
	off, made, renamed, dropped = asked[-1].split(";\n")
	assert off == "SET SESSION sql_log_bin = 0"
	assert made == f"CREATE DATABASE `{NAME}_before`"
	assert renamed == (
		f"RENAME TABLE `{NAME}`.`tabAppeal` TO `{NAME}_before`.`tabAppeal`, `{NAME}`.`tab``odd` TO `{NAME}_before`.`tab``odd`"
	)
	assert dropped == f"DROP DATABASE `{NAME}`"
	monkeypatch.setattr(encryption.Server, "ask", lambda *_: [[NAME]])
	with pytest.raises(Failure, match="of an earlier restore"):
		recovery.move_away(encryption.Server(), site, NAME)


def test_a_part_that_was_changed_is_not_restored(store):
	folder = whole(store, 1, 1)
	(source,) = store_of.manifests(store.folder)
	recovery.check(source)
	(folder / store_of.DATABASE).write_bytes(b"changed")
	with pytest.raises(Failure, match="is not as it was written"):
		recovery.check(source)


def test_a_restore_that_fails_leaves_nothing_half_done(store, tmp_path, monkeypatch):
	whole(store, 1, 1)
	site = Site(tmp_path / "bench", "a.example.org")
	asked: list[str] = []
	monkeypatch.setattr(encryption.Server, "ask", lambda _, sql: asked.append(sql) or [])
	monkeypatch.setattr(recovery, "_unsealed", lambda path: b'{"encryption_key": "k"}')

	def broken(*_: object) -> None:
		site.folder.mkdir(parents=True)
		raise Failure("no room")

	monkeypatch.setattr(recovery, "_bring", broken)
	with pytest.raises(Failure, match=r"no room\. Nothing was restored"):
		recovery.restore(store.folder, site, None)
	assert not site.folder.exists()
	assert asked[-1] == f"DROP DATABASE IF EXISTS `{NAME}`"


def test_what_is_too_old_goes_with_its_secrets_and_logs_and_the_last_ones_stay(store):
	old, older_than_all = whole(store, 40, 3), whole(store, 90, 1)
	left = [whole(store, 35, 8), whole(store, 1, 12)]
	logs(store, 1, 2, 3, 7, 8, 12, 13)
	store.files.mkdir()
	for days in (36, 34):
		stamp = NOW - timedelta(days=days)
		(store.files / f"{stamp:{file_archives.STAMP}}{file_archives.ARCHIVE}").touch()
	gone = backup.prune(store, NOW - timedelta(days=30))
	assert {old, older_than_all} < {*gone}
	assert [each.folder for each in store_of.manifests(store.folder)] == left
	assert sorted(store_of.number(path.name) for path in store.log.iterdir()) == [8, 12, 13]
	assert len([*store.secrets.iterdir()]) == 2
	assert [file_archives.archive_time(path) for path in store.files.iterdir()] == [NOW - timedelta(days=34)]
	assert backup.prune(store, NOW - timedelta(days=0)) == []


def test_a_census_counts_what_was_there_then_and_a_broken_chain_is_one_always():
	found = ["rows Appeal: 3 before, 5 now", "files private: 1 before, 2 now", "the chain of C does not hold"]
	assert recovery.deviations(found, has_more=False) == found
	lost = ["files of records are missing: 1 (Appeal: 1)", "the file /private/files/a is missing (Appeal)"]
	assert recovery.deviations(found + lost, has_more=True) == [*found[2:], *lost]


def test_backups_are_roots_matter(monkeypatch):
	monkeypatch.setattr("os.geteuid", lambda: 1000)
	with pytest.raises(Failure, match="as root"):
		backup_command.main(["log", "--site", "a.example.org"])


def test_a_sealed_file_keeps_its_name():
	assert store_of.DATABASE.endswith(sealing.SEALED)
	assert store_of.FILES.endswith(sealing.SEALED)
