"""Biome and stylelint: what they would refuse is refused, and nothing of them reaches a bench."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from standalone import tools
from standalone.paths import APP, Bench

ROOT = Path(__file__).resolve().parents[2]
LOCKED = json.loads((tools.LINTERS / "package-lock.json").read_text())["packages"]
ASKED = json.loads((tools.LINTERS / "package.json").read_text())["dependencies"]


@pytest.fixture(scope="module")
def made(built: Bench) -> Bench:
	"""The repository's bench with its tools."""
	tools.make(built)
	return built


@pytest.fixture
def tree(tmp_path: Path) -> Path:
	"""A tree with the rules of ours and nothing to find fault with."""
	for name in ("biome.jsonc", ".stylelintrc.yaml"):
		shutil.copy(ROOT / name, tmp_path)
	styles = tmp_path / APP / "public" / "scss"
	styles.mkdir(parents=True)
	(styles / "page.scss").write_text("a { color: var(--ink); }\n")
	(tmp_path / "page.js").write_text("frappe.ready(() => $(document.body).show());\n")
	return tmp_path


def code(words: list[str], folder: Path) -> int:
	return subprocess.run(words, cwd=folder, capture_output=True).returncode


def test_what_is_right_passes(made, tree):
	assert [code(tools.biome(made), tree), code(tools.stylelint(made), tree)] == [0, 0]


@pytest.mark.parametrize(
	"text",
	[
		"frappe.ready(() => { $(document.body).show() })\n",  # the format
		"frappe.ready(() => $(document.bodies).show(unknown));\n",
		"frappe.ready((name) => $(document.body).show());\n",  # no more than a warning
		"cur_frm.refresh();\n",
	],
)
def test_javascript_is_refused(made, tree, text):
	(tree / "page.js").write_text(text)
	assert code(tools.biome(made), tree) == 1


def test_scss_is_refused(made, tree):
	"""Each of these files and none of the others, by one run: Node and the rules take a second to begin."""
	texts = {
		"colour.scss": "a { color: #abc; }\n",
		"unknown.scss": "a { colour: var(--ink); }\n",
		"twice.scss": "a { color: red; color: blue; }\n",
		"wide.scss": "@media (width >= 720px) { a { color: red; } }\n",
	}
	for name, text in texts.items():
		(tree / APP / "public" / "scss" / name).write_text(text)
	words = [*tools.stylelint(made), "--formatter", "json"]
	answer = subprocess.run(words, cwd=tree, capture_output=True, text=True)
	assert answer.returncode == 2
	found = {Path(one["source"]).name: one["errored"] for one in json.loads(answer.stdout or answer.stderr)}
	assert found == {"page.scss": False} | dict.fromkeys(texts, True)


def test_the_lock_names_versions_and_hashes_and_no_registry():
	packages = {name: one for name, one in LOCKED.items() if name}
	assert {name: packages[f"node_modules/{name}"]["version"] for name in ASKED} == ASKED
	assert all(one["integrity"].startswith("sha512-") for one in packages.values())
	assert not [name for name, one in packages.items() if "resolved" in one]


def test_a_bench_installs_none_of_them():
	for lock in (ROOT / "package-lock.json", ROOT / "standalone" / "assets" / "package-lock.json"):
		packages = json.loads(lock.read_text())["packages"]
		assert not packages.keys() & {f"node_modules/{name}" for name in ASKED}
