"""Read what a Frappe source offers to the web: `python read_methods.py FOLDER > 15.92.0.csv`.

FOLDER holds the package `frappe`, as `git archive v15.92.0 frappe | tar x -C FOLDER` leaves it; the Python must read the syntax of that version
(16: Python 3.12 or newer). Columns: method (module and qualified name), verbs that the framework takes by itself, guest (`yes`: open
without a login). Names only: no line of the framework is kept here. What is offered: functions marked by `frappe.whitelist`, those that
the router of `frappe.api` ends in, and `run_doc_method`, which the framework lets through unmarked.
"""

import ast
import csv
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

USUAL = ("GET", "POST", "PUT", "DELETE")
"""What `frappe.whitelist` takes where it names no verb."""
ALL = (*USUAL, "PATCH", "HEAD", "OPTIONS")
"""What a rule of the router takes where it names no verb, and who is let through unmarked."""
UNMARKED = "frappe.handler.run_doc_method"
BY_STRING = "handle_rpc_call"
"""The router's function for what is called by its own name."""


class Method(NamedTuple):
	"""A function that a request may end in."""

	name: str
	verbs: tuple[str, ...]
	is_open_to_guests: bool


def methods(folder: Path) -> list[Method]:
	"""Every function that a request may end in, by its name; one with a mark of its own is taken by it."""
	found: dict[str, Method] = {}
	for path in sorted((folder / "frappe").rglob("*.py")):
		parts = path.relative_to(folder).with_suffix("").parts
		source = path.read_text(encoding="utf-8")
		if _is_of_tests(path, parts) or not ("whitelist" in source or "Rule(" in source):
			continue
		module = ".".join(parts).removesuffix(".__init__")
		tree = ast.parse(source)
		found |= {method.name: method for method in _marked(tree.body, module, _imported(tree))}
		if module.startswith("frappe.api."):
			found = {method.name: method for method in _routed(tree, module)} | found
	return [found[name] for name in sorted(found)]


def _is_of_tests(path: Path, parts: tuple[str, ...]) -> bool:
	return "tests" in parts or path.name.startswith("test_")


def _imported(tree: ast.Module) -> dict[str, str]:
	"""Name in a module -> where it was taken from."""
	return {
		alias.asname or alias.name: f"{node.module}.{alias.name}"
		for node in tree.body
		if isinstance(node, ast.ImportFrom)
		for alias in node.names
	}


def _marked(body: list[ast.stmt], above: str, imported: dict[str, str]) -> Iterator[Method]:
	"""The marked functions of a module or class."""
	for node in body:
		if isinstance(node, ast.ClassDef):
			yield from _marked(node.body, f"{above}.{node.name}", imported)
		elif isinstance(node, ast.FunctionDef):
			yield from _of_function(node, f"{above}.{node.name}")
		elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
			yield from _of_call(node.value, above, imported)


def _of_function(node: ast.FunctionDef, name: str) -> Iterator[Method]:
	marks = [mark for mark in node.decorator_list if _is_mark(mark)]
	if marks:
		yield _method(name, marks[0])
	elif name == UNMARKED:
		yield Method(name, ALL, is_open_to_guests=True)


def _of_call(call: ast.Call, above: str, imported: dict[str, str]) -> Iterator[Method]:
	"""`name = frappe.whitelist()(function)`: known by the function's own name."""
	if _is_mark(call.func) and call.args and isinstance(call.args[0], ast.Name):
		name = call.args[0].id
		yield _method(imported.get(name, f"{above}.{name}"), call.func)


def _is_mark(node: ast.expr) -> bool:
	called = node.func if isinstance(node, ast.Call) else node
	return ast.unparse(called) in ("frappe.whitelist", "whitelist")


def _method(name: str, mark: ast.expr) -> Method:
	given = _keywords(mark)
	return Method(name, tuple(given.get("methods", USUAL)), bool(given.get("allow_guest")))


def _keywords(call: ast.expr) -> dict[str, object]:
	"""The arguments of a call that are values."""
	words = call.keywords if isinstance(call, ast.Call) else []
	return {
		word.arg: ast.literal_eval(word.value) for word in words if word.arg in ("methods", "allow_guest")
	}


def _routed(tree: ast.Module, module: str) -> Iterator[Method]:
	"""What the router's rules end in, with the verbs of all of its rules; guests get to them, and meet the permissions."""
	imported = _imported(tree)
	verbs: dict[str, set[str]] = {}
	for node in ast.walk(tree):
		if isinstance(node, ast.Call) and ast.unparse(node.func) == "Rule":
			(endpoint,) = [word.value for word in node.keywords if word.arg == "endpoint"]
			name = _endpoint(endpoint, node, module, imported)
			verbs.setdefault(name, set()).update(_keywords(node).get("methods", ALL))
	for name, taken in verbs.items():
		if not name.endswith(BY_STRING):
			yield Method(name, tuple(verb for verb in ALL if verb in taken), is_open_to_guests=True)


def _endpoint(endpoint: ast.expr, rule: ast.Call, module: str, imported: dict[str, str]) -> str:
	"""Name of the function: a lambda's is the last part of its address, as `esaylov.api.calls` says it."""
	if isinstance(endpoint, ast.Lambda):
		return f"{module}.{ast.literal_eval(rule.args[0]).rpartition('/')[2]}"
	name = ast.unparse(endpoint)
	return name if "." in name else imported.get(name, f"{module}.{name}")


if __name__ == "__main__":
	rows = csv.writer(sys.stdout, lineterminator="\n")
	rows.writerow(("method", "verbs", "guest"))
	for method in methods(Path(sys.argv[1])):
		rows.writerow((method.name, " ".join(method.verbs), "yes" if method.is_open_to_guests else ""))
