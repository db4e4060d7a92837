"""What makes tests quicker is installed where that works, and missed by nobody where it does not."""

import os
from pathlib import Path

import pytest

from standalone import packages
from standalone.paths import Bench

NEED = packages.Need("no-such-package", "no-such-program")


class Machine:
	"""Programs before all others on the path, each of which writes down with what it was called."""

	def __init__(self, folder: Path) -> None:
		self.folder, self.told = folder / "programs", folder / "calls"
		self.folder.mkdir()

	def put(self, name: str, does: str) -> None:
		program = self.folder / name
		program.write_text(f'#!/bin/sh\necho "{name} $@" >> {self.told}\n{does}\n')
		program.chmod(0o755)

	def calls(self) -> list[str]:
		return self.told.read_text().splitlines() if self.told.exists() else []


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Machine:
	"""One where this is root and apt-get reaches no server."""
	made = Machine(tmp_path)
	made.put("apt-get", "exit 100")
	monkeypatch.setenv("PATH", f"{made.folder}:{os.environ['PATH']}")
	monkeypatch.setattr(os, "geteuid", lambda: 0)
	return made


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
	made = Bench(tmp_path / "bench")
	made.make_folders()
	return made


def test_without_a_network_it_is_said_and_not_tried_again(bench, machine, capsys):
	packages.try_to_install(bench, (NEED,))
	assert "without no-such-package: apt-get update failed" in capsys.readouterr().out
	assert len(machine.calls()) == 1
	packages.try_to_install(bench, (NEED,))
	assert len(machine.calls()) == 1


def test_a_distribution_without_the_package_is_said(bench, machine, capsys):
	machine.put("apt-get", 'case "$*" in *no-such-package*) exit 100;; esac')
	packages.try_to_install(bench, (NEED,))
	assert "without no-such-package: Installing no-such-package failed" in capsys.readouterr().out
	assert len(machine.calls()) == 2


def test_it_takes_no_package_away_and_does_not_wait_long(bench, machine):
	machine.put("apt-get", "exit 0")
	packages.try_to_install(bench, (NEED,))
	assert machine.calls()[-1].split()[-1] == "no-such-package"
	for call in machine.calls():
		assert {"APT::Get::Remove=false", "Acquire::Retries=0", "Acquire::http::Timeout=20"} < {*call.split()}


def test_nobody_is_asked_for_a_password_for_it(bench, machine, monkeypatch):
	machine.put("sudo", "exit 1")
	monkeypatch.setattr(os, "geteuid", lambda: 1000)
	packages.try_to_install(bench, (NEED,))
	assert machine.calls() == ["sudo -n true"]


def test_who_needs_no_password_has_it_installed(bench, machine, monkeypatch):
	machine.put("sudo", "exit 0")
	monkeypatch.setattr(os, "geteuid", lambda: 1000)
	packages.try_to_install(bench, (NEED,))
	assert [call for call in machine.calls() if "install" in call and call.endswith(" no-such-package")]


def test_what_is_there_is_not_installed(bench, machine):
	packages.try_to_install(bench, (packages.Need("apt", "apt-get"),))
	assert not machine.calls()
