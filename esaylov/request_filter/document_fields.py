"""Fields of a document that a request writes: none takes the place of a method or a property of the document, or has a
value that the framework cannot read.

The framework sets each name that it is sent as an attribute of the document, and ends in an error of the server where it
calls the method of that name, or counts with the value.
"""

from collections.abc import Iterator, Mapping
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
STATES: Final = frozenset({"", "0", "1", "2"})
"""Values of `docstatus`, as text."""


def find_wrong_field(function: str, fields_are_arguments: bool) -> str:
	"""The first field of the request that has the name of an attribute of its document, or a value that the framework cannot
	read; nothing where there is none.

	fields_are_arguments: whether the function writes the arguments themselves, of the DocType in the address.
	"""
	form = frappe.local.form_dict
	written: list[tuple[Any, Mapping[str, Any]]] = []
	if fields_are_arguments:
		data = calls.parsed(form.get("data"))
		fields = {**form, **(data if isinstance(data, dict) else {})}
		written.append(
			(
				calls.route().get("doctype"),
				{name: value for name, value in fields.items() if name not in OF_REQUEST},
			)
		)
	if function in WRITERS:
		written += [(document.get("doctype"), document) for document in calls.sent_documents(DOCUMENT)]
	return next((name for doctype, fields in written for name in _wrong(doctype, fields)), "")


def _wrong(doctype: Any, fields: Mapping[str, Any]) -> Iterator[str]:
	if str(fields.get("docstatus") or "") not in STATES:
		yield "docstatus"
	parenttype = fields.get("parenttype")
	if parenttype and not (isinstance(parenttype, str) and frappe.db.exists("DocType", parenttype)):
		yield "parenttype"
	if not isinstance(doctype, str) or not frappe.db.exists("DocType", doctype):
		return  # refused by others
	controller, meta = get_controller(doctype), frappe.get_meta(doctype)
	for name in sorted(fields):
		if name not in FIELDS and hasattr(controller, name) and not meta.has_field(name):
			yield name
