"""The core stands alone: no framework, nothing of the project outside itself, no clock, no random, no files, no network."""

import ast
from pathlib import Path

import pytest

import esaylov.core

CORE = Path(esaylov.core.__file__).parent
FILES = sorted(CORE.rglob("*.py"))
ALLOWED = {
	"ast",
	"base64",
	"binascii",
	"calendar",
	"collections",
	"csv",
	"dataclasses",
	"datetime",
	"enum",
	"functools",
	"hashlib",
	"hmac",
	"inspect",
	"ipaddress",
	"itertools",
	"json",
	"re",
	"types",
	"typing",
	"unicodedata",
	"urllib",
	# small libraries, each with its reason in pyproject.toml or brought by Frappe
	"asn1crypto",
	"cryptography",
	"pydantic",  # JSON Schema of the types that endpoints declare
	"jsonschema_rs",
}
CLOCK = {"now", "today", "utcnow", "fromtimestamp", "time_ns"}


def imports(tree: ast.AST) -> set[str]:
	found = set()
	for node in ast.walk(tree):
		if isinstance(node, ast.Import):
			found |= {alias.name for alias in node.names}
		elif isinstance(node, ast.ImportFrom):
			assert node.level == 0, "relative import"
			found.add(node.module or "")
	return found


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(CORE)) for path in FILES])
def test_a_module_imports_only_what_is_allowed(path):
	names = imports(ast.parse(path.read_text(encoding="utf-8")))
	assert {
		name for name in names if name.startswith("esaylov") and not name.startswith("esaylov.core")
	} == set()
	assert {name.split(".")[0] for name in names if not name.startswith("esaylov")} <= ALLOWED


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(CORE)) for path in FILES])
def test_a_module_reads_no_clock(path):
	tree = ast.parse(path.read_text(encoding="utf-8"))
	functions = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
	called = {function.attr for function in functions if isinstance(function, ast.Attribute)}
	assert called & CLOCK == set()


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(CORE)) for path in FILES])
def test_a_file_stays_below_300_lines(path):
	assert len(path.read_text(encoding="utf-8").splitlines()) < 300
