"""Which functions a request calls, and on which DocType, asked of the framework's own router: `access` decides by them.

A function is named by its module and qualified name. The strings that lead to it are many: `?cmd=`, three addresses, a
method of a DocType's module, a method of a document, another module that imports it, an override in a hook.
"""

from collections.abc import Callable, Iterator
from typing import Any

import frappe
from frappe.api import API_URL_MAP
from frappe.model.base_document import get_controller
from frappe.modules.utils import load_doctype_module
from werkzeug.exceptions import HTTPException

DOCUMENT_ARGUMENTS = ("docs", "document", "doc")
"""Arguments that carry a document, as an object or as JSON."""


def route() -> dict[str, str]:
	"""What the router reads from the address: `doctype`, `name`, `method`; nothing where it leads elsewhere."""
	try:
		_, arguments = API_URL_MAP.bind_to_environ(frappe.local.request.environ).match()
	except HTTPException:  # no address of the API: the framework answers it
		return {}
	return {key: value for key, value in arguments.items() if isinstance(value, str)}


def called() -> dict[str, Callable[..., Any]]:
	"""The functions that the request calls, by name; none for a document, a list or a page."""
	return dict(each for sent in sent_names() if (each := resolved(sent))) | dict(_of_documents())


def sent_names() -> Iterator[str]:
	"""What the request calls, as it was sent."""
	if cmd := frappe.local.form_dict.get("cmd"):
		yield str(cmd)
	at = route()
	if not (method := at.get("method")):
		return
	yield method.split("/")[0]
	if (doctype := at.get("doctype")) and (module := _module_of(doctype)):
		yield f"{module}.{method}"


def resolved(sent: str) -> tuple[str, Callable[..., Any]] | None:
	"""Name and function that a string leads to; None where it leads nowhere: the framework fails in the same way."""
	overridden = frappe.get_hooks("override_whitelisted_methods", {}).get(sent)
	sent = overridden[-1] if overridden else sent
	try:
		function = frappe.get_attr(sent if "." in sent else f"frappe.handler.{sent}")
	except Exception:  # whatever an import of a stranger's choice raises
		return None
	return full_name(function, sent), function


def full_name(function: Callable[..., Any], sent: str = "") -> str:
	"""Module and qualified name; what was sent for a function without a name of its own (an unnamed wrapper)."""
	module, name = getattr(function, "__module__", ""), getattr(function, "__qualname__", "")
	return sent if not name or "<locals>" in name else f"{module}.{name}"


def doctypes() -> set[str]:
	"""The DocTypes that the request names in its address, in its arguments or in a document that it sends."""
	form = frappe.local.form_dict
	named = {route().get("doctype"), form.get("doctype"), form.get("dt"), form.get("reference_doctype")}
	for argument in DOCUMENT_ARGUMENTS:
		document = parsed(form.get(argument))
		if isinstance(document, dict):
			named |= {document.get("doctype"), document.get("document_type")}
	return {name for name in named if name and isinstance(name, str)}


def parsed(value: Any) -> Any:
	"""An argument as an object; as it is where it is no JSON."""
	try:
		return frappe.parse_json(value)
	except ValueError:
		return value


def _of_documents() -> Iterator[tuple[str, Callable[..., Any]]]:
	"""Methods of documents that the request names (`run_doc_method`, `run_method`, `…/method/…`)."""
	form = frappe.local.form_dict
	given = (form.get("method"), form.get("run_method"), route().get("method"))
	methods = {name for name in given if isinstance(name, str) and name.isidentifier()}
	if not methods:
		return
	for doctype in doctypes():
		if frappe.db.exists("DocType", doctype):
			controller = get_controller(doctype)
			found = (getattr(controller, name, None) for name in methods)
			yield from ((full_name(function), function) for function in found if callable(function))


def _module_of(doctype: str) -> str:
	"""The module of a DocType's controller; nothing for a DocType that has none."""
	try:
		return load_doctype_module(doctype).__name__
	except Exception:  # no such DocType or module: the framework fails in the same way
		return ""
