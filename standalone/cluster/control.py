"""What script/cluster does: the data of a cluster, its start and end, how it stands, one process killed, the place of the primary handed over."""

import csv
import io
import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from standalone import backing, ports, setup
from standalone.cluster import keeper, processes
from standalone.cluster import layout as layouts
from standalone.cluster.layout import DATABASES, REPLICATION, SITE, TERMS, Layout, health
from standalone.packages import FOR_CLUSTER, program
from standalone.paths import APP, ROOT, Bench, shown
from standalone.steps import Failure, fingerprint, run, step, timed
from standalone.supervisor import is_alive

READY_SECONDS = 300
ASKED_SECONDS = 5
FRESH_DAYS = 14
"""So long the data of a cluster are used again."""
EDITION = "cluster"
"""The demonstration as tests have it, in English and without counted votes."""


def up(built: Bench, base: int | None = None, is_fresh: bool = False) -> Layout:
	"""Make what is missing, start everything, and return once writes are taken and both replicas follow."""
	for name in ("FRAPPE_SITE", "SITES_PATH"):  # of a run of tests on the other bench
		os.environ.pop(name, None)
	setup.prepare(built, more=FOR_CLUSTER)
	layout = _layout(built, base)
	_make_data(layout, is_fresh)
	_start(layout)
	wait(layout)
	return layout


def up_databases(built: Bench, base: int) -> Layout:
	"""Of a cluster what each write hangs on, in seconds: the databases with nothing in them, their agents, the quorum, HAProxy."""
	layout = _layout(built, base)
	_copy_data(layout, lambda: None)
	_start(layout, "--databases")
	try:
		wait(layout, is_there=is_replicated)
	except Failure:
		down(layout)
		raise
	return layout


def _layout(built: Bench, base: int | None) -> Layout:
	layout = layouts.make(built, base)
	if _keeper(layout):
		raise Failure("the cluster runs already: script/cluster status")
	return layout


def _start(layout: Layout, *options: str) -> None:
	processes.configure(layout)
	log = layout.bench.logs / "cluster-keeper.log"
	command = [str(layout.bench.python), "-m", "standalone.cluster.keeper", "--bench", str(layout.bench.root)]
	with log.open("ab") as output, timed("Cluster"):
		started = subprocess.Popen(
			[*command, *options],
			stdin=subprocess.DEVNULL,
			stdout=output,
			stderr=output,
			cwd=layout.bench.sites,
			start_new_session=True,
		)
		_number_file(layout).write_text(str(started.pid))


