"""What a running bench does when a part ends, a second server is started, or a part of a site is missing."""

import sys
from collections.abc import Iterator

import pytest
from factories.waiting import until
from gunicorn.config import Config
from test_failures import only_line

from standalone import locks, ports, supervisor
from standalone.paths import Bench
from standalone.steps import Failure

LISTEN = """
import os, pathlib, socket, sys, time
listening = socket.create_server(("127.0.0.1", int(sys.argv[1])))
if os.fork():
	started = pathlib.Path(sys.argv[2] + ".new")
	started.write_text(str(os.getpid()))
	started.rename(sys.argv[2])
time.sleep(600)
"""


@pytest.fixture
def supervised(bench: Bench, unused_port: int) -> Iterator[tuple[supervisor.Supervisor, int]]:
	"""A process that holds a port together with a child of its own, as the web server does; `listens` has its number."""
	processes = supervisor.Supervisor(bench)
	command = [sys.executable, "-c", LISTEN, str(unused_port), str(bench.root / "listens")]
	processes.start(supervisor.Process("web", command))
	until((bench.root / "listens").exists)  # not the port alone: that is held before there is a child
	yield processes, unused_port
	processes.stop()


def test_what_ended_by_itself_is_started_again(bench: Bench, supervised):
	processes, port = supervised
	assert processes.revive() == []
	first = processes.running["web"]
	first.kill()
	first.wait()
	assert not ports.is_free(port), "the child holds it"
	assert processes.revive() == ["web ended by itself (exit code -9)"]

	def is_back() -> bool:
		processes.revive()  # the child may hold the port a moment longer
		return (bench.root / "listens").read_text() == str(processes.running["web"].pid)

	until(is_back)
	assert processes.running["web"].poll() is None


def test_what_ends_again_and_again_is_named(bench: Bench, monkeypatch: pytest.MonkeyPatch):
	monkeypatch.setattr(supervisor, "WITHIN_SECONDS", 3600)  # however long a start takes
	processes = supervisor.Supervisor(bench)
	processes.start(supervisor.Process("web", [sys.executable, "-c", "raise SystemExit(3)"]))

	def ends() -> None:
		for _ in range(supervisor.OFTEN):
			processes.running["web"].wait()
			processes.revive()

	with pytest.raises(Failure, match=r"web ended by itself \(exit code 3\); see "):
		ends()


def test_after_a_kill_the_next_start_has_the_ports_at_once(bench: Bench, supervised):
	_, port = supervised
	other = supervisor.Supervisor(bench)  # the next script/server: the first was killed and stopped nothing
	other.clear()
	until(lambda: ports.is_free(port))
	other.clear()


def test_a_second_server_changes_nothing(bench: Bench, script, unused_port: int):
	before = ports.configure(bench)
	with locks.sole(bench, "server", ""):
		for arguments in ([], ["--fresh"], ["--port", str(unused_port)]):
			assert "script/server runs on this bench already" in only_line(script("server", *arguments))
	assert ports.read(bench) == before


@pytest.mark.parametrize(
	"name", ["apps.txt", "esaylov.localhost/site_config.json", "esaylov.localhost/private"]
)
def test_a_missing_part_of_a_site_is_named(bench: Bench, script, unused_port: int, name: str):
	folder = bench.sites / "esaylov.localhost"
	for part in ("private", "public"):
		(folder / part).mkdir(parents=True)
	(folder / "site_config.json").write_text("{}")
	(bench.stamps / "site-esaylov.localhost").write_text("demo")
	missing = bench.sites / name
	missing.rmdir() if missing.is_dir() else missing.unlink()
	for command in (("server", "--port", str(unused_port)), ("site", "--site", folder.name, "list-apps")):
		answer = script(*command)
		line = answer.stderr.strip().splitlines()[-1]
		assert (answer.returncode, line.startswith("✗ ")) == (1, True), answer.stderr
		assert f"{name} is missing: " in line


def test_the_web_server_holds_a_line_as_long_as_nginx_does(bench: Bench):
	"""gunicorn's own two seconds end lines on which a client asks just then: a reset for a request that nobody sends again."""
	_, *arguments = supervisor.web(bench, "probe.localhost", 1).command
	assert Config().parser().parse_args(arguments).keepalive >= 75


LARGE = """
import pathlib, socket, sys, time
listening = socket.create_server(("127.0.0.1", int(sys.argv[1])))
held = bytearray(700_000_000)
held[::4096] = b"x" * len(held[::4096])
pathlib.Path(sys.argv[2]).write_text("")
time.sleep(600)
"""
"""The kernel frees the memory of a killed process before it frees the port."""


def test_what_a_killed_supervisor_left_has_ended_when_it_is_cleared(bench: Bench, unused_port: int):
	listens = bench.root / "listens"
	for _ in range(3):
		listens.unlink(missing_ok=True)
		processes = supervisor.Supervisor(bench)
		command = [sys.executable, "-c", LARGE, str(unused_port), str(listens)]
		processes.start(supervisor.Process("web", command))
		until(listens.exists)
		supervisor.Supervisor(bench).clear()
		is_free = ports.is_free(unused_port)
		processes.running["web"].wait()
		assert is_free
	assert not processes.groups.exists()
