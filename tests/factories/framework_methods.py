"""The methods that the running framework offers to the web, and what the door says to each of several people.

`python -m factories.framework_methods SITE list` prints their names with the verbs that the framework takes; `… aliases` their other names; `… writing` what looks like writing in those that answer to GET; `… parameters` their parameters; `… walk` reads users and verbs from stdin and prints, for each, the
methods that the manifest and the framework's own question let through. No method is called.
"""

import ast
import importlib
import inspect
import pkgutil
import re
import sys
import textwrap
from collections.abc import Callable
from functools import cache
from typing import Any

import frappe
from frappe.handler import is_valid_http_method
from werkzeug.wrappers import Request

from esaylov import api
from esaylov.api import calls, manifest


def offered() -> dict[str, Callable[..., Any]]:
	"""Name (module and qualified name) -> function, once every module of the framework is imported."""
	for module in pkgutil.walk_packages(frappe.__path__, "frappe."):
		if ".tests" not in module.name and ".test_" not in module.name and ".patches" not in module.name:
			try:
				importlib.import_module(module.name)
			except ImportError:  # needs a driver or service that is not here: so do its methods
				continue
	found = {
		calls.full_name(each): each for each in frappe.whitelisted if each.__module__.startswith("frappe")
	}
	unnamed = found.pop("", None)
	return found | ({_name_of_wrapper(unnamed): unnamed} if unnamed else {})


def _name_of_wrapper(function: Callable[..., Any]) -> str:
	"""A decorator without a name of its own hides the function's; the module that defines it holds it under the right one."""
	held = [
		(key not in name and name.rpartition(".")[2] not in key, key.startswith("_"), f"{name}.{key}")
		for name, module in list(sys.modules.items())
		if name.startswith("frappe.")
		for key, value in vars(module).items()
		if value is function
	]
	return min(held)[-1]


def aliases() -> dict[str, tuple[str, str]]:
	"""Name of a function in a module that is not its own -> its own name, and the one that the door reads."""
	names = {function: name for name, function in offered().items()}
	found = {
		f"{module.__name__}.{held}": (names[value], (calls.resolved(f"{module.__name__}.{held}") or ("",))[0])
		for module in list(sys.modules.values())
		if getattr(module, "__name__", "").startswith("frappe.")
		for held, value in vars(module).items()
		if callable(value) and _is_one_of(value, names)
	}
	return {alias: pair for alias, pair in found.items() if alias != pair[0]}


def _is_one_of(value: Any, names: dict[Callable[..., Any], str]) -> bool:
	try:
		return value in names
	except TypeError:  # has no hash: no function
		return False


WRITES = re.compile(
	r"\.(?:save|db_insert|db_update|db_set|delete|submit|cancel|set_value|set_default|set_single_value|bulk_insert|commit|enqueue"
	r"|deferred_insert|set_user_default|add_comment|publish_realtime|sendmail|rename|truncate|sql_ddl)\("
	r"|\.insert\((?:ignore|\))|\bcache\.set\(|\b(?:delete_doc|rename_doc|enqueue|make_access_log|sendmail|set_default|publish_progress)\("
)
"""What a line looks like that leaves something behind."""


def writing() -> dict[str, list[str]]:
	"""Function, of the framework's or ours, that answers to GET -> lines of it, or of what it calls, that look like writing.

	What it calls: functions of its package that a name of its module leads to, not methods of objects.
	"""
	for module in pkgutil.iter_modules(api.__path__, "esaylov.api."):
		importlib.import_module(module.name)
	ours = {
		calls.full_name(each): each for each in frappe.whitelisted if each.__module__.startswith("esaylov")
	}
	verbs = frappe.allowed_http_methods_for_whitelisted_func
	asked = {
		name: function
		for name, function in sorted((offered() | ours).items())
		if "GET" in verbs[function] and _is_open_to_get(name)
	}
	found = {name: sorted(_lines(function, set())) for name, function in asked.items()}
	return {name: lines for name, lines in found.items() if lines}


