"""What can be wrong on a machine gives one clear line and a non-zero exit."""

import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest
from factories.waiting import until

from standalone import backing, fetch, packages, ports
from standalone.paths import Bench
from standalone.steps import Failure, step

pytestmark = pytest.mark.full


def only_line(answer: subprocess.CompletedProcess[str]) -> str:
	"""What a failed script wrote to stderr: one line and no traceback."""
	assert answer.returncode == 1, answer.stdout + answer.stderr
	lines = answer.stderr.strip().splitlines()
	assert len(lines) == 1, answer.stderr
	assert lines[0].startswith("✗ ")
	return lines[0]


def test_a_changed_byte_in_the_wheel_stops_the_setup(bench: Bench, built: Bench, script):
	wheel = bench.downloads / fetch.WHEEL
	content = bytearray((built.downloads / fetch.WHEEL).read_bytes())
	content[len(content) // 2] ^= 1
	wheel.write_bytes(content)
	(bench.stamps / "Frappe").unlink()
	line = only_line(script("site", "list-apps"))
	assert "is not the pinned wheel" in line
	assert "delete it and run again" in line
	assert not (bench.stamps / "Frappe").exists()


def test_an_occupied_port_is_named(script, taken_port: int):
	line = only_line(script("server", "--port", str(taken_port)))
	assert f"port {taken_port} is occupied" in line
	assert "--port N" in line


def test_missing_packages_are_named_where_no_apt_is(script, tmp_path: Path):
	programs = tmp_path / "programs"
	programs.mkdir()
	for name in ("node", "npm", "mariadb"):
		(programs / name).symlink_to(packages.program(name))
	line = only_line(script("site", "list-apps", PATH=str(programs)))
	assert "missing packages: redis-server" in line
	assert "no apt-get" in line


def test_missing_packages_come_with_the_command_where_no_sudo_is(
	bench: Bench, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
	(tmp_path / "apt-get").write_text("#!/bin/sh\n")
	(tmp_path / "apt-get").chmod(0o755)
	monkeypatch.setenv("PATH", str(tmp_path))
	monkeypatch.setattr(os, "geteuid", lambda: 1000)
	need = packages.Need("no-such-package", "no-such-program")
	with pytest.raises(Failure, match="run as root: apt-get install no-such-package"):
		packages.install_missing(bench, (need,))


def test_a_package_that_apt_does_not_have_is_named_with_the_log(bench: Bench, monkeypatch, tmp_path: Path):
	(tmp_path / "apt-get").write_text('#!/bin/sh\n[ "$2" = update ] || { echo "E: no package"; exit 100; }\n')
	(tmp_path / "apt-get").chmod(0o755)
	monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
	monkeypatch.setattr(os, "geteuid", lambda: 0)
	with pytest.raises(Failure, match=r"Installing no-such-package failed \(exit code 100\); see .*apt\.log"):
		packages.install_missing(bench, (packages.Need("no-such-package", "no-such-program"),))


def test_a_broken_data_folder_of_mariadb_is_named_and_kept(bench: Bench, script, unused_port: int):
	folder = bench.data / "mariadb"
	folder.mkdir(parents=True)
	(folder / "ibdata1").write_bytes(b"no tablespace")
	if os.geteuid() == 0:
		shutil.chown(folder, "mysql")
	line = only_line(script("server", "--port", str(unused_port)))
	assert "MariaDB did not start; see " in line
	assert "mariadb.log" in line
	assert "script/server --fresh" in line
	assert (folder / "ibdata1").read_bytes() == b"no tablespace"
	assert [service.name for service in backing.services(bench) if service.process()] == []


def test_another_program_on_the_databases_port_makes_it_move_and_a_killed_server_comes_back(
	bench: Bench, taken_port: int
):
	ports.configure(bench)
	ports.write(bench, ports.read(bench) | {"cache_port": taken_port})
	with backing.running(bench):
		config = ports.read(bench)
		assert config["cache_port"] != taken_port
		assert config["redis_cache"].endswith(f":{config['cache_port']}")
		held = backing.services(bench)
		assert all(service.answers() for service in held)
		for service in held:
			process = service.process()
			assert process  # 0 would be this run itself
			os.kill(process, signal.SIGKILL)
		until(lambda: not any(service.process() or service.answers() for service in held))
		assert backing.revive(bench, held) == [service.name for service in held]
		assert all(service.answers() for service in held)
		assert backing.revive(bench, held) == []
	assert [service.name for service in backing.services(bench) if service.process()] == []


def test_a_step_that_fails_is_done_again_and_one_that_succeeded_is_not(bench: Bench):
	done = []

	def fail() -> None:
		raise Failure("no")

	with pytest.raises(Failure):
		step(bench, "a step", "inputs", fail)
	assert step(bench, "a step", "inputs", lambda: done.append(1))
	assert not step(bench, "a step", "inputs", lambda: done.append(2))
	assert step(bench, "a step", "other inputs", lambda: done.append(3))
	assert done == [1, 3]
