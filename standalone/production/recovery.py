"""A site brought back to a moment: the last whole backup before it, then what the binary logs say up to it."""

import json
import re
import secrets as random
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, cast

from standalone import encryption, sealing
from standalone.files import write
from standalone.packages import program
from standalone.production import file_archives
from standalone.production.layout import USER
from standalone.production.pipes import opened, said_by, sha256, unpacked
from standalone.production.store import (
	DATABASE,
	DEVIATIONS,
	FILES,
	HOLD,
	LOG,
	SECRETS,
	STAMP,
	Manifest,
	Site,
	manifests,
	memory,
	number,
)
from standalone.steps import Failure

OF_DATABASE = ("db_name", "db_password", "db_user")
NAME = re.compile(r"\w+")
NOT_LOGGED = "SET SESSION sql_log_bin = 0"
"""What is brought back is not written into the binary log again: a whole backup is to be taken after it."""


def moment(text: str) -> datetime | None:
	"""A moment as it is typed, without a zone by the machine's clock; None for the last one. Raises Failure."""
	if not text:
		return None
	try:
		return datetime.fromisoformat(text).astimezone(UTC)
	except ValueError:
		raise Failure(f"{text!r} is no moment: 2026-11-28T04:12:33+05:00") from None


def chosen(known: list[Manifest], until: datetime | None) -> Manifest:
	"""The last one before a moment. Raises Failure where there is none."""
	fitting = [each for each in known if until is None or each.taken <= until]
	if not fitting:
		raise Failure(f"no whole backup was taken before {until or 'now'}")
	return fitting[-1]


def logs_from(folder: Path, first: str) -> list[Path]:
	"""The sealed logs from one on, in order. Raises Failure where one between them is missing: what it held would be lost unseen."""
	found = {number(path.name): path for path in (folder / LOG).glob(f"*{sealing.SEALED}")}
	wanted = [count for count in sorted(found) if count >= number(first)]
	if not wanted:
		return []
	gaps = sorted(set(range(number(first), wanted[-1] + 1)) - set(wanted))
	if gaps:
		raise Failure(
			f"the binary log number {gaps[0]} is missing in {folder / LOG}: what follows it cannot be brought back"
		)
	return [found[count] for count in wanted]


def restore(folder: Path, site: Site, until: datetime | None, is_moving: bool = False) -> int:
	"""Make a site from backups as it was at a moment; 1 where it is not what the backup says of itself. Raises Failure.

	is_moving: what is there now goes aside, and stays.
	"""
	source = chosen(manifests(folder), until)
	check(source)
	logs = logs_from(folder, source.log)
	config = json.loads(_unsealed(folder / SECRETS / f"{source.folder.name}.json.gpg"))
	server = encryption.Server()
	if is_moving:
		move_away(server, site, source.database)
	refuse_what_is_there(server, site, source.database)
	archives = file_archives.choose_archives(folder, source.taken, until)
	print(
		f"• from the backup of {source.taken.isoformat()}, then {len(logs)} binary logs and {len(archives)} archives of files",
		flush=True,
	)
	try:
		_bring(server, source, site, logs, config, until)
	except (OSError, Failure) as problem:
		shutil.rmtree(site.folder, ignore_errors=True)
		server.ask(f"DROP DATABASE IF EXISTS `{source.database}`")
		raise Failure(f"{problem}. Nothing was restored") from problem
	found = file_archives.extract_archives(archives, site.folder)
	found += deviations(site.asked(DEVIATIONS, source.said["census"], source.said["after"]), bool(logs))
	_print_result(site, found, f"at {until.isoformat()}" if until else "at last")
	return int(bool(found))


def _print_result(site: Site, found: list[str], when: str) -> None:
	for line in found:
		print(f"✗ {line}")
	result = f"is as it was {when}"
	if found:
		result = f"was restored with {len(found)} deviations, listed above (docs/operators/production.md, What is missing)"
	print(
		f"{site.name} {result}; it takes and sends nothing until it is released (docs/operators/backup.md, A restored site is held). "
		"Take a whole backup now: what is written from here on follows that one."
	)


def _bring(
	server: encryption.Server,
	source: Manifest,
	site: Site,
	logs: list[Path],
	config: dict[str, Any],
	until: datetime | None,
) -> None:
	"""Database, files, settings; and the site knows that it is a copy."""
	word = random.token_urlsafe(32)
	server.ask(";\n".join(made(source.database, word)))
	with into_database(source.database) as sink:
		for chunk in unpacked(opened(source.folder / DATABASE)):
			sink.write(chunk)
	for path in logs:
		replay(path, source, until)
	_bring_files(source, site)
	_bring_config(
		site, config | dict(zip(OF_DATABASE, (source.database, word, source.database), strict=True))
	)
	site.asked(HOLD)


def check(source: Manifest) -> None:
	"""Failure for a part that is missing or is not as it was written, or a name that the framework gives no database."""
	if not NAME.fullmatch(source.database):
		raise Failure(f"{source.database!r} is no name that the framework gives a database")
	for name, expected in source.said["sha256"].items():
		path = source.folder / name
		if not path.exists() or sha256(path) != expected:
			raise Failure(f"{path} is not as it was written; take another backup")


def refuse_what_is_there(server: encryption.Server, site: Site, database: str) -> None:
	"""Failure where anything would be written over."""
	if site.folder.exists():
		raise Failure(f"{site.folder} is there: move it away first")
	if server.ask(f"SHOW DATABASES LIKE '{database}'"):
		raise Failure(
			f"the database {database} is there: rename or drop it first, or restore on another machine"
		)


