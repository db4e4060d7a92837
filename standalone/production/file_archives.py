"""Archives of the stored files that are new since the last backup, and their extraction.

Files of the store are written once and before their record is committed. A listing that begins after a binary log was closed
therefore contains every file that the records of this log name.
"""

import hashlib
import os
import subprocess
from contextlib import suppress
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import IO, cast

from standalone import sealing
from standalone.packages import program
from standalone.production.layout import AS_USER
from standalone.production.pipes import opened, said_by, seal
from standalone.production.store import NEW_FILES, Site, Store, memory
from standalone.steps import Failure

FOLDERS = ("private/files", "public/files")
ARCHIVE = f".tar{sealing.SEALED}"
STAMP = "%Y%m%dT%H%M%S.%fZ"
"""Two backups may follow each other within a second."""
KNOWN = "shipped"
"""Digests of the files that an archive contains. Names may contain personal data, and this file is not sealed."""


def ship_files(store: Store, site: Site) -> int:
	"""Seal the files that no earlier archive contains into one archive; returns their number. Raises Failure.

	The digests are noted after the archive: after a crash between the two, files are shipped twice, never left out.
	"""
	store.files.mkdir(parents=True, exist_ok=True)
	begun, noted = datetime.now(UTC), store.files / KNOWN
	known = set(noted.read_text().split()) if noted.exists() else set()
	found = list_files(site.folder)
	new = sorted(name for digest, name in found.items() if digest not in known)
	if new:
		_seal_archive(site.folder, new, store.files / f"{begun:{STAMP}}{ARCHIVE}", store.recipient)
	if found.keys() != known:
		unready = noted.with_name(f"{KNOWN}.part")
		unready.write_text("\n".join(found))
		unready.rename(noted)
	return len(new)


def list_files(folder: Path) -> dict[str, str]:
	"""The stored files of a site: digest of path, size and time of change -> path below the folder of the site."""
	found, above = {}, len(f"{folder}/")
	for parent, _, names in chain.from_iterable(os.walk(folder / part) for part in FOLDERS):
		for name in names:
			path = (
				f"{parent}/{name}"  # one string, no Path: there may be a million of them every five minutes
			)
			with suppress(FileNotFoundError):  # deleted since it was listed
				found[_digest(path[above:], os.lstat(path))] = path[above:]
	return found


def _digest(path: str, state: os.stat_result) -> str:
	text = f"{path}\0{state.st_size}\0{state.st_mtime_ns}"
	return hashlib.sha256(text.encode(errors="surrogateescape")).hexdigest()[:32]


def _seal_archive(folder: Path, names: list[str], path: Path, recipient: Path) -> None:
	"""An archive of these files. A file that was deleted since the listing is left out: its transaction was rolled back."""
	listed = memory() / "new-files"
	try:
		listed.write_text("\0".join(names), errors="surrogateescape")
		words = [program("tar"), "--create", "--format=posix", "--directory", str(folder), "--null"]
		words += ["--verbatim-files-from", "--ignore-failed-read", "--warning=none", f"--files-from={listed}"]
		with said_by(words, allowed=(0, 1)) as output:
			seal(output, path, recipient)
	finally:
		listed.unlink(missing_ok=True)


def archive_time(path: Path) -> datetime:
	"""When the listing of an archive began."""
	return datetime.strptime(path.name.removesuffix(ARCHIVE), STAMP).replace(tzinfo=UTC)


def find_archives(folder: Path) -> list[Path]:
	"""All archives of new files in the folder of backups, the oldest first."""
	return sorted((folder / NEW_FILES).glob(f"*{ARCHIVE}"), key=archive_time)


def choose_archives(folder: Path, after: datetime, until: datetime | None) -> list[Path]:
	"""Archives with the files stored between a full backup and a moment, the oldest first.

	The first archive that was begun at or after the moment is included: it contains the last files before the moment.
	"""
	later = [path for path in find_archives(folder) if archive_time(path) >= after]
	if until is None:
		return later
	return later[: sum(1 for path in later if archive_time(path) < until) + 1]


def find_outdated_archives(folder: Path, first: datetime) -> list[Path]:
	"""Archives begun before the oldest full backup that remains; it contains their files."""
	return [path for path in find_archives(folder) if archive_time(path) < first]


def extract_archives(paths: list[Path], folder: Path) -> list[str]:
	"""Extract archives over each other; returns why one of them could not be read, for each such archive.

	The others are extracted: a damaged archive must not prevent the restore of the database.
	"""
	problems = []
	for path in paths:
		try:
			extract_archive(path, folder)
		except (OSError, Failure) as problem:
			problems.append(f"the archive {path} cannot be read: {problem}")
	return problems


def extract_archive(path: Path, folder: Path) -> None:
	"""Extract a sealed archive into the folder of a site as the user of the bench. Raises Failure and OSError."""
	words = [*AS_USER, program("tar"), "--extract", "--preserve-permissions", "--directory", str(folder)]
	with subprocess.Popen(words, stdin=subprocess.PIPE) as running:
		sink = cast(IO[bytes], running.stdin)
		for chunk in opened(path):
			sink.write(chunk)
		sink.close()
	if running.returncode:
		raise Failure(f"tar ended with {running.returncode}")
