"""What the three scripts do with their arguments."""

import argparse
import json
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from typing import NoReturn

from standalone import backing, locks, ports, setup, site_config, supervisor
from standalone.cluster import control
from standalone.cluster import layout as layouts
from standalone.paths import APP, Bench, shown
from standalone.steps import Failure, timed

SITE = "esaylov.localhost"
WATCH_SECONDS = 1


def server(arguments: list[str]) -> int:
	"""Set up whatever is missing, run the system until Ctrl-C."""
	parser = argparse.ArgumentParser(prog="script/server", description=server.__doc__)
	parser.add_argument(
		"--port", type=int, help="port of the web server; the others get the numbers after it"
	)
	parser.add_argument("--fresh", action="store_true", help="forget all sites and databases first")
	parser.add_argument("--no-demo", action="store_true", help="a site without demonstration data")
	parser.add_argument(
		"--size", type=share, metavar="2024|N%", help="rows of an election of the size of 2024, or a share"
	)
	options = parser.parse_args(arguments)
	if options.size and options.no_demo:
		parser.error("--size is for a demonstration")
	bench = Bench()
	running = "script/server runs on this bench already; Ctrl-C there ends it"
	with locks.sole(bench, "server", running):
		return _serve(bench, options)


def _serve(bench: Bench, options: argparse.Namespace) -> int:
	begin, processes = time.monotonic(), supervisor.Supervisor(bench)
	processes.clear()
	web_port = options.port or ports.read(bench).get("webserver_port", ports.WEB)
	ports.need_free(web_port)
	if options.fresh:
		setup.fresh(bench)
	setup.check_site(bench, SITE)
	setup.prepare(bench, options.port)
	with interruptible(), timed_backing(bench):
		setup.make_site(bench, SITE, demo=not options.no_demo)
		if options.size:
			fill(bench, options.size)
		try:
			phones = ports.free_port(0)
			_start(processes, bench, SITE, web_port, demo=not options.no_demo, phones=phones)
			_greet(bench, web_port, begin, demo=not options.no_demo, phones=phones)
			_watch(bench, processes)
		except KeyboardInterrupt:
			print("\nStopping …", flush=True)
		finally:
			processes.stop()
	return 0


def share(size: str) -> float:
	"""`2024` is the whole; `1%` a share of each of its DocTypes. Raises ValueError, which the parser says."""
	part = 1.0 if size == "2024" else float(size.removesuffix("%")) / 100
	if not (size == "2024" or size.endswith("%")) or not 0 < part <= 1:
		raise ValueError
	return part


def fill(bench: Bench, part: float) -> None:
	"""Rows of the size of 2024, what is written being printed; Failure where that does not succeed."""
	command = setup.site_command(
		bench, SITE, "execute", f"{APP}.setup.demo.rows_of_2024.fill", "--kwargs", f"{{'share': {part!r}}}"
	)
	print(f"• Rows of the size of 2024, {part:.2%} of them …", flush=True)
	begin = time.monotonic()
	if subprocess.run(command, cwd=bench.sites).returncode:
		raise Failure(
			"Rows of the size of 2024 were not written; run it again, it goes on with what is missing"
		)
	print(f"• Rows of the size of 2024 … {time.monotonic() - begin:.1f} s", flush=True)


def _watch(bench: Bench, processes: supervisor.Supervisor) -> NoReturn:
	"""Start again whatever ends by itself, databases first, until Ctrl-C."""
	held = backing.services(bench)
	while True:
		time.sleep(WATCH_SECONDS)
		for line in (
			*(f"{name} ended by itself" for name in backing.revive(bench, held)),
			*processes.revive(),
		):
			print(f"• {datetime.now():%Y-%m-%d %H:%M:%S} {line}; it is started again", flush=True)


@contextmanager
def timed_backing(bench: Bench) -> Iterator[None]:
	"""The database and Redis for a block, their start shown as a step."""
	with ExitStack() as stack:
		with timed("MariaDB and Redis"):
			stack.enter_context(backing.running(bench))
		yield


@contextmanager
def interruptible() -> Iterator[None]:
	"""Make the end of a terminal or of a service manager the same as Ctrl-C."""

	def interrupt(number: int, frame: object) -> None:
		raise KeyboardInterrupt

	for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # a shell's background job ignores SIGINT
		signal.signal(number, interrupt)
	yield


