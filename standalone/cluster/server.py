"""A MariaDB of the cluster, for its agent: started as its child, asked, made primary or replica, killed.

The kernel kills the server when its agent dies (PR_SET_PDEATHSIG), so no primary lives without one. It starts as a replica: with
`init-rpl-role=SLAVE` crash recovery takes back what was written to the binary log and acknowledged by nobody, so that a killed primary
can follow the next one. Only where there is no next one it keeps all (`MASTER`).
"""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pymysql

from standalone import ports
from standalone.backing import database_user
from standalone.cluster.layout import REPLICATION, TERMS, Layout, link
from standalone.cluster.positions import Position, position
from standalone.packages import program
from standalone.steps import Failure, run
from standalone.supervisor import PR_SET_PDEATHSIG

STOP_SECONDS = 30
ASKED_SECONDS = 2
"""So long a question may take; one that changes what the node is, five times as long."""
LOST = frozenset({1032, 1062, 1236, 1950})
"""Errors of a replica whose history is not the primary's: its transactions are not there, or theirs do not fit."""


@dataclass(frozen=True)
class Following:
	"""What a replica does. source: port that it follows, 0 for none; is_running: both threads; problem: number of an error, 0 for none."""

	source: int = 0
	is_running: bool = False
	problem: int = 0
	received: Position = field(default_factory=Position)


