"""What makes tests quicker is installed where that works, and missed by nobody where it does not."""

import os
from pathlib import Path

import pytest

from standalone import packages
from standalone.paths import Bench

NEED = packages.Need("no-such-package", "no-such-program")


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
	"""A bare machine, where this is root and apt-get has nothing: gives the file of what it was asked."""
	told = tmp_path / "calls"
	program = tmp_path / "programs" / "apt-get"
	program.parent.mkdir()
	program.write_text(f'#!/bin/sh\necho "$@" >> {told}\nexit 100\n')
	program.chmod(0o755)
	monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
	monkeypatch.setattr(os, "geteuid", lambda: 0)
	return told


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
	made = Bench(tmp_path / "bench")
	made.make_folders()
	return made


def test_what_cannot_be_installed_is_said_and_not_asked_for_again(bench, calls, capsys):
	packages.try_to_install(bench, (NEED,))
	assert "without no-such-package: apt-get update failed" in capsys.readouterr().out
	assert calls.read_text().splitlines() == ["-qq update"]
	packages.try_to_install(bench, (NEED,))
	assert calls.read_text().splitlines() == ["-qq update"]


def test_nobody_is_asked_for_a_password_for_it(bench, calls, monkeypatch):
	monkeypatch.setattr(os, "geteuid", lambda: 1000)
	packages.try_to_install(bench, (NEED,))
	assert not calls.exists()


def test_what_is_there_is_not_installed(bench, calls):
	packages.try_to_install(bench, (packages.Need("apt", "apt-get"),))
	assert not calls.exists()
