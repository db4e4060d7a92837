"""script/docs: the documents as a site, built from docs/ and the READMEs into a folder outside of git; script/test builds it in every run."""

import argparse
import html
import re
import shutil
import subprocess
from pathlib import Path

from standalone import environment, tools
from standalone.paths import APP, ROOT, STANDALONE, Bench, shown
from standalone.steps import Failure, fingerprint, step, timed

LOCK = STANDALONE / "docs.lock"
SETTINGS = Path("docs") / "site"
"""Sphinx's conf.py, the first page with its lists of pages, styles."""
HOME = SETTINGS / "index.html"
LIST = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>E-saylov: documents by release</title>
<h1>E-saylov: documents by release</h1>
<ul>
{rows}
</ul>
"""


def docs(arguments: list[str]) -> int:
	"""Build the site of the documents; anything that Sphinx warns of ends it with 1."""
	parser = argparse.ArgumentParser(prog="script/docs", description=docs.__doc__)
	parser.add_argument(
		"--to",
		type=Path,
		metavar="FOLDER",
		help="for a web server: a folder for this release in it, beside those of others, and a list of them",
	)
	options = parser.parse_args(arguments)
	bench = Bench()
	environment.build(bench)
	make(bench)
	with timed("Site of the documents"):
		done = subprocess.run(command(bench), cwd=ROOT, capture_output=True, text=True)
	print(done.stdout + done.stderr, end="")
	if done.returncode:
		raise Failure("The documents have the faults that are named above")
	home = site(bench)
	if options.to:
		home = put(site(bench), options.to, release())
	print(f"Site: {shown(home / HOME)}")
	return 0


def make(bench: Bench) -> None:
	"""The environment of Sphinx, built once from its lock file."""
	inputs = fingerprint(LOCK, environment.edition())
	step(bench, "Tools of the documents", inputs, lambda: tools.make_environment(bench, folder(bench), LOCK))


def command(bench: Bench) -> list[str]:
	"""The command that builds the whole site anew; every warning is an error: a link into nothing, an anchor that is not there, a page on no list."""
	shutil.rmtree(site(bench), ignore_errors=True)
	program = str(folder(bench) / "bin" / "sphinx-build")
	# all pages are read each time: what was read before is warned of once, and never again
	words = [program, "--builder", "html", "--fresh-env", "--quiet", "--fail-on-warning"]
	read = ["--doctree-dir", str(bench.root / "documents-read")]
	return [*words, *read, "--conf-dir", str(SETTINGS), ".", str(site(bench))]


def site(bench: Bench) -> Path:
	"""Where the site is built."""
	return bench.root / "documents"


def folder(bench: Bench) -> Path:
	"""Sphinx's environment."""
	return bench.root / "documents-tools"


def release() -> str:
	"""The release of this tree, as `esaylov/__init__.py` says it."""
	text = (ROOT / APP / "__init__.py").read_text(encoding="utf-8")
	found = re.search(r'^__version__ = "(.+)"$', text, re.MULTILINE)
	if not found:
		raise Failure(f"{APP}/__init__.py says no release")
	return found[1]


def put(built: Path, folder: Path, name: str) -> Path:
	"""Put a built site into a folder under the name of its release, in the place of an earlier one, and write the list of all that lie there; its place."""
	place = folder / name
	folder.mkdir(parents=True, exist_ok=True)
	shutil.rmtree(place, ignore_errors=True)
	shutil.copytree(built, place)
	found = [path.name for path in folder.iterdir() if (path / HOME).is_file()]
	rows = (
		f'<li><a href="{html.escape(one)}/{HOME.as_posix()}">{html.escape(one)}</a>'
		for one in sorted(found, key=_order, reverse=True)
	)
	(folder / "index.html").write_text(LIST.format(rows="\n".join(rows)), encoding="utf-8")
	return place


def _order(name: str) -> list[tuple[int, str]]:
	"""Releases as numbers, so that 0.10 comes after 0.9."""
	return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"[.-]", name)]
