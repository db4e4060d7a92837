"""The site of the documents: what Sphinx would refuse is refused, and several releases lie beside each other."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from standalone import documents
from standalone.paths import Bench

ROOT = Path(__file__).resolve().parents[2]
FAULTS = {
	"file": ("[x](nothing.md)", "nothing.md"),
	"heading": ("[x](README.md#nowhere)", "nowhere"),
	"picture": ("![x](../images/nothing.png)", "nothing.png"),
	"level": ("### Third\n", "header level"),
	"block": ("```nosuchlanguage\nx\n```", "nosuchlanguage"),
}
"""Name of a page -> what is wrong in it, and what is said."""
LISTS = "# First\n\n```{toctree}\n../operators/README\n../operators/README.ru\n../operators/nopage\n%s\n```\n"


@pytest.fixture(scope="module")
def made(built: Bench) -> Bench:
	"""The repository's bench with Sphinx."""
	documents.make(built)
	return built


def tree(folder: Path, pages: dict[str, str]) -> Path:
	"""A repository with our settings and these pages of operators."""
	shutil.copytree(ROOT / "docs" / "site", folder / "docs" / "site", ignore=shutil.ignore_patterns("*.md"))
	shutil.copytree(ROOT / "esaylov" / "public" / "images", folder / "esaylov" / "public" / "images")
	(folder / "esaylov" / "__init__.py").write_text('__version__ = "1.2.3"\n')
	(folder / "docs" / "operators").mkdir()
	for name, text in pages.items():
		(folder / "docs" / "operators" / f"{name}.md").write_text(text)
	return folder


def built_of(made: Bench, folder: Path, bench: Path) -> tuple[subprocess.CompletedProcess[str], Path]:
	"""The end of Sphinx over a tree, and where its site is."""
	bench.mkdir()
	(bench / "documents-tools").symlink_to(documents.folder(made))
	other = Bench(bench)
	words = documents.command(other)
	return subprocess.run(words, cwd=folder, capture_output=True, text=True), documents.site(other)


def test_each_fault_of_a_page_is_named_and_none_passes(made, tmp_path):
	pages = {"README": "# Operators\n", "README.ru": "# По-русски\n", "alone": "# On no list\n"}
	wrong = {name: f"# {name}\n\n{text}\n" for name, (text, _) in FAULTS.items()}
	folder = tree(tmp_path / "tree", pages | wrong)
	(folder / "docs" / "site" / "index.md").write_text(
		LISTS % "\n".join(f"../operators/{name}" for name in FAULTS)
	)
	done, _ = built_of(made, folder, tmp_path / "bench")
	assert done.returncode != 0
	lines = [line for line in done.stderr.splitlines() if "WARNING" in line]
	for name, (_, said) in FAULTS.items():
		assert [line for line in lines if f"operators/{name}.md" in line and said in line], (
			name,
			done.stderr,
		)
	assert [line for line in lines if "operators/alone.md" in line and "toctree" in line]
	assert [line for line in lines if "site/index.md" in line and "nopage" in line]
	assert len(lines) == len(FAULTS) + 2, done.stderr


def test_the_site_of_this_tree_can_be_searched_in_each_language(made):
	"""As the checks of a run left it; a run of this file alone makes it."""
	site = documents.site(made)
	if not (site / documents.HOME).is_file():
		subprocess.run(documents.command(made), cwd=ROOT, check=True)
	index = json.loads(
		(site / "searchindex.js").read_text().removeprefix("Search.setIndex(").removesuffix(")")
	)
	assert {"docs/applicants/README.uz", "docs/operators/threats", "SECURITY"} <= {*index["docnames"]}
	assert [
		word
		for word in ("kabinetda", "кабинет", "drill")
		if not any(word[:5] in one for one in index["terms"])
	] == []
	for language in ("uz", "ru"):
		page = (site / "docs" / "applicants" / f"README.{language}.html").read_text()
		assert f'<html class="no-js" lang="{language}"' in page
	assert 'lang="en"' in (site / documents.HOME).read_text()


def test_releases_lie_beside_each_other(tmp_path):
	built = tmp_path / "built"
	(built / documents.HOME).parent.mkdir(parents=True)
	for name in ("0.9.0", "0.10.0", "0.9.0"):
		(built / documents.HOME).write_text(name)
		assert documents.put(built, tmp_path / "all", name) == tmp_path / "all" / name
	(tmp_path / "all" / "other").mkdir()
	text = (tmp_path / "all" / "index.html").read_text()
	places = [text.index(f'href="{name}/docs/site/index.html"') for name in ("0.10.0", "0.9.0")]
	assert places == sorted(places)
	assert "other" not in text
	assert (tmp_path / "all" / "0.9.0" / documents.HOME).read_text() == "0.9.0"


def test_the_release_is_that_of_the_tree():
	assert f'"{documents.release()}"' in (ROOT / "esaylov" / "__init__.py").read_text()
