"""The core stands alone: no framework, nothing of the project outside itself, no clock, no random, no network, no files but its own texts."""

import ast
from functools import cache
from pathlib import Path

import esaylov.core

CORE = Path(esaylov.core.__file__).parent
FILES = sorted(CORE.rglob("*.py"))
ALLOWED = {
	"array",
	"ast",
	"base64",
	"binascii",
	"calendar",
	"collections",
	"copy",
	"csv",
	"ctypes",  # of one file, test_a_module_calls_no_library_of_the_system_but_one
	"dataclasses",
	"datetime",
	"difflib",
	"enum",
	"functools",
	"graphlib",
	"hashlib",
	"hmac",
	"inspect",
	"ipaddress",
	"itertools",
	"json",
	"operator",
	"re",
	"types",
	"typing",
	"unicodedata",
	"urllib",
	"zlib",  # what a paper packs, read in memory
	# small libraries, each with its reason in pyproject.toml or brought by Frappe
	"asn1crypto",
	"cryptography",
	"packaging",
	"pydantic",  # JSON Schema of the types that endpoints declare
	"jsonschema_rs",
}
OWN_TEXTS = CORE / "texts"
OWN_DATA = (OWN_TEXTS, OWN_TEXTS.parent / "appeal_types", OWN_TEXTS.parent / "law")
"""Messages, minimums of types and articles are data beside the modules that read them; nothing else reads a file."""
CLOCK = {"now", "today", "utcnow", "fromtimestamp", "time_ns"}


@cache
def parsed(path: Path) -> ast.AST:
	return ast.parse(path.read_text(encoding="utf-8"))


def imports(tree: ast.AST) -> set[str]:
	found = set()
	for node in ast.walk(tree):
		if isinstance(node, ast.Import):
			found |= {alias.name for alias in node.names}
		elif isinstance(node, ast.ImportFrom):
			assert node.level == 0, "relative import"
			found.add(node.module or "")
	return found


def is_allowed(name: str) -> bool:
	return name.startswith("esaylov.core") if name.startswith("esaylov") else name.split(".")[0] in ALLOWED


def called(tree: ast.AST) -> set[str]:
	"""The names of the methods and functions of modules that are called."""
	functions = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
	return {function.attr for function in functions if isinstance(function, ast.Attribute)}


def test_a_module_imports_only_what_is_allowed():
	assert len(FILES) > 50
	found = {(path, name) for path in FILES for name in imports(parsed(path)) if not is_allowed(name)}
	assert {
		(path, name) for path, name in found if (path.parent in OWN_DATA, name) != (True, "pathlib")
	} == set()


def test_a_module_calls_no_library_of_the_system_but_one():
	"""libgcrypt for a hash: the same bytes in give the same bytes out."""
	assert {path.name for path in FILES if "ctypes" in imports(parsed(path))} == {"gcrypt.py"}


def test_a_module_reads_no_clock():
	assert {(path, name) for path in FILES for name in called(parsed(path)) & CLOCK} == set()


def test_a_file_stays_below_300_lines():
	assert [path for path in FILES if len(path.read_text(encoding="utf-8").splitlines()) >= 300] == []
