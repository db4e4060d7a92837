"""Every name and parameter that `typings/` tells mypy of is there: in both versions of Frappe, and in what is installed."""

import ast
import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from test_frappe_api import PROXIES, REEXPORTED, api

TYPINGS = Path(__file__).parents[1] / "typings"
FILES = sorted(TYPINGS.rglob("*.pyi"))
UNLISTED = (*REEXPORTED, "frappe.core.", "frappe.types.", "pypika.")
"""The list of names of both versions is without these: DocTypes, hints, and the package of others."""
Name = tuple[str, list[str]]


def module_of(path: Path) -> str:
	return ".".join(path.relative_to(TYPINGS).with_suffix("").parts).removesuffix(".__init__")


MODULES = {module_of(path) for path in FILES}
"""What a package hands out of these is a module, not a name of its own."""


def parameters(function: ast.FunctionDef) -> list[str]:
	arguments = function.args
	return [word.arg for word in (*arguments.args, *arguments.kwonlyargs) if word.arg not in ("self", "cls")]


def names(body: list[ast.stmt], owner: str = "") -> Iterator[Name]:
	"""Dotted names that a module or class declares, with their parameters; what stands on instances alone is left out."""
	for node in body:
		match node:
			case ast.FunctionDef(name=name) if not name.startswith("__"):
				yield f"{owner}{node.name}", parameters(node)
			case ast.ClassDef():
				if not node.name.startswith("_") or node.name == "_dict":
					yield f"{owner}{node.name}", []
					yield from names(node.body, f"{owner}{node.name}.")
			case ast.AnnAssign(target=ast.Name(id=name)) if not owner:
				yield name, []
			case ast.ImportFrom() if not owner:
				yield from ((alias.asname, []) for alias in node.names if alias.asname == alias.name)


def missing(module: ModuleType, name: str, wanted: list[str]) -> list[str]:
	"""What an installed module lacks of a name with its parameters."""
	found: object = module
	for part in name.split("."):
		if not hasattr(found, part):
			return [f"{module.__name__}.{name}"]
		found = inspect.getattr_static(found, part) if isinstance(found, type) else getattr(found, part)
	return [f"{module.__name__}.{name}({word}=)" for word in wanted if not takes(found, word)]


def takes(function: object, word: str) -> bool:
	function = getattr(
		function, "__func__", function
	)  # static and class methods as they stand in their class
	try:
		known = inspect.signature(function).parameters  # type: ignore[arg-type]
	except (TypeError, ValueError):
		return True  # written in C: it tells no parameters
	return word in known or any(one.kind in (one.VAR_KEYWORD, one.VAR_POSITIONAL) for one in known.values())


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_every_name_is_in_what_is_installed(path):
	module = importlib.import_module(module_of(path))
	told = list(names(ast.parse(path.read_text()).body))
	assert [gap for name, words in told for gap in missing(module, name, words)] == []


@pytest.mark.parametrize("version", ["v15", "v16"])
def test_every_name_is_in_both_versions(version):
	listed = api()[version]
	assert [
		f"{module_of(path)}.{name}"
		for path in FILES
		for name, _ in names(ast.parse(path.read_text()).body)
		if not is_listed(listed, f"{module_of(path)}.{name}")
	] == []


def is_listed(listed: dict, name: str) -> bool:
	if name in PROXIES or name in MODULES or name.startswith(UNLISTED):
		return True
	owner, _, method = name.rpartition(".")
	entry = listed.get(owner)
	is_module = any(known.startswith(f"{name}.") for known in listed)
	return is_module or name in listed or (isinstance(entry, dict) and method in entry["class"])


def test_the_check_finds_a_name_and_a_parameter_that_are_not_there():
	import frappe

	body = ast.parse(
		"class _dict:\n def nothing(self): ...\ndef get_meta(doctype, colour): ...\nno_such: int"
	).body
	told = list(names(body))
	assert [gap for name, words in told for gap in missing(frappe, name, words)] == [
		"frappe._dict.nothing",
		"frappe.get_meta(colour=)",
		"frappe.no_such",
	]
	assert not is_listed(api()["v16"], "frappe.no_such")