def _make_data(layout: Layout, is_fresh: bool) -> None:
	"""The site, and a copy of its data for each node."""
	bench = layout.bench
	stamp = "databases of the cluster"
	if is_fresh:
		(bench.stamps / stamp.replace(" ", "-")).unlink(missing_ok=True)
	demo = sorted((ROOT / APP / "setup" / "demo").glob("*.py"))

	def make() -> None:
		_copy_data(layout, lambda: setup.make_site(bench, SITE, edition=EDITION))

	# its election is thirty days ahead of the day on which it was made
	age = str(date.today().toordinal() // FRESH_DAYS)
	step(bench, stamp, fingerprint(setup.schema(bench), EDITION, age, *demo), make)


def _copy_data(layout: Layout, fill: Callable[[], object]) -> None:
	"""The data of a MariaDB that `fill` has filled, for each node: the same rows, the same position, nobody ahead."""
	bench = layout.bench
	setup.fresh(bench)
	with backing.running(bench):
		fill()
		_make_login(layout)
	for name in DATABASES:
		words = ["cp", "-a", "--reflink=auto", str(bench.data / "mariadb"), str(layout.data(name))]
		run(words, bench.logs / "cluster-copy.log", f"Copying the data for {name}")


def _make_login(layout: Layout) -> None:
	"""The login by which the nodes will follow each other, which may do nothing else; and the table of the terms."""
	sql = (
		f"CREATE DATABASE {TERMS.partition('.')[0]};"
		f"CREATE TABLE {TERMS} (term INT PRIMARY KEY, node VARCHAR(20) NOT NULL) ENGINE=InnoDB;"
		f"CREATE OR REPLACE USER {REPLICATION}@localhost IDENTIFIED BY '{layout.password}';"
		f"GRANT REPLICATION SLAVE ON *.* TO {REPLICATION}@localhost;"
	)
	words = [
		program("mariadb"),
		f"--host={ports.LOOPBACK}",
		f"--port={layout.ports['db_port']}",
		"--user=root",
	]
	run(
		[*words, "--execute", sql],
		layout.bench.logs / "cluster-login.log",
		"Making the login of replicas",
		env=os.environ | {"MYSQL_PWD": layout.password},
	)


def down(layout: Layout) -> None:
	"""End everything in order; nothing where nothing runs."""
	if not (number := _keeper(layout)):
		return
	with timed("The cluster's end"), suppress(ProcessLookupError):
		os.kill(number, signal.SIGTERM)
		ends = time.monotonic() + READY_SECONDS
		while _keeper(layout) and time.monotonic() < ends:
			with suppress(ChildProcessError):
				os.waitpid(number, os.WNOHANG)
			time.sleep(0.1)
	_number_file(layout).unlink(missing_ok=True)


def _number_file(layout: Layout) -> Path:
	return layout.bench.config / "cluster.pid"


def _keeper(layout: Layout) -> int:
	"""The number of the process that keeps the cluster; 0 where it does not run."""
	file = _number_file(layout)
	number = int(file.read_text()) if file.exists() else 0
	line = _words(number)
	return number if b"standalone.cluster.keeper" in line and str(layout.bench.root).encode() in line else 0


def _words(number: int) -> bytes:
	"""The command line of a process; b"" where there is none. One that begins just now has none for a moment, and is waited for."""
	entry, ends = Path(f"/proc/{number}"), time.monotonic() + ASKED_SECONDS
	with suppress(OSError):
		while not (found := (entry / "cmdline").read_bytes()):
			if not is_alive(entry) or time.monotonic() > ends:
				break
			time.sleep(0.01)
		return found
	return b""


def is_replicated(layout: Layout) -> bool:
	"""Whether each process lives, one primary has two replicas, all of them know everything, and HAProxy sends to it."""
	found = states(layout)
	primary = next((name for name, state in found.items() if state.get("primary")), "")
	if not primary or found[primary]["replicas"] < len(DATABASES) - 1:
		return False
	if not all(state.get("sure") and state["process"] for state in found.values()):
		return False
	if any(state["follows"] != primary for name, state in found.items() if name != primary):
		return False
	known = numbers(layout)
	is_living = bool(known) and all(is_alive(Path(f"/proc/{number}")) for number in known.values())
	return is_living and ("database", primary, True) in balanced(layout)


def wait(
	layout: Layout, seconds: float = READY_SECONDS, is_there: Callable[[Layout], bool] | None = None
) -> None:
	"""Return once the cluster is whole, or as much of it as `is_there` asks for; Failure after a while, or where its keeper ended."""
	ends, is_there = time.monotonic() + seconds, is_there or is_whole
	while not is_there(layout):
		if not _keeper(layout):
			raise Failure(f"the cluster ended; see {shown(layout.bench.logs / 'cluster-keeper.log')}")
		if time.monotonic() > ends:
			raise Failure(f"the cluster is not whole after {seconds:.0f} s:\n{told(layout)}")
		time.sleep(0.3)


def is_whole(layout: Layout) -> bool:
	"""Whether the databases are as they should be, HAProxy sends to whom it should, and a web process answers."""
	if not is_replicated(layout):
		return False
	servers = balanced(layout)
	is_served = {proxy for proxy, _, is_up in servers if is_up}
	away = [name for proxy, name, is_up in servers if proxy in ("webs", "realtime") and not is_up]
	return not away and is_served >= {"queue", "cache", "webs"} and _answers(layout)


def _answers(layout: Layout) -> bool:
	request = urllib.request.Request(f"{layout.address}/health", headers={"Host": SITE})
	try:
		with urllib.request.urlopen(request, timeout=ASKED_SECONDS) as answer:
			return bool(answer.status == 200 and json.load(answer)["queue"])
	except (OSError, ValueError):
		return False


def states(layout: Layout) -> dict[str, dict[str, Any]]:
	"""What each agent says of its node; nothing where it does not answer."""
	return {name: _state(layout, name) for name in DATABASES}


def _state(layout: Layout, name: str) -> dict[str, Any]:
	try:
		with urllib.request.urlopen(_agent(layout, name, "state"), timeout=ASKED_SECONDS) as answer:
			found: dict[str, Any] = json.load(answer)
			return found
	except (OSError, ValueError):
		return {}


def _agent(layout: Layout, name: str, path: str) -> str:
	return f"http://{ports.LOOPBACK}:{layout.ports[health(name)]}/{path}"


def primary_of(layout: Layout) -> str:
	"""The node that takes writes; Failure where none does."""
	for name, state in states(layout).items():
		if state.get("primary"):
			return name
	raise Failure("there is no primary at this moment: script/cluster status")


def hand_over(layout: Layout) -> str:
	"""Have the primary give its place away in order; its name. The others take it within seconds."""
	name = primary_of(layout)
	request = urllib.request.Request(_agent(layout, name, "hand-over"), method="POST")
	try:
		urllib.request.urlopen(request, timeout=ASKED_SECONDS).close()
	except urllib.error.HTTPError:
		raise Failure(f"{name} is no primary any more; ask again") from None
	return name


def balancer(layout: Layout, command: str) -> str:
	"""What HAProxy says to a command of its own; "" where it does not run."""
	try:
		with socket.create_connection((ports.LOOPBACK, layout.ports["haproxy"]), ASKED_SECONDS) as line:
			line.sendall(f"{command}\n".encode())
			return line.makefile(encoding="utf-8").read()
	except OSError:
		return ""


def balanced(layout: Layout) -> list[tuple[str, str, bool]]:
	"""Each server behind HAProxy: the proxy, the server, whether it is sent anything."""
	rows = csv.DictReader(io.StringIO(balancer(layout, "show stat").removeprefix("# ")))
	return [
		(row["pxname"], row["svname"], row["status"].startswith("UP"))
		for row in rows
		if row["svname"] not in ("FRONTEND", "BACKEND") and row["status"] != "no check"
	]


def numbers(layout: Layout) -> dict[str, int]:
	"""Name of a process -> its number, as the keeper last noted them."""
	file = keeper.numbers(layout)
	return dict(json.loads(file.read_text())) if file.exists() else {}


def kill(layout: Layout, what: str) -> str:
	"""End a process at once, as if its machine were gone: a name of `status`, `primary` or `replica`; which it was."""
	name = _named(layout, what)
	number = numbers(layout).get(name)
	if not number:
		raise Failure(f"there is no {what}; script/cluster status names them")
	with suppress(ProcessLookupError):
		os.killpg(number, signal.SIGKILL)
	await_end(number)
	return name


def await_end(number: int) -> None:
	"""Return when a killed process has ended: for a moment it still looks alive."""
	ends = time.monotonic() + ASKED_SECONDS
	while is_alive(Path(f"/proc/{number}")) and time.monotonic() < ends:
		time.sleep(0.01)


def _named(layout: Layout, what: str) -> str:
	if what == "primary":
		return primary_of(layout)
	if what == "replica":
		return next(name for name, state in states(layout).items() if state.get("follows"))
	return what


def told(layout: Layout) -> str:
	"""How everything stands, a line each."""
	lines = []
	for name, state in states(layout).items():
		role = "primary" if state.get("primary") else f"follows {state.get('follows') or 'nobody'}"
		of = f"{role}, at {state['position']['sequence']}" if state else "its agent does not answer"
		fenced = f"; last fenced: {state['fenced']}" if state.get("fenced") else ""
		lines.append(f"{name:16} {of}{fenced}")
	lines += [f"{proxy:16} {name} {'up' if is_up else 'away'}" for proxy, name, is_up in balanced(layout)]
	lines += [f"{name:16} process {number}" for name, number in numbers(layout).items()]
	return "\n".join(lines)
