"""What a stock bench installs of the app: its Python, its packages, its licence, the npm packages that yarn takes."""

import ast
import itertools
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

FRAMEWORK = json.loads((TESTS / "data" / "framework_packages.json").read_text())
"""What each version of Frappe asks for: packages with their limits as its pyproject.toml has them; "" is one of a repository."""
BROUGHT = {
	"PIL": "pillow",
	"bs4": "beautifulsoup4",
	"cryptography": "cryptography",
	"filetype": "filetype",
	"jinja2": "jinja2",
	"markupsafe": "markupsafe",
	"openpyxl": "openpyxl",
	"pydantic": "pydantic",
	"pyotp": "pyotp",
	"pypika": "pypika",
	"redis": "redis",
	"requests": "requests",
	"rq": "rq",
	"typing_extensions": "typing-extensions",
	"weasyprint": "weasyprint",
	"werkzeug": "werkzeug",
	# asked for by a package that both ask for
	"fontTools": "weasyprint",
	"urllib3": "requests",
}
"""What we import of that: module -> the package on both lists that brings it. orjson is on one of them alone."""
HOOKS = (ROOT / "esaylov" / "hooks.py").read_text()
WHEELS = TESTS / "data" / "wheels.json"
"""Each package we ask for, as pyproject.toml says it -> Python -> the wheel that was found there."""
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
	assert found - own - set(sys.stdlib_module_names) <= named | BROUGHT.keys() | {"frappe"}


def test_what_a_framework_brings_both_versions_bring():
	lists = {version: frozenset(one["packages"]) for version, one in FRAMEWORK.items()}
	assert [version.partition(".")[0] for version in lists] == ["15", "16"]
	assert {
		package for package in BROUGHT.values() if not all(package in one for one in lists.values())
	} == set()
	assert "orjson" not in lists["15.92.0"]


def test_a_package_that_we_ask_for_is_not_the_frameworks():
	"""A second limit on a package of theirs would let pip refuse the one or the other."""
	ours = {
		re.split(r"[~<>=]", one)[0].lower().replace("_", "-") for one in PROJECT["project"]["dependencies"]
	}
	assert {name for name in ours for one in FRAMEWORK.values() if name in one["packages"]} == set()


def test_each_package_we_ask_for_was_looked_up_on_each_python():
	"""What is asked for anew goes through `script/test --long packages`, which says what to write there."""
	found = json.loads(WHEELS.read_text())
	assert {name: tuple(wheels) for name, wheels in found.items()} == dict.fromkeys(
		PROJECT["project"]["dependencies"], PYTHONS
	)
	assert all(wheel.endswith(".whl") for wheels in found.values() for wheel in wheels.values())


SAID = {
	"README.md": (
		*("apps/esaylov[test]", "chromium poppler-utils", "SITES_PATH=", "ESAYLOV_TEST_URL=", "a worker"),
		*("Python 3.14", "Node 18 or 20", "24"),
	),
	"docs/operators/install.md": ("Python 3.11 or 3.12, Node 18 or 20", "Python 3.14, Node 24", "chromium"),
}
"""Page -> what it must say for a bench and for the tests there; openapi-spec-validator is one of the packages of `test`."""


@pytest.mark.parametrize("page", SAID)
def test_what_a_bench_and_the_tests_need_is_said(page):
	text = " ".join((ROOT / page).read_text().split())
	assert [words for words in SAID[page] if words not in text] == []
	assert any(
		one.startswith("openapi-spec-validator")
		for one in PROJECT["project"]["optional-dependencies"]["test"]
	)


def imports(path: Path) -> set[str]:
	"""The packages that a file imports."""
	nodes = list(ast.walk(ast.parse(path.read_text())))
	direct = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
	named = {
		node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level
	}
	return {name.partition(".")[0] for name in direct | named}


def test_what_a_marketplace_asks_of_an_app():
	"""A bounded range of the framework and none in the dependencies, a release with its changes, who made it and under which licence."""
	lowest, highest = PROJECT["tool"]["bench"]["frappe-dependencies"]["frappe"].split(",")
	assert (lowest.startswith(">="), highest.startswith("<")) == (True, True)
	assert [one for one in PROJECT["project"]["dependencies"] if one.startswith(("frappe", "erpnext"))] == []
	release = re.search(
		r'^__version__ = "(.+)"$', (ROOT / "esaylov" / "__init__.py").read_text(), re.MULTILINE
	)[1]
	changes = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
	assert changes[0] == release
	named = {node.targets[0].id for node in ast.parse(HOOKS).body if isinstance(node, ast.Assign)}
	assert {"app_name", "app_title", "app_publisher", "app_description", "app_email", "app_license"} <= named


def test_an_event_of_every_doctype_says_why():
	lines = HOOKS.splitlines()
	at = next(number for number, line in enumerate(lines) if line.strip() == '"*": {')
	assert any(line.strip().startswith("# every DocType") for line in lines[at - 2 : at])


@pytest.mark.full
def test_each_package_we_ask_for_has_a_wheel(tmp_path):
	"""`bench get-app` has no compiler on a plain machine. Fails with what wheels.json should say where that is another."""
	found: dict[str, dict[str, str]] = {name: {} for name in PROJECT["project"]["dependencies"]}
	for python, name in itertools.product(PYTHONS, found):
		folder = tmp_path / python / name
		folder.mkdir(parents=True)
		pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder)]
		wheels = ["--only-binary", ":all:", "--python-version", python]
		done = subprocess.run([*pip, *wheels, name], capture_output=True, text=True, timeout=600)
		assert done.returncode == 0, f"{python}: {done.stderr}"
		(wheel,) = folder.iterdir()
		found[name][python] = wheel.name
	told = json.loads(WHEELS.read_text())
	assert {name: list(wheels) for name, wheels in told.items()} == {
		name: list(wheels) for name, wheels in found.items()
	}, json.dumps(found, indent="\t")
