"""What a stock bench installs of the app: its Python, its packages, its licence, the npm packages that yarn takes."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from flit_core import buildapi

from standalone import environment, site_config
from standalone.paths import Bench

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
NPM = json.loads((ROOT / "package.json").read_text())
LOCKED = json.loads((ROOT / "package-lock.json").read_text())["packages"]
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
"""Frappe 15 runs on 3.10 to 3.12, Frappe 16 on 3.14; ours begins at 3.11."""

BROUGHT = {
	*(
		"PIL",
		"bs4",
		"cryptography",
		"filetype",
		"fontTools",
		"frappe",
		"jinja2",
		"markupsafe",
		"openpyxl",
		"pydantic",
		"pyotp",
		"pypika",
	),
	*("redis", "requests", "rq", "typing_extensions", "urllib3", "weasyprint", "werkzeug"),
}
"""What both versions of Frappe bring; orjson is none of these."""
IMPORTED_AS = {"zxing_cpp": "zxingcpp", "PyYAML": "yaml"}


def test_yarn_takes_the_packages_of_the_npm_lock():
	"""yarn, by which a bench installs, does not read package-lock.json: two asn1js would meet, and no key file could sign."""
	locked = {
		name.removeprefix("node_modules/"): one["version"]
		for name, one in LOCKED.items()
		if name and not one.get("dev")
	}
	assert not [name for name in locked if "/node_modules/" in name], "a package stands twice"
	assert NPM["resolutions"] == locked
	assert locked.items() >= NPM["dependencies"].items()


def test_the_lowest_python_is_the_same_everywhere():
	lowest = PROJECT["project"]["requires-python"].removeprefix(">=")
	assert lowest == ".".join(map(str, environment.SUPPORTED[0])) == PROJECT["tool"]["mypy"]["python_version"]
	assert "py" + lowest.replace(".", "") == PROJECT["tool"]["ruff"]["target-version"]
	assert lowest == PYTHONS[0]


def test_the_tests_on_a_bench_are_told_of_the_made_up_services_as_ours_are(tmp_path):
	readme = (ROOT / "README.md").read_text()
	told = dict(re.findall(r'set-config -p (esaylov_\w+) "(\{.*\})"', readme))
	ports = dict(re.findall(r"tests/fakes/(\w+)\.py --port (\d+)", readme))
	bench = Bench(root=tmp_path)
	(bench.sites / "SITE").mkdir(parents=True)
	ours = bench.sites / "SITE" / "site_config.json"
	ours.write_text("{}")
	site_config.use_demo_oneid(bench, "SITE", int(ports["oneid"]))
	site_config.use_demo_interagency(bench, "SITE", int(ports["interagency"]))
	assert {name: ast.literal_eval(value) for name, value in told.items()} == json.loads(ours.read_text())


def test_what_is_installed_carries_its_licences(tmp_path, monkeypatch):
	monkeypatch.chdir(ROOT)
	folder = tmp_path / buildapi.prepare_metadata_for_build_wheel(tmp_path)
	lines = (folder / "METADATA").read_text().splitlines()
	assert {
		"License-Expression: GPL-3.0-or-later",
		"License-File: license.txt",
		"License-File: NOTICE",
	} <= set(lines)


@pytest.mark.parametrize(("folder", "extra"), [("esaylov", []), ("tests", ["test"])])
def test_what_is_imported_is_installed_on_a_bench(folder, extra):
	optional = PROJECT["project"]["optional-dependencies"]
	told = [*PROJECT["project"]["dependencies"], *(one for name in extra for one in optional[name])]
	packages = {re.split(r"[~<>=]", one)[0].replace("-", "_") for one in told}
	named = {IMPORTED_AS.get(package, package) for package in packages}
	files = [path for path in (ROOT / folder).rglob("*.py") if "standalone" not in path.parts]
	ours = (*TESTS.rglob("*"), *(ROOT / "benchmarks").glob("*.py"))
	own = {path.stem for path in ours if path.suffix in ("", ".py")} | {"esaylov"}
	found = {name for path in files for name in imports(path)}
	assert found - own - set(sys.stdlib_module_names) <= named | BROUGHT


def imports(path: Path) -> set[str]:
	"""The packages that a file imports."""
	nodes = list(ast.walk(ast.parse(path.read_text())))
	direct = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
	named = {
		node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level
	}
	return {name.partition(".")[0] for name in direct | named}


@pytest.mark.full
@pytest.mark.parametrize("python", PYTHONS)
def test_each_package_we_ask_for_has_a_wheel(python, tmp_path):
	"""`bench get-app` has no compiler on a plain machine."""
	pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(tmp_path)]
	wheels = ["--only-binary", ":all:", "--python-version", python]
	done = subprocess.run(
		[*pip, *wheels, *PROJECT["project"]["dependencies"]], capture_output=True, text=True, timeout=600
	)
	assert done.returncode == 0, done.stderr
