"""A site on a MariaDB of its own, in the clear and then encrypted: what a byte search finds of an appeal; a rotation with a kill.

`on_encrypted.py` runs inside the framework. What was seen on the way is read by the tests.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pymysql
import pytest
from factories import keyring
from factories.waiting import until

from standalone import backing, backups, byte_search, encryption, ports, sealing
from standalone.paths import ROOT, Bench

pytestmark = pytest.mark.full

FROM = os.environ.get("FRAPPE_SITE", "test.localhost")
SITE = "encrypted.localhost"
RESTORED = "restored.localhost"
HERE = Path(__file__).parent
WRITTEN = "tabMiddle Written"
"""A table that somebody writes while it is rebuilt: by its name in the middle of those of the framework and ours."""
ROWS = 20_000
MADE = (
	"CREATE TABLE `tabMiddle Written` (number INT PRIMARY KEY, text TEXT) ENCRYPTION_KEY_ID=1; "
	"INSERT INTO `tabMiddle Written` SELECT -seq, repeat('x', 200) FROM seq_1_to_20000"
)
WRITE = "INSERT INTO `tabMiddle Written` (number, text) VALUES (%s, repeat('y', 200))"
READ = "SELECT number FROM `tabMiddle Written`"


class Road:
	"""The bench with a database of its own, whose servers are started and stopped on the way."""

	def __init__(self, bench: Bench, folder: Path) -> None:
		self.bench, self.folder = bench, folder
		self.running = ExitStack()
		self.keyring, self.public = folder / "keyring", folder / "restorer.asc"
		self.client, self.secrets = folder / "client.cnf", folder / "secrets.json"

	def start(self) -> None:
		self.running.enter_context(backing.running(self.bench))

	def stop(self) -> None:
		"""Stop the servers: what they held is on the disk."""
		self.running.close()

	@property
	def mariadb(self) -> backing.Service:
		return next(service for service in backing.services(self.bench) if service.name == "MariaDB")

	@property
	def server(self) -> encryption.Server:
		return encryption.Server(self.client)

	@property
	def database(self) -> str:
		return str(json.loads((self.bench.sites / SITE / "site_config.json").read_text())["db_name"])

	def prepare(self) -> None:
		"""Options of the database, of its client, and a key for backups whose private half this machine would not have."""
		config = ports.read(self.bench)
		logs = self.bench.data / "logs"
		logs.mkdir()
		more = self.bench.config / "mariadb.d"
		more.mkdir(exist_ok=True)
		(more / "10-log.cnf").write_text(f"[mariadbd]\nlog_bin = {logs / 'binlog'}\nserver_id = 1\n")
		if os.geteuid() == 0:
			shutil.chown(logs, backing.database_user(self.bench))
		self.client.write_text(
			f"[client]\nhost = {ports.LOOPBACK}\nport = {config['db_port']}\n"
			f"user = root\npassword = {config['root_password']}\n"
		)
		self.client.chmod(0o600)
		keyring.make(self.keyring, self.public)

	def run(self, *words: str, fails: bool = False, keyring: Path | None = None) -> str:
		"""What a program says. keyring: whose it is; without one the home of whoever runs the tests, which has no key of ours."""
		places = {"ESAYLOV_BENCH": str(self.bench.root), "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}
		answer = subprocess.run(
			words,
			cwd=self.bench.sites,
			env=os.environ | places | ({"GNUPGHOME": str(keyring)} if keyring else {}),
			capture_output=True,
			text=True,
		)
		assert bool(answer.returncode) is fails, answer.stdout[-3000:] + answer.stderr[-3000:]
		return answer.stdout + answer.stderr

	def script(self, name: str, *words: str, fails: bool = False, keyring: Path | None = None) -> str:
		return self.run(sys.executable, str(ROOT / "script" / name), *words, fails=fails, keyring=keyring)

	def at_rest(self, verb: str, *words: str, fails: bool = False) -> str:
		return self.script("encrypt-at-rest", verb, *words, fails=fails)

	def inside(self, part: str, *arguments: str, site: str = SITE) -> Any:
		told = self.run(str(self.bench.python), str(HERE / "on_encrypted.py"), site, part, *arguments)
		return json.loads(told.splitlines()[-1])

	def backup(self) -> Path:
		"""A backup sealed for the key; its folder."""
		to = self.folder / "backups"
		words = ["--to", str(to), "--secrets", str(self.secrets), "--seal-for", str(self.public)]
		self.script("backup", "--site", SITE, *words)
		return max(to.iterdir())

	def restore(self, backup: Path, keyring: Path | None, fails: bool = False) -> str:
		"""`script/restore` of a backup as another site, by whoever has the keyring."""
		words = [str(backup), "--secrets", str(self.secrets), "--site", RESTORED]
		return self.script("restore", *words, fails=fails, keyring=keyring)

	@property
	def asked(self) -> list[str]:
		return ["--defaults", str(self.client)]

	def place(self) -> list[str]:
		folders = {
			"--keys": self.folder / "medium",
			"--options": self.bench.config / "mariadb.d" / "60-encryption.cnf",
		}
		words = [str(word) for pair in folders.items() for word in pair]
		return [
			*words,
			"--data",
			str(self.bench.data / "mariadb"),
			"--owner",
			backing.database_user(self.bench),
		]

	def bytes_found(self, numbers: list[str]) -> dict[str, set[str]]:
		"""Where the numbers stand -> which: data folder, temporary files, binary logs, logs of the server and of the site."""
		places = {"data": self.bench.data, "logs": self.bench.logs, "site": self.bench.sites / SITE / "logs"}
		looked = {name: folder for name, folder in places.items() if any(folder.rglob("*"))}
		found = {name: byte_search.search([folder], numbers) for name, folder in looked.items()}
		return {
			str(path.relative_to(looked[name])): values
			for name, files in found.items()
			for path, values in files.items()
		}


class Writer(threading.Thread):
	"""Somebody at work: one row after the other, each noted once the database has confirmed it; goes on when it is there again."""

	def __init__(self, road: Road) -> None:
		super().__init__()
		config = ports.read(road.bench)
		self.access = {
			"host": ports.LOOPBACK,
			"port": config["db_port"],
			"user": "root",
			"password": config["root_password"],
			"database": road.database,
			"autocommit": True,
		}
		self.ended = threading.Event()
		self.confirmed: list[int] = []
		self.refused: list[str] = []

	def run(self) -> None:
		number = 0
		while not self.ended.is_set():
			try:
				with pymysql.connect(**self.access) as connection, connection.cursor() as cursor:
					while not self.ended.is_set():
						number += 1
						cursor.execute(
							WRITE,
							(number,),
						)
						self.confirmed.append(number)
			except (pymysql.err.OperationalError, pymysql.err.InterfaceError) as away:
				self.refused.append(str(away))
				self.ended.wait(0.1)


@pytest.fixture(scope="module")
def seen(
	shared_bench: Bench, built: Bench, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Any]]:
	"""What was seen on the way from a site in the clear to one under a new key."""
	if not (built.sites / FROM / "site_config.json").exists():
		pytest.skip(f"no site {FROM} on the bench: run script/test")
	ports.configure(shared_bench)
	road = Road(shared_bench, tmp_path_factory.mktemp("seen"))
	road.prepare()
	try:
		road.start()
		with backing.running(built), backups.copies(built, FROM, into=shared_bench) as copy:
			copy(SITE)
		found: dict[str, Any] = {"road": road, **in_the_clear(road)}
		found |= encrypted(road, found["first"])
		found |= rotated(road)
		yield found | afterwards(road, *(found[filing] for filing in ("first", "second", "third")))
	finally:
		road.stop()


def in_the_clear(road: Road) -> dict[str, Any]:
	"""An appeal is filed, and all lies on the disk as MariaDB writes it of itself."""
	first = road.inside("filed")
	refused = road.at_rest("check", *road.asked, fails=True)
	early = road.at_rest("tables", *road.asked, fails=True)
	road.stop()
	return {"first": first, "refused": refused, "early": early, "plain": road.bytes_found(first["numbers"])}


def encrypted(road: Road, first: dict[str, Any]) -> dict[str, Any]:
	"""The same database from now on under keys, another appeal, a backup for the one who restores."""
	road.at_rest("set-up", *road.place())
	road.start()
	rehearsed = road.at_rest("tables", *road.asked, "--purge-logs", "--dry-run")
	before = encryption.due(encryption.tables(road.server), 1)
	road.at_rest("tables", *road.asked, "--purge-logs")
	checked = road.at_rest("check", *road.asked, "--wait", "300")
	second = road.inside("filed")
	backup = road.backup()
	restored = brought_back(road, backup, first, second)
	road.stop()
	return {
		**restored,
		"second": second,
		"rehearsed": rehearsed,
		"before": before,
		"checked": checked,
		"backup": backup,
		"sealed": road.bytes_found([*first["numbers"], *second["numbers"]]),
	}


def brought_back(road: Road, backup: Path, *filings: dict[str, Any]) -> dict[str, Any]:
	"""The sealed backup as another site: by somebody without the key, and by the one whom it is for."""
	stranger = road.folder / "stranger"
	stranger.mkdir(mode=0o700)
	refused = road.restore(backup, stranger, fails=True)
	left = (road.bench.sites / RESTORED).exists()
	said = road.restore(backup, road.keyring)
	read = road.inside("read", *(filing["appeal"] for filing in filings), site=RESTORED)
	sealed = sorted(path.name for path in backup.iterdir())
	return {"unread": refused, "left of it": left, "restored": said, "read again": read, "parts": sealed}


def rotated(road: Road) -> dict[str, Any]:
	"""A new key while somebody writes; the server is killed in the middle of it."""
	road.at_rest("new-key", *road.place())
	road.start()
	road.server.ask(f"USE `{road.database}`; {MADE}")
	order = [table.name for table in encryption.due(encryption.tables(road.server), 3)]
	writer = Writer(road)
	writer.start()
	try:
		killed = killed_after(road, order[order.index(WRITTEN) - 1])
		until(lambda: road.mariadb.process() is None)
		backing.revive(road.bench, backing.services(road.bench))
		left = [table.name for table in encryption.due(encryption.tables(road.server), 3)]
		third = road.inside("filed")
		road.at_rest("tables", *road.asked)
	finally:
		writer.ended.set()
		writer.join()
	return {"order": order, "killed": killed, "left": left, "third": third, "writer": writer}


def killed_after(road: Road, name: str) -> str:
	"""Run the rotation and kill the server once it has told of a table; what the rotation said of that."""
	command = [sys.executable, str(ROOT / "script" / "encrypt-at-rest"), "tables", *road.asked]
	pid = road.mariadb.process()
	assert pid
	with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as rotation:
		assert rotation.stdout
		for line in rotation.stdout:
			if f".{name} is" in line:
				os.kill(pid, signal.SIGKILL)
				break
		_, said = rotation.communicate()
	assert rotation.returncode == 1, said
	return said


def afterwards(road: Road, *filings: dict[str, Any]) -> dict[str, Any]:
	"""What stands in the database at the end, and then on its disk."""
	tables = encryption.tables(road.server)
	found = {
		"due": encryption.due(tables, 3),
		"faults": encryption.faults(road.server),
		"checks": road.server.ask(f"CHECK TABLE {', '.join(table.quoted for table in tables)}"),
		"stored": {int(row[0]) for row in road.server.ask(f"USE `{road.database}`; {READ}")},
		"read": road.inside("read", *(filing["appeal"] for filing in filings)),
	}
	road.stop()
	return found | {
		"at last": road.bytes_found([number for filing in filings for number in filing["numbers"]])
	}


def numbers_of(seen: dict[str, Any], *filings: str) -> set[str]:
	return {number for filing in filings for number in seen[filing]["numbers"]}


def test_without_encryption_the_search_finds_all_of_it(seen):
	"""Else that it finds nothing afterwards would say nothing."""
	found = seen["plain"]
	assert set().union(*found.values()) == numbers_of(seen, "first")
	assert [name for name in found if name.endswith(".ibd")], found
	assert [name for name in found if "binlog" in name], found


def test_what_is_in_the_clear_is_told(seen):
	assert "nothing is encrypted" in seen["refused"]
	assert "First set-up" in seen["early"]


def test_a_rehearsal_names_each_table_and_each_log(seen):
	assert len(seen["before"]) > 100
	assert seen["rehearsed"].count("would: ") > len(seen["before"])
	assert "would: purge binlog.000001" in seen["rehearsed"]


def test_with_it_nothing_is_found_in_data_logs_and_backup(seen):
	assert "Nothing of the database lies in the clear" in seen["checked"]
	assert seen["sealed"] == {}
	assert byte_search.search([seen["backup"]], numbers_of(seen, "first", "second")) == {}


def test_the_backup_holds_it_for_whom_it_is_sealed(seen, monkeypatch):
	monkeypatch.setenv("GNUPGHOME", str(seen["road"].keyring))
	with sealing.unsealed(seen["backup"], backups.PARTS) as plain:
		found = byte_search.search([plain / backups.PARTS[0]], numbers_of(seen, "first", "second"))
	assert set().union(*found.values()) == numbers_of(seen, "first", "second")


def test_a_sealed_backup_becomes_a_site_again_for_whom_it_is_sealed_and_for_nobody_else(seen):
	assert "gpg: " in seen["unread"]
	assert not seen["left of it"], "a refused restore leaves half a site"
	assert f"{RESTORED} is as it was" in seen["restored"]
	assert seen["read again"] == [seen[filing]["numbers"] for filing in ("first", "second")]
	plain = {*backups.PARTS} & {*seen["parts"]}
	assert plain == set(), "the seal is opened beside the backup and leaves nothing in it"


def test_a_rotation_that_is_killed_in_the_middle_goes_on(seen):
	assert "MariaDB" in seen["killed"]
	assert 0 < len(seen["left"]) < len(seen["order"])
	assert seen["due"] == []
	assert seen["faults"] == []


def test_whoever_wrote_meanwhile_finds_every_row(seen):
	writer = seen["writer"]
	assert writer.refused, "the server was away for a moment"
	assert writer.confirmed
	assert set(writer.confirmed) <= seen["stored"]
	assert set(range(-ROWS, 0)) <= seen["stored"]


def test_every_table_is_whole_and_every_filing_is_read(seen):
	assert [row for row in seen["checks"] if row[2].lower() == "error"] == []
	assert {row[3] for row in seen["checks"] if row[2] == "status"} <= {"OK", "Table is already up to date"}
	assert seen["read"] == [seen[filing]["numbers"] for filing in ("first", "second", "third")]


def test_after_all_of_it_nothing_is_found(seen):
	assert seen["at last"] == {}
