"""Encryption at rest by MariaDB's own means: its file_key_management plugin, a file of keys, a file of options.

Written to MariaDB 10.6 to 11.8. Keys have numbers. Key 1 seals redo and undo logs, binary logs and the server's own tables, key 2
temporary files; both stay for as long as the data folder does (the plugin knows no versions of a key). Tables are under key 1 until
the first rotation, then under the newest; a rotation rebuilds one table after the other while people work.
"""

import re
import secrets
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from standalone import tablespaces
from standalone.files import give, write
from standalone.packages import program
from standalone.steps import Failure

Told = Callable[[str], None]
KEYS = "keys.txt"
SYSTEM, TEMPORARY = 1, 2
BYTES_OF_A_KEY = 32
SETTINGS = {
	"innodb_encrypt_tables": "FORCE",
	"innodb_encrypt_log": "ON",
	"innodb_encrypt_temporary_tables": "ON",
	"encrypt_binlog": "ON",
	"encrypt_tmp_files": "ON",
	"encrypt_tmp_disk_tables": "ON",
	"aria_encrypt_tables": "ON",
}
"""What has to be on. FORCE: nobody makes a table in the clear, also not by a restored dump."""
THREADS = 4
"""Of InnoDB, which seal what was in the clear in the background [ours]."""
PATIENCE = 5
"""Seconds that a rebuild waits for its table, and others behind it [ours]: a long transaction must not stop everybody."""
ROUNDS = 3
"""How often a table that was busy is tried."""
NOT_ONLINE = ("1845", "1846")
"""MariaDB's codes for a table that cannot be rebuilt in place: one with a full-text index."""
PASSING = ("1146", "1205", "1213", "1799")
"""Codes of what is another at the next try: no such table, waited too long, a deadlock, more written meanwhile than MariaDB holds."""
EMPTY_VALUES = "TRUNCATE TABLE mysql.column_stats"
"""MariaDB's statistics of columns, made by `ANALYZE TABLE ... PERSISTENT`: smallest and greatest values of each column, in the clear."""
START_ENCRYPTION = 164
"""Type of the event that follows the description of a binary log that is encrypted."""
HEAD_OF_EVENT = 19
MAGIC = b"\xfebin"
UNDO = "innodb_undo_tablespaces"
NUMBERS_OF_UNDO = (3, 4)
"""Of undo tablespaces: 3 is MariaDB's own, and another number at a start makes all of them anew [ours]."""
BORN = "a new data folder under these options (docs/operators/encryption.md)"
STAY = "Undo logs stay as they are: if check names their pages, set-up again while this MariaDB runs"
CAN_RENEW = 11
"""The first MariaDB that has undo logs in tablespaces of their own by itself; before, they are in the system's, which stays."""
WITHOUT_KEYS = "MariaDB runs without the plugin file_key_management: nothing is encrypted"


@dataclass(frozen=True)
class Place:
	"""Where keys and options lie. owner: the user that MariaDB runs as."""

	keys: Path
	options: Path
	data: Path
	owner: str

	@property
	def key_file(self) -> Path:
		return self.keys / KEYS


# --- the file of keys and the file of options ---


def numbers(text: str) -> list[int]:
	"""The numbers of the keys in a file, ascending; Failure where a line is none of `number;hex`. Comments begin with #."""
	lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
	found = [re.fullmatch(rf"(\d+);[0-9A-Fa-f]{{{2 * BYTES_OF_A_KEY}}}", line.strip()) for line in lines]
	if not all(found):
		raise Failure("the file of keys has a line that is not NUMBER;KEY in hexadecimal")
	return sorted(int(one[1]) for one in found if one)


def new_line(number: int) -> str:
	"""A key of 256 bits made now, as a line of the file."""
	return f"{number};{secrets.token_hex(BYTES_OF_A_KEY)}\n"


def newest(known: Sequence[int]) -> int:
	"""The number of the key that tables are to be under."""
	return max((number for number in known if number != TEMPORARY), default=SYSTEM)


