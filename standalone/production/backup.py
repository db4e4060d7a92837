"""A whole site sealed for who restores it, what is written after that every few minutes, and any moment brought back.

Nothing lies in the clear on a disk: each part goes through a pipe into GnuPG, which has the public key alone; a binary log is in
memory (`/run`) until it is sealed. MariaDB is asked by root through its socket, without a password.
"""

import json
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from standalone import encryption, sealing
from standalone.packages import program
from standalone.production import file_archives
from standalone.production.pipes import CHUNK, packed, pieces, said_by, seal, sha256
from standalone.production.store import (
	CENSUS,
	DATABASE,
	FILES,
	MANIFEST,
	STAMP,
	Site,
	Store,
	manifests,
	memory,
	number,
)
from standalone.steps import Failure

AT_LEAST = 2
"""So many whole backups stay, however old they are."""
PLACE = re.compile(rb"MASTER_LOG_FILE='([^']+)', MASTER_LOG_POS=(\d+)")
"""How a dump says where in the binary log it stands."""
NOT_TAKEN = ("./private/backups", "./private/esaylov_place.json")
"""The bench's own backups; the mark by which a site knows that it is in its place (docs/operators/backup.md)."""


# --- the whole of a site ---


def take(store: Store, site: Site, days: int) -> int:
	"""A whole backup, its name the moment; then remove what is older than the days. Raises Failure, and leaves no half of one."""
	config = site.config
	now = datetime.now(UTC)
	folder, unready = store.full / now.strftime(STAMP), store.full / "unfinished"
	shutil.rmtree(unready, ignore_errors=True)
	for each in (unready, store.secrets, store.log):
		each.mkdir(parents=True, exist_ok=True)
	try:
		census = site.asked(CENSUS)
		place = dump(config["db_name"], unready / DATABASE, store.recipient)
		# not the moment it began: what was written until the dump stood still is in it
		taken = datetime.now(UTC)
		pack(site.folder, unready / FILES, store.recipient)
		after = site.asked(CENSUS)
		keys = json.dumps(config, indent=1, sort_keys=True).encode()
		seal([keys], store.secrets / f"{folder.name}.json.gpg", store.recipient)
		manifest = {
			"taken": taken.isoformat(),
			"site": site.name,
			"database": config["db_name"],
			"place": place,
			"census": census,
			"after": after,
			"sha256": {name: sha256(unready / name) for name in (DATABASE, FILES)},
		}
		(unready / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True))
		unready.rename(folder)
	except (OSError, Failure) as problem:
		shutil.rmtree(unready, ignore_errors=True)
		raise Failure(f"{problem}. No backup was made") from problem
	follow(store, site)
	gone = prune(store, now - timedelta(days=days))
	print(
		f"Backup: {folder}; {len(gone)} older parts removed. Its secrets: {store.secrets / folder.name}.json.gpg, keep them elsewhere"
	)
	return 0


def dump(database: str, path: Path, recipient: Path) -> list[object]:
	"""A dump of one moment, packed and sealed; where in the binary log it stands. Raises Failure."""
	words = [program("mariadb-dump"), "--protocol=socket", "--user=root", "--single-transaction", "--quick"]
	words += ["--master-data=2", "--hex-blob", "--routines", "--triggers", "--default-character-set=utf8mb4"]
	head = bytearray()

	def remembered(chunks: Iterable[bytes]) -> Iterator[bytes]:
		for chunk in chunks:
			if len(head) < CHUNK:
				head.extend(chunk[:CHUNK])
			yield chunk

	with said_by([*words, database]) as output:
		seal(packed(remembered(output)), path, recipient)
	found = PLACE.search(bytes(head))
	if not found:
		raise Failure("the dump does not say where in the binary log it stands: is log_bin on?")
	return [found[1].decode(), int(found[2])]


def pack(folder: Path, path: Path, recipient: Path) -> None:
	"""What is stored of a site, public and private, sealed. A file that changes meanwhile is one of today, and is in the next one too."""
	left = [f"--exclude={name}" for name in NOT_TAKEN]
	# posix: times keep their fractions, by which `file_archives` knows a restored file again
	words = [program("tar"), "--create", "--format=posix", "--directory", str(folder), *left]
	words += ["./private", "./public"]
	with said_by(words, allowed=(0, 1)) as output:
		seal(output, path, recipient)


# --- what is written after it ---


def follow(store: Store, site: Site) -> int:
	"""Close the binary log where something was written, seal the new stored files, then each closed log that is not
	sealed. Raises Failure.

	The order matters: files are listed after the logs, so each log's files are listed; and they are sealed before the logs, so
	a crash leaves no sealed log whose files are missing.
	"""
	server = encryption.Server()
	if server.value("SELECT @@global.log_bin") != "1":
		raise Failure("MariaDB writes no binary log (log_bin): nothing can be brought back to a moment")
	store.log.mkdir(parents=True, exist_ok=True)
	close(server, store)
	*closed, _open = [row[0] for row in server.ask("SHOW BINARY LOGS")]
	files = file_archives.ship_files(store, site)
	new = [name for name in closed if not (store.log / f"{name}{sealing.SEALED}").exists()]
	for name in new:
		_take_log(store, name)
	print(
		f"Binary logs: {len(new)} sealed"
		+ (f", up to {new[-1]}" if new else "")
		+ f". New files: {files} sealed"
	)
	return 0


def close(server: encryption.Server, store: Store) -> None:
	"""Have MariaDB begin another log, unless nothing was written since it last did."""
	noted, position = store.log / "position", server.value("SELECT @@global.gtid_binlog_pos")
	if noted.exists() and noted.read_text() == position:
		return
	server.ask("FLUSH BINARY LOGS")
	noted.write_text(position)


def _take_log(store: Store, name: str) -> None:
	"""Read a log from the server, which unseals what it seals at rest, and seal it for who restores."""
	folder = memory()
	words = [
		program("mariadb-binlog"),
		"--protocol=socket",
		"--user=root",
		"--read-from-remote-server",
		"--raw",
	]
	plain = folder / name
	try:
		done = subprocess.run([*words, f"--result-file={folder}/", name], capture_output=True, text=True)
		if done.returncode or not plain.exists():
			raise Failure(f"mariadb-binlog: {done.stderr.strip() or done.returncode}")
		with plain.open("rb") as file:
			seal(pieces(file), store.log / f"{name}{sealing.SEALED}", store.recipient)
	finally:
		plain.unlink(missing_ok=True)


def prune(store: Store, before: datetime) -> list[Path]:
	"""Remove whole backups of before a day but for the last ones, and logs, files and secrets that none of those
	left needs; what went."""
	known = manifests(store.folder)
	old = [each for each in known[:-AT_LEAST] if each.taken < before]
	gone = []
	for each in old:
		shutil.rmtree(each.folder)
		secrets = store.secrets / f"{each.folder.name}.json.gpg"
		secrets.unlink(missing_ok=True)
		gone += [each.folder]
	left = [each for each in known if each not in old]
	if left:
		first = min(number(each.log) for each in left)
		logs = [path for path in store.log.glob(f"*{sealing.SEALED}") if number(path.name) < first]
		logs += file_archives.find_outdated_archives(store.folder, left[0].taken)
		for path in logs:
			path.unlink()
		gone += logs
	return gone
