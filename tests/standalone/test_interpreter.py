"""Which Python the environments are made of: the distribution's own of the same version, where it is built to be quick and ours is not."""

import sys
import sysconfig
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from standalone import environment

VERSION = f"python{sys.version_info.major}.{sys.version_info.minor}"
PLAIN, QUICK = "'--enable-shared'", "'--enable-shared' '--enable-optimizations'"
Runs = Callable[..., str]


@pytest.fixture
def chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Runs]:
	"""`chosen(built=PLAIN, code=0)`: what a Python built so takes, beside one in /usr/bin whose look for `venv` ends with the code."""

	def ask(built: str = PLAIN, code: int | None = 0, inside: bool = False) -> str:
		folder = tmp_path / "usr" / "bin"
		folder.mkdir(parents=True)
		if code is not None:
			(folder / VERSION).write_text(f"#!/bin/sh\nexit {code}\n")
			(folder / VERSION).chmod(0o755)
		monkeypatch.setattr(environment, "OF_SYSTEM", folder)
		monkeypatch.setattr(sys, "base_prefix", str(folder.parent if inside else tmp_path / "pyenv"))
		monkeypatch.setattr(sysconfig, "get_config_var", {"CONFIG_ARGS": built}.get)
		environment.interpreter.cache_clear()
		return environment.interpreter()

	yield ask
	environment.interpreter.cache_clear()


def test_a_plain_python_gives_way_to_the_distributions_own(chosen: Runs, tmp_path: Path):
	assert chosen() == str(tmp_path / "usr" / "bin" / VERSION)
	assert environment.edition() == str(tmp_path / "usr" / "bin" / VERSION)


@pytest.mark.parametrize("other", [{"built": QUICK}, {"code": 1}, {"code": None}])
def test_it_stays_where_it_is_quick_or_no_other_makes_environments(chosen: Runs, other: dict[str, object]):
	assert chosen(**other) == sys.executable
	assert environment.edition() == VERSION.removeprefix("python")


@pytest.mark.parametrize("code", [0, 1])
def test_the_distributions_own_stays_also_inside_an_environment_of_it(
	chosen: Runs, tmp_path: Path, code: int
):
	"""A script that the bench's own Python runs names the same edition, and makes nothing anew; what Debian lacks is installed."""
	assert chosen(code=code, inside=True) == str(tmp_path / "usr" / "bin" / VERSION)