def _is_open_to_get(name: str) -> bool:
	line = manifest.entry(name)
	return name.startswith(manifest.OWN) or bool(line and "GET" in line.verbs)


def _lines(function: Callable[..., Any], seen: set[Callable[..., Any]]) -> set[str]:
	function = inspect.unwrap(function)
	if function in seen:
		return set()
	seen.add(function)
	found, below = _read(function)
	return {*found}.union(*(_lines(each, seen) for each in below))


@cache
def _read(function: Callable[..., Any]) -> tuple[list[str], list[Callable[..., Any]]]:
	"""The lines of a function that look like writing, and what it calls: many endpoints lead to the same ones."""
	try:
		text = textwrap.dedent(inspect.getsource(function))
		calling = [node.func for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
	except (OSError, SyntaxError, TypeError):
		return [], []
	lines = [line.strip() for line in text.splitlines() if WRITES.search(line)]
	module = sys.modules[function.__module__]
	below = [_led_to(node, module) for node in calling]
	return [line for line in lines if not line.startswith("#")], [
		each for each in below if inspect.isfunction(each) and _is_near(each, module.__name__)
	]


def _is_near(function: Callable[..., Any], module: str) -> bool:
	"""Of the same module; of ours, of the same app."""
	is_ours = module.startswith("esaylov.")
	return function.__module__.startswith("esaylov.") if is_ours else function.__module__ == module


def _led_to(node: ast.expr, module: Any) -> Any:
	"""What an expression of names and dots means in a module; None for another."""
	if isinstance(node, ast.Name):
		return vars(module).get(node.id)
	if isinstance(node, ast.Attribute):
		return getattr(_led_to(node.value, module), node.attr, None)
	return None


def let_through(user: str, verb: str, functions: dict[str, Callable[..., Any]]) -> list[str]:
	"""The methods that a user gets to by their own address with a verb."""
	frappe.set_user(user)
	return [name for name, function in sorted(functions.items()) if _opens(name, verb, function)]


def _opens(name: str, verb: str, function: Callable[..., Any]) -> bool:
	form = frappe._dict()
	address = f"/api/method/{name}"
	if of_document := _document_method(name):
		address, form = "/api/method/run_doc_method", frappe._dict(of_document)
	frappe.local.request = Request.from_values(address, method=verb)
	frappe.local.form_dict = form
	try:
		if not manifest.may(calls.called(), verb):
			return False
		frappe.is_whitelisted(function)
		is_valid_http_method(function)
	except frappe.PermissionError:
		return False
	return True


def _document_method(name: str) -> dict[str, str]:
	"""What `run_doc_method` needs to call a method of a DocType's class; nothing for a function of a module."""
	above, _, method = name.rpartition(".")
	module, _, kind = above.rpartition(".")
	if not kind[:1].isupper():
		return {}
	doctype = frappe.db.get_value("DocType", {"name": ["like", _spaced(module)]}) or "ToDo"
	return {"dt": doctype, "dn": "x", "method": method}


def _spaced(module: str) -> str:
	return module.rpartition(".")[2].replace("_", " ")


def main() -> None:
	"""See the module's text."""
	site, step = sys.argv[1:3]
	frappe.init(site=site, sites_path=".")
	frappe.connect()
	if step == "walk":
		functions = offered()
		users, verbs = frappe.parse_json(sys.stdin.read())
		print(
			frappe.as_json(
				{user: {verb: let_through(user, verb, functions) for verb in verbs} for user in users}
			)
		)
	elif step == "writing":
		print(frappe.as_json(writing()))
	elif step == "parameters":
		print(
			frappe.as_json(
				{name: list(inspect.signature(each).parameters) for name, each in offered().items()}
			)
		)
	elif step == "aliases":
		print(frappe.as_json(aliases()))
	else:
		verbs = frappe.allowed_http_methods_for_whitelisted_func
		print(frappe.as_json({name: list(verbs[each]) for name, each in sorted(offered().items())}))
	frappe.destroy()


if __name__ == "__main__":
	main()