def option_text(key_file: Path, number: int, undo: int = 0) -> str:
	"""The file of options for MariaDB: new tables are made under this key. undo: number of undo tablespaces, 0 for MariaDB's own."""
	settings = "".join(f"{name} = {value}\n" for name, value in SETTINGS.items())
	settings += f"{UNDO} = {undo}\n" if undo else ""
	return (
		"# Made by script/encrypt-at-rest; docs/operators/encryption.md\n"
		"[mariadbd]\nplugin_load_add = file_key_management\n"
		f"file_key_management_filename = {key_file}\n"
		"file_key_management_encryption_algorithm = AES_CTR\n"
		f"{settings}innodb_encryption_threads = {THREADS}\ninnodb_default_encryption_key_id = {number}\n"
	)


def set_up(place: Place, is_dry: bool, server: "Server | None" = None) -> list[str]:
	"""Make the keys and write the options, unless the keys are there; what was done, in words. Failure where it must not be.

	server: the one that the data folder is of, to make its undo logs anew at the next start; None: there is nobody's row in it yet.
	"""
	_check(place)
	if place.key_file.exists():
		known = numbers(place.key_file.read_text())
		done = [f"{place.key_file} is there, with keys {', '.join(map(str, known))}: it stays"]
	else:
		known = [SYSTEM, TEMPORARY]
		done = [f"keys 1 and 2 into {place.key_file}, for {place.owner} alone to read"]
		if not is_dry:
			_make_folder(place)
			_write(place.key_file, "".join(map(new_line, known)), 0o400, place.owner)
	undo, told = renew_undo(server, place, is_dry) if server else (_undo_named(place), [])
	return [*done, *told, *_options(place, newest(known), undo, is_dry), *_warnings(place)]


def add_key(place: Place, is_dry: bool) -> list[str]:
	"""Make one more key, for a rotation; what was done, in words. Failure where there is none yet."""
	_check(place)
	if not place.key_file.exists():
		raise Failure(f"{place.key_file} is missing: first script/encrypt-at-rest set-up")
	former = place.key_file.read_text()
	number = max(*numbers(former), TEMPORARY) + 1
	if not is_dry:
		_write(place.key_file, former + new_line(number), 0o400, place.owner)
	return [
		f"key {number} into {place.key_file}; those before stay",
		*_options(place, number, _undo_named(place), is_dry),
	]


def _undo_named(place: Place) -> int:
	"""The number of undo tablespaces that the options name, 0 where they name none."""
	found = (
		re.search(rf"^{UNDO} = (\d+)$", place.options.read_text(), re.MULTILINE)
		if place.options.exists()
		else None
	)
	return int(found[1]) if found else 0


def _options(place: Place, number: int, undo: int, is_dry: bool) -> list[str]:
	if not is_dry:
		_write(place.options, option_text(place.key_file, number, undo), 0o644)
	return [
		f"options into {place.options}: new tables under key {number}",
		"now restart MariaDB; then script/encrypt-at-rest tables, and check",
	]


def _make_folder(place: Place) -> None:
	if not place.keys.exists():
		place.keys.mkdir(parents=True, mode=0o700)
		_give(place.keys, place.owner)


def _check(place: Place) -> None:
	"""A key beside what it seals seals nothing: Failure where it would lie in the data folder, and go into its copies."""
	if place.keys.resolve().is_relative_to(place.data.resolve()):
		raise Failure(f"{place.keys} lies in the data folder {place.data}: choose another medium")


def _warnings(place: Place) -> list[str]:
	"""What an operator has to know of where the keys are."""
	there = next(folder for folder in (place.keys, *place.keys.parents) if folder.exists())
	if place.data.exists() and there.stat().st_dev == place.data.stat().st_dev:
		return [
			f"note: {place.keys} is on the disk of the data. Who takes the disk has both; who takes a backup or a "
			"binary log has nothing. MariaDB reads the keys only when it starts: a medium that is there for the start alone is better"
		]
	return []


