"""MariaDB and the two Redis of the bench: its own instances, on loopback, in its own folder.

Whoever needs them holds a shared lock. Who comes first starts them, who leaves last stops them; so a site
command or a test run beside a running server shares what is there and never stops it.
"""

import fcntl
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from standalone import ports
from standalone.locks import alone
from standalone.packages import program
from standalone.paths import Bench, shown
from standalone.steps import Failure, run

START_SECONDS = 180
STOP_SECONDS = 30
MYSQL_USER = "mysql"


@dataclass(frozen=True)
class Service:
	"""A server of the bench: how it is started, where it answers, what proves that it is ours."""

	name: str
	port: int
	command: list[str]
	mark: str
	log: Path
	hint: str = ""

	def process(self) -> int | None:
		"""The process that serves this bench, found by its command line."""
		for entry in Path("/proc").iterdir():
			if entry.name.isdigit() and self._is_ours(entry):
				return int(entry.name)
		return None

	def _is_ours(self, entry: Path) -> bool:
		try:
			# Redis puts its title there as one word
			line = (entry / "cmdline").read_bytes().decode(errors="replace").replace("\0", " ")
		except OSError:
			return False
		return line.startswith(self.command[0]) and f"{self.mark} " in f"{line} "

	def answers(self) -> bool:
		"""Whether something listens on the port."""
		with socket.socket() as probe:
			probe.settimeout(0.5)
			return probe.connect_ex((ports.LOOPBACK, self.port)) == 0

	def start(self) -> None:
		"""Start the server and wait until it answers; Failure with the log's place when it does not."""
		ports.need_free(self.port)
		with self.log.open("ab") as output:
			server = subprocess.Popen(
				self.command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
			)
		deadline = time.monotonic() + START_SECONDS
		while not self.answers():
			if server.poll() is not None or time.monotonic() > deadline:
				raise Failure(f"{self.name} did not start; see {shown(self.log)}. {self.hint}".strip())
			time.sleep(0.05)

	def stop(self) -> None:
		"""End the server and wait until it is gone."""
		if (process := self.process()) is None:
			return
		os.kill(process, signal.SIGTERM)
		deadline = time.monotonic() + STOP_SECONDS
		while self.process() == process and time.monotonic() < deadline:
			_reap()
			time.sleep(0.05)


def _reap() -> None:
	try:
		os.waitpid(-1, os.WNOHANG)
	except ChildProcessError:
		return


def services(bench: Bench) -> list[Service]:
	"""The servers of the bench, from its common configuration."""
	config = ports.read(bench)
	return [
		_redis(bench, "queue", config["queue_port"], ["maxmemory-policy noeviction"]),
		_redis(bench, "cache", config["cache_port"], ["maxmemory 256mb", "maxmemory-policy allkeys-lru"]),
		_mariadb(bench, config["db_port"]),
	]


def _redis(bench: Bench, name: str, port: int, options: list[str]) -> Service:
	file = bench.config / f"redis_{name}.conf"
	(bench.data / "redis").mkdir(parents=True, exist_ok=True)
	file.write_text(
		f'bind {ports.LOOPBACK}\nport {port}\ndir "{bench.data / "redis"}"\nsave ""\nappendonly no\n'
		# what the process is known by, see Service.process
		'proc-title-template "{title} {listen-addr} {config-file}"\n'
		+ "".join(f"{line}\n" for line in options)
	)
	log = bench.logs / f"redis-{name}.log"
	return Service(f"Redis ({name})", port, [program("redis-server"), str(file)], str(file), log)


