"""Fetch the pinned wheel from PyPI and unpack it under the names that Frappe has.

PyPI has no Frappe, but it has `monoframe`: a fork under the MIT licence of Frappe 16-develop whose package
and texts were renamed. Renaming back is mechanical; what the fork cut off is put back by overlay.py.
"""

import ast
import hashlib
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from standalone.paths import Bench, shown
from standalone.steps import Failure, run

WHEEL = "monoframe-0.0.1-py3-none-any.whl"
SHA256 = "192e1430290ba868e515186a1e21bbdc7190a66fffbfaf35d5296bfca83a70ca"
NAMES = (("monoframe", "frappe"), ("Monoframe", "Frappe"), ("MONOFRAME", "FRAPPE"))
BINARY = frozenset(
	[
		".png",
		".jpg",
		".jpeg",
		".gif",
		".ico",
		".webp",
		".woff",
		".woff2",
		".ttf",
		".eot",
		".otf",
		".mp3",
		".pdf",
		".gz",
		".zip",
		".xlsx",
		".mo",
		".pyc",
	]
)
# a file keeps this import only where no endpoint lives: with it every annotation is a string, and Frappe's
# check of an endpoint's arguments skips strings
POSTPONED = "from __future__ import annotations\n"
# a type alias that the fork made a string
QUOTED_ALIASES = {"FilterSignature"}
# syntax of Python 3.12
TYPE_STATEMENT = re.compile(r"^(\s*)type (\w+) = ", re.MULTILINE)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def fetch(bench: Bench) -> Path:
	"""The wheel in the bench's downloads, fetched when absent, its hash checked each time."""
	wheel = bench.downloads / WHEEL
	if not wheel.exists():
		requirement = bench.downloads / "wheel.txt"
		requirement.write_text(f"monoframe==0.0.1 --hash=sha256:{SHA256}\n")
		command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"]
		if not has_pip():
			command[0] = str(bench.python)
		command += ["--dest", str(bench.downloads), "--requirement", str(requirement)]
		run(command, bench.logs / "fetch.log", "Fetching Frappe's source from PyPI", "Is PyPI reachable?")
	check(wheel)
	return wheel


def has_pip() -> bool:
	"""Whether the Python that runs this has a pip, as Debian's own may not."""
	command = [sys.executable, "-m", "pip", "--version"]
	return subprocess.run(command, capture_output=True).returncode == 0


def check(wheel: Path) -> None:
	"""Raise Failure unless the wheel is, byte for byte, the one this repository was written for."""
	found = hashlib.sha256(wheel.read_bytes()).hexdigest()
	if found != SHA256:
		raise Failure(
			f"{shown(wheel)} is not the pinned wheel (sha256 {found[:12]}… instead of {SHA256[:12]}…); "
			"delete it and run again"
		)


def unpack(wheel: Path, into: Path) -> None:
	"""Unpack the wheel into `into` (which must not exist) with all names changed back."""
	with zipfile.ZipFile(wheel) as archive:
		for member in archive.infolist():
			if member.is_dir() or ".." in Path(member.filename).parts:
				continue
			if member.filename.endswith(".dist-info/licenses/LICENSE"):
				(into / "license.txt").write_bytes(archive.read(member))  # word for word
			path = into / renamed(member.filename)
			path.parent.mkdir(parents=True, exist_ok=True)
			content = archive.read(member)
			path.write_bytes(content if path.suffix in BINARY else _rewritten(path, content))
	for metadata in into.glob("*.dist-info"):
		shutil.rmtree(metadata)


def renamed(text: str) -> str:
	"""The text with the fork's names replaced by Frappe's."""
	for fork, original in NAMES:
		text = text.replace(fork, original)
	return text


def _rewritten(path: Path, content: bytes) -> bytes:
	try:
		text = renamed(content.decode())
	except UnicodeDecodeError:
		return content
	if path.suffix == ".py":
		text = TYPE_STATEMENT.sub(r"\1\2 = ", text)
		if "whitelist" in text and POSTPONED in text:
			text = with_real_annotations(text)
	return text.encode()


def with_real_annotations(source: str) -> str:
	"""The module without postponed annotations; what cannot be evaluated when it is imported is quoted.

	That is a union with a quoted member (`"A" | None`), a name imported for type checkers alone, and a class
	that is defined further down. Each of
	the wheel's annotations stands on one line.
	"""
	lines = source.replace(POSTPONED, "\n", 1).splitlines(keepends=True)
	tree = ast.parse("".join(lines))
	absent = _names_for_type_checkers(tree) | QUOTED_ALIASES
	classes = {each.name: each.end_lineno or 0 for each in tree.body if isinstance(each, ast.ClassDef)}

	def unknown(node: ast.expr) -> bool:
		unfinished = {name for name, last_line in classes.items() if node.lineno <= last_line}
		return _has_quoted_union(node) or _uses(node, absent | unfinished)

	found = [node for node in _annotations(tree) if unknown(node)]
	for node in sorted(found, key=lambda each: (each.lineno, each.col_offset), reverse=True):
		line = lines[node.lineno - 1].encode()  # the tree counts bytes
		quoted = json.dumps(ast.unparse(node).replace("'", "")).encode()
		lines[node.lineno - 1] = (line[: node.col_offset] + quoted + line[node.end_col_offset :]).decode()
	return "".join(lines)


def _names_for_type_checkers(tree: ast.Module) -> set[str]:
	blocks = [
		each for each in tree.body if isinstance(each, ast.If) and "TYPE_CHECKING" in ast.unparse(each.test)
	]
	imports = [
		each for block in blocks for each in block.body if isinstance(each, ast.Import | ast.ImportFrom)
	]
	return {alias.asname or alias.name for each in imports for alias in each.names}


def _uses(annotation: ast.expr, names: set[str]) -> bool:
	return any(isinstance(node, ast.Name) and node.id in names for node in ast.walk(annotation))


def _annotations(tree: ast.Module) -> Iterator[ast.expr]:
	for node in ast.walk(tree):
		annotation = node.returns if isinstance(node, FUNCTIONS) else getattr(node, "annotation", None)
		if annotation is not None:
			yield annotation


def _has_quoted_union(annotation: ast.expr) -> bool:
	return any(
		isinstance(side, ast.Constant) and isinstance(side.value, str)
		for union in ast.walk(annotation)
		if isinstance(union, ast.BinOp)
		for side in (union.left, union.right)
	)