def _give(path: Path, owner: str) -> None:
	try:
		give(path, owner)
	except Failure as problem:
		raise Failure(f"{problem}; who runs MariaDB here? --owner NAME") from None


def _write(path: Path, text: str, mode: int, owner: str = "") -> None:
	try:
		write(path, text, mode, owner)
	except Failure as problem:
		raise Failure(f"{problem}; who runs MariaDB here? --owner NAME") from None


# --- the server ---


class Refused(Failure):
	"""MariaDB refused a statement. code: its number."""

	def __init__(self, code: str, text: str) -> None:
		self.code = code
		super().__init__(text)


@dataclass(frozen=True)
class Server:
	"""A running MariaDB, asked by its own client. defaults: an option file that says where and who; none: as this user by its socket."""

	defaults: Path | None = None

	def ask(self, sql: str) -> list[list[str]]:
		"""The rows of an answer, as texts. Raises Refused."""
		given = [f"--defaults-extra-file={self.defaults}"] if self.defaults else []
		command = [program("mariadb"), *given, "--batch", "--skip-column-names"]
		answer = subprocess.run(command, input=sql, capture_output=True, text=True)
		if answer.returncode:
			line = (answer.stderr.strip().splitlines() or [f"ended with {answer.returncode}"])[-1]
			code = re.search(r"ERROR (\d+)", line)
			raise Refused(code[1] if code else "", f"MariaDB: {line}")
		return [line.split("\t") for line in answer.stdout.splitlines()]

	def value(self, sql: str) -> str:
		"""The first value of an answer. Raises Refused."""
		return self.ask(sql)[0][0]


def renew_undo(server: Server, place: Place, is_dry: bool) -> tuple[int, list[str]]:
	"""Let the next start make the undo logs anew: the number of their tablespaces for the options, 0 for no word; what was done, in words.

	Freed pages of undo logs keep former values of rows, and nothing seals them. MariaDB makes its undo tablespaces anew when it was
	shut down slowly, with all of undo purged, and starts with another number of them.
	"""
	try:
		((version, present, data),) = server.ask(f"SELECT version(), @@global.{UNDO}, @@global.datadir")
	except Failure as problem:
		return 0, [f"note: {problem}. {STAY}"]
	if Path(data).resolve() != place.data.resolve():
		return 0, [f"note: the MariaDB that answers has its data in {data}. {STAY}"]
	if int(version.split(".")[0]) < CAN_RENEW:
		return 0, [
			f"note: MariaDB {version} has its undo logs in the system's tablespace, which is not made anew: {BORN}"
		]
	number = next(number for number in NUMBERS_OF_UNDO if number != int(present))
	if not is_dry:
		server.ask("SET GLOBAL innodb_fast_shutdown = 0")
	return number, [
		f"undo logs are made anew at the next start, in {number} tablespaces; the stop before it is a slow one"
	]


@dataclass(frozen=True)
class Table:
	"""A table of a site. key: the number that it names, 0 where it names none."""

	database: str
	name: str
	engine: str
	key: int

	@property
	def shown(self) -> str:
		return f"{self.database}.{self.name}"

	@property
	def quoted(self) -> str:
		return ".".join("`" + word.replace("`", "``") + "`" for word in (self.database, self.name))


def tables(server: Server) -> list[Table]:
	"""All tables but the server's own."""
	rows = server.ask(
		"SELECT table_schema, table_name, engine, create_options FROM information_schema.tables "
		"WHERE table_type = 'BASE TABLE' AND table_schema NOT IN "
		"('mysql', 'information_schema', 'performance_schema', 'sys') ORDER BY 1, 2"
	)
	return [Table(database, name, engine, key_named(options)) for database, name, engine, options in rows]