class Server:
	"""One node's MariaDB."""

	def __init__(self, layout: Layout, name: str) -> None:
		self.layout, self.name = layout, name
		self.port = layout.ports[name]
		self.folder = layout.data(name)
		self.process: subprocess.Popen[bytes] | None = None
		self._line: Any = None

	def start(self, keeps_all: bool = False) -> None:
		"""Start it, as a replica that follows nobody yet; it may take a while until it answers.

		keeps_all: also what nobody had acknowledged when it was killed; then it cannot follow one that does not have it.
		"""
		user = database_user(self.layout.bench)
		command = [program("mariadbd"), f"--defaults-file={self.layout.config(self.name)}"]
		if keeps_all:
			command.append("--init-rpl-role=MASTER")
		# setuid would take the death signal away, so the user is changed before the program begins
		rights = _rights(user) if os.geteuid() == 0 and user != "root" else {}
		if os.geteuid() == 0 and user == "root":
			command.append("--user=root")
		with (self.layout.bench.logs / f"{self.name}-mariadb.log").open("ab") as log:
			self.process = subprocess.Popen(
				command,
				stdin=subprocess.DEVNULL,
				stdout=log,
				stderr=log,
				cwd=self.folder,
				start_new_session=True,
				preexec_fn=_die_with_agent,
				**rights,
			)

	def is_running(self) -> bool:
		"""Whether its process lives, stopped or not."""
		return self.process is not None and self.process.poll() is None

	def kill(self) -> None:
		"""End it now, also where it hangs or is stopped; what nobody acknowledged is taken back when it starts again."""
		self._hang_up()
		if self.process:
			self.process.kill()
			self.process.wait()

	def stop(self) -> None:
		"""End it in order, or kill it after a while."""
		if not self.process:
			return
		self.process.terminate()
		try:
			self.process.wait(STOP_SECONDS)
		except subprocess.TimeoutExpired:
			self.kill()

	def answers(self) -> bool:
		"""Whether it is ready for questions."""
		try:
			self.ask("SELECT 1")
		except pymysql.Error:
			return False
		return True

	def ask(self, statement: str) -> list[dict[str, Any]]:
		"""The rows that a statement gives, by a connection that is kept. Raises pymysql.Error, also where no answer comes in time."""
		try:
			if self._line is None:
				self._line = self._connection(ASKED_SECONDS)
			with self._line.cursor() as cursor:
				cursor.execute(statement)
				return list(cursor.fetchall())
		except pymysql.Error:
			self._hang_up()
			raise

	def change(self, *statements: str) -> None:
		"""Run statements, one after another, which may take longer than a question."""
		connection = self._connection(5 * ASKED_SECONDS)
		try:
			with connection.cursor() as cursor:
				for statement in statements:
					cursor.execute(statement)
		finally:
			connection.close()

	def _connection(self, seconds: int) -> Any:
		return pymysql.connect(
			host=ports.LOOPBACK,
			port=self.port,
			user="root",
			password=self.layout.password,
			autocommit=True,
			cursorclass=pymysql.cursors.DictCursor,
			connect_timeout=ASKED_SECONDS,
			read_timeout=seconds,
			write_timeout=seconds,
		)

	def _hang_up(self) -> None:
		if self._line:
			with suppress(pymysql.Error):
				self._line.close()
		self._line = None

	def applied(self) -> Position:
		"""What it has itself: written here, or applied as a replica."""
		(row,) = self.ask("SELECT @@gtid_binlog_pos AS written, @@gtid_slave_pos AS applied")
		return max(position(row["written"]), position(row["applied"]))

	def received(self) -> Position:
		"""What it has or will have: what lies in its relay log counts, for that is what it acknowledged."""
		return max(self.applied(), self.following().received)

	def following(self) -> Following:
		"""Whom it follows, and how it goes."""
		rows = self.ask("SHOW SLAVE STATUS")
		if not rows:
			return Following()
		(row,) = rows
		running = row["Slave_IO_Running"] != "No" and row["Slave_SQL_Running"] == "Yes"
		problem = int(row["Last_IO_Errno"] or row["Last_SQL_Errno"] or 0)
		return Following(int(row["Master_Port"]), running, problem, position(row["Gtid_IO_Pos"] or ""))

	def replicas(self) -> int:
		"""How many replicas can acknowledge at this moment; for a primary."""
		(row,) = self.ask("SHOW GLOBAL STATUS LIKE 'Rpl_semi_sync_master_clients'")
		return int(row["Value"])

	def stop_receiving(self) -> None:
		"""Take and acknowledge nothing more from whoever was primary; what was received is still applied."""
		self.change("STOP SLAVE IO_THREAD")

	def follow(self, other: str) -> None:
		"""Follow another node from where this one is."""
		self.change("STOP SLAVE", "SET GLOBAL read_only = ON")
		mine = self.applied()
		# a primary of before has its own transactions in its binary log alone
		known = f"0-{mine.server}-{mine.sequence}" if mine.sequence else ""
		port = self.layout.ports[link(other)]
		self.change(
			"RESET SLAVE ALL",
			"SET GLOBAL rpl_semi_sync_master_enabled = OFF",
			"SET GLOBAL rpl_semi_sync_slave_enabled = ON",
			f"SET GLOBAL gtid_slave_pos = '{known}'",
			f"CHANGE MASTER TO MASTER_HOST = '{ports.LOOPBACK}', MASTER_PORT = {port}, MASTER_USER = '{REPLICATION}', "
			f"MASTER_PASSWORD = '{self.layout.password}', MASTER_USE_GTID = slave_pos, MASTER_CONNECT_RETRY = 1, "
			"MASTER_HEARTBEAT_PERIOD = 1",
			"START SLAVE",
		)

	def prepare(self) -> None:
		"""Follow nobody, and wait for an acknowledgement of each commit from now on."""
		self.change(
			"STOP SLAVE",
			"RESET SLAVE ALL",
			"SET GLOBAL rpl_semi_sync_slave_enabled = OFF",
			"SET GLOBAL rpl_semi_sync_master_enabled = ON",
		)

	def open(self, term: int) -> None:
		"""Take writes. The first one is ours: a replica that has acknowledged it has everything before it too.

		Else somebody who repeats a filing of before could be told of one that no other node has. Raises pymysql.Error while no replica
		acknowledges.
		"""
		self.ask(f"REPLACE INTO {TERMS} VALUES ({term}, '{self.name}')")  # noqa: S608 # names of ours and a number
		self.change("SET GLOBAL read_only = OFF")

	def close(self) -> None:
		"""Take no more writes and end every session of others; commits on their way are waited for."""
		self.change("SET GLOBAL read_only = ON")
		sessions = self.ask("SELECT id, user FROM information_schema.processlist WHERE id <> CONNECTION_ID()")
		ours = ("system user", "event_scheduler", REPLICATION)
		for row in (row for row in sessions if row["user"] not in ours):
			with suppress(pymysql.Error):  # it ended by itself
				self.change(f"KILL {row['id']}")

	def rebuild(self, other: str) -> None:
		"""Throw this node's data away and take a copy of another node's, which goes on working. Needs mariadb-backup."""
		self.kill()
		part = self.folder.with_suffix(".part")
		shutil.rmtree(part, ignore_errors=True)
		log = self.layout.bench.logs / f"{self.name}-rebuild.log"
		backup = [program("mariadb-backup"), f"--defaults-file={self.layout.config(other)}"]
		login = [f"--host={ports.LOOPBACK}", "--user=root", f"--password={self.layout.password}"]
		port = f"--port={self.layout.ports[other]}"
		run([*backup, "--backup", *login, port, f"--target-dir={part}"], log, f"Copying {other}")
		run([program("mariadb-backup"), "--prepare", f"--target-dir={part}"], log, f"Preparing {self.name}")
		gtid = _gtid_of(part)
		shutil.rmtree(self.folder, ignore_errors=True)
		part.rename(self.folder)
		own(self.layout, self.folder)
		(self.folder / "copied").write_text(gtid)

	def adopt_copy(self) -> None:
		"""After the first start with copied data: begin where the copy was taken."""
		note = self.folder / "copied"
		if note.exists():
			self.change("STOP SLAVE", "RESET SLAVE ALL", f"SET GLOBAL gtid_slave_pos = '{note.read_text()}'")
			note.unlink()


def own(layout: Layout, folder: Path) -> None:
	"""Give a data folder with all in it to the user of the databases."""
	user = database_user(layout.bench)
	if os.geteuid() == 0 and user != "root":
		for path in (folder, *folder.rglob("*")):
			shutil.chown(path, user)


def _gtid_of(copy: Path) -> str:
	"""The GTID position of a copy: the last word of the note that mariadb-backup leaves."""
	for name in ("mariadb_backup_binlog_info", "xtrabackup_binlog_info"):
		if (copy / name).exists():
			words = (copy / name).read_text().split()
			return words[2] if len(words) > 2 else ""
	raise Failure(f"{copy} says no position")


def _rights(user: str) -> dict[str, Any]:
	entry = pwd.getpwnam(user)
	return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _die_with_agent() -> None:
	ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
