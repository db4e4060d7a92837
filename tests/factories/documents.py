"""Pages of documents as text: their links, the paths that they name, and the commands that they show."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HISTORY = ("docs/measurements.md",)
"""What was once run, and by which test once found: nothing to be typed today."""
FENCED = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
INDENTED = re.compile(r"^(?: {4}|\t)+(\S.*)$", re.MULTILINE)
INLINE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
ADDRESS = re.compile(r"https?://[^\s`)|>\"']+")
HEADING = re.compile(r"^#+ +(.+?) *$", re.MULTILINE)
PROGRAMS = re.compile(
	r"(?:\.bench/|\.\./)?env/bin/|script/|bench(?= )|\.ci/|python3?(?= )|pip(?= )|sudo |apt-get |apt-cache |systemctl |"
	r"supervisorctl |docker |pytest(?= )|git |yarn\b|npm |nginx |curl |openssl "
)
"""What a line begins with that is typed."""


@cache
def options_of_app() -> dict[str, list[str]]:
	"""Commands of the app -> their options."""
	from esaylov.commands import commands  # here: only some tests have the framework, which it imports

	return {
		command.name: [
			word for one in command.params for word in (*one.opts, *one.secondary_opts) if word[0] == "-"
		]
		for command in commands
	}


def pages() -> list[Path]:
	"""Every page that people read: documents, READMEs of the rooms."""
	folders = ("docs", "esaylov", "standalone", "benchmarks", "typings")
	found = [
		path
		for folder in folders
		for path in (ROOT / folder).rglob("*.md")
		if "node_modules" not in path.parts
	]
	return sorted([*ROOT.glob("*.md"), *found])


def name(page: Path) -> str:
	"""A page as it is called in the repository."""
	return page.relative_to(ROOT).as_posix()


def links(text: str) -> list[str]:
	"""Where the links and pictures of a page lead; none of those in its blocks."""
	return LINK.findall(INLINE.sub("", FENCED.sub("", text)))


def anchors(text: str) -> set[str]:
	"""The headings of a page as parts of an address, as GitHub, GitLab and MyST make them."""
	found = HEADING.findall(FENCED.sub("", text))
	plain = (re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower() for heading in found)
	return {re.sub(r"[^\w\- ]", "", heading).replace(" ", "-") for heading in plain}


def commands(text: str) -> Iterator[str]:
	"""Lines that are typed, of blocks and within sentences, without what a shell adds: comments, other commands of the same line."""
	blocks = [line for _, block in FENCED.findall(text) for line in block.splitlines()]
	rest = FENCED.sub("", text)
	inline = [found for found in INLINE.findall(rest) if " " in found]
	for line in (*blocks, *INDENTED.findall(rest), *inline):
		for part in re.split(r" && | \| |; (?=[a-z])", re.sub(r"\s+#.*", "", line)):
			typed = part.strip().lstrip("(").rstrip(" &)").removeprefix("sudo ").strip()
			if PROGRAMS.match(typed) or typed in ("script/server", "script/test", "script/docs"):
				yield typed


def named(text: str) -> set[str]:
	"""Paths of this repository that a page names in its sentences."""
	rooms = r"(?:tests|esaylov|docs|standalone|benchmarks|script|security|typings)/"
	return {
		found
		for one in INLINE.findall(FENCED.sub("", text))
		for found in re.findall(rf"^{rooms}[\w./:*-]+$", one)
	}
