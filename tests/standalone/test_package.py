"""What a stock bench installs of the app: its Python, its packages, its licence, the npm packages that yarn takes."""

import ast
import functools
import getpass
import http.server
import itertools
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import threading
import tomllib
import zipfile
from pathlib import Path

import pytest
from flit_core import buildapi
from packaging.requirements import Requirement

from esaylov.setup import framework_floor
from standalone import environment

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
	"click": "click",
	"cryptography": "cryptography",
	"filetype": "filetype",
	"jinja2": "jinja2",
	"markupsafe": "markupsafe",
	"openpyxl": "openpyxl",
	"passlib": "passlib",
	"pydantic": "pydantic",
	"pyotp": "pyotp",
	"pypika": "pypika",
	"redis": "redis",
	"requests": "requests",
	"rq": "rq",
	"typing_extensions": "typing-extensions",
	"werkzeug": "werkzeug",
	"zxcvbn": "zxcvbn",
	# asked for by a package that both ask for
	"urllib3": "requests",
}
"""What we import of that: module -> the package on both lists that brings it. orjson is on one of them alone."""
CHANGES = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
"""The releases, the newest first."""
HOOKS = (ROOT / "esaylov" / "hooks.py").read_text()
WHEELS = TESTS / "data" / "wheels.json"
"""Each package we ask for, as pyproject.toml says it -> Python -> the wheel that was found there."""
IMPORTED_AS = {
	"PyYAML": "yaml",
	"WeasyPrint": "weasyprint",
	"fonttools": "fontTools",
	"zxing_cpp": "zxingcpp",
}


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


def test_a_bench_is_told_the_commands_in_their_order():
	"""Followed to the letter: the site comes before the app, the address and the logins after the demonstration."""
	readme = (ROOT / "README.md").read_text()
	section = readme[readme.index("## Install on a bench") : readme.index("## What works today")]
	commands = [line.strip().partition("  ")[0] for line in section.splitlines() if line.startswith("    ")]
	assert [one.replace("--site SITE ", "").split()[:2] for one in commands if one.startswith("bench")] == [
		["bench", "get-app"],
		["bench", "new-site"],
		["bench", "enable-scheduler"],
		["bench", "install-app"],
		["bench", "migrate"],
		["bench", "esaylov-verify"],
		["bench", "set-config"],
		["bench", "esaylov-load-demonstration"],
		["bench", "add-to-hosts"],
		["bench", "use"],
	]
	assert framework_floor.ACCEPTED in section
	assert commands[0] == "export BENCH_DISABLE_UV=1", "uv upgrades the packages that Frappe pins"


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


def test_a_package_that_both_ask_for_has_the_frameworks_pin_within_our_limits():
	"""A limit that excludes a pin of theirs would let pip refuse the one or the other."""
	ours = {one.name.lower(): one.specifier for one in map(Requirement, PROJECT["project"]["dependencies"])}
	pins = {
		(name, limit) for one in FRAMEWORK.values() for name, limit in one["packages"].items() if name in ours
	}
	assert pins == {("weasyprint", "==59.0"), ("weasyprint", "==68.0")}
	assert [(name, pin) for name, pin in pins if not ours[name].contains(pin.removeprefix("=="))] == []


def test_each_package_we_ask_for_was_looked_up_on_each_python():
	"""What is asked for anew goes through `script/test --long packages`, which says what to write there."""
	found = json.loads(WHEELS.read_text())
	assert {name: tuple(wheels) for name, wheels in found.items()} == dict.fromkeys(
		PROJECT["project"]["dependencies"], PYTHONS
	)
	assert all(wheel.endswith(".whl") for wheels in found.values() for wheel in wheels.values())


