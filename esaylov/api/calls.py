"""Which functions a request calls, and on which DocType, asked of the framework's own router: `access` decides by them.

A function is named by its module and qualified name. The strings that lead to it are many: `?cmd=`, three addresses, a
method of a DocType's module, a method of a document, another module that imports it, an override in a hook.
"""

from collections.abc import Callable, Iterator
from typing import Any

import frappe
from frappe.api import API_URL_MAP
from frappe.handler import get_server_script_map
from frappe.model.base_document import get_controller
from frappe.modules.utils import load_doctype_module
from werkzeug.exceptions import HTTPException

from esaylov.core.formats.strict_json import JsonRefused, parse_strict_json

DOCUMENT_ARGUMENTS = ("docs", "document", "doc")
"""Arguments that carry a document, as an object or as JSON."""


CARRIERS = {
	"frappe.handler.run_doc_method": "method",
	"frappe.api.v1.execute_doc_method": "run_method",
	"frappe.api.v1.read_doc": "run_method",
	"frappe.api.v2.run_doc_method": "method",
	"frappe.api.v2.execute_doc_method": "",
}
"""Functions that call a method of a document, with the argument that names it (none: the address does)."""
NAMING = ("method", "run_method")
"""Arguments that name a method of a document."""
SCRIPT = "Server Script/"
"""Before the API method of a script: it answers in the place of any function that the same string leads to."""
ROUTED = "esaylov.routed"
"""Key of a WSGI environment: what the router said of its address."""
CALLED = "esaylov.called"
"""Key of a WSGI environment: the functions that the request calls, where none of them is of a document."""
PARSED = "esaylov.parsed"
"""Key of a WSGI environment: the texts that were parsed, each with its value."""
OWN = "esaylov."
BY_STRING = "handle_rpc_call"
"""The router's function for what `sent_names` finds."""


def route() -> dict[str, str]:
	"""What the router reads from the address: `doctype`, `name`, `method`; nothing where it leads elsewhere."""
	return _routed()[1]


def _routed() -> tuple[str, dict[str, str]]:
	"""The framework's function for the address (nothing for none of the API), and what the router reads.

	Asked a dozen times a request, the router once: its answer stands in the request's own environment, where no header gets, beside
	what it was asked.
	"""
	environ = frappe.local.request.environ
	asked = tuple(environ.get(key) for key in ("REQUEST_METHOD", "SCRIPT_NAME", "PATH_INFO", "HTTP_UPGRADE"))
	known = environ.get(ROUTED)
	if known is None or known[0] != asked:
		known = environ[ROUTED] = (asked, _matched(environ))
	found: tuple[str, dict[str, str]] = known[1]
	return found


def _matched(environ: dict[str, Any]) -> tuple[str, dict[str, str]]:
	try:
		rule, arguments = API_URL_MAP.bind_to_environ(environ).match(return_rule=True)
	except HTTPException:  # no address of the API: the framework answers it
		return "", {}
	name = full_name(rule.endpoint) or f"frappe.api.v2.{rule.rule.rpartition('/')[2]}"
	return name, {key: value for key, value in arguments.items() if isinstance(value, str)}


def called() -> frozenset[str]:
	"""The functions that the request calls, by name: methods, and those of the framework for documents; none for a page.

	Raises frappe.PermissionError where it calls by a name that leads nowhere: a second try might lead somewhere.

	Asked by each who guards the request. Where nothing but the address and `cmd` says what is called, the answer stands beside them.
	"""
	environ, form = frappe.local.request.environ, frappe.local.form_dict
	_routed()
	asked = (environ[ROUTED][0], form.get("cmd"), *(form.get(argument) for argument in NAMING))
	known = environ.get(CALLED)
	if known is None or known[0] != asked or _methods():
		known = environ[CALLED] = (asked, _called())
	found: frozenset[str] = known[1]
	return found


def _called() -> frozenset[str]:
	sent = [name for name in sent_names() if name != "login"]  # logged in before, and called nothing
	found = {name: resolved(name) for name in sent}
	endpoint = _routed()[0]
	names = {each[0] for each in found.values() if each} | {name for name, each in found.items() if not each}
	# what stands in for a function opens no more than it
	names |= {name for name in sent if _overrides(name)}
	names |= _replaced_functions(names)
	if endpoint and not endpoint.endswith(BY_STRING):
		names.add(endpoint)
	carried = dict(_of_documents())
	if any(_carries(name) for name in names) and not carried:
		raise frappe.PermissionError
	return frozenset(names | set(carried))


