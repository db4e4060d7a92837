"""Back up a site and bring it back: script/backup and script/restore.

A backup is a folder: the dump of one moment (a single transaction), the public and private files copied after it (each file
that the dump names is still there: deleted ones lie for two days), and a manifest with the SHA-256 of each part and a census of
the site before and after, for people may work meanwhile. Its secrets
(encryption and signing keys) lie in a file of their own, for another place: without it nobody signs or decrypts with the backup.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from standalone import backing, cli, sealing, setup, site_config
from standalone.paths import APP, Bench
from standalone.steps import Failure

MANIFEST = "manifest.json"
PARTS = ("database.sql.gz", "public-files.tar", "private-files.tar")
OF_DATABASE = frozenset(
	{"db_host", "db_name", "db_password", "db_port", "db_socket", "db_type", "db_user"}
	| {"esaylov_report_password", "esaylov_report_user"}
)
"""Settings of the place where a site stands; a restored one has its own."""
CENSUS = f"{APP}.setup.operating.inventory.census"
DEVIATIONS = f"{APP}.setup.operating.inventory.deviations"
HOLD = f"{APP}.framework.place.hold"


def backup(arguments: list[str]) -> int:
	"""Write a backup of a site into a new folder, and its secrets into a file beside it or elsewhere."""
	parser = argparse.ArgumentParser(prog="script/backup", description=backup.__doc__)
	parser.add_argument("--site", default=cli.SITE)
	parser.add_argument(
		"--to", type=Path, default=Path("backups"), help="where the folder of the backup is made"
	)
	parser.add_argument(
		"--secrets", type=Path, help="file for the secrets; another machine or medium is best"
	)
	parser.add_argument(
		"--seal-for",
		type=Path,
		metavar="KEY",
		help="file of a public key of GnuPG: only its owner can restore it",
	)
	options = parser.parse_args(arguments)
	if options.seal_for:
		sealing.check(options.seal_for)
	bench = Bench()
	setup.prepare(bench)
	folder = (options.to / f"{options.site}-{time.strftime('%Y%m%d-%H%M%S')}").resolve()
	secrets = (options.secrets or folder.with_suffix(".secrets.json")).resolve()
	os.umask(0o077)
	with _whole(folder, secrets):
		folder.mkdir(parents=True)
		_write(bench, options.site, folder, secrets, options.seal_for)
	print(f"Backup:  {folder}\nSecrets: {secrets}  (keep it elsewhere)")
	return 0


@contextmanager
def _whole(folder: Path, secrets: Path) -> Iterator[None]:
	"""A backup that cannot be written to its end is taken away: half of one helps nobody, and fills the disk each night."""
	had_secrets = secrets.exists()
	try:
		yield
	except (OSError, Failure) as problem:
		shutil.rmtree(folder, ignore_errors=True)
		if not had_secrets:
			secrets.unlink(missing_ok=True)
		raise Failure(f"{problem}. No backup was made") from problem


def _write(bench: Bench, site: str, folder: Path, secrets: Path, recipient: Path | None) -> None:
	"""The parts of a backup, sealed where it is for somebody, and last of all its manifest."""
	with backing.running(bench):
		census = _asked(bench, site, CENSUS)
		_run(bench, site, "save", str(folder), str(secrets))
		after = _asked(bench, site, CENSUS)
	if not (folder / PARTS[0]).exists():
		raise Failure("the backup has no dump")
	if recipient:
		for name in _present(folder):
			sealing.seal(folder / name, recipient)
	seal(folder, secrets, census, after)


def seal(folder: Path, secrets: Path, census: object, after: object) -> None:
	"""Write the manifest beside the parts, or nothing: restore takes no folder without one. Raises OSError."""
	parts = {name: _sha256(folder / name) for name in _present(folder)}
	manifest = {"census": census, "after": after, "sha256": parts}
	unready = folder / f"{MANIFEST}.part"
	unready.write_text(json.dumps(manifest, indent=1, sort_keys=True))
	secrets.chmod(0o600)
	unready.rename(folder / MANIFEST)


def restore(arguments: list[str]) -> int:
	"""Make a site from a backup, and compare it with what the backup says of itself; 1 where it differs."""
	parser = argparse.ArgumentParser(prog="script/restore", description=restore.__doc__)
	parser.add_argument("folder", type=Path)
	parser.add_argument("--site", default=cli.SITE, help="the site to be made; it must not exist")
	parser.add_argument("--secrets", type=Path, required=True, help="the file with the secrets of the backup")
	options = parser.parse_args(arguments)
	folder, secrets = options.folder.resolve(), json.loads(options.secrets.read_text())
	manifest = checked(folder)
	bench = Bench()
	setup.prepare(bench)
	if (bench.sites / options.site).exists():
		raise Failure(f"the site {options.site} exists; drop it first: script/site drop-site {options.site}")
	with backing.running(bench), sealing.unsealed(folder, PARTS) as plain:
		_bring(bench, options.site, plain, secrets, is_held=True)
		found = _asked(bench, options.site, DEVIATIONS, manifest["census"], manifest.get("after"))
	for line in found:
		print(f"✗ {line}", file=sys.stderr)
	if not found:
		print(f"{options.site} is as it was: rows, files, and every chain to its head.")
	print(
		f"{options.site} takes and sends nothing until two administrators release it (docs/operators/backup.md, A restored site is held)."
	)
	return int(bool(found))


@contextmanager
def copies(bench: Bench, source: str, into: Bench | None = None) -> Iterator[Callable[[str], None]]:
	"""`copy(site)`: makes a site that is as `source` was when this began, also beside another copy.

	into: another bench, where the copies are made. The databases have to be running. Raises Failure where that does not succeed.
	"""
	with tempfile.TemporaryDirectory() as name:
		folder, secrets = Path(name), Path(name) / "secrets.json"
		_run(bench, source, "save", str(folder), str(secrets))
		private = bench.sites / source / "private"
		yield partial(_copy, into or bench, private, folder, json.loads(secrets.read_text()))


def _copy(bench: Bench, private: Path, folder: Path, secrets: dict[str, Any], site: str) -> None:
	if (bench.sites / site).exists():
		_run(bench, site, "drop-site", site, "--no-backup")
	_bring(bench, site, folder, secrets, is_held=False)
	# what no backup takes along: the keys of a demonstration, the mark that the site is in its place
	shutil.copytree(
		private,
		bench.sites / site / "private",
		ignore=shutil.ignore_patterns("backups", "portal"),
		dirs_exist_ok=True,
	)


def _bring(bench: Bench, site: str, folder: Path, secrets: dict[str, Any], is_held: bool) -> None:
	"""Make a site from the parts of a backup, the files where it has any."""
	_run(bench, site, "bring", site, str(folder / PARTS[0]))
	if is_held:
		_run(bench, site, "execute", HOLD)  # the site it was taken from may be at work
	for name in (name for name in PARTS[1:] if (folder / name).exists()):
		_extract(folder / name, bench.sites / site)
	for key in sorted(secrets.keys() - OF_DATABASE):
		site_config.set_value(bench, site, key, secrets[key])


def checked(folder: Path) -> dict[str, Any]:
	"""The manifest of a whole backup; raises Failure for a part that is missing or was changed."""
	path = folder / MANIFEST
	if not path.exists():
		raise Failure(f"{path} is missing: this is no backup, or an unfinished one")
	manifest: dict[str, Any] = json.loads(path.read_text())
	for name, expected in manifest["sha256"].items():
		if not (folder / name).exists() or _sha256(folder / name) != expected:
			raise Failure(f"{folder / name} is not as it was written; take another backup")
	return manifest


def _present(folder: Path) -> list[str]:
	names = (name + ending for name in PARTS for ending in ("", sealing.SEALED))
	return [name for name in names if (folder / name).exists()]


def _sha256(path: Path) -> str:
	with path.open("rb") as file:
		return hashlib.file_digest(file, "sha256").hexdigest()


def _extract(archive: Path, site: Path) -> None:
	"""The archive names files as `./SITE/private/files/…`: the two first steps are not the new site's."""
	subprocess.run(["tar", "-xf", str(archive), "--strip-components", "2", "-C", str(site)], check=True)


def _asked(bench: Bench, site: str, function: str, *arguments: object) -> Any:
	answer = _run(bench, site, "execute", function, "--args", repr(list(arguments)))
	return json.loads(answer)


def _run(bench: Bench, site: str, *words: str) -> str:
	answer = subprocess.run(
		setup.site_command(bench, site, *words), cwd=bench.sites, capture_output=True, text=True
	)
	if answer.returncode:
		lines = (answer.stderr or answer.stdout).strip().splitlines()
		raise Failure(f"{words[0]} of {site} failed: {lines[-1] if lines else answer.returncode}")
	return answer.stdout
