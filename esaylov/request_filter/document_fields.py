"""Fields of a document that a request writes: none of them takes the place of a method or a property of the document.

The framework sets each name that it is sent as an attribute of the document, and ends in an error of the server where it
calls the method of that name.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final

import frappe
from frappe.model import child_table_fields, default_fields, optional_fields
from frappe.model.base_document import get_controller

from esaylov.api import calls

FIELDS: Final = frozenset({*default_fields, *optional_fields, *child_table_fields})
OF_REQUEST: Final = frozenset({"cmd", "csrf_token", "data"})
"""Arguments besides the fields."""
WRITERS: Final = frozenset({"frappe.client.insert", "frappe.client.save", "frappe.desk.form.save.savedocs"})
"""Functions whose argument `doc` is the document."""
DOCUMENT: Final = "doc"


def find_shadowing_field(function: str, fields_are_arguments: bool) -> str:
	"""The first field of the request that has the name of an attribute of its document; nothing where there is none.

	fields_are_arguments: whether the function writes the arguments themselves, of the DocType in the address.
	"""
	form = frappe.local.form_dict
	written: list[tuple[Any, Iterable[str]]] = []
	if fields_are_arguments:
		data = calls.parsed(form.get("data"))
		names = {*form, *(data if isinstance(data, dict) else ())} - OF_REQUEST
		written.append((calls.route().get("doctype"), names))
	if function in WRITERS:
		written += [(document.get("doctype"), document) for document in calls.sent_documents(DOCUMENT)]
	return next((name for doctype, names in written for name in _shadowing(doctype, names)), "")


def _shadowing(doctype: Any, names: Iterable[str]) -> Iterator[str]:
	if not isinstance(doctype, str) or not frappe.db.exists("DocType", doctype):
		return  # refused by others
	controller, meta = get_controller(doctype), frappe.get_meta(doctype)
	for name in sorted(names):
		if name not in FIELDS and hasattr(controller, name) and not meta.has_field(name):
			yield name