def key_named(options: str) -> int:
	"""The number of the key that a table's options name, 0 for none."""
	found = re.search(r"ENCRYPTION_KEY_ID`?\s*=\s*'?(\d+)", options, re.IGNORECASE)
	return int(found[1]) if found else 0


def rebuilding(table: Table, number: int, is_online: bool = True) -> str:
	"""The statement after which all of a table is written anew, under a key of this number.

	What is not InnoDB (the framework's Error Log and search) can only be sealed as Aria, which keeps what they were chosen for:
	a row of an error stays when its transaction is rolled back. Without a log of its own, as that one is not sealed.
	"""
	if table.engine != "InnoDB":
		return f"ALTER TABLE {table.quoted} ENGINE=Aria ROW_FORMAT=PAGE TRANSACTIONAL=0"
	way = ", ALGORITHM=INPLACE, LOCK=NONE" if is_online else ""
	return f"ALTER TABLE {table.quoted} ENCRYPTION_KEY_ID={number}, FORCE{way}"


def due(found: Sequence[Table], number: int) -> list[Table]:
	"""The tables that are to be rebuilt: not under this key, or of an engine that seals nothing."""
	return [table for table in found if table.engine != "Aria" and table.key != number]


def rebuild(server: Server, number: int, told: Told) -> list[str]:
	"""Rebuild what is due while people work; the names of those that stayed busy. Ended anywhere, it goes on where it was.

	told: called with each table that is done. Raises Refused for what is no matter of waiting.
	"""
	server.ask(EMPTY_VALUES)
	for _ in range(ROUNDS):
		for table in due(tables(server), number):
			if _rebuilt(server, table, number):
				told(
					f"{table.shown} is under key {number}"
					if table.engine == "InnoDB"
					else f"{table.shown} is Aria"
				)
	return [table.shown for table in due(tables(server), number)]


def _rebuilt(server: Server, table: Table, number: int) -> bool:
	"""Whether it was; not where somebody is at the table, or it has gone."""
	for is_online in (True, False):
		statement = rebuilding(table, number, is_online)
		try:
			server.ask(f"SET SESSION lock_wait_timeout = {PATIENCE}; {statement}")
		except Refused as problem:
			if problem.code in PASSING:
				return False
			if not is_online or problem.code not in NOT_ONLINE:
				raise
		else:
			return True
	return False


def has_keys(server: Server) -> bool:
	"""Whether the server was started with a file of keys."""
	asked = "SELECT plugin_status FROM information_schema.plugins WHERE plugin_name = 'file_key_management'"
	return server.ask(asked) == [["ACTIVE"]]


def of_new_tables(server: Server) -> int:
	"""The number of the key that the running server makes tables under: the newest, once it was restarted."""
	return int(server.value("SELECT @@global.innodb_default_encryption_key_id"))


# --- what lies in the clear ---


def faults(server: Server) -> list[str]:
	"""What of the database can be read on its disk, in words; [] where nothing can. To be asked on its machine, as root."""
	if not has_keys(server):
		return [WITHOUT_KEYS]
	return [
		*_settings(server),
		*_in_the_clear(server),
		*_pages(server),
		*_values(server),
		*_texts(server),
		*_logs(server),
	]


def _settings(server: Server) -> list[str]:
	asked = " UNION ALL ".join(f"SELECT '{name}', @@global.{name}" for name in SETTINGS)
	found = {name: {"1": "ON", "0": "OFF"}.get(value, value) for name, value in server.ask(asked)}
	return [
		f"{name} is {found[name]}, and not {value}"
		for name, value in SETTINGS.items()
		if found[name] != value
	]


