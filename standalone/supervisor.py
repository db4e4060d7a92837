"""Run the processes of the system together: start all, stop all, and start again what ended by itself."""

import ctypes
import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from standalone.packages import program
from standalone.paths import ROOT, STANDALONE, Bench, shown
from standalone.ports import LOOPBACK
from standalone.steps import Failure

STOP_SECONDS = 15
READY_SECONDS = 180
OFTEN, WITHIN_SECONDS = 5, 60
"""A process that ends by itself so often within that time is not started again."""
PR_SET_PDEATHSIG = 1  # linux/prctl.h


@dataclass(frozen=True)
class Process:
	"""A line of the Procfile: a name and a command, which runs in the bench's `sites` folder."""

	name: str
	command: list[str]
	environment: dict[str, str] = field(default_factory=dict)


def web(bench: Bench, site: str, port: int, workers: int = 2) -> Process:
	"""The web server; `site` answers for the machine's own addresses."""
	command = [str(bench.env / "bin" / "gunicorn"), "--bind", f"{LOOPBACK}:{port}", "--workers", str(workers)]
	command += [
		"--timeout",
		"120",
		# as long as nginx holds a line. A browser that asks anew on one that gunicorn ends just then, by itself after two
		# seconds, is answered by a reset: a POST is not tried again
		"--keep-alive",
		"75",
		"--preload",
		"--log-level",
		"warning",
	]
	# what is answered while the database is away; threads and their shares
	command += ["--config", "python:esaylov.setup.web_server"]
	# gunicorn's heartbeat file: not on a disk
	command += ["--worker-tmp-dir", "/dev/shm"]  # noqa: S108
	return Process("web", [*command, "frappe.app:application_with_statics()"], {"FRAPPE_SITE": site})


def worker(bench: Bench, site: str = "", name: str = "worker") -> Process:
	"""A worker for all queues: those of all sites, or those of a site that has a `bench_id` of its own."""
	command = [str(bench.python), "-m", "standalone.site", "worker"]
	return Process(name, command, {"FRAPPE_SITE": site} if site else {})


def oneid(bench: Bench, port: int) -> Process:
	"""The made-up OneID of demonstration and test sites; a real site knows nothing of it."""
	command = [str(bench.python), str(ROOT / "tests" / "fakes" / "oneid.py"), "--port", str(port)]
	return Process("oneid", command)


def interagency(bench: Bench, port: int) -> Process:
	"""The made-up interagency portal of demonstration and test sites; a real site knows nothing of it."""
	command = [str(bench.python), str(ROOT / "tests" / "fakes" / "interagency.py"), "--port", str(port)]
	return Process("interagency", command)


def sms(bench: Bench, port: int) -> Process:
	"""The made-up SMS gateways of demonstration sites; a real site knows nothing of them."""
	return Process("sms", [str(bench.python), str(ROOT / "tests" / "fakes" / "sms.py"), "--port", str(port)])


def scheduler(bench: Bench) -> Process:
	"""What puts due jobs of all sites into the queues."""
	return Process("schedule", [str(bench.python), "-m", "standalone.site", "schedule"])


def realtime(bench: Bench, port: int | None = None, web: int | None = None) -> Process:
	"""The socket.io server, on the ports of the common configuration unless others are named."""
	command = [program("node"), str(STANDALONE / "realtime" / "server.mjs"), "--bench", str(bench.root)]
	options = [
		word for name, value in (("--port", port), ("--web", web)) if value for word in (name, str(value))
	]
	return Process("realtime", command + options)