def _start(
	processes: supervisor.Supervisor, bench: Bench, site: str, port: int, demo: bool, phones: int
) -> None:
	with timed("Web, realtime, worker, scheduler"):
		ports.need_free(port)
		if demo:  # before the workers, which read it once
			site_config.use_demo_sms(bench, site, phones, port)
		processes.start(supervisor.web(bench, site, port))
		processes.start(supervisor.realtime(bench))
		for name in ("worker", "worker-2"):  # checks of registers wait behind one long job otherwise
			processes.start(supervisor.worker(bench, name=name))
		processes.start(supervisor.scheduler(bench))
		if demo:
			oneid = ports.free_port(0)
			site_config.use_demo_oneid(bench, site, oneid)
			processes.start(supervisor.oneid(bench, oneid))
			interagency = ports.free_port(0)
			site_config.use_demo_interagency(bench, site, interagency)
			processes.start(supervisor.interagency(bench, interagency))
			processes.start(supervisor.sms(bench, phones))
		processes.wait_for(f"http://{ports.LOOPBACK}:{port}/login")


def _greet(bench: Bench, port: int, begin: float, demo: bool, phones: int) -> None:
	print(
		f"\nReady after {time.monotonic() - begin:.0f} s, logs in {shown(bench.logs)}/, Ctrl-C stops everything.\n"
	)
	print(f"  http://{ports.LOOPBACK}:{port}   or   http://{SITE}:{port}\n")
	logins = _demo_logins(bench) if demo else []
	if demo:
		print(f"  http://{ports.LOOPBACK}:{phones}   SMS that phones got, login codes too\n")
	for login in [{"user": "Administrator", "password": "admin", "who": "administrator"}, *logins]:
		print(f"  {login['user']:32} {login['password']:16} {login['who']}")
	if not demo:
		print("\n  Next: two Election Administrators (docs/operators/install.md, Two administrators)")
	print(flush=True)


def _demo_logins(bench: Bench) -> list[dict[str, str]]:
	command = setup.site_command(bench, SITE, "execute", f"{APP}.setup.demo.loading.logins")
	answer = subprocess.run(command, cwd=bench.sites, capture_output=True, text=True)
	return json.loads(answer.stdout) if answer.returncode == 0 and answer.stdout.strip() else []


def site(arguments: list[str]) -> int:
	"""Run a command on a site, with the database and Redis running for its time."""
	bench = Bench()
	for name in arguments[arguments.index("--site") + 1 :][:1] if "--site" in arguments else []:
		setup.check_site(bench, name)
	setup.prepare(bench)
	if "build" in arguments[-1:]:
		return 0  # prepare built what changed
	with backing.running(bench):
		if arguments == ["services"]:
			print("MariaDB and Redis are running; Ctrl-C ends this.", flush=True)
			with interruptible():
				_watch(bench, supervisor.Supervisor(bench))
		# Ctrl-C is the command's own matter, a console's or a client's
		signal.signal(signal.SIGINT, signal.SIG_IGN)
		command = [str(bench.python), "-m", "standalone.site", *arguments]
		return subprocess.run(command, cwd=bench.sites, preexec_fn=_default_interrupt).returncode


def _default_interrupt() -> None:
	signal.signal(signal.SIGINT, signal.SIG_DFL)


def cluster(arguments: list[str]) -> int:
	"""A cluster on this machine: three MariaDB, Redis with Sentinels, two web processes, workers, HAProxy in front."""
	parser = argparse.ArgumentParser(prog="script/cluster", description=cluster.__doc__)
	commands = parser.add_subparsers(dest="command", required=True)
	up = commands.add_parser("up", help="make what is missing, start everything, return once it is whole")
	up.add_argument(
		"--port", type=int, help="where HAProxy takes browsers; the others get the numbers after it"
	)
	up.add_argument("--fresh", action="store_true", help="forget the data first")
	commands.add_parser("status", help="how each part stands; ends with 1 where the cluster is not whole")
	commands.add_parser("move", help="have the primary hand over in order")
	commands.add_parser("kill", help="end a process at once").add_argument(
		"what", help="primary, replica, or a name that status prints"
	)
	commands.add_parser("down", help="end everything")
	options = parser.parse_args(arguments)
	bench = Bench()
	if options.command == "up":
		with locks.alone(bench, "cluster"):
			layout = control.up(bench, options.port, options.fresh)
		print(
			f"{control.told(layout)}\n\n  {layout.address}   or   http://{SITE}:{layout.ports['webserver_port']}"
		)
		return 0
	return _ask_cluster(layouts.read(Bench(bench.root / layouts.FOLDER)), options)


def _ask_cluster(layout: layouts.Layout, options: argparse.Namespace) -> int:
	if options.command == "status":
		print(control.told(layout))
		return int(not control.is_whole(layout))
	if options.command == "kill":
		print(f"{control.kill(layout, options.what)} was killed; it comes back by itself")
	elif options.command == "move":
		print(f"{control.hand_over(layout)} hands over")
	else:
		control.down(layout)
	return 0
