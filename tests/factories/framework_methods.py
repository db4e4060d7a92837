"""The methods that the running framework offers to the web, and what the door says to each of several people.

`python -m factories.framework_methods SITE list` prints their names with the verbs that the framework takes; `… aliases` their other names; `… walk` reads users and verbs from stdin and prints, for each, the
methods that the manifest and the framework's own question let through. No method is called.
"""

import importlib
import pkgutil
import sys
from collections.abc import Callable
from typing import Any

import frappe
from frappe.handler import is_valid_http_method
from werkzeug.wrappers import Request

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
		(key not in name and name.rpartition(".")[2] not in key, f"{name}.{key}")
		for name, module in list(sys.modules.items())
		if name.startswith("frappe.")
		for key, value in vars(module).items()
		if value is function
	]
	return min(held)[1]


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
	elif step == "aliases":
		print(frappe.as_json(aliases()))
	else:
		verbs = frappe.allowed_http_methods_for_whitelisted_func
		print(frappe.as_json({name: list(verbs[each]) for name, each in sorted(offered().items())}))
	frappe.destroy()


if __name__ == "__main__":
	main()