def _in_the_clear(server: Server) -> list[str]:
	"""Tablespaces that InnoDB has not sealed (yet), tables of engines that seal nothing."""
	spaces = server.ask(
		"SELECT s.name FROM information_schema.innodb_sys_tablespaces s "
		"LEFT JOIN information_schema.innodb_tablespaces_encryption e ON e.space = s.space "
		"WHERE coalesce(e.min_key_version, 0) = 0 AND s.name <> 'innodb_temporary' ORDER BY s.name"
	)
	others = [table.shown for table in tables(server) if table.engine not in ("InnoDB", "Aria")]
	return [
		*(f"the tablespace {name} is not encrypted yet" for (name,) in spaces),
		*(f"{name} is of an engine that encrypts nothing: script/encrypt-at-rest tables" for name in others),
	]


def _pages(server: Server) -> list[str]:
	"""Files of undo logs, and the system's own, with pages of before encryption. Raises Failure where they cannot be read."""
	folder, size = server.ask("SELECT @@global.datadir, @@global.innodb_page_size")[0]
	files = server.ask(
		"SELECT name, filename FROM information_schema.innodb_sys_tablespaces "
		"WHERE name LIKE 'innodb\\_undo%' OR name = 'innodb_system' ORDER BY name"
	)
	try:
		counted = {
			name: tablespaces.pages_in_the_clear(Path(folder, path), int(size)) for name, path in files
		}
	except OSError as problem:
		raise Failure(f"{problem}: run it on the database's machine, as root") from None
	return [
		f"the tablespace {name} keeps {count} pages of before encryption: {_way(name)}"
		for name, count in counted.items()
		if count
	]


def _way(name: str) -> str:
	return BORN if name == "innodb_system" else "script/encrypt-at-rest set-up, and restart MariaDB"


def _values(server: Server) -> list[str]:
	"""The server's statistics of columns, which hold values of rows; of no engine's tablespace, and made by hand alone."""
	if server.value("SELECT count(*) FROM mysql.column_stats") == "0":
		return []
	return [
		"mysql.column_stats holds values of columns (ANALYZE TABLE ... PERSISTENT): script/encrypt-at-rest tables"
	]


def _texts(server: Server) -> list[str]:
	"""Logs that hold statements with their values as text."""
	return [
		f"{name} is on: it writes statements with their values as text"
		for name in ("general_log", "slow_query_log")
		if server.value(f"SELECT @@global.{name}") == "1"
	]


def _logs(server: Server) -> list[str]:
	return [
		f"the binary log {path.name} is not encrypted: tables --purge-logs" for path in plain_logs(server)
	]


def plain_logs(server: Server) -> list[Path]:
	"""The binary logs that were written before encryption. Raises Failure where they cannot be read."""
	return [path for path in _binary_logs(server) if not is_encrypted_log(path)]


def _binary_logs(server: Server) -> list[Path]:
	if server.value("SELECT @@global.log_bin") != "1":
		return []
	folder = Path(server.value("SELECT @@global.log_bin_basename")).parent
	return [folder / name for name, *_ in server.ask("SHOW BINARY LOGS")]


def is_encrypted_log(path: Path) -> bool:
	"""Whether a binary log is encrypted: the event after its description says so. Raises Failure where it cannot be read."""
	try:
		with path.open("rb") as file:
			head = file.read(4096)
	except OSError as problem:
		raise Failure(f"{problem}: run it on the database's machine, as root") from None
	if not head.startswith(MAGIC) or len(head) < len(MAGIC) + HEAD_OF_EVENT:
		raise Failure(f"{path} is no binary log")
	length = int.from_bytes(head[len(MAGIC) + 9 : len(MAGIC) + 13], "little")
	kind = head[len(MAGIC) + length + 4 : len(MAGIC) + length + 5]
	return kind == bytes([START_ENCRYPTION])


def purge_plain_logs(server: Server) -> list[str]:
	"""Remove the binary logs of before encryption, whose content a backup of now makes needless; their names."""
	plain = plain_logs(server)
	if not plain:
		return []
	server.ask("FLUSH BINARY LOGS")
	first = next(path.name for path in _binary_logs(server) if path not in plain)
	server.ask(f"PURGE BINARY LOGS TO '{first}'")
	return [path.name for path in plain]