def _mariadb(bench: Bench, port: int) -> Service:
	file = bench.config / "mariadb.cnf"
	folder, temporary = bench.data / "mariadb", bench.data / "mariadb-temporary"
	more = bench.config / "mariadb.d"
	more.mkdir(parents=True, exist_ok=True)
	temporary.mkdir(mode=0o700, parents=True, exist_ok=True)
	if os.geteuid() == 0:
		shutil.chown(temporary, database_user(bench))
	file.write_text(
		"[mariadbd]\n"
		# a server that starts deletes what looks like its own of before: in /tmp that of every other bench's
		f"tmpdir = {temporary}\n"
		f"datadir = {folder}\nport = {port}\nbind-address = {ports.LOOPBACK}\n"
		# a path relative to the data folder: a socket's full path may not pass 107 characters
		"socket = mariadb.sock\npid-file = mariadb.pid\n"
		"character-set-server = utf8mb4\ncollation-server = utf8mb4_unicode_ci\n"
		# from 11.6.2 on it is ON, and concurrent writes fail with error 1020; `loose`: older ones do not know it
		"loose-innodb-snapshot-isolation = OFF\n"
		"innodb-buffer-pool-size = 512M\ninnodb-log-file-size = 128M\n"
		# each site has more than 300 tables, and a test run four sites: with the 400 definitions that are held of themselves,
		# one site's statements had those of another read anew
		"table-definition-cache = 4000\ntable-open-cache = 4000\n"
		# nothing waits for the disk: a killed server loses nothing, a crash of the machine may cost a development bench its data
		# (`script/server --fresh`); a statement that makes a table takes an eighth of the time, and a site is made of hundreds
		"innodb-flush-log-at-trx-commit = 2\ninnodb-doublewrite = OFF\n"
		"loose-debug-no-sync\nloose-innodb-flush-method = nosync\n"
		f"max-connections = 200\ninit-file = {folder / 'root.sql'}\n"
		# what a developer adds, as an operator adds files to /etc/mysql/mariadb.conf.d: script/encrypt-at-rest, a binary log
		f"!includedir {more}\n"
	)
	command = [program("mariadbd"), f"--defaults-file={file}", *_as_user(bench)]
	hint = "If its data may go: script/server --fresh"
	return Service("MariaDB", port, command, f"--defaults-file={file}", bench.logs / "mariadb.log", hint)


def _as_user(bench: Bench) -> list[str]:
	return [f"--user={database_user(bench)}"] if os.geteuid() == 0 else []


def database_user(bench: Bench) -> str:
	"""Debian's own user for the server, where it can reach the bench's folder; root else."""
	try:
		pwd.getpwnam(MYSQL_USER)
	except KeyError:
		return "root"
	reachable = all(folder.stat().st_mode & 0o001 for folder in bench.data.resolve().parents)
	return MYSQL_USER if reachable else "root"


def make_database_folder(bench: Bench) -> None:
	"""MariaDB's data folder with its system tables, built aside and moved into place."""
	folder = bench.data / "mariadb"
	if folder.exists():
		return
	part = bench.data / "mariadb.part"
	shutil.rmtree(part, ignore_errors=True)
	part.mkdir(mode=0o700)
	command = [program("mariadb-install-db"), "--no-defaults", f"--datadir={part}", *_as_user(bench)]
	command += ["--auth-root-authentication-method=normal", "--skip-test-db"]
	run(command, bench.logs / "mariadb-install.log", "Making MariaDB's data folder")
	password = ports.read(bench)["root_password"]
	(part / "root.sql").write_text(
		f"ALTER USER root@localhost IDENTIFIED BY '{password}';\n"
		"DELETE FROM mysql.global_priv WHERE User = 'root' AND Host <> 'localhost' OR User = '';\n"
		"FLUSH PRIVILEGES;\n"
	)
	(part / "root.sql").chmod(0o600)
	if os.geteuid() == 0:
		shutil.chown(part, database_user(bench))
		shutil.chown(part / "root.sql", database_user(bench))
	part.rename(folder)


@contextmanager
def running(bench: Bench) -> Iterator[None]:
	"""Hold the bench's servers for a block."""
	with (bench.config / "services.users").open("w") as users:
		try:
			with alone(bench, "services"):
				fcntl.flock(users, fcntl.LOCK_SH)
				_start_missing(bench)
			yield
		finally:
			with alone(bench, "services"):
				_stop_if_last(bench, users)


def _start_missing(bench: Bench) -> None:
	make_database_folder(bench)
	_leave_occupied_ports(bench)
	for service in services(bench):
		if service.process() is None:
			service.start()


def revive(bench: Bench, held: list[Service]) -> list[str]:
	"""Start those servers again that died, for who holds `running`; their names. Failure when one does not start."""
	gone = [service for service in held if service.process() is None]
	if gone:
		with alone(bench, "services"):
			for service in gone:
				if service.process() is None:  # another holder may have been first
					service.start()
	return [service.name for service in gone]


def _stop_if_last(bench: Bench, users: TextIO) -> None:
	try:
		fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
	except BlockingIOError:
		return
	for service in services(bench):
		service.stop()


def _leave_occupied_ports(bench: Bench) -> None:
	"""Where another program took a port of ours while our server was down, choose another."""
	config = ports.read(bench)
	for key, service in zip(ports.NAMES[2:], services(bench), strict=True):
		if service.process() is None and not ports.is_free(service.port):
			config[key] = ports.free_port(0)
	ports.set_ports(bench, config, {name: config[name] for name in ports.NAMES})
