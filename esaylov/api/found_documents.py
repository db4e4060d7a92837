"""One document that a request names or describes by filters, looked for among those that the caller reads."""

from copy import deepcopy
from typing import Any

import frappe

from esaylov.api import calls


def find_in_reach(form: dict[str, Any]) -> None:
	"""Put the name of the document that the request describes into its arguments.

	Raises frappe.DoesNotExistError for a document that the caller does not read, as for one that does not exist: the framework
	looks among all, and its refusal says that there is one.
	"""
	doctype, name, filters = form.get("doctype"), form.get("name"), calls.parsed(form.get("filters"))
	if not isinstance(doctype, str) or frappe.get_meta(doctype).issingle:
		return
	if name:
		_require_readable(doctype, str(name))
	elif filters:
		form["name"] = _find_name(doctype, filters, form.get("parent"))


def _require_readable(doctype: str, name: str) -> None:
	"""Raise frappe.DoesNotExistError without a word that differs between the two cases."""
	if not frappe.db.exists(doctype, name) or not frappe.has_permission(doctype, "read", name):
		frappe.clear_messages()
		raise frappe.DoesNotExistError


def _find_name(doctype: str, filters: Any, parent: Any) -> str:
	found = frappe.get_list(doctype, filters=deepcopy(filters), parent_doctype=parent, limit=1, pluck="name")
	if not found:
		raise frappe.DoesNotExistError
	return str(found[0])
