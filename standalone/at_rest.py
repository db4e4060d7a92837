"""script/encrypt-at-rest: nothing of anybody in the bytes of a disk, a log or a backup. Needs Python alone, on a stock bench too."""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

from standalone import byte_search, encryption, sealing, volumes
from standalone.encryption import Place, Server
from standalone.steps import Failure

OPTIONS = Path("/etc/mysql/mariadb.conf.d/60-esaylov-encryption.cnf")
KEYS = Path("/etc/mysql/encryption")
DATA = Path("/var/lib/mysql")
Command = Callable[[argparse.Namespace], int]


def encrypt(arguments: list[str]) -> int:
	"""Set up, rotate and prove encryption at rest; 1 where something lies in the clear."""
	parser = argparse.ArgumentParser(prog="script/encrypt-at-rest", description=encrypt.__doc__)
	dry, database, asked = (argparse.ArgumentParser(add_help=False) for _ in range(3))
	dry.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
	database.add_argument("--keys", type=Path, default=KEYS, help="folder of the file of keys")
	database.add_argument("--options", type=Path, default=OPTIONS, help="file of options that MariaDB reads")
	database.add_argument("--data", type=Path, default=DATA, help="MariaDB's data folder")
	database.add_argument("--owner", default="mysql", help="the user that MariaDB runs as")
	asked.add_argument("--defaults", type=Path, help="option file that says where MariaDB is and who asks")
	verbs = parser.add_subparsers(dest="verb", required=True, metavar="COMMAND")
	verbs.add_parser("set-up", parents=[dry, database, asked], help="keys and options for MariaDB")
	verbs.add_parser("new-key", parents=[dry, database], help="one more key, for a rotation")
	tables = verbs.add_parser(
		"tables", parents=[dry, asked], help="tables under the newest key, while people work"
	)
	tables.add_argument("--purge-logs", action="store_true", help="remove binary logs of before encryption")
	check = verbs.add_parser("check", parents=[asked], help="what lies in the clear")
	check.add_argument(
		"--files",
		type=Path,
		action="append",
		default=[],
		help="a folder that has to be on an encrypted file system",
	)
	check.add_argument(
		"--wait", type=int, default=0, metavar="SECONDS", help="for what MariaDB still encrypts"
	)
	found = verbs.add_parser("search", help="files that hold one of the values on the standard input")
	found.add_argument("folders", type=Path, nargs="+")
	files = verbs.add_parser(
		"files", parents=[dry], help="an encrypted file system on an empty device (LUKS)"
	)
	files.add_argument("--device", type=Path, required=True)
	files.add_argument("--at", type=Path, required=True, help="the folder that it is mounted on")
	files.add_argument("--key", type=Path, required=True, help="file of its key; made where it is missing")
	folder = verbs.add_parser(
		"folder", parents=[dry], help="an encrypted folder, where there is no device (gocryptfs)"
	)
	folder.add_argument("--sealed", type=Path, required=True, help="the folder that holds sealed files")
	folder.add_argument("--at", type=Path, required=True, help="the folder in which they are read")
	folder.add_argument("--key", type=Path, required=True, help="file of its key; made where it is missing")
	seal = verbs.add_parser(
		"seal", parents=[dry], help="files of a backup for the owner of a key; the plain ones go"
	)
	seal.add_argument(
		"--for", type=Path, required=True, dest="recipient", help="file of a public key of GnuPG"
	)
	seal.add_argument("files", type=Path, nargs="+")
	options = parser.parse_args(arguments)
	return COMMANDS[options.verb](options)


def _set_up(options: argparse.Namespace) -> int:
	return _say(
		encryption.set_up(_place(options), options.dry_run, Server(options.defaults)), options.dry_run
	)


def _new_key(options: argparse.Namespace) -> int:
	return _say(encryption.add_key(_place(options), options.dry_run), options.dry_run)


def _place(options: argparse.Namespace) -> Place:
	return Place(options.keys, options.options, options.data, options.owner)


def _tables(options: argparse.Namespace) -> int:
	server = Server(options.defaults)
	if not encryption.has_keys(server):
		raise Failure(f"{encryption.WITHOUT_KEYS}. First set-up, and restart it")
	number = encryption.of_new_tables(server)
	if options.dry_run:
		waiting = [
			f"{table.shown}: {encryption.rebuilding(table, number)}"
			for table in encryption.due(encryption.tables(server), number)
		]
		return _say(
			[
				encryption.EMPTY_VALUES,
				*waiting,
				*(f"purge {path.name}" for path in _plain_logs(server, options)),
			],
			True,
		)
	busy = encryption.rebuild(server, number, lambda line: print(line, flush=True))
	if options.purge_logs:
		_say([f"{name} is removed" for name in encryption.purge_plain_logs(server)], False)
	if busy:
		raise Failure(f"busy, and left for another run: {', '.join(busy)}")
	print(f"All tables are under key {number}, those that are not InnoDB are Aria.")
	return 0


def _plain_logs(server: Server, options: argparse.Namespace) -> list[Path]:
	return encryption.plain_logs(server) if options.purge_logs else []


def _check(options: argparse.Namespace) -> int:
	server = Server(options.defaults)
	until = time.monotonic() + options.wait
	while (found := encryption.faults(server)) and time.monotonic() < until:
		time.sleep(1)
	found += [
		f"{folder} is on no encrypted file system that is seen here"
		for folder in options.files
		if not volumes.is_encrypted(folder)
	]
	for line in found:
		print(f"✗ {line}", file=sys.stderr)
	if not found:
		print("Nothing of the database lies in the clear.")
	return int(bool(found))


def _search(options: argparse.Namespace) -> int:
	found = byte_search.search(options.folders, byte_search.read_values(sys.stdin.read()))
	for path, values in found.items():
		print(f"✗ {path}: {len(values)} of the values", file=sys.stderr)  # never which: this goes into logs
	if not found:
		print("None of the values stands in these files.")
	return int(bool(found))


def _files(options: argparse.Namespace) -> int:
	return _say(
		volumes.set_up(volumes.Volume(options.device, options.at, options.key), options.dry_run),
		options.dry_run,
	)


def _folder(options: argparse.Namespace) -> int:
	place = volumes.SealedFolder(options.sealed, options.at, options.key)
	return _say(volumes.set_up_folder(place, options.dry_run), options.dry_run)


def _seal(options: argparse.Namespace) -> int:
	if options.dry_run:
		return _say([f"{path} into {path.name}{sealing.SEALED}" for path in options.files], True)
	return _say([f"sealed: {sealing.seal(path, options.recipient)}" for path in options.files], False)


def _say(lines: list[str], is_dry: bool) -> int:
	for line in lines:
		print(f"would: {line}" if is_dry else line)
	return 0


COMMANDS: dict[str, Command] = {
	"set-up": _set_up,
	"new-key": _new_key,
	"tables": _tables,
	"check": _check,
	"search": _search,
	"files": _files,
	"folder": _folder,
	"seal": _seal,
}