SAID = {
	"README.md": (
		*("apps/esaylov[test]", "chromium poppler-utils", "script/test --genuine", "X-Forwarded-Proto"),
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
	assert CHANGES[0] == release
	named = {node.targets[0].id for node in ast.parse(HOOKS).body if isinstance(node, ast.Assign)}
	assert {"app_name", "app_title", "app_publisher", "app_description", "app_email", "app_license"} <= named


def test_doc_events_are_one_dictionary_that_shows_its_star():
	"""Checks of a marketplace read the file, they do not run it."""
	made = [
		node.value
		for node in ast.walk(ast.parse(HOOKS))
		if isinstance(node, ast.Assign) and node.targets[0].id == "doc_events"
	]
	assert [type(one) for one in made] == [ast.Dict]
	assert "*" in [key.value for key in made[0].keys if isinstance(key, ast.Constant)]


def test_an_event_of_every_doctype_says_why():
	lines = HOOKS.splitlines()
	at = next(number for number, line in enumerate(lines) if line.strip() == '"*": {')
	assert any(line.strip().startswith("# every DocType") for line in lines[at - 2 : at])


def test_the_pictures_of_a_marketplace_are_there_and_large_enough():
	page = ROOT / "docs" / "marketplace" / "README.md"
	pictures = re.findall(r"!\[[^\]]+\]\(([^)]+\.png)\)", page.read_text())
	assert len(pictures) >= 5
	for picture in pictures:
		width, height, _ = header(page.parent / picture)
		assert (width >= 1280, width > height) == (True, True), picture
	assert header(page.parent / "logo.png") == (512, 512, RED_GREEN_BLUE_AND_ALPHA)
	assert 'viewBox="0 0 40 40"' in (ROOT / "esaylov" / "public" / "images" / "mark.svg").read_text()


RED_GREEN_BLUE_AND_ALPHA = 6


def header(path: Path) -> tuple[int, int, int]:
	"""Width, height and kind of colour of a PNG (its IHDR)."""
	width, height, _, colour = struct.unpack(">IIBB", path.read_bytes()[16:26])
	return width, height, colour


def test_a_wheel_has_every_file_of_the_app(tmp_path, monkeypatch):
	monkeypatch.chdir(ROOT)
	names = set(zipfile.ZipFile(tmp_path / buildapi.build_wheel(str(tmp_path))).namelist())
	wanted = {
		path.relative_to(ROOT).as_posix()
		for path in (ROOT / "esaylov").rglob("*")
		if path.is_file() and not {"__pycache__", "node_modules"} & {*path.parts}
	}
	assert wanted - names == set()
	assert {"esaylov/hooks.py", "esaylov/modules.txt", "esaylov/patches.txt"} <= names
	assert [name for name in names if name.endswith("licenses/license.txt")]


class Quiet(http.server.SimpleHTTPRequestHandler):
	"""Hands out files and says nothing."""

	def log_message(self, format: str, *args: object) -> None:
		"""What is asked for is nobody's news."""


@pytest.fixture
def repository(tmp_path):
	"""The address of this tree as a repository with a release, as a web server without git hands it out."""
	tree, served = tmp_path / "tree", tmp_path / "www" / "org" / "esaylov"
	tree.mkdir()
	listed = program(ROOT, "git", "ls-files", "-z").split("\0")
	for name in filter(None, listed):
		if (ROOT / name).is_file():
			(tree / name).parent.mkdir(parents=True, exist_ok=True)
			shutil.copy(ROOT / name, tree / name)
	author = ("-c", "user.name=test", "-c", "user.email=test@test.example")
	for words in (("init", "-q"), ("add", "-A"), (*author, "commit", "-qm", "one"), ("tag", "v0.1.0")):
		program(tree, "git", *words)
	program(tmp_path, "git", "clone", "-q", "--bare", str(tree), str(served))
	program(served, "git", "repack", "-adq")  # one file in place of thousands
	program(served, "git", "update-server-info")
	handler = functools.partial(Quiet, directory=tmp_path / "www")
	with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
		threading.Thread(target=server.serve_forever, daemon=True).start()
		yield f"http://127.0.0.1:{server.server_port}/org/esaylov"
		server.shutdown()


@pytest.fixture
def stock_bench(tmp_path, built):
	"""A folder as `bench init` makes it, with a Frappe that has but a version, and how `bench` is called there."""
	folder, tools = tmp_path / "bench", tmp_path / "tools"
	for name in ("apps/frappe/frappe", "sites", "config/pids", "logs"):
		(folder / name).mkdir(parents=True)
	(folder / "sites" / "apps.txt").write_text("frappe\n")
	for name in ("hooks.py", "modules.txt", "patches.txt"):  # by which it knows an app
		(folder / "apps" / "frappe" / "frappe" / name).touch()
	# as root it would change to the user that a bench is set up for; the server here knows no shallow clones
	(folder / "sites" / "common_site_config.json").write_text(
		json.dumps({"frappe_user": getpass.getuser(), "shallow_clone": False})
	)
	(folder / "apps" / "frappe" / "pyproject.toml").write_text(
		'[project]\nname = "frappe"\nversion = "15.122.0"\n'
	)
	uv = str(built.env / "bin" / "uv")
	for place in (folder / "env", tools):
		program(tmp_path, uv, "venv", "-q", "--python", sys.executable, str(place))
	program(tmp_path, uv, "pip", "install", "-q", "--python", str(tools / "bin" / "python"), "frappe-bench")
	program(
		tmp_path, "npm", "install", "--silent", "--ignore-scripts", "--prefix", str(tools), "yarn@1.22.22"
	)
	path = (tools / "bin", tools / "node_modules" / ".bin", built.env / "bin", os.environ["PATH"])
	return folder, [
		"env",
		f"PATH={os.pathsep.join(map(str, path))}",
		"CI=1",
		str(tools / "bin" / "bench"),
	]


def program(folder: Path, *words: str) -> str:
	"""What a program prints; its end must be a good one."""
	done = subprocess.run(words, cwd=folder, capture_output=True, text=True, timeout=1200)
	assert done.returncode == 0, (words, done.stdout[-2000:], done.stderr[-2000:])
	return done.stdout


@pytest.mark.full
def test_bench_gets_the_app_by_its_tag(repository, stock_bench):
	"""With the real bench of PyPI: the clone, the range of Frappe, Python's packages as wheels, yarn's packages, the list of apps."""
	folder, bench = stock_bench
	said = program(folder, *bench, "get-app", "--skip-assets", "--branch", "v0.1.0", repository)
	assert "does not satisfy" not in said
	assert (folder / "sites" / "apps.txt").read_text().split() == ["frappe", "esaylov"]
	app = folder / "apps" / "esaylov"
	assert program(app, "git", "describe", "--tags").strip() == "v0.1.0"
	assert (app / "node_modules" / "pkijs").is_dir()
	release = "from importlib.metadata import version; print(version('esaylov'))"
	assert program(folder, str(folder / "env" / "bin" / "python"), "-c", release).strip() in CHANGES
	outside = folder / "apps" / "frappe" / "pyproject.toml"
	outside.write_text(outside.read_text().replace("15.122.0", "17.0.0"))
	again = program(
		folder, *bench, "get-app", "--skip-assets", "--overwrite", "--branch", "v0.1.0", repository
	)
	assert "does not satisfy required version" in again


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
