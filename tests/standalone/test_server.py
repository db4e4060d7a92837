"""The whole server: what is killed comes back, a second start changes nothing, a killed one is started again at once."""

import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from factories.waiting import until

from standalone import backing, ports
from standalone.paths import Bench

pytestmark = pytest.mark.long
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def start(bench: Bench, unused_port: int) -> Iterator[Callable[[], subprocess.Popen[str]]]:
	"""Start script/server, without demonstration data, and wait until it says that it is ready."""
	# a run of tests names its own bench and site, which the server of this bench must not take over
	inherited = {
		name: value for name, value in os.environ.items() if name not in ("SITES_PATH", "FRAPPE_SITE")
	}
	environment = inherited | {"ESAYLOV_BENCH": str(bench.root), "PYTHONUNBUFFERED": "1"}
	command = [sys.executable, str(ROOT / "script" / "server"), "--no-demo", "--port", str(unused_port)]
	started: list[subprocess.Popen[str]] = []

	def run() -> subprocess.Popen[str]:
		server = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
		started.append(server)
		assert server.stdout
		assert any("Ready after" in line for line in server.stdout), "it ended before it was ready"
		return server

	yield run
	for server in started:
		server.send_signal(signal.SIGINT)
		server.wait(120)
	assert [service.name for service in backing.services(bench) if service.process()] == []


def answers(port: int) -> bool:
	"""Whether a page that needs web server, database and cache comes."""
	try:
		with urllib.request.urlopen(f"http://127.0.0.1:{port}/login", timeout=60) as answer:
			return answer.status == 200
	except OSError:
		return False


def children(parent: int) -> dict[str, int]:
	"""The last words of the command lines of a process's children, with their numbers."""
	found = {}
	for pid in (Path("/proc") / str(parent) / "task" / str(parent) / "children").read_text().split():
		with suppress(OSError):  # one that ended meanwhile
			line = (Path("/proc") / pid / "cmdline").read_bytes().decode()
			found[line.rstrip("\0").rpartition("\0")[2]] = int(pid)
	return found


def test_what_is_killed_comes_back_and_a_killed_server_starts_again(bench: Bench, start, script, unused_port):
	server = start()
	assert answers(unused_port)
	config = ports.read(bench)

	again = script("server", "--port", "1")
	assert (again.returncode, "runs on this bench already" in again.stderr) == (1, True)
	assert ports.read(bench) == config

	for service in backing.services(bench):
		process = service.process()
		assert process  # 0 would be this run itself
		os.kill(process, signal.SIGKILL)
	until(lambda: all(service.process() for service in backing.services(bench)) and answers(unused_port))

	parts = {"frappe.app:application_with_statics()", "worker", "schedule"}
	until(lambda: parts <= children(server.pid).keys())  # who lost the database ended too, and comes back
	before = children(server.pid)
	for name in parts:
		os.kill(before[name], signal.SIGKILL)
	until(
		lambda: all(
			children(server.pid).get(name) not in (None, pid)
			for name, pid in before.items()
			if name in ("worker", "schedule")
		)
	)
	until(lambda: answers(unused_port))
	assert server.poll() is None

	server.kill()
	server.wait()
	start()
	assert answers(unused_port)