def _replaced_functions(names: set[str]) -> set[str]:
	"""The framework's functions in whose place these functions of ours answer: called by their own names, they have the same guards."""
	overrides = frappe.get_hooks("override_whitelisted_methods", {})
	return {name for name, ours in overrides.items() if ours[-1].startswith(OWN) and ours[-1] in names}


def _carries(name: str) -> bool:
	argument = CARRIERS.get(name)
	return argument == "" or (argument is not None and argument in frappe.local.form_dict)


def sent_names() -> Iterator[str]:
	"""The strings by which the request calls, as they were sent; of a DocType's module, with the module."""
	if cmd := frappe.local.form_dict.get("cmd"):
		yield str(cmd)
	endpoint, at = _routed()
	if not endpoint.endswith(BY_STRING):
		return
	method = at["method"].split("/")[0]
	yield f"{_module_of(at['doctype'])}.{method}" if "doctype" in at else method


def resolved(sent: str) -> tuple[str, Any] | None:
	"""Name and function that a string leads to (the string for a script); None where it leads nowhere."""
	overriding = _overrides(sent)
	sent = overriding[-1] if overriding else sent
	if sent in get_server_script_map().get("_api", {}):
		return f"{SCRIPT}{sent}", sent
	try:
		function = frappe.get_attr(sent if "." in sent else f"frappe.handler.{sent}")
	except Exception:  # whatever an import of a stranger's choice raises
		return None
	return full_name(function, sent), function


def _overrides(sent: str) -> list[str]:
	"""What hooks put in the place of a method; the last counts."""
	found: list[str] = frappe.get_hooks("override_whitelisted_methods", {}).get(sent, [])
	return found


def full_name(function: Callable[..., Any], sent: str = "") -> str:
	"""Module and qualified name; what was sent for a function without a name of its own (an unnamed wrapper, a lambda)."""
	module, name = getattr(function, "__module__", ""), getattr(function, "__qualname__", "")
	return sent if not name or "<" in name else f"{module}.{name}"


def doctypes() -> set[str]:
	"""The DocTypes that the request names in its address, in its arguments or in a document that it sends."""
	form = frappe.local.form_dict
	named = [route().get("doctype"), form.get("doctype"), form.get("dt"), form.get("reference_doctype")]
	for argument in DOCUMENT_ARGUMENTS:
		named.append(
			parsed(form.get(argument))
		)  # a text: the framework takes it for the only document of a DocType
		for document in sent_documents(argument):
			named += [document.get("doctype"), document.get("document_type")]
	return {name for name in named if name and isinstance(name, str)}


def sent_documents(argument: str) -> list[dict[str, Any]]:
	"""The documents that an argument carries: one or several, as objects or in JSON."""
	value = parsed(frappe.local.form_dict.get(argument))
	return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]


def parsed(value: Any) -> Any:
	"""The value of an argument; as it is where it is no JSON.

	`request_filter.arguments` has refused what parsers read differently. Several guards read the same text: its
	value is parsed once in a request. Copy it before you change it.
	"""
	if not isinstance(value, str):
		return value
	known = _known_values()
	if value not in known:
		known[value] = _value_of(value)
	return known[value]


def remember_value(text: str, value: Any) -> None:
	"""Save the guards from parsing a text whose value is known."""
	_known_values()[text] = value


def _known_values() -> dict[str, Any]:
	"""The parsed texts of the request; outside of a request they are forgotten at once."""
	request = getattr(frappe.local, "request", None)
	known: dict[str, Any] = request.environ.setdefault(PARSED, {}) if request else {}
	return known


def _value_of(text: str) -> Any:
	try:
		return parse_strict_json(text)
	except JsonRefused:
		return text


def _of_documents() -> Iterator[tuple[str, Callable[..., Any]]]:
	"""Methods of documents that the request names (`run_doc_method`, `run_method`, `…/method/…`)."""
	methods = _methods()
	if not methods:
		return
	for doctype in doctypes():
		if frappe.db.exists("DocType", doctype):
			controller = get_controller(doctype)
			found = (getattr(controller, name, None) for name in methods)
			yield from ((full_name(function), function) for function in found if callable(function))


def _methods() -> set[str]:
	"""Names of methods that the request sends, which may be those of a document."""
	form = frappe.local.form_dict
	given = (*(form.get(argument) for argument in NAMING), route().get("method"))
	return {name for name in given if isinstance(name, str) and name.isidentifier()}


def _module_of(doctype: str) -> str:
	"""The module of a DocType's controller; nothing for a DocType that has none."""
	try:
		return load_doctype_module(doctype).__name__
	except Exception:  # no such DocType or module: the framework fails in the same way
		return ""
