"""mysqlclient is built where that works, and missed by nobody where it does not."""

from pathlib import Path

import pytest

from standalone import driver, ports
from standalone.paths import Bench
from standalone.steps import Failure


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
	made = Bench(tmp_path / "bench")
	made.make_folders()
	(made.stamps / "Python-packages").write_text("one")
	return made


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
	"""A machine with a compiler, Python's headers and MariaDB's."""
	for name, says in (("cc", ""), (driver.CONFIGURATION, '"flags of $1"')):
		program = tmp_path / name
		program.write_text(f"#!/bin/sh\necho {says}\n")
		program.chmod(0o755)
	(tmp_path / "Python.h").touch()
	monkeypatch.setenv("PATH", str(tmp_path))


def interpreter(folder: Path, headers: Path) -> str:
	"""A Python that says that its headers lie there."""
	program = folder / "python"
	program.write_text(f"#!/bin/sh\necho {headers}\n")
	program.chmod(0o755)
	return str(program)


def test_it_is_built_once_with_the_flags_of_the_library(bench, builds, tmp_path):
	calls = []

	def install(_: Bench, lock: Path, *__: object, more: dict[str, str]) -> None:
		calls.append((lock, more))

	for _ in range(2):
		driver.add(bench, interpreter(tmp_path, tmp_path), install)
	flags = {"MYSQLCLIENT_CFLAGS": "flags of --cflags", "MYSQLCLIENT_LDFLAGS": "flags of --libs"}
	assert calls == [(driver.LOCK, flags)]


def test_a_build_that_fails_is_said_and_stops_nothing(bench, builds, tmp_path, capsys):
	def install(*_: object, **__: object) -> None:
		raise Failure("Installing Python packages failed")

	driver.add(bench, interpreter(tmp_path, tmp_path), install)
	assert "without mysqlclient: Installing Python packages failed" in capsys.readouterr().out
	assert not driver.is_there(bench)


@pytest.mark.parametrize("missing", ["cc", driver.CONFIGURATION, "Python.h"])
def test_where_something_is_missing_nothing_is_built(bench, builds, tmp_path, missing):
	python = interpreter(tmp_path, tmp_path)
	(tmp_path / missing).unlink()
	driver.add(bench, python, lambda *_, **__: pytest.fail("something was built"))


def test_the_bench_takes_it_where_it_is_and_pymysql_where_not(bench):
	numbers = dict(zip(ports.NAMES, range(20_001, 20_006), strict=True))
	assert ports.set_ports(bench, {}, numbers)["use_mysqlclient"] == 0
	built = bench.env / "lib" / "python3.11" / "site-packages" / "MySQLdb" / "_mysql.cpython-311.so"
	built.parent.mkdir(parents=True)
	built.touch()
	assert ports.set_ports(bench, {}, numbers)["use_mysqlclient"] == 1
