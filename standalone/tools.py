"""Programs that read the sources in script/test and need other packages than the framework or the bundles do."""

import shutil
from pathlib import Path

from standalone.environment import edition, install_locked, interpreter
from standalone.packages import program
from standalone.paths import APP, STANDALONE, Bench
from standalone.steps import fingerprint, run, step

LOCK = STANDALONE / "tools.lock"
GENERATOR = STANDALONE / "generator.lock"
"""Of `openapi-python-client`, which makes a client of /openapi.json for tests/web/test_generated_client.py:
echo "openapi-python-client~=0.29" | uv pip compile --generate-hashes --universal --python-version 3.11 --no-header -"""
LINTERS = STANDALONE / "linters"
"""package.json and lock of the tools that Node runs or npm brings; no bench reads it."""
RULES = Path("security") / "semgrep"
_RULES, _AUDIT, _FLOWS = (str(RULES / f"{name}.yaml") for name in ("rules", "audit", "flows"))
SEMGREP = ("--metrics=off", "--disable-version-check", "--quiet")


def make(bench: Bench) -> None:
	"""The environments of the tools, Python's and Node's, built once from their lock files."""
	step(bench, "Tools", fingerprint(LOCK, edition()), lambda: make_environment(bench, _folder(bench), LOCK))
	step(bench, "Linters of JavaScript and SCSS", fingerprint(LINTERS), lambda: _make_linters(bench))


def make_generator(bench: Bench) -> None:
	"""The environment of the generator of clients, in which what it makes runs too: built once from its lock file."""
	folder = bench.root / "generator"
	step(
		bench,
		"Generator of clients",
		fingerprint(GENERATOR, edition()),
		lambda: make_environment(bench, folder, GENERATOR),
	)


def semgrep(bench: Bench) -> list[str]:
	"""The command that finds nothing in the app by our own rules, those of Frappe's audit, and those of where a request's words go."""
	rules = [word for file in (_RULES, _AUDIT, _FLOWS) for word in ("--config", file)]
	return [_semgrep(bench), "scan", "--error", *SEMGREP, *rules, APP]


def semgrep_samples(bench: Bench) -> list[list[str]]:
	"""The commands that the rules of `semgrep` find their samples."""
	samples = ((_RULES, "rules.py"), (_RULES, "rules.js"), (_AUDIT, "audit.py"), (_FLOWS, "flows.py"))
	return [
		[_semgrep(bench), "--test", *SEMGREP, "--config", file, str(RULES / name)] for file, name in samples
	]


def _semgrep(bench: Bench) -> str:
	return str(_folder(bench) / "bin" / "semgrep")


def import_linter(bench: Bench) -> list[str]:
	"""The command that holds imports against the contracts of pyproject.toml: floors, and no circles."""
	return [str(_folder(bench) / "bin" / "lint-imports"), "--no-cache"]


def biome(bench: Bench) -> list[str]:
	"""The command that holds JavaScript against the format and the rules of biome.jsonc."""
	return [_linter(bench, "biome"), "ci", "--error-on-warnings"]


def stylelint(bench: Bench) -> list[str]:
	"""The command that holds SCSS against the rules of .stylelintrc.yaml."""
	# its rules come from a package that lies there
	return [
		_linter(bench, "stylelint"),
		f"{APP}/public/scss/**/*.scss",
		"--config-basedir",
		str(_linters(bench)),
	]


def _linters(bench: Bench) -> Path:
	return bench.root / "linters"


def _linter(bench: Bench, name: str) -> str:
	return str(_linters(bench) / "node_modules" / ".bin" / name)


def _folder(bench: Bench) -> Path:
	return bench.root / "tools"


def make_environment(bench: Bench, folder: Path, lock: Path) -> None:
	"""An environment in a folder from its lock file, in the place of what is there."""
	log = bench.logs / "tools.log"
	shutil.rmtree(folder, ignore_errors=True)
	run(
		[interpreter(), "-m", "venv", "--without-pip", str(folder)],
		log,
		"Making the environment of the tools",
	)
	install_locked(bench, lock, folder / "bin" / "python", log)


def _make_linters(bench: Bench) -> None:
	folder, log = _linters(bench), bench.logs / "linters.log"
	shutil.rmtree(folder, ignore_errors=True)
	shutil.copytree(LINTERS, folder)
	npm = [program("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
	run(npm, log, "Installing the linters", "Is the npm registry reachable?", cwd=folder)
