"""Programs that read the sources in script/test and need other versions of packages than the framework does."""

import shutil
import sys
from pathlib import Path

from standalone.environment import install_locked
from standalone.paths import STANDALONE, Bench
from standalone.steps import fingerprint, run, step

LOCK = STANDALONE / "tools.lock"
RULES = Path("security") / "semgrep"
SEMGREP = ("--metrics=off", "--disable-version-check", "--quiet")


def make(bench: Bench) -> None:
	"""The environment of the tools, built once from its lock file."""
	python = f"{sys.version_info.major}.{sys.version_info.minor}"
	step(bench, "Tools", fingerprint(LOCK, python), lambda: _make(bench))


def semgrep(bench: Bench) -> tuple[list[str], ...]:
	"""The commands of our own rules: that they find their samples, and that they find nothing in the app."""
	program = str(_folder(bench) / "bin" / "semgrep")
	rules = str(RULES / "rules.yaml")
	return (
		[program, "--test", *SEMGREP, "--config", rules, str(RULES / "rules.py")],
		[program, "scan", "--error", *SEMGREP, "--config", rules, "esaylov"],
	)


def import_linter(bench: Bench) -> list[str]:
	"""The command that holds imports against the contracts of pyproject.toml: floors, and no circles."""
	return [str(_folder(bench) / "bin" / "lint-imports"), "--no-cache"]


def _folder(bench: Bench) -> Path:
	return bench.root / "tools"


def _make(bench: Bench) -> None:
	folder, log = _folder(bench), bench.logs / "tools.log"
	shutil.rmtree(folder, ignore_errors=True)
	run(
		[sys.executable, "-m", "venv", "--without-pip", str(folder)],
		log,
		"Making the environment of the tools",
	)
	install_locked(bench, LOCK, folder / "bin" / "python", log)