class Supervisor:
	"""Processes started together, each in a group of its own so that none outlives its parent."""

	def __init__(self, bench: Bench, prefix: str = "", often: float = OFTEN) -> None:
		"""often: how many ends within a minute are too many of one process."""
		self.bench = bench
		self.prefix = prefix
		self.often = often
		self.running: dict[str, subprocess.Popen[bytes]] = {}
		self._known: dict[str, Process] = {}
		self._ends: dict[str, list[float]] = {}

	def log(self, name: str) -> Path:
		"""Where the output of a process goes."""
		return self.bench.logs / f"{self.prefix}{name}.log"

	def start(self, process: Process) -> None:
		"""Start a process with its output in its own log."""
		self._known[process.name] = process
		environment = os.environ | process.environment | {"PYTHONUNBUFFERED": "1"}
		with self.log(process.name).open("ab") as output:
			self.running[process.name] = subprocess.Popen(
				process.command,
				stdin=subprocess.DEVNULL,
				stdout=output,
				stderr=output,
				cwd=self.bench.sites,
				env=environment,
				start_new_session=True,
				preexec_fn=_end_with_parent,
			)
		self._note()

	def revive(self, due: Collection[str] | None = None) -> list[str]:
		"""Start again what ended by itself; what ended, in words. Failure for what ends again and again.

		due: names of those alone whose time it is; all of them where it is not said.
		"""
		found = []
		for name, process in list(self.running.items()):
			if process.poll() is None or (due is not None and name not in due):
				continue
			found.append(f"{name} ended by itself (exit code {process.returncode})")
			self._count(name)
			_signal(process, signal.SIGKILL)
			_await_end(process.pid)  # its children may still hold its port
			self.start(self._known[name])
		return found

	def _count(self, name: str) -> None:
		ends = self._ends.setdefault(name, [])
		ends.append(time.monotonic())
		if len(ends) >= self.often and ends[-1] - ends[-int(self.often)] < WITHIN_SECONDS:
			self.check()

	def _note(self) -> None:
		"""Keep which groups of processes are ours, for a start after this process was killed."""
		self.groups.write_text(json.dumps([process.pid for process in self.running.values()]))

	@property
	def groups(self) -> Path:
		"""Where the groups of processes stand."""
		return self.bench.config / f"{self.prefix}processes.json"

	def clear(self) -> None:
		"""End what a killed supervisor left behind: the groups it noted, where they still run in this bench's folder.

		Returns when they have ended: until then the kernel holds their ports. Failure for one that does not end.
		"""
		noted = set(json.loads(self.groups.read_text())) if self.groups.exists() else set()
		deadline = time.monotonic() + STOP_SECONDS
		while left := self._left_of(noted):
			if time.monotonic() > deadline:
				raise Failure(f"processes of an earlier start do not end: {', '.join(map(str, left))}")
			for pid in left:  # again each time: one of them may have started another meanwhile
				with suppress(ProcessLookupError):
					os.kill(pid, signal.SIGKILL)
			time.sleep(0.02)
		self.groups.unlink(missing_ok=True)

	def _left_of(self, groups: Collection[int]) -> list[int]:
		"""The processes of these groups that run in this bench's folder, in order."""
		return sorted(
			int(entry.name)
			for entry in Path("/proc").iterdir()
			if entry.name.isdigit()
			and _group_of(entry) in groups
			and _works_in(entry, self.bench.sites)
			and is_alive(entry)
		)

	def ended(self) -> str | None:
		"""The name of a process that ended by itself."""
		return next((name for name, process in self.running.items() if process.poll() is not None), None)

	def check(self) -> None:
		"""Failure when a process ended by itself."""
		if name := self.ended():
			code = self.running[name].returncode
			raise Failure(f"{name} ended by itself (exit code {code}); see {shown(self.log(name))}")

	def wait_for(self, url: str) -> None:
		"""Return when the address answers."""
		deadline = time.monotonic() + READY_SECONDS
		while time.monotonic() < deadline:
			self.check()
			try:
				urllib.request.urlopen(url, timeout=20).read()
			except (urllib.error.URLError, OSError):
				time.sleep(0.1)
			else:
				return
		raise Failure(f"{url} did not answer in {READY_SECONDS} seconds; see {shown(self.log('web'))}")

	def stop(self, at_once: Collection[str] = ()) -> None:
		"""End all processes: first asked, then forced; those that `at_once` names are not asked."""
		for name, process in self.running.items():
			_signal(process, signal.SIGKILL if name in at_once else signal.SIGTERM)
		deadline = time.monotonic() + STOP_SECONDS
		for process in self.running.values():
			with suppress(subprocess.TimeoutExpired):
				process.wait(max(0.1, deadline - time.monotonic()))
			_signal(process, signal.SIGKILL)
			process.wait()
		self.running.clear()
		self.groups.unlink(missing_ok=True)


def _end_with_parent() -> None:
	"""Let the kernel end this process when the supervisor is killed before it could stop anything."""
	ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _group_of(entry: Path) -> int:
	"""The process group of an entry of /proc; 0 for one that is gone."""
	try:
		return os.getpgid(int(entry.name))
	except ProcessLookupError:
		return 0


def _await_end(group: int) -> None:
	"""Return when all processes of a killed group have ended, or after a while."""
	deadline = time.monotonic() + STOP_SECONDS
	while time.monotonic() < deadline and any(
		_group_of(entry) == group and is_alive(entry)
		for entry in Path("/proc").iterdir()
		if entry.name.isdigit()
	):
		time.sleep(0.02)


def is_alive(entry: Path) -> bool:
	"""Whether a thread of a process still runs: one that has ended holds nothing, though nobody has asked how it ended.

	The first thread may end before the others, which then still hold the ports.
	"""
	try:
		return any(_runs(task) for task in (entry / "task").iterdir())
	except OSError:
		return False


def _runs(task: Path) -> bool:
	try:
		return (task / "stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
	except OSError:
		return False


def _works_in(entry: Path, folder: Path) -> bool:
	try:
		return (entry / "cwd").resolve() == folder.resolve()
	except OSError:
		return False


def _signal(process: subprocess.Popen[bytes], number: int) -> None:
	try:
		os.killpg(process.pid, number)
	except ProcessLookupError:
		return