def move_away(server: encryption.Server, site: Site, database: str) -> None:
	"""The site's folder out of the folder of sites, its tables into a database beside: nothing is removed. Raises Failure."""
	aside = f"{database}_before"
	if server.ask(f"SHOW DATABASES LIKE '{aside}'"):
		raise Failure(
			f"the database {aside} is there, of an earlier restore: look whether it is still needed, and drop it"
		)
	if site.folder.exists():
		archived = site.bench / "archived" / f"{site.name}-{datetime.now(UTC):{STAMP}}"
		archived.parent.mkdir(mode=0o700, exist_ok=True)
		site.folder.rename(archived)
		print(f"• {site.folder} is now {archived}")
	if server.ask(f"SHOW DATABASES LIKE '{database}'"):
		server.ask(";\n".join(moved(database, aside, tables_of(server, database))))
		print(f"• the database {database} is now {aside}")


def tables_of(server: encryption.Server, database: str) -> list[str]:
	"""Tables, and the sequences that count for some of them."""
	# a name that was checked, to a client that knows no parameters
	rows = server.ask(
		f"SELECT table_name FROM information_schema.tables WHERE table_schema = '{database}' "  # noqa: S608
		"AND table_type <> 'VIEW' ORDER BY 1"
	)
	return [row[0] for row in rows]


def moved(database: str, aside: str, names: list[str]) -> list[str]:
	"""The statements that move tables into a database of another name, all of them or none."""
	renamed = ", ".join(f"{_quoted(database, name)} TO {_quoted(aside, name)}" for name in names)
	return [
		NOT_LOGGED,
		f"CREATE DATABASE `{aside}`",
		*([f"RENAME TABLE {renamed}"] if names else []),
		f"DROP DATABASE `{database}`",
	]


def _quoted(*words: str) -> str:
	return ".".join("`" + word.replace("`", "``") + "`" for word in words)


def made(database: str, word: str) -> list[str]:
	"""The statements that make a database and its login, as the framework does."""
	login = f"'{database}'@'localhost'"
	return [
		NOT_LOGGED,
		f"CREATE DATABASE `{database}` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci",
		f"CREATE OR REPLACE USER {login} IDENTIFIED BY '{word}'",
		f"GRANT ALL PRIVILEGES ON `{database}`.* TO {login}",
	]


def replay(path: Path, source: Manifest, until: datetime | None) -> None:
	"""What one binary log says of the database, up to a moment."""
	folder = memory()
	plain = folder / path.name.removesuffix(sealing.SEALED)
	try:
		sealing.unseal(path, folder)
		with said_by(reading(plain, source, until)) as output, into_database(source.database) as sink:
			for chunk in output:
				sink.write(chunk)
	finally:
		plain.unlink(missing_ok=True)


def reading(plain: Path, source: Manifest, until: datetime | None) -> list[str]:
	"""The command that says a binary log again as statements."""
	words = [program("mariadb-binlog"), "--disable-log-bin", f"--database={source.database}"]
	if plain.name == source.log:
		words.append(f"--start-position={source.position}")
	if until:
		# by the clock of the machine, as mariadb-binlog reads it
		words.append(f"--stop-datetime={until.astimezone():%Y-%m-%d %H:%M:%S}")
	return [*words, str(plain)]


@contextmanager
def into_database(database: str) -> Iterator[IO[bytes]]:
	"""What is written goes to MariaDB as statements. Raises Failure."""
	words = [
		program("mariadb"),
		"--protocol=socket",
		"--user=root",
		"--binary-mode",
		"--max-allowed-packet=1G",
	]
	words += ["--default-character-set=utf8mb4", database]
	with subprocess.Popen(words, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as running:
		sink, told = cast(IO[bytes], running.stdin), cast(IO[bytes], running.stderr)
		with suppress(BrokenPipeError):  # what it says is the reason
			sink.write(f"{NOT_LOGGED};\n".encode())
			yield sink
			sink.close()
		problem = told.read().decode(errors="replace").strip()
	if running.returncode:
		raise Failure(f"mariadb: {problem.splitlines()[-1] if problem else running.returncode}")


def _unsealed(path: Path) -> bytes:
	if not path.exists():
		raise Failure(f"{path} is missing: bring the secrets of the backup back from where they are kept")
	return b"".join(opened(path))


def _bring_files(source: Manifest, site: Site) -> None:
	"""The stored files, as the bench's user has them."""
	site.folder.mkdir()
	site.folder.chmod(0o755)  # nginx reads what is public, whatever the mask of this process is
	shutil.chown(site.folder, USER, USER)
	file_archives.extract_archive(source.folder / FILES, site.folder)
	for name in ("logs", "locks"):
		(site.folder / name).mkdir(mode=0o700, exist_ok=True)
		shutil.chown(site.folder / name, USER, USER)


def _bring_config(site: Site, config: dict[str, Any]) -> None:
	text = json.dumps(config, indent=1, sort_keys=True)
	write(site.folder / "site_config.json", text, 0o600, USER, USER)


def deviations(found: list[str], has_more: bool) -> list[str]:
	"""What is wrong of what a census says: where logs were read too, there are more rows and files than it counted."""
	return [
		line
		for line in found
		if not (has_more and line.startswith(("rows ", "files private:", "files public:")))
	]
