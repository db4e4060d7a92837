"""One document that a request names or describes by filters, looked for among those that the caller reads."""

from collections.abc import Mapping
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


def require_readable(form: Mapping[str, Any], doctype: str = "", name: str = "") -> None:
	"""Raise frappe.DoesNotExistError unless the caller reads the document that these arguments name; without them, the
	address does."""
	place = form if doctype else calls.route()
	of, named = place.get(doctype or "doctype"), place.get(name or "name")
	if not isinstance(of, str) or not isinstance(named, str) or not of or not named:
		return
	if frappe.db.exists("DocType", of) and not _has_no_rows(of):
		_require_readable(of, named)


def require_readable_document(form: Mapping[str, Any]) -> None:
	"""Raise frappe.DoesNotExistError unless the caller reads the document that the argument `doc` carries."""
	for document in calls.sent_documents("doc"):
		require_readable(document, "doctype", "name")


def _has_no_rows(doctype: str) -> bool:
	meta = frappe.get_meta(doctype)
	return bool(meta.issingle or meta.is_virtual)


def hide_unreadable(form: dict[str, Any]) -> None:
	"""Replace the name of a document that the caller does not read by one that no document has: the framework answers an
	empty list for those."""
	try:
		require_readable(form, "doctype", "name")
	except frappe.DoesNotExistError:
		form["name"] = frappe.generate_hash()


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


def require_named_papers(form: dict[str, Any]) -> None:
	"""Raise frappe.PermissionError unless the papers of one DocType are named by a list, or those of several by an object."""
	doctype, names = (calls.parsed(form.get(argument)) for argument in ("doctype", "name"))
	if not isinstance(doctype, dict) and not isinstance(names, list):
		raise frappe.PermissionError
	form["doctype"] = doctype
