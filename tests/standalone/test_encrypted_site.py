"""A site on a MariaDB of its own, in the clear and then encrypted: what a byte search finds of an appeal; a rotation with a kill.

`on_encrypted.py` runs inside the framework. What was seen on the way is read by the tests.
"""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pymysql
import pytest
from encrypted_road import RESTORED, Road
from factories.waiting import until

from standalone import backing, backups, byte_search, encryption, ports, sealing
from standalone.paths import ROOT

pytestmark = pytest.mark.full

KNOWN = (
	"SELECT pinfl, passport, phone FROM `{database}`.tabPerson "
	"WHERE pinfl IS NOT NULL AND pinfl <> '' ORDER BY name LIMIT 80"
)
"""Numbers of persons whom the demonstration and everybody before knew."""
WRITTEN = "tabMiddle Written"
"""A table that somebody writes while it is rebuilt: by its name in the middle of those of the framework and ours."""
ROWS = 20_000
MADE = (
	"CREATE TABLE `tabMiddle Written` (number INT PRIMARY KEY, text TEXT) ENCRYPTION_KEY_ID=1; "
	"INSERT INTO `tabMiddle Written` SELECT -seq, repeat('x', 200) FROM seq_1_to_20000"
)
FORMER = (
	"USE `{database}`; CREATE TABLE former (number INT AUTO_INCREMENT PRIMARY KEY, value VARCHAR(140), KEY (value)); "
	"INSERT INTO former (value) SELECT value FROM seq_1_to_2000, ({values}) AS known; UPDATE former SET value = concat(value, '!'); "
	"ANALYZE TABLE former PERSISTENT FOR ALL; DELETE FROM former"
)
"""Rows that are no more: their values lie in undo logs, and in the server's statistics of columns."""
KEEP = "START TRANSACTION WITH CONSISTENT SNAPSHOT"
"""Whoever reads as of now keeps all of undo from being purged; so a stop writes its pages to the disk as they are."""
WRITE = "INSERT INTO `tabMiddle Written` (number, text) VALUES (%s, repeat('y', 200))"
READ = "SELECT number FROM `tabMiddle Written`"


def access(road: Road) -> dict[str, Any]:
	"""What a connection to the site's database is made with."""
	config = ports.read(road.bench)
	return {
		"host": ports.LOOPBACK,
		"port": config["db_port"],
		"user": "root",
		"password": config["root_password"],
		"database": road.database,
		"autocommit": True,
	}


class Writer(threading.Thread):
	"""Somebody at work: one row after the other, each noted once the database has confirmed it; goes on when it is there again."""

	def __init__(self, road: Road) -> None:
		super().__init__()
		self.access = access(road)
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
def seen(road: Road) -> dict[str, Any]:
	"""What was seen on the way from a site in the clear to one under a new key."""
	found: dict[str, Any] = {"road": road, **in_the_clear(road)}
	found |= encrypted(road, found["first"], found["known"])
	found |= rotated(road)
	return found | afterwards(
		road, found["known"], *(found[filing] for filing in ("first", "second", "third"))
	)


def in_the_clear(road: Road) -> dict[str, Any]:
	"""An appeal is filed, and all lies on the disk as MariaDB writes it of itself."""
	first = road.inside("filed")
	rows = road.server.ask(KNOWN.format(database=road.database))
	known = byte_search.read_values("\n".join(value.lstrip("+") for row in rows for value in row))
	refused = road.at_rest("check", *road.asked, fails=True)
	early = road.at_rest("tables", *road.asked, fails=True)
	values = " UNION ALL ".join(f"SELECT '{number}' AS value" for number in first["numbers"])
	with pymysql.connect(**access(road)) as reader, reader.cursor() as cursor:
		cursor.execute(KEEP)
		road.server.ask(FORMER.format(database=road.database, values=values))
		road.stop()
	plain = road.bytes_found([*known, *first["numbers"]])
	return {"first": first, "known": known, "refused": refused, "early": early, "plain": plain}


def encrypted(road: Road, first: dict[str, Any], known: list[str]) -> dict[str, Any]:
	"""The same database from now on under keys, another appeal, a backup for the one who restores."""
	road.start()
	road.at_rest("set-up", *road.place(), *road.asked)
	road.stop()
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
		"sealed": road.bytes_found([*known, *first["numbers"], *second["numbers"]]),
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


def afterwards(road: Road, known: list[str], *filings: dict[str, Any]) -> dict[str, Any]:
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
		"at last": road.bytes_found([*known, *(number for filing in filings for number in filing["numbers"])])
	}


def numbers_of(seen: dict[str, Any], *filings: str) -> set[str]:
	return {number for filing in filings for number in seen[filing]["numbers"]}


def test_without_encryption_the_search_finds_all_of_it(seen):
	"""Else that it finds nothing afterwards would say nothing."""
	found = seen["plain"]
	assert len(seen["known"]) > 40
	assert set().union(*found.values()) == {*numbers_of(seen, "first"), *seen["known"]}
	assert [name for name in found if name.endswith(".ibd")], found
	assert [name for name in found if "binlog" in name], found
	assert [name for name in found if "undo" in name], found
	assert [name for name in found if "column_stats" in name], found


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
	numbers = {*numbers_of(seen, "first", "second"), *seen["known"]}
	assert byte_search.search([seen["backup"]], numbers) == {}


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
